package tech.powerjob.worker.extension.processor;

import java.util.Set;

/** Makes processors out of what a job says about its code. Must be thread-safe. */
public interface ProcessorFactory {
  /** Names of {@link tech.powerjob.common.enums.ProcessorType} that this factory knows. */
  Set<String> supportTypes();

  /**
   * The processor, or {@code null} if this factory does not know it and the next one is to try.
   *
   * @throws RuntimeException if it should know it but cannot make it; the next factory tries, and
   *     the message is shown to people if no factory succeeds
   */
  ProcessorBean build(ProcessorDefinition processorDefinition);
}
