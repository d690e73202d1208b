package tech.powerjob.server.workflow.condition;

/** A script took more steps, time or memory than it may; the script cannot catch it. */
final class LimitReached extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LimitReached(String message) {
    super(message, null, false, false);
  }
}
