package tech.powerjob.server.httpworker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.server.httpworker.Outcome.Answered;

class InstanceReplyTest {
  private static InstanceReply read(int status, String body) {
    return InstanceReply.read(new Answered(status, body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void detail_isRead() {
    var data =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"actualTriggerTime\":17,\"result\":\"\u00ff\u00fe?>\"}"
                    .getBytes(StandardCharsets.UTF_8));
    var reply = read(200, "{\"success\":true,\"data\":\"" + data + "\"}");
    assertThat(reply.hasIt()).isTrue();
    assertThat(reply.hasItNot()).isFalse();
    assertThat(reply.startTime()).isEqualTo(17);
  }

  @Test
  void missingTracker_isSaid() {
    var reply = read(200, "{\"success\":false,\"message\":\"can't find TaskTracker\"}");
    assertThat(reply.hasItNot()).isTrue();
    assertThat(reply.hasIt()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "success",
        "null",
        "[]",
        "{}",
        "{\"success\":false,\"message\":\"busy\"}",
        "{\"success\":true}",
        "{\"success\":true,\"data\":\"+/+/\"}",
        "{\"success\":true,\"data\":\"e30x\"}",
        "{\"success\":true,\"data\":[1,2]}"
      })
  void anythingElse_saysNothing(String body) {
    var reply = read(200, body);
    assertThat(reply.hasItNot()).isFalse();
    assertThat(reply.startTime()).isZero();
    assertThat(read(500, body).hasItNot()).isFalse();
  }
}
