package tech.powerjob.worker.jca;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** The message-driven beans of one worker, by processor name. Thread-safe. */
final class Endpoints implements ProcessorFactory {
  /** A bean, and what of its concurrency is free. */
  private record Bean(MessageEndpointFactory factory, int concurrency, Semaphore free) {}

  private final Map<String, Bean> byName = new ConcurrentHashMap<>();

  /**
   * Adds a bean.
   *
   * @param concurrency how many runs may be at work in it at once
   * @throws IllegalArgumentException if the name is taken
   */
  void add(String processorName, MessageEndpointFactory factory, int concurrency) {
    var bean = new Bean(factory, concurrency, new Semaphore(concurrency, true));
    if (byName.putIfAbsent(processorName, bean) != null) {
      throw new IllegalArgumentException(
          "processorName is '%s' but another bean of this application has it"
              .formatted(processorName));
    }
  }

  void remove(String processorName) {
    byName.remove(processorName);
  }

  /** Whether there is no other bean than this one. */
  boolean isOnly(String processorName) {
    return byName.size() == 1 && byName.containsKey(processorName);
  }

  /** How many runs may be at work in all beans together. */
  int concurrency() {
    return byName.values().stream().mapToInt(Bean::concurrency).sum();
  }

  @Override
  public Set<String> supportTypes() {
    return Set.of(ProcessorType.BUILT_IN.name());
  }

  @Override
  public ProcessorBean build(ProcessorDefinition definition) {
    var bean = byName.get(String.valueOf(definition.getProcessorInfo()).trim());
    if (bean == null) {
      return null;
    }
    var type = bean.factory.getEndpointClass();
    return new ProcessorBean()
        .setProcessor(EndpointProcessor.of(bean.factory, bean.free))
        .setClassLoader(type == null ? null : type.getClassLoader())
        // Beans come and go while the worker stays.
        .setStable(false);
  }
}
