package tech.powerjob.worker.internal.container;

import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** Objects that a framework makes and keeps for a container. Thread-safe. */
public interface ContainerContext extends AutoCloseable {
  /** Finds processors among the objects. */
  ProcessorFactory processors();

  /** Ends the objects, and takes them out of the framework's caches. */
  @Override
  void close();
}
