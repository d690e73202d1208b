package tech.powerjob.worker.jca;

import jakarta.ejb.EJBException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import tech.powerjob.worker.core.processor.ProcessResult;

/**
 * Calls a message-driven bean, never more often at once than it allows, within the transaction that
 * the bean asks for. Thread-safe.
 */
final class Delivery {
  /** How long a run waits for an application that is still starting. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** What to call on the bean. */
  @FunctionalInterface
  interface Call<T> {
    ProcessResult on(T bean) throws Exception;
  }

  private final MessageEndpointFactory factory;
  private final Gate gate;

  Delivery(MessageEndpointFactory factory, Gate gate) {
    this.factory = factory;
    this.gate = gate;
  }

  /**
   * Calls the bean.
   *
   * @param type interface of the method
   * @throws Exception what the bean throws; a container's wrapper around it is taken off
   */
  <T> ProcessResult call(Class<T> type, Method method, Call<T> call) throws Exception {
    gate.enter();
    try {
      var endpoint = endpoint();
      try {
        return deliver(endpoint, checked(type, endpoint), method, call);
      } finally {
        endpoint.release();
      }
    } finally {
      gate.leave();
    }
  }

  /** As {@link #call}, for methods that declare no exceptions. */
  <T> ProcessResult callUnchecked(Class<T> type, Method method, Call<T> call) {
    try {
      return call(type, method, call);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private <T> T checked(Class<T> type, MessageEndpoint endpoint) {
    if (!type.isInstance(endpoint)) {
      throw new IllegalStateException(
          "messageListenerInterface of %s must be %s, as its class implements it"
              .formatted(factory.getEndpointClass(), type.getName()));
    }
    return type.cast(endpoint);
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

  private static <T> ProcessResult deliver(
      MessageEndpoint endpoint, T bean, Method method, Call<T> call) throws Exception {
    endpoint.beforeDelivery(method);
    ProcessResult result = null;
    Throwable failure = null;
    try {
      result = call.on(bean);
    } catch (Throwable e) {
      failure = unwrapped(e);
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
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (Exception) failure;
    }
    return result;
  }

  /** People look for what their bean said, and not for how its container put it. */
  private static Throwable unwrapped(Throwable thrown) {
    var inner = thrown;
    while ((inner instanceof EJBException || inner instanceof UndeclaredThrowableException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
