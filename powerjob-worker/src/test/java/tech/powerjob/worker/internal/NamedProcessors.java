package tech.powerjob.worker.internal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** Processors that a test writes as lambdas, by name. */
public final class NamedProcessors implements ProcessorFactory {
  private final Map<String, BasicProcessor> processors = new ConcurrentHashMap<>();

  public NamedProcessors with(String name, BasicProcessor processor) {
    processors.put(name, processor);
    return this;
  }

  @Override
  public Set<String> supportTypes() {
    return Set.of(ProcessorType.BUILT_IN.name());
  }

  @Override
  public ProcessorBean build(ProcessorDefinition definition) {
    var processor = processors.get(definition.getProcessorInfo());
    return processor == null ? null : new ProcessorBean().setProcessor(processor);
  }
}
