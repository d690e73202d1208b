package tech.powerjob.server.command;

/** A message is no command; the text names field, value and rule and is fit for its sender. */
final class UnreadableCommandException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableCommandException(String message) {
    super(message);
  }
}
