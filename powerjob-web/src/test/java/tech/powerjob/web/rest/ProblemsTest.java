package tech.powerjob.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.job.UnknownObjectException;

class ProblemsTest {
  private static Problem of(Throwable failure) {
    return Problems.of(failure, "POST", "api/v1/jobs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "limit is 0 but must be from 1 to 1000 | limit | 0 | must be from 1 to 1000",
        "type is 'X' but must be one of A, B | type | X | must be one of A, B",
        "jobName can't be empty | jobName | - | must not be empty",
        "tag has 300 characters but may have at most 255 | tag | 300 characters | may have at most 255",
        "concurrency is 'x', which is no number | concurrency | x | must be a number",
        "something else went wrong | - | - | -"
      })
  void fieldValueAndRule_areTakenFromTheText(String text, String field, String value, String rule) {
    var problem = of(new IllegalArgumentException(text));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.type()).isEqualTo("urn:powerjob:problem:invalid-request");
    assertThat(problem.detail()).isEqualTo(text);
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.value()).isEqualTo(value);
    assertThat(problem.rule()).isEqualTo(rule);
  }

  @Test
  void kindsOfFailures_haveTheirStatus() {
    assertThat(of(new UnknownObjectException("can't find job by jobId: 1")).status())
        .isEqualTo(404);
    assertThat(of(new IfMatch.MissingException()).status()).isEqualTo(428);
    assertThat(of(new BodyTooLargeException()).status()).isEqualTo(413);
    assertThat(of(new PowerJobException(ErrorCodes.NO_PERMISSION, null)).status()).isEqualTo(403);
    assertThat(of(new PowerJobException(ErrorCodes.USER_NOT_LOGIN, null)).status()).isEqualTo(401);
  }

  @Test
  void unexpectedFailure_saysNothingOfItself() {
    var problem = of(new IllegalStateException("jdbc:h2:secret"));

    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.detail()).contains("see the server's log").doesNotContain("secret");
  }

  @Test
  void whatDoesNotApply_isLeftOutOfTheJson() {
    JsonNode json = JsonBody.mapper().valueToTree(of(new IllegalArgumentException("no")));

    assertThat(json.has("field")).isFalse();
    assertThat(json.get("title").asText()).isNotEmpty();
  }
}
