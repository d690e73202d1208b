package tech.powerjob.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.response.PowerResultDTO;

class FailuresTest {
  @Test
  void knownFailures_areToldWithNameAndText() {
    assertAnswer(
        new PowerJobException("jobName can't be empty"),
        "PowerJobException: jobName can't be empty",
        null);
    assertAnswer(
        new PowerJobException(ErrorCodes.ILLEGAL_ARGS_ERROR, "App[demo] already exists"),
        "PowerJobException: ILLEGAL_ARGS_ERROR:App[demo] already exists",
        "-501");
    assertAnswer(
        new IllegalArgumentException("can't find job by jobId: 99"),
        "IllegalArgumentException: can't find job by jobId: 99",
        null);
  }

  @Test
  void failuresWrappedByTheContainer_areUnwrapped() {
    assertAnswer(
        new EJBException(new IllegalArgumentException("can't find job by jobId: 99")),
        "IllegalArgumentException: can't find job by jobId: 99",
        null);
  }

  @Test
  void tooLargeBody_isTold() {
    assertAnswer(
        new BodyTooLargeException(),
        "PowerJobException: INVALID_REQUEST:the request body is larger than 1048576 bytes",
        "-300");
  }

  @Test
  void unexpectedFailure_isToldByAnIdOnly() {
    var answer =
        answer(
            new IllegalStateException(
                "jdbc:h2:file:/secret", new IllegalArgumentException("inner secret")));

    assertThat(answer.getMessage())
        .startsWith("PowerJobException: SYS_UNKNOWN_ERROR:see the server's log for error ")
        .doesNotContain("secret");
    assertThat(answer.getCode()).isEqualTo("-500");
  }

  private static void assertAnswer(Throwable failure, String message, String code) {
    var answer = answer(failure);
    assertThat(answer.isSuccess()).isFalse();
    assertThat(answer.getMessage()).isEqualTo(message);
    assertThat(answer.getCode()).isEqualTo(code);
  }

  private static PowerResultDTO<Void> answer(Throwable failure) {
    return Failures.answer(failure, "GET", "openApi/saveJob");
  }
}
