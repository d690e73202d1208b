package tech.powerjob.worker.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Calls a message-driven bean for each run, within the transaction that the bean asks for. */
final class EndpointProcessor implements BasicProcessor {
  /** How long a run waits for an application that is still starting. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Method PROCESS = process();

  private final MessageEndpointFactory factory;

  EndpointProcessor(MessageEndpointFactory factory) {
    this.factory = factory;
  }

  private static Method process() {
    try {
      return BasicProcessor.class.getMethod("process", TaskContext.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("BasicProcessor has lost its method", e);
    }
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    var endpoint = endpoint();
    try {
      endpoint.beforeDelivery(PROCESS);
      return deliver(endpoint, context);
    } finally {
      endpoint.release();
    }
  }

  /** A container refuses endpoints until it has started the application. */
  private MessageEndpoint endpoint() throws UnavailableException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return factory.createEndpoint(null);
      } catch (UnavailableException e) {
        if (System.nanoTime() - end >= 0) {
          throw e;
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  private static ProcessResult deliver(MessageEndpoint endpoint, TaskContext context)
      throws Exception {
    ProcessResult result = null;
    Exception failure = null;
    try {
      result = ((BasicProcessor) endpoint).process(context);
    } catch (Exception e) {
      failure = e;
    }
    try {
      endpoint.afterDelivery();
    } catch (ResourceException | RuntimeException e) {
      // What the bean said comes first; the container often fails only because of it.
      if (failure == null) {
        failure = e;
      } else {
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
