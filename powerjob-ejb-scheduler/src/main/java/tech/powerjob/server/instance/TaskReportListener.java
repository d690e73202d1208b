package tech.powerjob.server.instance;

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
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.TaskPages;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.TaskReport;

/**
 * Stores what coordinators say of their tasks. Returns when it is committed; a failure makes the
 * broker deliver again, as often as it takes, because a page is sent only once.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destination",
          propertyValue = Addresses.TASK_REPORT),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "4"),
      @ActivationConfigProperty(propertyName = "setupAttempts", propertyValue = "-1"),
      @ActivationConfigProperty(propertyName = "setupInterval", propertyValue = "1000")
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class TaskReportListener implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(TaskReportListener.class);
  private static final MessageCodec CODEC = new MessageCodec();

  @Inject private RunningServer server;
  @Inject private AppAccounts apps;
  @Inject private Transactions transactions;

  @Override
  public void onMessage(Message message) {
    try {
      var report = CODEC.read(message, TaskReport.class);
      // The broker vouches for the sender's name.
      var sender = message.getStringProperty("JMSXUserID");
      var appId = apps.findIdByName(sender);
      if (appId.isEmpty() || report.counts() == null) {
        LOG.warn("a report on tasks of application '{}' is dropped", sender);
        return;
      }
      new TaskPages(transactions).store(appId.get(), report, server.engine().now());
    } catch (UnreadableMessageException e) {
      LOG.warn("a message on {} is dropped: {}", Addresses.TASK_REPORT, e.getMessage());
    } catch (JMSException e) {
      throw new IllegalStateException("a report on tasks could not be read", e);
    }
  }
}
