package tech.powerjob.worker.internal.connection;

/** There is no line to the servers; the message says why, in words for people. */
public class LinkException extends Exception {
  private static final long serialVersionUID = 1L;

  public LinkException(String message) {
    super(message);
  }

  public LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
