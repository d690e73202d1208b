package tech.powerjob.domain.alarm;

import java.time.Duration;
import java.util.Optional;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.AlarmConfig;

/**
 * When failures become an alarm. Immutable.
 *
 * @param threshold so many failures within the window make an alarm; 1 or less for each
 * @param window how long failures count
 * @param silence for how long after an alarm no other one follows; zero for none
 */
public record AlarmRule(int threshold, Duration window, Duration silence) {
  private static final Duration SILENCE_OF_SECOND_LEVEL = Duration.ofSeconds(300);
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);

  /** Each failure, but after one that was told there is silence for a while. */
  public static AlarmRule each(Duration silence) {
    return new AlarmRule(1, Duration.ZERO, silence);
  }

  /**
   * The rule of a second-level job, empty for other jobs. Without one of its own, or with one that
   * lacks a number, the first failure is told, and then nothing for five minutes, as PowerJob's
   * workers have it.
   *
   * @param code of the {@link TimeExpressionType}
   * @param expression the interval in milliseconds; may be {@code null}
   * @param config may be {@code null}
   */
  public static Optional<AlarmRule> ofSecondLevel(int code, String expression, AlarmConfig config) {
    if (code != TimeExpressionType.FIXED_RATE.getV()
        && code != TimeExpressionType.FIXED_DELAY.getV()) {
      return Optional.empty();
    }
    if (config == null
        || config.getAlertThreshold() == null
        || config.getStatisticWindowLen() == null
        || config.getSilenceWindowLen() == null) {
      return Optional.of(new AlarmRule(1, twice(expression), SILENCE_OF_SECOND_LEVEL));
    }
    return Optional.of(
        new AlarmRule(
            config.getAlertThreshold(),
            seconds(config.getStatisticWindowLen()),
            seconds(config.getSilenceWindowLen())));
  }

  private static Duration seconds(int number) {
    return Duration.ofSeconds(Math.max(0, number));
  }

  private static Duration twice(String expression) {
    try {
      var window = Duration.ofMillis(Long.parseLong(expression.trim())).multipliedBy(2);
      return window.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : window;
    } catch (NumberFormatException | NullPointerException e) {
      return SHORTEST_WINDOW;
    }
  }
}
