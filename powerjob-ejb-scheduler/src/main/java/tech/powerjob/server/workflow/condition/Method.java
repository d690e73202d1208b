package tech.powerjob.server.workflow.condition;

/**
 * A method that a script may call on a value.
 *
 * @param <T> what it is called on
 */
@FunctionalInterface
interface Method<T> {
  Object call(Evaluation evaluation, T self, Object[] arguments);
}
