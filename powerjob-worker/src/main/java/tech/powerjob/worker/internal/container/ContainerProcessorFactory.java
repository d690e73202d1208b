package tech.powerjob.worker.internal.container;

import java.util.Set;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/**
 * Finds processors in containers: {@code containerId#class}, also with a bean instead of the class,
 * and with {@code #} and a handler after it. Thread-safe.
 */
public final class ContainerProcessorFactory implements ProcessorFactory {
  private final Containers containers;

  public ContainerProcessorFactory(Containers containers) {
    this.containers = containers;
  }

  @Override
  public Set<String> supportTypes() {
    return Set.of(ProcessorType.EXTERNAL.name());
  }

  @Override
  public ProcessorBean build(ProcessorDefinition definition) {
    var info = String.valueOf(definition.getProcessorInfo()).trim();
    int sign = info.indexOf('#');
    var name = info.substring(sign + 1).trim();
    long id = sign < 0 ? -1 : id(info.substring(0, sign).trim());
    if (id < 0 || name.isEmpty()) {
      throw new PowerJobException(
          "processorInfo is '%s' but must be the id of a container, '#' and a class"
              .formatted(info));
    }
    var container = acquire(id);
    try {
      return new ProcessorBean()
          .setProcessor(container.processor(name))
          .setClassLoader(container.classLoader())
          // Built for each run, so that each gets the version of its time.
          .setStable(false)
          .setWhenReleased(container::release);
    } catch (RuntimeException | Error e) {
      container.release();
      throw e;
    }
  }

  private Container acquire(long id) {
    try {
      return containers.acquire(id);
    } catch (ContainerException e) {
      throw new PowerJobException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PowerJobException("interrupted while container %d was fetched".formatted(id), e);
    }
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1; // Told with the whole text.
    }
  }
}
