package tech.powerjob.domain.schedule;

/** Why a due instant got no instance. */
public enum SkipReason {
  /** It passed while no server looked; the misfire policy decided. */
  MISFIRED,
  /**
   * It passed while the job, its application or everything was paused; the misfire policy decided.
   */
  PAUSED
}
