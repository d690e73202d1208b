package tech.powerjob.worker.jca;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;
import tech.powerjob.worker.core.processor.sdk.StreamReduceProcessor;

/**
 * A message-driven bean as a processor of the kind that its class is. What beans call on
 * themselves, {@code map} and {@code isRootTask}, does not come through here: it asks the thread,
 * and a bean is called by the thread of its task.
 */
class EndpointProcessor implements BasicProcessor {
  final Delivery delivery;
  private final Class<? extends BasicProcessor> listener;
  private final Method process;

  private EndpointProcessor(Delivery delivery, Class<? extends BasicProcessor> listener) {
    this.delivery = delivery;
    this.listener = listener;
    // Containers know the methods that the listener interface itself declares.
    this.process = method(listener, "process", TaskContext.class);
  }

  /**
   * The processor that a bean is.
   *
   * @param gate lets runs into the bean
   */
  static BasicProcessor of(MessageEndpointFactory bean, Gate gate) {
    var delivery = new Delivery(bean, gate);
    var type = bean.getEndpointClass();
    if (type == null) {
      return new EndpointProcessor(delivery, BasicProcessor.class);
    } else if (MapReduceProcessor.class.isAssignableFrom(type)) {
      return new MapReduce(delivery);
    } else if (StreamReduceProcessor.class.isAssignableFrom(type)) {
      return new StreamReduce(delivery);
    } else if (MapProcessor.class.isAssignableFrom(type)) {
      return new Map(delivery);
    } else if (BroadcastProcessor.class.isAssignableFrom(type)) {
      return new Broadcast(delivery);
    }
    return new EndpointProcessor(delivery, BasicProcessor.class);
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has lost its method " + name, e);
    }
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    return delivery.call(listener, process, bean -> bean.process(context));
  }

  private static final class Broadcast extends EndpointProcessor implements BroadcastProcessor {
    private static final Method BEFORE =
        method(BroadcastProcessor.class, "preProcess", TaskContext.class);
    private static final Method AFTER =
        method(BroadcastProcessor.class, "postProcess", TaskContext.class, List.class);

    Broadcast(Delivery delivery) {
      super(delivery, BroadcastProcessor.class);
    }

    @Override
    public ProcessResult preProcess(TaskContext context) throws Exception {
      return delivery.call(BroadcastProcessor.class, BEFORE, bean -> bean.preProcess(context));
    }

    @Override
    public ProcessResult postProcess(TaskContext context, List<TaskResult> taskResults)
        throws Exception {
      return delivery.call(
          BroadcastProcessor.class, AFTER, bean -> bean.postProcess(context, taskResults));
    }
  }

  private static final class Map extends EndpointProcessor implements MapProcessor {
    Map(Delivery delivery) {
      super(delivery, MapProcessor.class);
    }
  }

  private static final class MapReduce extends EndpointProcessor implements MapReduceProcessor {
    private static final Method REDUCE =
        method(MapReduceProcessor.class, "reduce", TaskContext.class, List.class);

    MapReduce(Delivery delivery) {
      super(delivery, MapReduceProcessor.class);
    }

    @Override
    public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
      return delivery.callUnchecked(
          MapReduceProcessor.class, REDUCE, bean -> bean.reduce(context, taskResults));
    }
  }

  private static final class StreamReduce extends EndpointProcessor
      implements StreamReduceProcessor {
    private static final Method REDUCE =
        method(StreamReduceProcessor.class, "reduce", TaskContext.class, Stream.class);

    StreamReduce(Delivery delivery) {
      super(delivery, StreamReduceProcessor.class);
    }

    @Override
    public ProcessResult reduce(TaskContext context, Stream<TaskResult> taskResults)
        throws Exception {
      return delivery.call(
          StreamReduceProcessor.class, REDUCE, bean -> bean.reduce(context, taskResults));
    }
  }
}
