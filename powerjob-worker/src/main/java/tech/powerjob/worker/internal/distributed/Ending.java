package tech.powerjob.worker.internal.distributed;

/** Why a coordinator does not go on. */
sealed interface Ending {
  /** The instance has ended. */
  record Final(Checkpoint checkpoint) implements Ending {}

  /** A later coordinator has taken over, or nobody wants this one any more. */
  record Dropped() implements Ending {}
}
