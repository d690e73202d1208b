package tech.powerjob.server.audit;

/** The object that a caller named is another application's; told like any other wrong id. */
public class NotYoursException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public NotYoursException(String message) {
    super(message);
  }
}
