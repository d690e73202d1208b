package tech.powerjob.domain.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.alarm.AlarmGrouping.Hold;
import tech.powerjob.domain.alarm.AlarmGrouping.Pending;
import tech.powerjob.domain.alarm.AlarmGrouping.Suppress;
import tech.powerjob.domain.alarm.AlarmGrouping.Tell;

class AlarmGroupingTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:00Z");
  private static final AlarmRule QUIET = AlarmRule.each(Duration.ofMinutes(1));

  private static Pending failed(long id, long secondsAgo) {
    return new Pending(id, NOW.minusSeconds(secondsAgo));
  }

  private static List<AlarmGrouping.Verdict> decide(
      AlarmRule rule, Optional<Instant> lastTold, Pending... pending) {
    return AlarmGrouping.decide(rule, lastTold, List.of(), List.of(pending), NOW);
  }

  @Test
  void firstFailure_isToldAtOnce() {
    assertThat(decide(QUIET, Optional.empty(), failed(1, 0))).containsExactly(new Tell(1, 0));
  }

  @Test
  void failuresInTheSilence_waitForItsEnd() {
    var told = NOW.minusSeconds(20);

    assertThat(decide(QUIET, Optional.of(told), failed(2, 10), failed(3, 0)))
        .containsExactly(new Hold(2, told.plusSeconds(60)), new Hold(3, told.plusSeconds(60)));
  }

  @Test
  void endOfTheSilence_lastFailureSpeaksForTheOthers() {
    assertThat(
            decide(
                QUIET,
                Optional.of(NOW.minusSeconds(60)),
                failed(2, 50),
                failed(3, 30),
                failed(4, 1)))
        .containsExactly(
            new Suppress(2, Optional.of(4L)), new Suppress(3, Optional.of(4L)), new Tell(4, 2));
  }

  @Test
  void jobThatFailsEachSecond_isToldOncePerSilence() {
    Optional<Instant> told = Optional.empty();
    var waiting = Stream.<Pending>of().toList();
    long tells = 0;
    long others = 0;
    for (int second = 0; second < 3_600; second++) {
      var now = NOW.plusSeconds(second);
      var pending = Stream.concat(waiting.stream(), Stream.of(new Pending(second, now))).toList();
      var verdicts = AlarmGrouping.decide(QUIET, told, List.of(), pending, now);
      waiting = verdicts.get(0) instanceof Hold ? pending : List.of();
      for (var verdict : verdicts) {
        if (verdict instanceof Tell tell) {
          told = Optional.of(now);
          tells++;
          others += tell.others();
        }
      }
    }

    assertThat(tells).isEqualTo(60);
    assertThat(tells + others + waiting.size()).isEqualTo(3_600);
  }

  @Test
  void withoutSilence_eachIsTold() {
    var loud = AlarmRule.each(Duration.ZERO);

    assertThat(decide(loud, Optional.of(NOW), failed(1, 1), failed(2, 1), failed(3, 0)))
        .containsExactly(new Tell(1, 0), new Tell(2, 0), new Tell(3, 0));
  }

  @Test
  void threshold_countsFailuresWithinTheWindow() {
    var rule = new AlarmRule(3, Duration.ofSeconds(10), Duration.ofSeconds(300));

    assertThat(decide(rule, Optional.empty(), failed(1, 30), failed(2, 20), failed(3, 0)))
        .allMatch(verdict -> verdict.equals(new Suppress(verdict.id(), Optional.empty())));
    assertThat(
            AlarmGrouping.decide(
                rule,
                Optional.empty(),
                List.of(NOW.minusSeconds(9), NOW.minusSeconds(5)),
                List.of(failed(3, 0)),
                NOW))
        .containsExactly(new Tell(3, 2));
  }

  @Test
  void threshold_countsAnewAfterAnAlarm() {
    var rule = new AlarmRule(2, Duration.ofSeconds(60), Duration.ZERO);
    var pending = IntStream.range(0, 5).mapToObj(id -> failed(id, 5 - id)).toList();

    assertThat(AlarmGrouping.decide(rule, Optional.empty(), List.of(), pending, NOW))
        .filteredOn(Tell.class::isInstance)
        .containsExactly(new Tell(1, 1), new Tell(3, 1));
  }

  @Test
  void allZero_tellsEachFailure() {
    var zero = new AlarmRule(0, Duration.ZERO, Duration.ZERO);

    assertThat(decide(zero, Optional.of(NOW), failed(1, 0), failed(2, 0)))
        .containsExactly(new Tell(1, 0), new Tell(2, 0));
  }
}
