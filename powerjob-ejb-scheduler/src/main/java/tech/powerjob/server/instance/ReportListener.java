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
import tech.powerjob.domain.instance.InstanceLifecycle.Received;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.jms.UnreadableMessageException;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.InstanceReports;

/**
 * Takes what workers report. Returns when it is committed; a failure makes the broker deliver
 * again, and the worker repeats final reports in any case.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destination", propertyValue = Addresses.REPORT),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "8"),
      @ActivationConfigProperty(propertyName = "setupAttempts", propertyValue = "-1"),
      @ActivationConfigProperty(propertyName = "setupInterval", propertyValue = "1000")
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class ReportListener implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReportListener.class);
  private static final MessageCodec CODEC = new MessageCodec();

  @Inject private RunningServer server;
  @Inject private AppAccounts apps;

  @Override
  public void onMessage(Message message) {
    try {
      var reports = CODEC.read(message, InstanceReports.class);
      // The broker vouches for the sender's name; what the message claims does not matter.
      var sender = message.getStringProperty("JMSXUserID");
      var appId = apps.findIdByName(sender);
      if (appId.isEmpty()) {
        LOG.warn("reports of unknown application '{}' are dropped", sender);
        return;
      }
      server
          .engine()
          .apply(
              reports.reports().stream()
                  .map(report -> new Received(appId.get(), reports.workerId(), report))
                  .toList());
    } catch (UnreadableMessageException e) {
      LOG.warn("a message on {} is dropped: {}", Addresses.REPORT, e.getMessage());
    } catch (JMSException e) {
      throw new IllegalStateException("a report could not be read", e);
    }
  }
}
