package tech.powerjob.server.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.calendar.Calendars;
import tech.powerjob.domain.schedule.DailyWindow;
import tech.powerjob.domain.schedule.Schedules;

/** Provides the one {@link Schedules} of a server. */
@ApplicationScoped
public class ScheduleReading {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Produces
  @Singleton
  Schedules schedules(Settings settings, Calendars calendars) {
    var zone = settings.find("powerjob.zone").map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    return new Schedules(zone, ScheduleReading::daily, calendars);
  }

  /**
   * The fields of a DAILY_TIME_INTERVAL expression.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static DailyWindow.Fields daily(String expression) {
    DailyWindow.Fields fields = null;
    try {
      fields = JSON.readValue(expression == null ? "" : expression, DailyWindow.Fields.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(INVALID_DAILY, e);
    }
    if (fields == null) {
      throw new IllegalArgumentException(INVALID_DAILY);
    }
    return fields;
  }

  private static final String INVALID_DAILY =
      "timeExpression must be a JSON object with interval, startTimeOfDay and endTimeOfDay, and"
          + " may have intervalUnit (a unit of time such as MINUTES) and daysOfWeek (1 to 7)";
}
