package tech.powerjob.worker.internal.container;

/** A container cannot be had; the message says to people why. */
final class ContainerException extends Exception {
  private static final long serialVersionUID = 1L;

  ContainerException(String message) {
    super(message);
  }

  ContainerException(String message, Throwable cause) {
    super(message, cause);
  }
}
