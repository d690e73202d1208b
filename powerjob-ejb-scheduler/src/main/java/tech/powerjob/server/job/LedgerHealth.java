package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;

/**
 * Whether an application has missed anything, from the audits of its jobs. Each look audits some
 * jobs more, for a fraction of a second, and begins anew after the last; so it costs little however
 * many jobs there are. Thread-safe.
 */
@ApplicationScoped
public class LedgerHealth {
  private static final long TIME_NANOS = 60_000_000;
  private static final int AT_ONCE = 50;
  private static final List<TimeExpressionType> AUDITED =
      List.of(
          TimeExpressionType.CRON,
          TimeExpressionType.FIXED_RATE,
          TimeExpressionType.DAILY_TIME_INTERVAL);

  /**
   * What is known so far.
   *
   * @param jobs how many jobs were audited in the last round, this one or the one before
   * @param expected due instants of these
   * @param missed those that nothing accounts for
   * @param jobsWithMissed their jobs, some of them
   * @param complete whether all jobs of the application are among them
   */
  public record Health(
      long jobs, long expected, long missed, List<Long> jobsWithMissed, boolean complete) {}

  private static final class Round {
    private long after;
    private long jobs;
    private long expected;
    private final Map<Long, Long> missed = new TreeMap<>();
    private Health last;
  }

  @Inject private JobAudits audits;
  @Inject private JobSearch search;

  private final Map<Long, Round> rounds = new ConcurrentHashMap<>();

  /** Audits some jobs more and says what is known. */
  public Health of(long appId) {
    var round = rounds.computeIfAbsent(appId, id -> new Round());
    synchronized (round) {
      long end = System.nanoTime() + TIME_NANOS;
      while (System.nanoTime() - end < 0) {
        if (!step(appId, round, end)) {
          round.last = health(round, true);
          round.after = 0;
          round.jobs = 0;
          round.expected = 0;
          round.missed.clear();
          break;
        }
      }
      return round.last == null ? health(round, false) : round.last;
    }
  }

  private static Health health(Round round, boolean complete) {
    return new Health(
        round.jobs,
        round.expected,
        round.missed.values().stream().mapToLong(Long::longValue).sum(),
        round.missed.keySet().stream().limit(10).toList(),
        complete);
  }

  /** Whether there are more jobs. */
  private boolean step(long appId, Round round, long end) {
    var jobs =
        search.find(
            appId,
            new JobFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AUDITED,
                List.of(),
                Optional.of(SwitchableStatus.ENABLE),
                Optional.of(round.after),
                AT_ONCE));
    for (var job : jobs) {
      if (System.nanoTime() - end >= 0) {
        return true;
      }
      audit(appId, job.getId(), round);
      round.after = job.getId();
    }
    return jobs.size() == AT_ONCE;
  }

  private void audit(long appId, long jobId, Round round) {
    try {
      var audit = audits.of(appId, jobId);
      round.jobs++;
      round.expected += audit.expected();
      if (!audit.missed().isEmpty()) {
        round.missed.put(jobId, (long) audit.missed().size());
      }
    } catch (IllegalArgumentException | PowerJobException e) {
      // Deleted or changed between the search and the audit: the next round sees it as it is then.
      round.after = jobId;
    }
  }
}
