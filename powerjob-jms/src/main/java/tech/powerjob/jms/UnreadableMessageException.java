package tech.powerjob.jms;

/**
 * A JMS message that is no wire message this code understands. Reading it again will not help, so
 * the receiver drops it and says so. The text names what is wrong and never holds the whole body.
 */
public class UnreadableMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableMessageException(String message) {
    super(message);
  }

  UnreadableMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
