package tech.powerjob.worker.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ejb.EJBException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;
import tech.powerjob.worker.core.processor.sdk.StreamReduceProcessor;

/**
 * Beans of every kind, behind proxies that implement no more than the listener interface and, as
 * Payara's, know its own methods only.
 */
class EndpointKindsTest {
  private static final List<TaskResult> RESULTS = List.of(new TaskResult("1", true, "r"));

  private final List<String> calls = new CopyOnWriteArrayList<>();

  @AfterEach
  void endTask() {
    CurrentTask.set(null);
  }

  /** A container: it calls the bean through a proxy and wraps what the bean throws. */
  private MessageEndpointFactory container(Class<?> listener, Object bean) {
    var endpoint =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {listener, MessageEndpoint.class},
            (proxy, method, args) -> call(listener, bean, method, args));
    return (MessageEndpointFactory)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MessageEndpointFactory.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getEndpointClass" -> bean.getClass();
                  case "createEndpoint" -> created(args, endpoint);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static Object created(Object[] args, Object endpoint) {
    assertThat((XAResource) args[0]).isNull();
    return endpoint;
  }

  private Object call(Class<?> listener, Object bean, Method method, Object[] args)
      throws Exception {
    if (method.getDeclaringClass() == MessageEndpoint.class) {
      if (args != null) {
        assertThat(listener.getDeclaredMethods()).contains((Method) args[0]);
      }
      calls.add(
          method.getName().equals("beforeDelivery")
              ? "before " + ((Method) args[0]).getName()
              : method.getName());
      return null;
    }
    try {
      return method.invoke(bean, args);
    } catch (InvocationTargetException e) {
      throw new EJBException((Exception) e.getCause());
    }
  }

  private <T> T processor(Class<T> listener, Object bean) {
    return listener.cast(
        EndpointProcessor.of(container(listener, bean), new Gate(1, Duration.ofSeconds(1))));
  }

  /** Hands on its number to the tasks of the instance. */
  static class Squares implements MapReduceProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      map(List.of(1, 2), "square");
      return new ProcessResult(isRootTask(), "split");
    }

    @Override
    public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
      return new ProcessResult(true, "reduced " + taskResults.size());
    }
  }

  @Test
  void mapReduceBean_mapsOnItsThreadAndReduces() throws Exception {
    var mapped = new ArrayList<Object>();
    CurrentTask.set(
        new CurrentTask.Handle() {
          @Override
          public boolean isRoot() {
            return true;
          }

          @Override
          public void map(List<?> subTasks, String taskName) {
            mapped.addAll(subTasks);
          }
        });
    var processor = processor(MapReduceProcessor.class, new Squares());

    assertThat(processor.process(new TaskContext()).isSuccess()).isTrue();
    assertThat(processor.reduce(new TaskContext(), RESULTS).getMsg()).isEqualTo("reduced 1");

    assertThat(mapped).hasToString("[1, 2]");
    assertThat(calls)
        .containsExactly(
            "before process",
            "afterDelivery",
            "release",
            "before reduce",
            "afterDelivery",
            "release");
  }

  static class Everywhere implements BroadcastProcessor {
    @Override
    public ProcessResult preProcess(TaskContext context) {
      return new ProcessResult(true, "before all");
    }

    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true, "here");
    }
  }

  @Test
  void broadcastBean_isCalledBeforeAndAfterAll() throws Exception {
    var processor = processor(BroadcastProcessor.class, new Everywhere());

    assertThat(processor.preProcess(new TaskContext()).getMsg()).isEqualTo("before all");
    assertThat(processor.process(new TaskContext()).getMsg()).isEqualTo("here");
    assertThat(processor.postProcess(new TaskContext(), RESULTS).getMsg())
        .isEqualTo("succeed:1, failed:0");
    assertThat(calls).contains("before preProcess", "before process", "before postProcess");
  }

  static class Streaming implements StreamReduceProcessor {
    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true);
    }

    @Override
    public ProcessResult reduce(TaskContext context, Stream<TaskResult> taskResults) {
      return new ProcessResult(true, "streamed " + taskResults.count());
    }
  }

  @Test
  void streamReduceBean_readsTheStream() throws Exception {
    var processor = processor(StreamReduceProcessor.class, new Streaming());

    assertThat(processor.process(new TaskContext()).isSuccess()).isTrue();
    assertThat(processor.reduce(new TaskContext(), RESULTS.stream()).getMsg())
        .isEqualTo("streamed 1");
  }

  @Test
  void mapBean_isNoReducer() throws Exception {
    MapProcessor bean = context -> new ProcessResult(true, "mapped");

    var processor = processor(MapProcessor.class, bean);

    assertThat(processor).isNotInstanceOf(MapReduceProcessor.class);
    assertThat(processor.process(new TaskContext()).getMsg()).isEqualTo("mapped");
  }

  @Test
  void listenerThatIsLessThanTheClass_isNamed() {
    var processor =
        (MapReduceProcessor)
            EndpointProcessor.of(
                container(BasicProcessor.class, new Squares()), new Gate(1, Duration.ofSeconds(1)));

    assertThatThrownBy(() -> processor.process(new TaskContext()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("messageListenerInterface of")
        .hasMessageContaining("must be " + MapReduceProcessor.class.getName());
    assertThat(calls).containsExactly("release");
  }

  @Test
  void whatTheBeanThrows_isTakenOutOfTheContainersWrapper() {
    BasicProcessor bean =
        context -> {
          throw new IllegalArgumentException("no such order");
        };

    assertThatThrownBy(() -> processor(BasicProcessor.class, bean).process(new TaskContext()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such order");
    assertThat(calls).containsExactly("before process", "afterDelivery", "release");
  }
}
