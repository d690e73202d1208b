package tech.powerjob.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.web.rest.JsonBody;

class MergePatchTest {
  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) JsonBody.mapper().readTree(text);
  }

  private static SaveJobInfoRequest job() {
    var job = new SaveJobInfoRequest();
    job.setJobName("nightly");
    job.setTag("old");
    job.setConcurrency(5);
    job.setTimeExpressionType(TimeExpressionType.CRON);
    var options = new JobOptions();
    options.setTimeZone("Europe/Vienna");
    options.setPriority(3);
    job.setOptions(options);
    return job;
  }

  private static SaveJobInfoRequest patched(String patch) throws Exception {
    return MergePatch.apply(job(), SaveJobInfoRequest.class, json(patch));
  }

  @Test
  void whatThePatchNames_isChanged_andNothingElse() throws Exception {
    var patched = patched("{\"concurrency\":10,\"tag\":null,\"options\":{\"priority\":null}}");

    assertThat(patched.getConcurrency()).isEqualTo(10);
    assertThat(patched.getTag()).isNull();
    assertThat(patched.getJobName()).isEqualTo("nightly");
    assertThat(patched.getOptions().getPriority()).isNull();
    assertThat(patched.getOptions().getTimeZone()).isEqualTo("Europe/Vienna");
  }

  @Test
  void unknownOrFixedField_isNamed() {
    assertThatThrownBy(() -> patched("{\"jobname\":\"x\"}"))
        .hasMessageContaining("jobname is '\"x\"' but must be missing");
    assertThatThrownBy(() -> patched("{\"id\":7}")).hasMessageContaining("id is '7'");
  }

  @Test
  void valueOfAnotherForm_isNamed() {
    assertThatThrownBy(() -> patched("{\"timeExpressionType\":\"SOMETIMES\"}"))
        .hasMessageContaining("timeExpressionType is 'SOMETIMES' but must be one of API, CRON");
    assertThatThrownBy(() -> patched("{\"concurrency\":{}}")).hasMessageContaining("concurrency");
  }

  @Test
  void examplesOfTheRfc_giveItsResults() throws Exception {
    assertMerged("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}");
    assertMerged("{\"a\":\"b\"}", "{\"a\":null}", "{}");
    assertMerged("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}");
    assertMerged(
        "{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}");
    assertMerged("{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}");
    assertMerged("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}");
  }

  private static void assertMerged(String target, String patch, String result) throws Exception {
    assertThat(MergePatch.merge(json(target), json(patch))).isEqualTo(json(result));
  }
}
