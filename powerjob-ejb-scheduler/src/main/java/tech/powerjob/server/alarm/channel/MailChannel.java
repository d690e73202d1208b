package tech.powerjob.server.alarm.channel;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.Receiver;

/**
 * Mails by SMTP, with the Jakarta Mail of the application server but a session of its own: the same
 * settings then hold on every server. Thread-safe.
 */
public final class MailChannel implements AlarmChannel {
  private static final String CONNECT_MILLIS = "5000";
  private static final String READ_MILLIS = "15000";

  /** How the connection is protected. */
  private enum Protection {
    /** Not at all. */
    NONE(25),
    /** By TLS after a greeting; a server that has none is not spoken to. */
    STARTTLS(587),
    /** By TLS from the beginning. */
    TLS(465);

    private final int port;

    Protection(int port) {
      this.port = port;
    }
  }

  private final Optional<String> host;
  private final int port;
  private final Optional<String> user;
  private final String password;
  private final String from;
  private final Protection protection;

  /**
   * Mails by these settings.
   *
   * @throws IllegalArgumentException naming key, value and rule
   */
  public MailChannel(Settings settings) {
    host = settings.find("powerjob.alarm.mail.host");
    protection = protection(settings.text("powerjob.alarm.mail.tls", "starttls"));
    port = settings.number("powerjob.alarm.mail.port", protection.port, 1, 65_535);
    user = settings.find("powerjob.alarm.mail.user");
    password = settings.text("powerjob.alarm.mail.password", "");
    from =
        settings.text(
            "powerjob.alarm.mail.from",
            user.filter(name -> name.contains("@")).orElse("powerjob@localhost"));
    try {
      new InternetAddress(from, true);
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          "powerjob.alarm.mail.from is '%s' but must be an address such as jobs@example.com"
              .formatted(from),
          e);
    }
  }

  private static Protection protection(String text) {
    try {
      return Protection.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "powerjob.alarm.mail.tls is '%s' but must be starttls, tls or none".formatted(text), e);
    }
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public boolean isAvailable() {
    return host.isPresent();
  }

  @Override
  public boolean isForAllAtOnce() {
    return false;
  }

  @Override
  public boolean reaches(Receiver receiver) {
    return receiver.email() != null;
  }

  @Override
  public void send(Notice notice, List<Receiver> receivers) throws NotSentException {
    var session = Session.getInstance(properties());
    var to = address(receivers.get(0));
    try (var transport = session.getTransport("smtp")) {
      var message = message(session, notice, to);
      transport.connect(
          host.orElseThrow(), port, user.orElse(null), user.isEmpty() ? null : password);
      transport.sendMessage(message, new Address[] {to});
    } catch (AuthenticationFailedException e) {
      throw NotSentException.now("the mail server does not accept user or password");
    } catch (SendFailedException e) {
      throw NotSentException.now("the mail server refuses: " + reason(e));
    } catch (MessagingException e) {
      throw NotSentException.now("the mail server could not be used: " + reason(e));
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("mail.smtp.auth", Boolean.toString(user.isPresent()));
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.setProperty("mail.smtp.timeout", READ_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", READ_MILLIS);
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (protection) {
      case NONE -> {}
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
    }
    return properties;
  }

  private static InternetAddress address(Receiver receiver) throws NotSentException {
    try {
      return new InternetAddress(receiver.email(), true);
    } catch (AddressException e) {
      throw NotSentException.ever("the user's e-mail is no address");
    }
  }

  private MimeMessage message(Session session, Notice notice, Address to)
      throws MessagingException {
    var message = new NamedMessage(session, "<%s@powerjob>".formatted(notice.key()));
    message.setFrom(new InternetAddress(from, true));
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(notice.title(), StandardCharsets.UTF_8.name());
    message.setSentDate(new Date());
    message.setHeader("Auto-Submitted", "auto-generated");
    // From bytes, because servers do not find what turns a text into a mail in every thread.
    message.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                (notice.text() + "\r\n").getBytes(StandardCharsets.UTF_8),
                "text/plain; charset=utf-8")));
    message.saveChanges();
    return message;
  }

  /** A message whose id is known before, and the same when it is sent again. */
  private static final class NamedMessage extends MimeMessage {
    private final String id;

    NamedMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  /** The first line of the innermost reason, which says most. */
  private static String reason(MessagingException failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    var text = innermost.getMessage();
    return text == null || text.isBlank()
        ? innermost.getClass().getSimpleName()
        : text.strip().lines().findFirst().orElse("");
  }
}
