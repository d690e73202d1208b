package tech.powerjob.domain.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.AlarmConfig;

class AlarmRuleTest {
  private static final int RATE = TimeExpressionType.FIXED_RATE.getV();

  @Test
  void otherJobs_haveNoRuleOfTheirOwn() {
    assertThat(
            AlarmRule.ofSecondLevel(
                TimeExpressionType.CRON.getV(), "0 * * * * ?", new AlarmConfig(1, 2, 3)))
        .isEmpty();
  }

  @Test
  void secondLevelJob_hasTheRuleOfItsConfiguration() {
    assertThat(AlarmRule.ofSecondLevel(RATE, "1000", new AlarmConfig(3, 60, 10)))
        .contains(new AlarmRule(3, Duration.ofSeconds(60), Duration.ofSeconds(10)));
  }

  @Test
  void withoutConfiguration_thereIsSilenceForFiveMinutes() {
    var expected = new AlarmRule(1, Duration.ofSeconds(10), Duration.ofMinutes(5));

    assertThat(AlarmRule.ofSecondLevel(RATE, "5000", null)).contains(expected);
    assertThat(AlarmRule.ofSecondLevel(RATE, "5000", new AlarmConfig(1, null, 3)))
        .contains(expected);
    assertThat(AlarmRule.ofSecondLevel(RATE, "100", null).orElseThrow().window())
        .isEqualTo(Duration.ofSeconds(1));
  }
}
