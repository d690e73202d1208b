package tech.powerjob.domain.alarm;

/** How far an alarm has come. */
public enum AlarmState {
  /** Nothing is decided, because it is new or there is silence. */
  WAITING,
  /** Somebody has yet to be told. */
  SENDING,
  /** Everybody was told. */
  SENT,
  /** It is over, and somebody could not be told. */
  FAILED,
  /** Nobody is told of it by itself; {@link Reason} says why. */
  SUPPRESSED;

  /** Why nobody is told. */
  public enum Reason {
    /** Another alarm speaks for it. */
    GROUPED,
    /** There were fewer failures than the job's rule wants. */
    BELOW_THRESHOLD,
    /** None of the receivers can be told: they are disabled, or have no address on any channel. */
    NO_RECEIVER
  }

  /** How far the telling of one receiver on one channel has come. */
  public enum Delivery {
    PENDING,
    SENT,
    FAILED
  }
}
