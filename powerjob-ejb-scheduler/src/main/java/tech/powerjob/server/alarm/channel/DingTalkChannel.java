package tech.powerjob.server.alarm.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.server.auth.ProviderCalls;

/**
 * Work notifications of DingTalk, to the person with the user's phone number. Thread-safe.
 *
 * @see <a
 *     href="https://open.dingtalk.com/document/orgapp/asynchronous-sending-of-enterprise-session-messages">DingTalk's
 *     description</a>
 */
public final class DingTalkChannel implements AlarmChannel {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Tokens are good for two hours. */
  private static final Duration TOKEN_KEPT = Duration.ofHours(1);

  private final Optional<String> appKey;
  private final Optional<String> appSecret;
  private final Optional<String> agentId;
  private final String apiUrl;
  private final Clock clock;
  private final ProviderCalls calls = new ProviderCalls();

  private volatile Token token = new Token("", Instant.MIN);

  private record Token(String text, Instant until) {}

  public DingTalkChannel(Settings settings, Clock clock) {
    appKey = settings.find("powerjob.alarm.dingtalk.app-key");
    appSecret = settings.find("powerjob.alarm.dingtalk.app-secret");
    agentId = settings.find("powerjob.alarm.dingtalk.agent-id");
    apiUrl = settings.text("powerjob.alarm.dingtalk.api-url", "https://oapi.dingtalk.com");
    this.clock = clock;
  }

  @Override
  public String name() {
    return "dingtalk";
  }

  @Override
  public boolean isAvailable() {
    return appKey.isPresent() && appSecret.isPresent() && agentId.isPresent();
  }

  @Override
  public boolean isForAllAtOnce() {
    return false;
  }

  @Override
  public boolean reaches(Receiver receiver) {
    return receiver.phone() != null;
  }

  @Override
  public void send(Notice notice, List<Receiver> receivers) throws NotSentException {
    var person =
        post(
                "/topapi/v2/user/getbymobile",
                JSON.createObjectNode().put("mobile", receivers.get(0).phone()))
            .path("result")
            .path("userid")
            .asText("");
    var message = JSON.createObjectNode().put("agent_id", agentId.orElseThrow());
    message.put("userid_list", person);
    message
        .putObject("msg")
        .put("msgtype", "markdown")
        .putObject("markdown")
        .put("title", notice.title())
        .put("text", markdown(notice));
    post("/topapi/message/corpconversation/asyncsend_v2", message);
  }

  private static String markdown(Notice notice) {
    return "## %s\n\n#### server\n> %s\n\n#### content\n> %s"
        .formatted(notice.title(), self(), notice.text().replace("\r\n", ", "));
  }

  private static String self() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private JsonNode post(String path, JsonNode body) throws NotSentException {
    try {
      var answer =
          calls.post(
              URI.create(apiUrl + path + "?access_token=" + encode(token())),
              Map.of("Content-Type", "application/json"),
              body.toString());
      return checked(answer);
    } catch (PowerJobException e) {
      throw NotSentException.now("DingTalk does not answer as it should");
    }
  }

  private String token() throws NotSentException {
    var known = token;
    if (clock.instant().isBefore(known.until())) {
      return known.text();
    }
    var answer =
        checked(
            calls.get(
                URI.create(
                    "%s/gettoken?appkey=%s&appsecret=%s"
                        .formatted(
                            apiUrl, encode(appKey.orElseThrow()), encode(appSecret.orElseThrow()))),
                Map.of()));
    var fresh = new Token(answer.path("access_token").asText(""), clock.instant().plus(TOKEN_KEPT));
    token = fresh;
    return fresh.text();
  }

  private JsonNode checked(JsonNode answer) throws NotSentException {
    int code = answer.path("errcode").asInt(-1);
    if (code == 0) {
      return answer;
    }
    // Perhaps the token has ended before its time.
    token = new Token("", Instant.MIN);
    throw NotSentException.now("DingTalk refuses with errcode " + code);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
