package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.domain.dispatch.DispatchDecision.TurnedDown;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.InstanceChange.Parked;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;

/**
 * Puts instances of one round of dispatching aside that cannot be dispatched now. They are woken by
 * what they wait for. Looking at them again is only the safety net for a server that died in
 * between, so of those that wait for the same thing the first is looked at soon and the others
 * late, and those that are waiting already are not written again. Not thread-safe.
 */
final class Parking {
  /** When the first one is looked at again. */
  static final Duration HEAD_LOOK = Duration.ofSeconds(2);

  /** When the others are. */
  static final Duration LATE_LOOK = Duration.ofMinutes(1);

  /** When a paused one is looked at again; nothing wakes it. */
  static final Duration PAUSE_LOOK = Duration.ofSeconds(2);

  private record Line(WaitingFor reason, long id) {}

  private final Set<Line> headed = new HashSet<>();
  private final Instant now;

  Parking(Instant now) {
    this.now = now;
  }

  /**
   * Puts an instance aside.
   *
   * @param lineId tells those apart that wait for different things of the same kind
   * @param until when to look again in any case
   * @return what is to be applied; empty if it waits well as it is
   */
  Optional<Step> park(
      JobInstance instance,
      Job job,
      WaitingFor reason,
      long lineId,
      Optional<Instant> until,
      String detail,
      Map<String, Object> data) {
    boolean head = headed.add(new Line(reason, lineId));
    var look = now.plus(head ? HEAD_LOOK : LATE_LOOK);
    var deadline = instance.notAfterDeadlines(until.filter(look::isAfter).orElse(look));
    return parked(instance, job, reason, deadline, detail, data);
  }

  /** Puts an instance aside until an instant that is kept for it. */
  Optional<Step> parkUntil(JobInstance instance, Job job, Instant slot, String detail) {
    return parked(
        instance,
        job,
        WaitingFor.RATE,
        instance.notAfterDeadlines(slot),
        detail,
        Map.of("slot", slot.toEpochMilli()));
  }

  /** Puts an instance aside that is paused. */
  Optional<Step> parkPaused(JobInstance instance, Job job) {
    return parked(
        instance,
        job,
        WaitingFor.PAUSE,
        instance.notAfterDeadlines(now.plus(PAUSE_LOOK)),
        "the job, its application or everything is paused",
        Map.of());
  }

  private Optional<Step> parked(
      JobInstance instance,
      Job job,
      WaitingFor reason,
      Instant deadline,
      String detail,
      Map<String, Object> data) {
    boolean known = instance.waitingFor().filter(reason::equals).isPresent();
    var planned = instance.deadline().orElse(now);
    if (known && planned.isAfter(now) && !planned.isAfter(deadline)) {
      return Optional.empty();
    }
    var facts = new LinkedHashMap<String, Object>();
    facts.put("waitingFor", reason.name());
    facts.putAll(data);
    return Optional.of(
        new Step(
            instance,
            job,
            new Parked(Target.of(instance), reason, deadline, now),
            // Said once; every further look would only repeat it.
            known
                ? Optional.empty()
                : Optional.of(
                    InstanceEvent.of(instance, now, InstanceEvent.Kind.WAITING, detail, facts))));
  }

  /** Workers that were turned down, as facts of an event. */
  static Map<String, Object> facts(List<TurnedDown> turnedDown) {
    return turnedDown.isEmpty()
        ? Map.of()
        : Map.of(
            "rejectedWorkers",
            turnedDown.stream()
                .map(each -> Map.of("worker", each.worker(), "reason", each.reason()))
                .toList());
  }

  /** A sentence with the workers that were turned down. */
  static String sentence(String reason, List<TurnedDown> turnedDown) {
    if (turnedDown.isEmpty()) {
      return reason;
    }
    var text = new StringBuilder(reason).append(": ");
    turnedDown.stream()
        .limit(20)
        .forEach(each -> text.append(each.worker()).append(' ').append(each.reason()).append(", "));
    text.setLength(text.length() - 2);
    return turnedDown.size() > 20
        ? text.append(" and %d more".formatted(turnedDown.size() - 20)).toString()
        : text.toString();
  }
}
