package tech.powerjob.server.workflow.condition;

/**
 * What the variable of a {@code catch} holds.
 *
 * @param message the failure's own message, may be {@code null}
 */
record Caught(String type, String message) {
  static final MethodTable<Caught> TABLE =
      new MethodTable<Caught>().with("getMessage", 0, (run, caught, a) -> caught.message());

  @Override
  public String toString() {
    return message == null ? type : type + ": " + message;
  }
}
