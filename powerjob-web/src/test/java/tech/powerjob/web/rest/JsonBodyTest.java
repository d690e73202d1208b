package tech.powerjob.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.common.response.ResultDTO;

class JsonBodyTest {
  private final JsonBody json = new JsonBody();

  @Test
  void answers_haveTheirFieldsInOrderAndNullsWritten() throws Exception {
    assertThat(write(ResultDTO.success(null)))
        .isEqualTo("{\"success\":true,\"data\":null,\"message\":null}");
    assertThat(write(PowerResultDTO.f("no")))
        .isEqualTo("{\"success\":false,\"data\":null,\"message\":\"no\",\"code\":null}");
  }

  @Test
  void dates_areWrittenWithMillisecondsAndOffset() throws Exception {
    var job = new JobInfoDTO();
    job.setGmtCreate(new Date(1795375180191L));

    assertThat(write(job)).contains("\"gmtCreate\":\"2026-11-22T19:19:40.191+00:00\"");
  }

  @Test
  void job_hasTheFieldsOfTheContract_andOptions() throws Exception {
    var fields = JsonBody.mapper().readTree(write(new JobInfoDTO())).fieldNames();

    assertThat(fields)
        .toIterable()
        .containsExactlyInAnyOrder(
            "id",
            "jobName",
            "jobDescription",
            "appId",
            "jobParams",
            "timeExpressionType",
            "timeExpression",
            "executeType",
            "processorType",
            "processorInfo",
            "maxInstanceNum",
            "concurrency",
            "instanceTimeLimit",
            "instanceRetryNum",
            "taskRetryNum",
            "status",
            "nextTriggerTime",
            "minCpuCores",
            "minMemorySpace",
            "minDiskSpace",
            "designatedWorkers",
            "maxWorkerCount",
            "notifyUserIds",
            "gmtCreate",
            "gmtModified",
            "options",
            "extra",
            "dispatchStrategy",
            "dispatchStrategyConfig",
            "lifecycle",
            "alarmConfig",
            "tag",
            "logConfig",
            "advancedRuntimeConfig");
  }

  @Test
  void instance_hasTheFieldsOfTheContract() throws Exception {
    var fields = JsonBody.mapper().readTree(write(new InstanceInfoDTO())).fieldNames();

    assertThat(fields)
        .toIterable()
        .contains(
            "jobId",
            "appId",
            "instanceId",
            "wfInstanceId",
            "jobParams",
            "instanceParams",
            "status",
            "type",
            "result",
            "expectedTriggerTime",
            "actualTriggerTime",
            "finishedTime",
            "taskTrackerAddress",
            "runningTimes",
            "outerKey",
            "extendValue",
            "gmtCreate",
            "gmtModified");
  }

  @Test
  void page_hasItsNumbersAndData() throws Exception {
    var page =
        new PageResult<Integer>()
            .setIndex(0)
            .setPageSize(10)
            .setTotalPages(1)
            .setTotalItems(1)
            .setData(List.of(7));

    assertThat(JsonBody.mapper().readTree(write(page)))
        .isEqualTo(
            JsonBody.mapper()
                .readTree(
                    "{\"index\":0,\"pageSize\":10,\"totalPages\":1,\"totalItems\":1,\"data\":[7]}"));
  }

  @Test
  void capturedRequestOfTheClient_isRead() throws Exception {
    var request =
        read(
            SaveJobInfoRequest.class,
            """
            {"jobName":"n","appId":1,"timeExpressionType":"CRON","timeExpression":"0 * * * * ?",
             "executeType":"STANDALONE","processorType":"BUILT_IN","processorInfo":"x.Y",
             "maxInstanceNum":0,"concurrency":5,"enable":true,"notifyUserIds":[1],
             "dispatchStrategy":"HEALTH_FIRST","lifeCycle":{},
             "alarmConfig":{"alertThreshold":1,"statisticWindowLen":2,"silenceWindowLen":3},
             "logConfig":{"type":1},"advancedRuntimeConfig":{"taskTrackerBehavior":11},
             "unknownField":{"a":1}}
            """);

    assertThat(request.getTimeExpressionType()).isEqualTo(TimeExpressionType.CRON);
    assertThat(request.getNotifyUserIds()).containsExactly(1L);
    assertThat(request.getAdvancedRuntimeConfig().getTaskTrackerBehavior()).isEqualTo(11);
    assertThat(request.isEnable()).isTrue();
  }

  @Test
  void dates_areReadAsMillisecondsAndAsText() throws Exception {
    assertThat(read(JobInfoQuery.class, "{\"gmtCreateGt\":1733577029000}").getGmtCreateGt())
        .isEqualTo(new Date(1733577029000L));
    assertThat(
            read(InstancePageQuery.class, "{\"gmtCreateLt\":\"2026-11-22T19:19:40.191+00:00\"}")
                .getGmtCreateLt())
        .isEqualTo(new Date(1795375180191L));
  }

  @Test
  void badBodies_areRefusedByFieldValueAndRule() {
    assertRefused("", "the request body can't be empty");
    assertRefused("null", "the request body can't be null");
    assertRefused("{\"jobName\":", "the request body is not JSON: line 1, column 12");
    assertRefused(
        "{\"timeExpressionType\":\"HOURLY\"}",
        "timeExpressionType is 'HOURLY' but must be one of"
            + " API, CRON, FIXED_RATE, FIXED_DELAY, WORKFLOW, DAILY_TIME_INTERVAL");
    assertRefused("{\"concurrency\":\"many\"}", "concurrency is 'many', which is no number");
    assertRefused("{\"logConfig\":\"x\"}", "logConfig does not have the expected form");
    assertRefused("[1]", "the request body is not the expected JSON");
  }

  private void assertRefused(String body, String message) {
    assertThatThrownBy(() -> read(SaveJobInfoRequest.class, body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static String write(Object value) throws IOException {
    return new String(JsonBody.mapper().writeValueAsBytes(value), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private <T> T read(Class<T> type, String body) throws IOException {
    return (T)
        json.readFrom(
            (Class<Object>) type,
            type,
            new Annotation[0],
            MediaType.APPLICATION_JSON_TYPE,
            null,
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }
}
