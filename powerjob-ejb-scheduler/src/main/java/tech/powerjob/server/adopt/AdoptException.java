package tech.powerjob.server.adopt;

/** The takeover is refused or cannot go on; the text says why and what to do. */
public final class AdoptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AdoptException(String message) {
    super(message);
  }

  AdoptException(String message, Throwable cause) {
    super(message, cause);
  }
}
