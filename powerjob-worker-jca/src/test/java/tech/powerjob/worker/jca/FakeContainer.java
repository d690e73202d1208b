package tech.powerjob.worker.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** What an application server gives to a resource adapter, as far as ours uses it. */
final class FakeContainer implements AutoCloseable {
  static final String THREADS = "container-work-";

  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> new Thread(task, THREADS + number.incrementAndGet()));
  private final CopyOnWriteArrayList<Timer> timers = new CopyOnWriteArrayList<>();

  BootstrapContext context() {
    var workManager =
        (WorkManager)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {WorkManager.class},
                (proxy, method, args) -> {
                  if (!method.getName().equals("scheduleWork")) {
                    throw new UnsupportedOperationException(method.getName());
                  }
                  return schedule((Work) args[0]);
                });
    return (BootstrapContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BootstrapContext.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getWorkManager" -> workManager;
                  case "createTimer" -> timer();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Object schedule(Work work) throws WorkException {
    try {
      threads.execute(work);
      return null;
    } catch (RejectedExecutionException e) {
      throw new WorkRejectedException("shut down", e);
    }
  }

  private Timer timer() {
    var timer = new Timer("container-timer", true);
    timers.add(timer);
    return timer;
  }

  void takeNoMoreWork() {
    threads.shutdownNow();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    timers.forEach(Timer::cancel);
  }

  /** A message-driven bean whose endpoints note what is done with them. */
  static final class Bean implements MessageEndpointFactory {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final BasicProcessor code;
    private final AtomicInteger notYet = new AtomicInteger();
    private volatile boolean failingAfterwards;

    Bean(BasicProcessor code) {
      this.code = code;
    }

    Bean availableAfter(int tries) {
      notYet.set(tries);
      return this;
    }

    Bean failingAfterDelivery() {
      failingAfterwards = true;
      return this;
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource xaResource) throws UnavailableException {
      if (notYet.getAndDecrement() > 0) {
        throw new UnavailableException("still starting");
      }
      return new Endpoint();
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource xaResource, long timeout)
        throws UnavailableException {
      return createEndpoint(xaResource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
      return false;
    }

    @Override
    public String getActivationName() {
      return "bean";
    }

    @Override
    public Class<?> getEndpointClass() {
      return Bean.class;
    }

    private final class Endpoint implements MessageEndpoint, BasicProcessor {
      @Override
      public void beforeDelivery(Method method) {
        calls.add("before " + method.getName());
      }

      @Override
      public ProcessResult process(TaskContext context) throws Exception {
        calls.add("process");
        return code.process(context);
      }

      @Override
      public void afterDelivery() throws ResourceException {
        calls.add("after");
        if (failingAfterwards) {
          throw new ResourceException("cannot commit");
        }
      }

      @Override
      public void release() {
        calls.add("release");
      }
    }
  }
}
