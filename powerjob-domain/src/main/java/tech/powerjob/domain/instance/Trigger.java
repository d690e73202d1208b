package tech.powerjob.domain.instance;

/** Why an instance exists. */
public enum Trigger {
  /** A schedule was due. */
  SCHEDULE,
  /** Somebody asked for it. */
  API,
  /** Somebody had a past range of a schedule made up for. */
  BACKFILL,
  /** A workflow came to it. */
  WORKFLOW
}
