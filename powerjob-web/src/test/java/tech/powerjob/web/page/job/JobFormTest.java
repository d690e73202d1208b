package tech.powerjob.web.page.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.JobOptions.MisfirePolicy;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.request.http.SaveJobInfoRequest;

class JobFormTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static SaveJobInfoRequest job() {
    var job = new SaveJobInfoRequest();
    job.setJobName("nightly");
    job.setTimeExpressionType(TimeExpressionType.FIXED_RATE);
    job.setTimeExpression("90000");
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo("x.Y");
    job.setInstanceTimeLimit(7_200_000L);
    job.setMinCpuCores(0.5);
    job.setNotifyUserIds(List.of(3L, 4L));
    var life = new LifeCycle();
    life.setEnd(1_767_222_000_000L);
    job.setLifeCycle(life);
    job.setOptions(
        new JobOptions()
            .setMisfire(new JobOptions.Misfire(MisfirePolicy.FIRE_ALL, 3, 60_000L))
            .setPools(List.of(new PoolUse("db", 2), new PoolUse("mail", null)))
            .setExcludeCalendars(List.of("holidays", "bank-days")));
    return job;
  }

  private static SaveJobInfoRequest read(Map<String, String> values) {
    return JobForm.read(new SaveJobInfoRequest(), values, PARIS);
  }

  @Test
  void texts_areWhatPeopleWrite() {
    assertThat(JobForm.write(job(), PARIS))
        .containsEntry("timeExpression", "90 s")
        .containsEntry("instanceTimeLimit", "2 h")
        .containsEntry("minCpuCores", "0.5")
        .containsEntry("options.misfire.window", "1 min")
        .containsEntry("options.pools", "db 2\nmail")
        .containsEntry("options.excludeCalendars", "holidays\nbank-days")
        .containsEntry("lifeCycle.end", "2026-01-01T00:00")
        .containsEntry("notifyUserIds", "3\n4");
  }

  @Test
  void definition_comesBackAsItWas() {
    var values = JobForm.write(job(), PARIS);

    assertThat(JobForm.write(read(values), PARIS)).isEqualTo(values);
    assertThat(read(values).getOptions().getPools())
        .containsExactly(new PoolUse("db", 2), new PoolUse("mail", null));
    assertThat(read(values).getTimeExpression()).isEqualTo("90000");
  }

  @Test
  void whatIsCleared_isGone_andNothingSaidIsNothing() {
    var values = new HashMap<>(JobForm.write(job(), PARIS));
    List.of("policy", "limit", "window").forEach(each -> values.put("options.misfire." + each, ""));
    values.put("options.pools", null);
    values.put("options.excludeCalendars", "");
    values.put("lifeCycle.end", "");

    assertThat(read(values).getOptions()).isNull();
    assertThat(read(values).getLifeCycle()).isNull();
  }

  @Test
  void dailySchedule_isMadeOfItsParts() {
    var values = new HashMap<>(JobForm.write(job(), PARIS));
    values.put("timeExpressionType", "DAILY_TIME_INTERVAL");
    values.put("daily.interval", "15");
    values.put("daily.intervalUnit", "MINUTES");
    values.put("daily.startTimeOfDay", "09:00");
    values.put("daily.endTimeOfDay", "17:30:00");
    values.put("daily.daysOfWeek", "1\n5");

    var daily = read(values);

    assertThat(daily.getTimeExpression())
        .isEqualTo(
            "{\"interval\":15,\"intervalUnit\":\"MINUTES\",\"startTimeOfDay\":\"09:00:00\","
                + "\"endTimeOfDay\":\"17:30:00\",\"daysOfWeek\":[1,5]}");
    assertThat(JobForm.write(daily, PARIS)).containsEntry("daily.daysOfWeek", "1\n5");
  }

  @Test
  void whatIsNoValue_isNamedWithItsField() {
    refused("concurrency", "many", "concurrency is 'many'");
    refused("options.jitter", "soon", "options.jitter is 'soon' but must be a duration");
    refused("lifeCycle.start", "tomorrow", "lifeCycle.start is 'tomorrow' but must be a time");
    refused("executeType", "EVERYWHERE", "executeType is 'EVERYWHERE' but must be one of");
  }

  private static void refused(String field, String value, String objection) {
    var values = new HashMap<>(JobForm.write(job(), PARIS));
    values.put(field, value);
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(objection);
  }

  @Test
  void objections_areShownAtTheFieldThatTheySpeakOf() {
    assertThat(JobPage.field("options.priority is 12 but must be from 1 to 10"))
        .isEqualTo("options.priority");
    assertThat(JobPage.field("jobName can't be empty")).isEqualTo("jobName");
    assertThat(JobPage.field("the number of options.pools is 11 but must be from 0 to 10"))
        .isEqualTo("options.pools");
    assertThat(JobPage.field("invalid timeExpression!")).isEqualTo("timeExpression");
    assertThat(JobPage.field("startTimeOfDay can't be null or empty"))
        .isEqualTo("daily.startTimeOfDay");
    assertThat(JobPage.field("lifecycle is out of date!")).isEqualTo("lifeCycle.end");
  }

  @Test
  void durations_haveTheLargestUnitInWhichTheyAreWhole() {
    assertThat(Durations.write("86400000")).isEqualTo("1 d");
    assertThat(Durations.write("1500")).isEqualTo("1500 ms");
    assertThat(Durations.write("0")).isEqualTo("0");
    assertThat(Durations.read("x", "2m")).isEqualTo(120_000);
    assertThat(Durations.read("x", " 250 ")).isEqualTo(250);
  }
}
