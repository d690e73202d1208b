package tech.powerjob.server.httpworker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;

/**
 * What a worker answered when it was asked about an instance.
 *
 * @param hasItNot whether it said that it does not have it; neither is said by workers that cannot
 *     be asked
 * @param detail its InstanceDetail, missing unless it has the instance
 */
public record InstanceReply(boolean hasItNot, JsonNode detail) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final InstanceReply NOTHING = new InstanceReply(false, MissingNode.getInstance());

  static InstanceReply read(Outcome.Answered answered) {
    if (!answered.isSuccess()) {
      return NOTHING;
    }
    try {
      var reply = JSON.readTree(answered.body());
      if (reply == null || !reply.isObject()) {
        return NOTHING;
      }
      if (reply.path("success").asBoolean(false)) {
        var detail = JSON.readTree(Base64.getUrlDecoder().decode(reply.path("data").asText("")));
        return detail != null && detail.isObject() ? new InstanceReply(false, detail) : NOTHING;
      }
      var message = reply.path("message").asText("").toLowerCase(Locale.ROOT);
      return message.contains("can't find tasktracker")
          ? new InstanceReply(true, MissingNode.getInstance())
          : NOTHING;
    } catch (IOException | IllegalArgumentException e) {
      return NOTHING;
    }
  }

  /** Whether it said that it has the instance. */
  public boolean hasIt() {
    return !detail.isMissingNode();
  }

  /** When it began with the instance, epoch milliseconds of its clock; 0 if it does not say. */
  long startTime() {
    return Math.max(0, detail.path("actualTriggerTime").asLong(0));
  }
}
