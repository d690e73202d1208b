package tech.powerjob.worker.extension.processor;

import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** A processor that is ready to run. */
public class ProcessorBean {
  private BasicProcessor processor;
  private ClassLoader classLoader;
  private boolean stable = true;
  private Runnable whenReleased;

  public BasicProcessor getProcessor() {
    return processor;
  }

  public ProcessorBean setProcessor(BasicProcessor processor) {
    this.processor = processor;
    return this;
  }

  /** Context class loader of its runs; {@code null} for that of the processor's class. */
  public ClassLoader getClassLoader() {
    return classLoader;
  }

  public ProcessorBean setClassLoader(ClassLoader classLoader) {
    this.classLoader = classLoader;
    return this;
  }

  /** Whether the processor may be kept for later runs; otherwise it is built for each run. */
  public boolean isStable() {
    return stable;
  }

  public ProcessorBean setStable(boolean stable) {
    this.stable = stable;
    return this;
  }

  /**
   * What is done once the run for which the processor was built no longer needs it; {@code null}
   * for nothing. Only for processors that are not stable.
   */
  public Runnable getWhenReleased() {
    return whenReleased;
  }

  public ProcessorBean setWhenReleased(Runnable whenReleased) {
    this.whenReleased = whenReleased;
    return this;
  }
}
