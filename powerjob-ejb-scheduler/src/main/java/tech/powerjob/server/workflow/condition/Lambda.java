package tech.powerjob.server.workflow.condition;

/**
 * A closure, as an argument of a method like {@code any}.
 *
 * @param parameters where its arguments go
 * @param body what it does
 */
record Lambda(int[] parameters, Code body) {
  /** Calls it; a single map entry is spread over two parameters. */
  Object call(Evaluation evaluation, Object... arguments) {
    evaluation.charge(10);
    for (int i = 0; i < parameters.length; i++) {
      evaluation.set(parameters[i], argument(arguments, i));
    }
    try {
      return body.run(evaluation);
    } catch (Jump.Return returned) {
      return returned.value();
    }
  }

  private Object argument(Object[] arguments, int index) {
    if (arguments.length == 1
        && parameters.length == 2
        && arguments[0] instanceof java.util.Map.Entry<?, ?> entry) {
      return index == 0 ? entry.getKey() : entry.getValue();
    }
    if (index >= arguments.length) {
      throw new IllegalArgumentException("the closure has too many parameters");
    }
    return arguments[index];
  }
}
