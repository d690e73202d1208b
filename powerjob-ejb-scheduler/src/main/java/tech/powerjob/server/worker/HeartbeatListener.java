package tech.powerjob.server.worker;

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
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.jms.UnreadableMessageException;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.WorkerHeartbeat;

/** Hears workers say that they live. Every server hears every worker. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(propertyName = "destination", propertyValue = Addresses.HEARTBEAT),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "setupAttempts", propertyValue = "-1"),
      @ActivationConfigProperty(propertyName = "setupInterval", propertyValue = "1000")
    })
@TransactionManagement(TransactionManagementType.BEAN)
public class HeartbeatListener implements MessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatListener.class);
  private static final MessageCodec CODEC = new MessageCodec();

  @Inject private RunningServer server;
  @Inject private AppAccounts apps;

  @Override
  public void onMessage(Message message) {
    try {
      var heartbeat = CODEC.read(message, WorkerHeartbeat.class);
      var sender = message.getStringProperty("JMSXUserID");
      if (apps.findIdByName(sender).filter(id -> id == heartbeat.appId()).isEmpty()) {
        LOG.warn(
            "heartbeat of worker={} for app={} came from '{}' and is dropped",
            heartbeat.workerId(),
            heartbeat.appId(),
            sender);
        return;
      }
      if (WorkerProtocol.of(heartbeat.workerId()) != WorkerProtocol.JMS) {
        // Such an id would make the server call an address that nobody allowed.
        LOG.warn(
            "heartbeat of worker={} did not come over HTTP and is dropped", heartbeat.workerId());
        return;
      }
      server.find().ifPresent(engine -> engine.heard(heartbeat));
    } catch (UnreadableMessageException e) {
      LOG.warn("a message on {} is dropped: {}", Addresses.HEARTBEAT, e.getMessage());
    } catch (JMSException e) {
      throw new IllegalStateException("a heartbeat could not be read", e);
    }
  }
}
