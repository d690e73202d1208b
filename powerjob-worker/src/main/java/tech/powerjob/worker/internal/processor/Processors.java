package tech.powerjob.worker.internal.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** The processors of a worker: built at first use, by the first factory that can. Thread-safe. */
public final class Processors {
  private static final Logger LOG = LoggerFactory.getLogger(Processors.class);

  /** PowerJob's text; people search for it. */
  private static final String NOT_FOUND =
      "fetch Processor failed, please check your processorType and processorInfo config";

  private final List<ProcessorFactory> factories;
  private final Map<ProcessorDefinition, ProcessorBean> built = new ConcurrentHashMap<>();
  private final Map<ProcessorDefinition, ReentrantLock> building = new ConcurrentHashMap<>();

  /**
   * Processors that come from these factories.
   *
   * @param factories asked in this order
   */
  public Processors(List<ProcessorFactory> factories) {
    this.factories = List.copyOf(factories);
  }

  /**
   * The processor of a job.
   *
   * @throws ProcessorNotFoundException if no factory can make it; the message says why not
   */
  public ProcessorBean get(ProcessorDefinition definition) throws ProcessorNotFoundException {
    var bean = built.get(definition);
    if (bean != null) {
      return bean;
    }
    // Not computeIfAbsent: a slow or nested construction must not hold up other processors.
    var lock = building.computeIfAbsent(definition, key -> new ReentrantLock());
    try {
      // What holds it may be fetching a container.
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessorNotFoundException("interrupted while the processor was looked for");
    }
    try {
      bean = built.get(definition);
      if (bean == null) {
        bean = build(definition);
        if (bean.isStable()) {
          built.put(definition, bean);
        }
      }
      return bean;
    } finally {
      lock.unlock();
      building.remove(definition, lock);
    }
  }

  /** Gives back what {@link #get} gave, when the run has ended. To be called once for each. */
  public void release(ProcessorBean bean) {
    var release = bean.getWhenReleased();
    if (release != null && !bean.isStable()) {
      release.run();
    }
  }

  private ProcessorBean build(ProcessorDefinition definition) throws ProcessorNotFoundException {
    List<String> reasons = new ArrayList<>();
    for (var factory : factories) {
      try {
        if (!factory.supportTypes().contains(definition.getProcessorType())) {
          continue;
        }
        var bean = factory.build(definition);
        if (bean != null && bean.getProcessor() != null) {
          return bean;
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("{} cannot build {}", factory, definition, e);
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    throw new ProcessorNotFoundException(
        NOT_FOUND
            + ": "
            + (reasons.isEmpty()
                ? "this worker knows no %s processor '%s'"
                    .formatted(definition.getProcessorType(), definition.getProcessorInfo())
                : String.join("; ", reasons)));
  }
}
