package tech.powerjob.worker.jca;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** The message-driven beans of one worker, by processor name. Thread-safe. */
final class Endpoints implements ProcessorFactory {
  private final Map<String, MessageEndpointFactory> byName = new ConcurrentHashMap<>();

  /**
   * Adds a bean.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  void add(String processorName, MessageEndpointFactory bean) {
    if (byName.putIfAbsent(processorName, bean) != null) {
      throw new IllegalArgumentException(
          "processorName is '%s' but another bean of this application has it"
              .formatted(processorName));
    }
  }

  void remove(String processorName, MessageEndpointFactory bean) {
    byName.remove(processorName, bean);
  }

  /** Whether there is this bean and no other one. */
  boolean isOnly(String processorName, MessageEndpointFactory bean) {
    return byName.size() == 1 && byName.get(processorName) == bean;
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
    var type = bean.getEndpointClass();
    return new ProcessorBean()
        .setProcessor(new EndpointProcessor(bean))
        .setClassLoader(type == null ? null : type.getClassLoader())
        // Beans come and go while the worker stays.
        .setStable(false);
  }
}
