package tech.powerjob.domain.instance;

/** What an instance that was already looked at waits for. */
public enum WaitingFor {
  /** A worker that may and can run it. */
  WORKER,
  /** Its turn among the instances of its job, of which no more may run at once. */
  TURN,
  /** The end of a pause of its job, its application or everything. */
  PAUSE,
  /** Permits of a shared pool. */
  POOL,
  /** The next start that the job's rate allows. */
  RATE
}
