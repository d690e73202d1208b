package tech.powerjob.domain.alarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which failures of one job or workflow are told. Nothing is told during the silence after
 * an alarm; what fails meanwhile is told together, once, when the silence ends: the last failure
 * speaks for the others. So nobody gets a message per second, and no failure goes untold.
 */
public final class AlarmGrouping {
  private AlarmGrouping() {}

  /** A failure of which nothing is decided. */
  public record Pending(long id, Instant at) {}

  /** What becomes of a failure. */
  public sealed interface Verdict {
    /** Which failure is meant. */
    long id();
  }

  /**
   * It is told.
   *
   * @param others how many other failures it speaks for
   */
  public record Tell(long id, long others) implements Verdict {}

  /** It is decided at that time, after a silence. */
  public record Hold(long id, Instant until) implements Verdict {}

  /**
   * It is not told itself.
   *
   * @param toldWith the alarm that speaks for it; empty if there were too few failures
   */
  public record Suppress(long id, Optional<Long> toldWith) implements Verdict {}

  /**
   * Decides.
   *
   * @param lastTold when failures of this job or workflow were told last
   * @param before failures since then that were too few to be told, first first
   * @param pending failures to decide on, first first
   * @return a verdict for each of them
   */
  public static List<Verdict> decide(
      AlarmRule rule,
      Optional<Instant> lastTold,
      List<Instant> before,
      List<Pending> pending,
      Instant now) {
    var end = lastTold.map(told -> told.plus(rule.silence())).filter(now::isBefore);
    if (end.isPresent()) {
      return pending.stream().<Verdict>map(each -> new Hold(each.id(), end.get())).toList();
    }
    return rule.silence().isZero()
        ? oneByOne(rule, before, pending)
        : together(rule, before, pending);
  }

  private static List<Verdict> oneByOne(
      AlarmRule rule, List<Instant> before, List<Pending> pending) {
    var verdicts = new ArrayList<Verdict>(pending.size());
    var counted = new ArrayList<>(before);
    for (var each : pending) {
      if (reaches(rule, counted, each)) {
        verdicts.add(new Tell(each.id(), counted.size() - 1L));
        counted.clear();
      } else {
        verdicts.add(new Suppress(each.id(), Optional.empty()));
      }
    }
    return verdicts;
  }

  private static List<Verdict> together(
      AlarmRule rule, List<Instant> before, List<Pending> pending) {
    var counted = new ArrayList<>(before);
    boolean reached = false;
    for (var each : pending) {
      reached |= reaches(rule, counted, each);
    }
    if (!reached) {
      return pending.stream()
          .<Verdict>map(each -> new Suppress(each.id(), Optional.empty()))
          .toList();
    }
    long last = pending.get(pending.size() - 1).id();
    long others = Math.max(counted.size(), pending.size()) - 1L;
    return pending.stream()
        .<Verdict>map(
            each ->
                each.id() == last
                    ? new Tell(last, others)
                    : new Suppress(each.id(), Optional.of(last)))
        .toList();
  }

  /** Counts a failure; whether there are enough now. */
  private static boolean reaches(AlarmRule rule, List<Instant> counted, Pending failure) {
    var from = failure.at().minus(rule.window());
    counted.removeIf(at -> at.isBefore(from));
    counted.add(failure.at());
    return counted.size() >= rule.threshold();
  }
}
