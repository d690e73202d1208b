package tech.powerjob.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestParametersTest {
  private final RequestParameters parameters = new RequestParameters();

  @Test
  void capturedForm_isRead() {
    ParameterReader.read("jobId=1&delay=1000&appId=1&instanceParams=par", parameters);

    assertThat(parameters.number("jobId")).isEqualTo(1);
    assertThat(parameters.findNumber("delay")).contains(1000L);
    assertThat(parameters.find("instanceParams")).contains("par");
  }

  @Test
  void encodedValues_areDecoded() {
    ParameterReader.read("p=%7B%22a%22%3A1%7D+%E5%AF%86%E7%A0%81&empty=&bare", parameters);

    assertThat(parameters.find("p")).contains("{\"a\":1} 密码");
    assertThat(parameters.find("empty")).contains("");
    assertThat(parameters.find("bare")).contains("");
    assertThat(parameters.find("missing")).isEmpty();
  }

  @Test
  void body_countsBeforeTheQuery() {
    ParameterReader.read("jobId=1", parameters);
    ParameterReader.read("jobId=2&appId=3", parameters);

    assertThat(parameters.number("jobId")).isEqualTo(1);
    assertThat(parameters.number("appId")).isEqualTo(3);
  }

  @Test
  void badNumbers_areRefusedByNameAndValue() {
    ParameterReader.read("jobId=abc&appId=", parameters);

    assertThatThrownBy(() -> parameters.number("jobId"))
        .hasMessage("jobId is 'abc' but must be a whole number");
    assertThatThrownBy(() -> parameters.number("appId")).hasMessage("appId can't be empty");
    assertThatThrownBy(() -> parameters.number("instanceId"))
        .hasMessage("instanceId can't be empty");
  }

  @Test
  void brokenEncoding_isRefused() {
    assertThatThrownBy(() -> ParameterReader.read("jobId=%zz", parameters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a parameter is not well encoded");
  }
}
