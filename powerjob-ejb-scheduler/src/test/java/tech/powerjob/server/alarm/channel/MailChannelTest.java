package tech.powerjob.server.alarm.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.Receiver;

class MailChannelTest {
  private static final Notice NOTICE =
      new Notice(
          "powerjob-alarm-7-1",
          "PowerJob AlarmService: Job Running Failed",
          "jobId: 3\r\njobName: 夜间 ✓",
          Map.of());

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private MailChannel channel(Map<String, String> more) {
    var settings = new HashMap<String, String>();
    settings.put("powerjob.alarm.mail.host", "127.0.0.1");
    settings.put("powerjob.alarm.mail.port", Integer.toString(server.getSmtp().getPort()));
    settings.put("powerjob.alarm.mail.from", "jobs@example.org");
    settings.put("powerjob.alarm.mail.tls", "none");
    settings.putAll(more);
    return new MailChannel(Settings.from(key -> Optional.ofNullable(settings.get(key))));
  }

  private static List<Receiver> to(String email) {
    return List.of(new Receiver(1, "n", null, email, null, null));
  }

  private MimeMessage received() {
    assertThat(server.waitForIncomingEmail(5_000, 1)).isTrue();
    return server.getReceivedMessages()[0];
  }

  @Test
  void mail_arrivesAsItIsWorded() throws Exception {
    channel(Map.of()).send(NOTICE, to("jane@example.org"));

    var mail = received();
    assertThat(mail.getSubject()).isEqualTo("PowerJob AlarmService: Job Running Failed");
    assertThat(mail.getFrom()[0]).hasToString("jobs@example.org");
    assertThat(mail.getAllRecipients()[0]).hasToString("jane@example.org");
    assertThat(mail.getMessageID()).isEqualTo("<powerjob-alarm-7-1@powerjob>");
    assertThat(mail.getContent().toString().strip())
        .isEqualToNormalizingNewlines("jobId: 3\njobName: 夜间 ✓");
  }

  @Test
  void userAndPassword_areAsked_andAWrongOneIsSaidWithoutTheSecret() throws Exception {
    server.setUser("jobs@example.org", "jobs", "right");
    channel(Map.of("powerjob.alarm.mail.user", "jobs", "powerjob.alarm.mail.password", "right"))
        .send(NOTICE, to("jane@example.org"));
    received();

    var wrong =
        channel(
            Map.of("powerjob.alarm.mail.user", "jobs", "powerjob.alarm.mail.password", "wr0ng"));
    assertThatThrownBy(() -> wrong.send(NOTICE, to("jane@example.org")))
        .isInstanceOf(NotSentException.class)
        .hasMessageContaining("user or password")
        .hasMessageNotContaining("wr0ng");
  }

  @Test
  void serverWithoutTls_isNotSpokenTo_unlessThatIsWanted() {
    var careful = channel(Map.of("powerjob.alarm.mail.tls", "starttls"));

    assertThatThrownBy(() -> careful.send(NOTICE, to("jane@example.org")))
        .isInstanceOf(NotSentException.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void whatIsNoAddress_isNotTriedAgain() {
    assertThatThrownBy(
            () -> channel(Map.of()).send(NOTICE, to("jane@example.org\r\nBcc: all@example.org")))
        .isInstanceOfSatisfying(
            NotSentException.class, failure -> assertThat(failure.isLasting()).isTrue());
  }

  @Test
  void noServerThere_isTriedAgain() {
    var channel = channel(Map.of());
    server.stop();

    assertThatThrownBy(() -> channel.send(NOTICE, to("jane@example.org")))
        .isInstanceOfSatisfying(
            NotSentException.class, failure -> assertThat(failure.isLasting()).isFalse());
  }

  @Test
  void wrongSettings_areNamed() {
    assertThatThrownBy(() -> channel(Map.of("powerjob.alarm.mail.tls", "yes")))
        .hasMessageContaining("powerjob.alarm.mail.tls is 'yes'");
    assertThatThrownBy(() -> channel(Map.of("powerjob.alarm.mail.from", "nobody at all")))
        .hasMessageContaining("powerjob.alarm.mail.from is 'nobody at all'");
  }

  @Test
  void withoutAHost_thereAreNoMails() {
    assertThat(new MailChannel(Settings.from(key -> Optional.empty())).isAvailable()).isFalse();
  }
}
