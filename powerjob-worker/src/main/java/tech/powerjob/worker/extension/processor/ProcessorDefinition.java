package tech.powerjob.worker.extension.processor;

import java.util.Objects;

/** What a job says about its code. */
public class ProcessorDefinition {
  private String processorType;
  private String processorInfo;

  /** Name of a {@link tech.powerjob.common.enums.ProcessorType}. */
  public String getProcessorType() {
    return processorType;
  }

  public ProcessorDefinition setProcessorType(String processorType) {
    this.processorType = processorType;
    return this;
  }

  /** Which code: a class name for {@code BUILT_IN}. */
  public String getProcessorInfo() {
    return processorInfo;
  }

  public ProcessorDefinition setProcessorInfo(String processorInfo) {
    this.processorInfo = processorInfo;
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessorDefinition that
        && Objects.equals(processorType, that.processorType)
        && Objects.equals(processorInfo, that.processorInfo);
  }

  @Override
  public int hashCode() {
    return Objects.hash(processorType, processorInfo);
  }

  @Override
  public String toString() {
    return processorType + ' ' + processorInfo;
  }
}
