package tech.powerjob.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.domain.schedule.DailyWindow;

class ScheduleReadingTest {
  @Test
  void dailyExpression_isReadAsPowerJobWritesIt() {
    assertThat(
            ScheduleReading.daily(
                "{\"interval\":10,\"startTimeOfDay\":\"08:00:00\",\"endTimeOfDay\":\"20:00:00\","
                    + "\"intervalUnit\":\"MINUTES\",\"daysOfWeek\":[1,2],\"other\":1}"))
        .isEqualTo(
            new DailyWindow.Fields(10L, "08:00:00", "20:00:00", TimeUnit.MINUTES, Set.of(1, 2)));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"null", "x", "[1]", "{\"intervalUnit\":\"AGES\"}"})
  void otherText_isRefused(String expression) {
    assertThatThrownBy(() -> ScheduleReading.daily(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeExpression must be a JSON object");
  }
}
