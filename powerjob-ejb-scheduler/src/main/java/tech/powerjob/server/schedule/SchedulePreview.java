package tech.powerjob.server.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.domain.job.OptionRules;
import tech.powerjob.domain.schedule.Schedule;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.schedule.Schedules.Definition;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.lifecycle.RunningServer;

/** Says when schedules will be due. Thread-safe. */
@ApplicationScoped
public class SchedulePreview {
  private static final int MOST = 1_000;
  private static final int DEFAULT = 10;

  @Inject private Schedules schedules;
  @Inject private JobService jobs;
  @Inject private RunningServer server;

  /**
   * The next due instants of a job.
   *
   * @param count 1 to 1000
   * @throws IllegalArgumentException if the job is unknown or another application's, or the count
   *     is out of bounds
   */
  public Preview ofJob(long appId, long jobId, long count) {
    var job = jobs.require(appId, jobId);
    return of(Definition.of(job), job.isEnabled(), job.getNextTriggerTime(), count, "job");
  }

  /**
   * The next due instants of something that is stored.
   *
   * @param nextTriggerTime the first of them in epoch milliseconds; {@code null} for none
   * @param count 1 to 1000
   * @param what it is, in a word
   * @throws IllegalArgumentException if the count is out of bounds
   */
  public Preview of(
      Definition definition, boolean enabled, Long nextTriggerTime, long count, String what) {
    check(count);
    if (!enabled) {
      return new Preview(
          schedules.zone(definition.options()).getId(),
          List.of(),
          List.of(),
          "the %s is disabled".formatted(what));
    }
    var first = Optional.ofNullable(nextTriggerTime).map(Instant::ofEpochMilli);
    return preview(definition, first, server.engine().now(), (int) count);
  }

  /**
   * The first due instants of a job that would be saved now.
   *
   * @throws IllegalArgumentException if the definition breaks a rule
   */
  public Preview of(long appId, PreviewRequest request) {
    if (request.timeExpressionType() == null) {
      throw new IllegalArgumentException("timeExpressionType can't be empty");
    }
    int count = Objects.requireNonNullElse(request.count(), DEFAULT);
    check(count);
    OptionRules.check(request.options());
    var definition =
        new Definition(
            appId,
            request.timeExpressionType(),
            request.timeExpression(),
            request.lifeCycle(),
            Objects.requireNonNullElseGet(request.options(), JobOptions::new));
    var now = server.engine().now();
    return preview(definition, schedules.of(definition).begin(now), now, count);
  }

  private static void check(long count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "count is %d but must be from 1 to %d".formatted(count, MOST));
    }
  }

  private Preview preview(Definition definition, Optional<Instant> first, Instant now, int count) {
    var schedule = schedules.of(definition);
    var zone = schedules.zone(definition.options());
    var firings = new ArrayList<Preview.Due>();
    var next = first;
    var last = now;
    while (next.isPresent() && firings.size() < count) {
      last = next.get();
      firings.add(new Preview.Due(last.toEpochMilli(), iso(last, zone)));
      next = schedule.awaitsEnd() ? Optional.empty() : schedule.next(last);
    }
    return new Preview(
        zone.getId(), firings, excluded(definition, now, last, zone), note(schedule, firings));
  }

  private static String note(Schedule schedule, List<Preview.Due> firings) {
    if (schedule.awaitsEnd()) {
      return "each further instant follows from the end of the run before";
    }
    return firings.isEmpty() ? "the schedule is never due" : null;
  }

  private List<Preview.Excluded> excluded(
      Definition definition, Instant from, Instant to, ZoneId zone) {
    var rule = schedules.rule(definition);
    var all = schedules.withoutCalendars(definition);
    var excluded = new ArrayList<Preview.Excluded>();
    if (rule.isEmpty() || all.awaitsEnd()) {
      return excluded;
    }
    var next = all.begin(from);
    for (int looked = 0;
        looked < 10 * MOST && next.isPresent() && next.get().isBefore(to);
        looked++) {
      var at = next.get();
      rule.objection(at.atZone(zone).toLocalDate())
          .ifPresent(
              reason ->
                  excluded.add(new Preview.Excluded(at.toEpochMilli(), iso(at, zone), reason)));
      if (excluded.size() == MOST) {
        break;
      }
      next = all.next(at);
    }
    return excluded;
  }

  static String iso(Instant instant, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(zone));
  }
}
