package tech.powerjob.server.command;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.StoreException;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;

/**
 * Takes commands. Returns when a command is carried out and answered, or set aside with the reason;
 * otherwise the broker delivers it again. What was done before a crash is not done a second time:
 * the command's id is the key of what it made.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destination", propertyValue = Addresses.COMMAND),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
      // Commands that come at once share a commit.
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "16"),
      @ActivationConfigProperty(propertyName = "setupAttempts", propertyValue = "-1"),
      @ActivationConfigProperty(propertyName = "setupInterval", propertyValue = "1000")
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class CommandListener implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(CommandListener.class);

  /** Deliveries, each at most ten seconds after the former, while the database is away. */
  private static final int PATIENCE = 100;

  /** Deliveries of a command that fails for a reason that waiting does not mend. */
  private static final int ATTEMPTS = 5;

  /** An older command may have been carried out so long ago that its key is forgotten. */
  private static final Duration OLDEST = IdempotencyKeys.KEPT.dividedBy(2);

  /** While the server starts commands wait here, rather than fail one after the other. */
  private static final Duration START = Duration.ofSeconds(20);

  @Inject private RunningServer server;
  @Inject private AppAccounts apps;
  @Inject private CommandService commands;
  @Inject private CommandOutbox outbox;

  @Override
  public void onMessage(Message message) {
    try {
      server.awaitEngine(START);
      // The broker vouches for this name; JMSXUserID is what the sender claims, with some
      // protocols.
      var sender = message.getStringProperty(CommandProperties.SENDER);
      var app = sender == null ? Optional.<AppIdentity>empty() : apps.findByName(sender);
      if (app.isEmpty()) {
        bury(message, sender, "no application is called '%s'".formatted(sender));
        return;
      }
      handle(message, app.get());
    } catch (JMSException e) {
      throw new IllegalStateException("a command could not be handled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the server is stopping", e);
    }
  }

  private void handle(Message message, AppIdentity app) throws JMSException {
    ReplyTo replyTo;
    try {
      replyTo = ReplyTo.of(message, app.name());
    } catch (UnreadableCommandException e) {
      bury(message, app.name(), e.getMessage());
      return;
    }
    var answer = answer(message, app);
    if (replyTo.isAwaited()) {
      outbox.answer(message, replyTo, answer);
    } else if (answer.fields().containsKey("code")) {
      LOG.info(
          "app={} is not told, for want of a JMSReplyTo, why its command was not carried out: {}",
          app.name(),
          answer.fields());
    }
  }

  private Answer answer(Message message, AppIdentity app) throws JMSException {
    Command command;
    try {
      command = CommandReader.read(message);
      requireYoung(message);
    } catch (UnreadableCommandException e) {
      bury(message, app.name(), e.getMessage());
      return Answer.not(null, Answer.INVALID, e.getMessage());
    }
    try {
      var id = message.getStringProperty(CommandProperties.ID);
      return Answer.done(command, commands.perform(app, command, id));
    } catch (PowerJobException | IllegalArgumentException e) {
      return Answer.not(command.word(), Answer.REFUSED, e.getMessage());
    } catch (RuntimeException e) {
      int deliveries = message.getIntProperty("JMSXDeliveryCount");
      boolean mayPass =
          e instanceof StoreException
              || e instanceof PersistenceException
              || e instanceof IllegalStateException;
      if (deliveries < (mayPass ? PATIENCE : ATTEMPTS)) {
        throw e;
      }
      LOG.error("A command of app={} failed {} times", app.name(), deliveries, e);
      var reason = "it failed %d times; the server's log says why".formatted(deliveries);
      bury(message, app.name(), reason);
      return Answer.not(command.word(), Answer.FAILED, reason);
    }
  }

  private static void requireYoung(Message message)
      throws JMSException, UnreadableCommandException {
    var age =
        Duration.ofMillis(
            Clock.systemUTC().millis() - message.getLongProperty(CommandProperties.TAKEN));
    if (age.compareTo(OLDEST) > 0) {
      throw new UnreadableCommandException(
          "the command waited %d minutes but may wait at most %d"
              .formatted(age.toMinutes(), OLDEST.toMinutes()));
    }
  }

  private void bury(Message message, String sender, String reason) throws JMSException {
    outbox.bury(message, reason);
    LOG.warn("a command of app={} was moved to {}: {}", sender, Addresses.COMMAND_DEAD, reason);
  }
}
