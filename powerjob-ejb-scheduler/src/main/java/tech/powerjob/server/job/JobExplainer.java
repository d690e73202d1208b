package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.pause.Pause;
import tech.powerjob.domain.schedule.Schedule;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.schedule.Schedules.Definition;
import tech.powerjob.domain.schedule.SkippedFirings;
import tech.powerjob.server.job.JobEvent.Kind;
import tech.powerjob.server.job.JobExplanation.Served;
import tech.powerjob.server.job.JobExplanation.Skipped;
import tech.powerjob.server.job.JobExplanation.Verdict;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.pause.PauseView;
import tech.powerjob.server.pause.StoredPauses;
import tech.powerjob.server.store.LedgerSearch;

/** Says why a job ran or did not run around an instant. Thread-safe. */
@ApplicationScoped
public class JobExplainer {
  private static final Set<Kind> SWITCHES =
      Set.of(Kind.CREATED, Kind.ENABLED, Kind.DISABLED, Kind.DELETED, Kind.ENDED);
  private static final int MOST_EVENTS = 50;

  @Inject private JobService jobs;
  @Inject private JobEvents events;
  @Inject private LedgerSearch ledger;
  @Inject private StoredPauses pauses;
  @Inject private Schedules schedules;
  @Inject private RunningServer server;

  private record Answer(Verdict verdict, String text) {}

  /** What is known of a job and the time around an instant. */
  private record Facts(
      Job job,
      Definition definition,
      Instant at,
      List<Served> served,
      Optional<SkippedFirings> skipped,
      Optional<Instant> next,
      List<Pause> pauses,
      List<JobEvent> history) {}

  /**
   * Explains an instant.
   *
   * @throws IllegalArgumentException if the job is unknown or another application's
   */
  public JobExplanation explain(long appId, long jobId, Instant at) {
    var job = jobs.require(appId, jobId);
    var definition = Definition.of(job);
    var schedule = schedules.of(definition);
    var facts =
        new Facts(
            job,
            definition,
            at,
            ledger.servedAround(jobId, at),
            server.engine().ledger().skipped(jobId, at, at).stream().findFirst(),
            next(job, schedule, at),
            pauses.of(appId, jobId, at),
            events.of(jobId));
    var answer = answer(facts, schedule);
    return new JobExplanation(
        jobId,
        at.toEpochMilli(),
        local(facts, at),
        answer.verdict(),
        answer.text() + changedSince(facts),
        facts.served(),
        facts.skipped().map(JobExplainer::view).orElse(null),
        ledger.dueBefore(jobId, at).map(Instant::toEpochMilli).orElse(null),
        facts.next().map(Instant::toEpochMilli).orElse(null),
        facts.pauses().stream().map(PauseView::of).toList(),
        facts.history().stream().skip(Math.max(0, facts.history().size() - MOST_EVENTS)).toList());
  }

  /** The nearest due instant after: from the ledger, or else from the present schedule. */
  private Optional<Instant> next(Job job, Schedule schedule, Instant at) {
    var known = ledger.dueAfter(job.getId(), at);
    if (known.isPresent()) {
      return known;
    }
    var planned = Optional.ofNullable(job.getNextTriggerTime()).map(Instant::ofEpochMilli);
    return planned.isEmpty() || planned.get().isAfter(at) || schedule.isRelative()
        ? planned.filter(due -> due.isAfter(at))
        : schedule.next(at);
  }

  private Answer answer(Facts facts, Schedule schedule) {
    if (!facts.served().isEmpty()) {
      var first = facts.served().get(0);
      return new Answer(
          Verdict.SERVED,
          "instance %d served the due instant %s"
              .formatted(first.instanceId(), local(facts, Instant.ofEpochMilli(first.due()))));
    }
    if (facts.skipped().isPresent()) {
      return new Answer(Verdict.SKIPPED, skippedText(facts, facts.skipped().get()));
    }
    var created = facts.job().getGmtCreate().toInstant();
    if (facts.at().isBefore(created)) {
      return new Answer(
          Verdict.NOT_CREATED_YET, "the job did not exist before " + local(facts, created));
    }
    return switchedOff(facts)
        .or(() -> unscheduled(facts, schedule))
        .orElseGet(() -> due(facts, schedule));
  }

  private String skippedText(Facts facts, SkippedFirings skipped) {
    var why =
        switch (skipped.reason()) {
          case MISFIRED -> "it passed while no server looked";
          case PAUSED -> "it passed during a pause";
        };
    var instead =
        skipped
            .coveredBy()
            .map(due -> "the firing of %s stands for it".formatted(local(facts, due)))
            .orElse("the misfire policy let none fire for it");
    return "no instance: %s, and %s".formatted(why, instead);
  }

  private Optional<Answer> switchedOff(Facts facts) {
    var last =
        facts.history().stream()
            .filter(
                event -> SWITCHES.contains(event.kind()) && event.at() <= facts.at().toEpochMilli())
            .reduce((a, b) -> b);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    var event = last.get();
    var since = local(facts, Instant.ofEpochMilli(event.at())) + " by " + event.who();
    return switch (event.kind()) {
      case DELETED -> Optional.of(new Answer(Verdict.DELETED, "the job was deleted at " + since));
      case DISABLED ->
          Optional.of(new Answer(Verdict.DISABLED, "the job was disabled at " + since));
      case ENDED ->
          Optional.of(
              new Answer(
                  Verdict.DISABLED,
                  "the schedule had ended at %s: %s".formatted(since, event.detail())));
      case CREATED, EDITED, ENABLED, PAUSED, RESUMED, CALENDAR -> Optional.empty();
    };
  }

  private Optional<Answer> unscheduled(Facts facts, Schedule schedule) {
    if (!facts.pauses().isEmpty()) {
      var pause = facts.pauses().get(0);
      return Optional.of(
          new Answer(
              Verdict.PAUSED,
              "%s was paused by %s since %s%s"
                  .formatted(
                      switch (pause.scope()) {
                        case JOB -> "the job";
                        case APP -> "the application";
                        case ALL -> "everything";
                      },
                      pause.begunBy(),
                      local(facts, pause.begunAt()),
                      pause.reason() == null ? "" : " (" + pause.reason() + ")")));
    }
    var lifeCycle = facts.definition().lifeCycle();
    if (lifeCycle != null
        && lifeCycle.getStart() != null
        && facts.at().toEpochMilli() < lifeCycle.getStart()) {
      return Optional.of(
          new Answer(
              Verdict.LIFE_CYCLE_NOT_BEGUN,
              "the job's life cycle begins only at "
                  + local(facts, Instant.ofEpochMilli(lifeCycle.getStart()))));
    }
    if (lifeCycle != null
        && lifeCycle.getEnd() != null
        && facts.at().toEpochMilli() > lifeCycle.getEnd()) {
      return Optional.of(
          new Answer(
              Verdict.LIFE_CYCLE_OVER,
              "the job's life cycle was over at "
                  + local(facts, Instant.ofEpochMilli(lifeCycle.getEnd()))));
    }
    return switch (facts.definition().type()) {
      case API, WORKFLOW ->
          Optional.of(
              new Answer(
                  Verdict.NOT_TIMED,
                  "a %s job is never due by time".formatted(facts.definition().type())));
      case CRON, FIXED_RATE, FIXED_DELAY, DAILY_TIME_INTERVAL -> excluded(facts);
    };
  }

  private Optional<Answer> excluded(Facts facts) {
    var zone = schedules.zone(facts.definition().options());
    return schedules
        .rule(facts.definition())
        .objection(facts.at().atZone(zone).toLocalDate())
        .map(reason -> new Answer(Verdict.EXCLUDED, "the schedule leaves that day out: " + reason));
  }

  private Answer due(Facts facts, Schedule schedule) {
    var planned = facts.job().getNextTriggerTime();
    if (planned == null && schedule.awaitsEnd() && facts.job().isEnabled()) {
      return new Answer(
          Verdict.AWAITS_END, "the next instant follows from the end of the run that is under way");
    }
    boolean ahead = planned != null && planned <= facts.at().toEpochMilli();
    if (ahead
        && (schedule.isRelative() || schedule.from(facts.at()).equals(Optional.of(facts.at())))) {
      return new Answer(
          Verdict.NOT_FIRED_YET,
          "the instant has not been fired yet; the schedule has come to "
              + local(facts, Instant.ofEpochMilli(planned)));
    }
    return new Answer(
        Verdict.NOT_DUE,
        "the schedule was not due then"
            + facts.next().map(next -> "; the next instant is " + local(facts, next)).orElse(""));
  }

  /** What is said of the past comes from the present definition, unless the ledger says it. */
  private String changedSince(Facts facts) {
    return facts.history().stream()
        .filter(event -> event.kind() == Kind.EDITED && event.at() > facts.at().toEpochMilli())
        .findFirst()
        .map(
            event ->
                "; the definition was edited afterwards, at %s by %s (%s)"
                    .formatted(
                        local(facts, Instant.ofEpochMilli(event.at())),
                        event.who(),
                        event.detail()))
        .orElse("");
  }

  private static Skipped view(SkippedFirings skipped) {
    return new Skipped(
        skipped.first().toEpochMilli(),
        skipped.last().toEpochMilli(),
        skipped.count().isPresent() ? skipped.count().getAsLong() : null,
        skipped.reason().name(),
        skipped.coveredBy().map(Instant::toEpochMilli).orElse(null));
  }

  private String local(Facts facts, Instant instant) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        instant.atZone(schedules.zone(facts.definition().options())));
  }
}
