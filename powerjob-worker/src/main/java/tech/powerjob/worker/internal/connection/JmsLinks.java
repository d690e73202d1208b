package tech.powerjob.worker.internal.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.WorkerConnection;

/** Opens lines over JMS to the broker that a server names. Thread-safe. */
public final class JmsLinks implements ServerLinks {
  private final String appName;
  private final String password;
  private final String workerId;
  private final List<String> addresses;
  private final ServerDirectory directory;
  private final MessageCodec codec = new MessageCodec();

  /**
   * Links for one worker.
   *
   * @param addresses HTTP addresses of the servers; shuffled, so that workers spread over them
   */
  public JmsLinks(String appName, String password, String workerId, List<String> addresses) {
    this.appName = appName;
    this.password = password;
    this.workerId = workerId;
    var shuffled = new ArrayList<>(addresses.stream().map(String::trim).toList());
    Collections.shuffle(shuffled);
    this.addresses = List.copyOf(shuffled);
    directory = new ServerDirectory(appName, password);
  }

  @Override
  public ServerLink open(LinkListener listener) throws LinkException {
    List<String> reasons = new ArrayList<>();
    var failures = new ArrayList<LinkException>();
    for (var address : addresses) {
      try {
        return openBroker(directory.ask(address), listener);
      } catch (LinkException e) {
        reasons.add(address + " " + e.getMessage());
        failures.add(e);
      }
    }
    var failure =
        new LinkException(
            "no server lets app '%s' in: %s".formatted(appName, String.join("; ", reasons)));
    failures.forEach(failure::addSuppressed);
    throw failure;
  }

  private ServerLink openBroker(WorkerConnection connection, LinkListener listener)
      throws LinkException {
    List<String> reasons = new ArrayList<>();
    for (var broker : connection.brokers()) {
      try {
        return JmsLink.open(
            broker, connection, new JmsLink.Login(appName, password, workerId), codec, listener);
      } catch (LinkException e) {
        reasons.add(broker + " " + e.getMessage());
      }
    }
    throw new LinkException(
        "answered, but its message broker cannot be used: "
            + (reasons.isEmpty() ? "it names none" : String.join(", ", reasons)));
  }
}
