package tech.powerjob.worker.internal.processor;

/** The code of a job cannot be had; the message says to its owner what to look for. */
public class ProcessorNotFoundException extends Exception {
  private static final long serialVersionUID = 1L;

  ProcessorNotFoundException(String message) {
    super(message);
  }
}
