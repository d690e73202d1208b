package tech.powerjob.server.job;

import java.util.List;
import tech.powerjob.server.pause.PauseView;

/**
 * Why a job ran or did not run around an instant. Instants are epoch milliseconds.
 *
 * @param at the instant that was asked about
 * @param atLocal the same in the schedule's zone
 * @param verdict the answer, for programs
 * @param text the answer, in words
 * @param instances instances that served due instants close to it
 * @param skipped a range of due instants that contains it and got no instance, {@code null} if none
 * @param previousDue the nearest accounted instant before, {@code null} if none is known
 * @param nextDue the nearest due instant after, {@code null} if none is known
 * @param pauses pauses that held then
 * @param events what was done to the job, the latest before and the first after included
 */
public record JobExplanation(
    long jobId,
    long at,
    String atLocal,
    Verdict verdict,
    String text,
    List<Served> instances,
    Skipped skipped,
    Long previousDue,
    Long nextDue,
    List<PauseView> pauses,
    List<JobEvent> events) {
  /** What happened. */
  public enum Verdict {
    SERVED,
    SKIPPED,
    NOT_CREATED_YET,
    DELETED,
    DISABLED,
    PAUSED,
    NOT_TIMED,
    LIFE_CYCLE_NOT_BEGUN,
    LIFE_CYCLE_OVER,
    EXCLUDED,
    NOT_FIRED_YET,
    AWAITS_END,
    NOT_DUE
  }

  /** An instance that served a due instant; ids travel as texts too, for languages with doubles. */
  public record Served(
      long instanceId, String id, long due, long expected, int status, String result) {}

  /**
   * Due instants without an instance.
   *
   * @param count {@code null} if they were too many to be counted
   * @param coveredBy the instant that fired instead, {@code null} if none did
   */
  public record Skipped(long first, long last, Long count, String reason, Long coveredBy) {}
}
