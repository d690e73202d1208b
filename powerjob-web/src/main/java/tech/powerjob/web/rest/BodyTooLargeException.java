package tech.powerjob.web.rest;

import java.io.IOException;

/** A request body is larger than this server takes. */
public class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Largest body, in bytes. */
  public static final long LIMIT = 1024 * 1024;

  public BodyTooLargeException() {
    super("INVALID_REQUEST:the request body is larger than %d bytes".formatted(LIMIT));
  }
}
