package tech.powerjob.quickstart;

/** The quickstart cannot go on; the message says to its user why, and what to do. */
class QuickstartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QuickstartException(String message) {
    super(message);
  }

  QuickstartException(String message, Throwable cause) {
    super(message, cause);
  }
}
