package tech.powerjob.server.alarm.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.Receiver;

class WebhookChannelTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
  private static final Map<String, String> LOOPBACK =
      Map.of("powerjob.alarm.webhook.allow", "127.0.0.0/8");

  private final Map<String, String> received = new ConcurrentHashMap<>();
  private HttpServer server;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestHeaders().forEach((name, values) -> received.put(name, values.get(0)));
          received.put("method", exchange.getRequestMethod());
          received.put("uri", exchange.getRequestURI().toString());
          received.put(
              "body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String here(String path) {
    return "127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static Notice notice() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("jobId", 3);
    fields.put("jobName", "夜间");
    return new Notice("powerjob-alarm-7-1", "title", "text", fields);
  }

  private static WebhookChannel channel(Map<String, String> settings) {
    return new WebhookChannel(Settings.from(key -> Optional.ofNullable(settings.get(key))), CLOCK);
  }

  private static List<Receiver> to(String webHook) {
    return List.of(new Receiver(1, "n", null, null, webHook, null));
  }

  @Test
  void fields_arePostedAsJson_alsoWithoutAScheme() throws Exception {
    channel(LOOPBACK).send(notice(), to(here("/a b?token=1&x=é".replace(" ", "%20"))));

    assertThat(received)
        .containsEntry("method", "POST")
        .containsEntry("uri", "/a%20b?token=1&x=%C3%A9")
        .containsEntry("Content-type", "application/json; charset=utf-8")
        .containsEntry("Idempotency-key", "powerjob-alarm-7-1")
        .containsEntry("body", "{\"jobId\":3,\"jobName\":\"夜间\"}")
        .doesNotContainKey("X-powerjob-signature");
  }

  @Test
  void secret_signsTimeAndBody() throws Exception {
    var settings = new HashMap<>(LOOPBACK);
    settings.put("powerjob.alarm.webhook.secret", "s3cret");
    channel(settings).send(notice(), to("http://" + here("/")));

    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var expected =
        HexFormat.of()
            .formatHex(
                mac.doFinal(
                    ("1800000000." + received.get("body")).getBytes(StandardCharsets.UTF_8)));
    assertThat(received)
        .containsEntry("X-powerjob-timestamp", "1800000000")
        .containsEntry("X-powerjob-signature", "sha256=" + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/",
        "localhost:1",
        "http://[::1]:1/",
        "http://0.0.0.0:1/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://224.0.0.1/"
      })
  void privateNetworks_areClosed_untilAllowed(String webHook) {
    assertThatThrownBy(() -> channel(Map.of()).send(notice(), to(webHook)))
        .isInstanceOfSatisfying(
            NotSentException.class,
            failure -> {
              assertThat(failure.isLasting()).isTrue();
              assertThat(failure).hasMessageContaining("private network");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://example.org/", "file:///etc/passwd", "http://", "http://a b", "http:///x"})
  void whatIsNoUrl_isNotTriedAgain(String webHook) {
    assertThatThrownBy(() -> channel(LOOPBACK).send(notice(), to(webHook)))
        .isInstanceOfSatisfying(
            NotSentException.class, failure -> assertThat(failure.isLasting()).isTrue());
  }

  @Test
  void redirects_areNotFollowed() {
    status = 302;

    assertThatThrownBy(() -> channel(LOOPBACK).send(notice(), to(here("/"))))
        .hasMessageContaining("status 302");
    assertThat(received).containsEntry("uri", "/");
  }

  @Test
  void errors_areTriedAgain() {
    status = 503;

    assertThatThrownBy(() -> channel(LOOPBACK).send(notice(), to(here("/"))))
        .isInstanceOfSatisfying(
            NotSentException.class,
            failure -> {
              assertThat(failure.isLasting()).isFalse();
              assertThat(failure).hasMessageContaining("status 503");
            });
  }

  @Test
  void nobodyThere_isSaid() {
    server.stop(0);

    assertThatThrownBy(() -> channel(LOOPBACK).send(notice(), to(here("/"))))
        .hasMessage("the web hook cannot be connected to");
  }

  @Test
  void wrongSetting_isNamed() {
    assertThatThrownBy(() -> channel(Map.of("powerjob.alarm.webhook.allow", "everything")))
        .hasMessageContaining("powerjob.alarm.webhook.allow");
  }
}
