package tech.powerjob.worker.jca;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** The message-driven beans of one worker, by processor name. Thread-safe. */
final class Endpoints implements ProcessorFactory {
  /** Undeploying an application takes no longer than this, as a rule. */
  private static final Duration UNDEPLOYMENT = Duration.ofMinutes(1);

  private record Bean(MessageEndpointFactory factory, Gate gate) {}

  private final Map<String, Bean> byName = new ConcurrentHashMap<>();

  /**
   * Adds a bean.
   *
   * @param concurrency how many runs may be at work in it at once
   * @throws IllegalArgumentException if the name is taken
   */
  void add(String processorName, MessageEndpointFactory factory, int concurrency) {
    var bean = new Bean(factory, new Gate(concurrency, UNDEPLOYMENT));
    var there =
        byName.merge(processorName, bean, (old, added) -> old.gate.isClosed() ? added : old);
    if (there != bean) {
      throw new IllegalArgumentException(
          "processorName is '%s' but another bean of this application has it"
              .formatted(processorName));
    }
  }

  /**
   * Lets no more runs into a bean and waits for those inside. It stays known, so that runs that
   * come wait until the worker stops, rather than fail because nobody knows their processor.
   *
   * @return whether no run is left inside
   */
  boolean close(String processorName, Duration longest) throws InterruptedException {
    return byName.get(processorName).gate.close(longest);
  }

  /** Whether there is no other bean than this one. */
  boolean isOnly(String processorName) {
    return byName.entrySet().stream()
        .filter(each -> !each.getValue().gate.isClosed())
        .allMatch(each -> each.getKey().equals(processorName));
  }

  /** How many runs may be at work in all beans together. */
  int concurrency() {
    return byName.values().stream()
        .map(Bean::gate)
        .filter(gate -> !gate.isClosed())
        .mapToInt(Gate::places)
        .sum();
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
        .setProcessor(EndpointProcessor.of(bean.factory, bean.gate))
        .setClassLoader(type == null ? null : type.getClassLoader())
        // Beans come and go while the worker stays.
        .setStable(false);
  }
}
