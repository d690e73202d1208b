package tech.powerjob.server.log;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.jms.UnreadableMessageException;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.LogLines;

/** Takes online log lines from workers. One session, so that they stay in order. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destination", propertyValue = Addresses.LOG),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "setupAttempts", propertyValue = "-1"),
      @ActivationConfigProperty(propertyName = "setupInterval", propertyValue = "1000")
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class LogListener implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(LogListener.class);
  private static final MessageCodec CODEC = new MessageCodec();

  @Inject private LogService logs;
  @Inject private AppAccounts apps;

  @Override
  public void onMessage(Message message) {
    try {
      var lines = CODEC.read(message, LogLines.class);
      var sender = message.getStringProperty("JMSXUserID");
      var appId = apps.findIdByName(sender);
      if (appId.isEmpty()) {
        LOG.warn("log lines of unknown application '{}' are dropped", sender);
        return;
      }
      logs.take(appId.get(), lines);
    } catch (UnreadableMessageException e) {
      LOG.warn("a message on {} is dropped: {}", Addresses.LOG, e.getMessage());
    } catch (JMSException e) {
      throw new IllegalStateException("log lines could not be read", e);
    }
  }
}
