package tech.powerjob.domain.workflow;

/** Whose jobs the workflows of an application may run. Thread-safe. */
@FunctionalInterface
public interface AppCalls {
  /**
   * Whether workflows of one application may run jobs of another: both have to allow it.
   *
   * @param caller application of the workflow
   * @param owner application of the job
   */
  boolean allow(long caller, long owner);
}
