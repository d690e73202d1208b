package tech.powerjob.server.workflow.condition;

/** A script failed while it ran; the script may catch it. */
final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, with its place
   * @param cause what a {@code catch} of the script compares its types with
   */
  ScriptFailure(String message, RuntimeException cause) {
    super(message, cause, false, false);
  }

  @Override
  public synchronized RuntimeException getCause() {
    return (RuntimeException) super.getCause();
  }
}
