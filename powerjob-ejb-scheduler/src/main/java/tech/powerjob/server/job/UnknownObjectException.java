package tech.powerjob.server.job;

/** What a call names is not there, or not of the caller's application: to the caller the same. */
public final class UnknownObjectException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnknownObjectException(String message) {
    super(message);
  }
}
