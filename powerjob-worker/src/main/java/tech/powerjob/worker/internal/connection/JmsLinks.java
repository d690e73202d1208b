package tech.powerjob.worker.internal.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.WorkerConnection;

/** Opens lines over JMS to the brokers that servers name. Thread-safe. */
public final class JmsLinks implements ServerLinks, ServerAccess {
  private final String appName;
  private final JmsLink.Login login;
  private final List<String> configured;
  private final ServerDirectory directory;
  private final MessageCodec codec = new MessageCodec();
  private final ReentrantLock lock = new ReentrantLock();

  /** Servers that others named, the one that answered last first. Guarded by the lock. */
  private List<String> learned = List.of();

  /**
   * Links for one worker.
   *
   * @param addresses HTTP addresses of servers, at least one of them all; shuffled, so that workers
   *     spread over them
   */
  public JmsLinks(String appName, String password, String workerId, List<String> addresses) {
    this.appName = appName;
    this.login = new JmsLink.Login(appName, password, workerId);
    var shuffled = new ArrayList<>(addresses.stream().map(String::trim).toList());
    Collections.shuffle(shuffled);
    this.configured = List.copyOf(shuffled);
    directory = new ServerDirectory(appName, password);
  }

  @Override
  public WorkerConnection ask() throws LinkException {
    List<String> reasons = new ArrayList<>();
    var failures = new ArrayList<LinkException>();
    for (var address : addresses()) {
      try {
        var answer = directory.ask(address);
        learn(address, answer.servers());
        return answer;
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

  @Override
  public ServerAccess http() {
    return this;
  }

  @Override
  public List<String> servers() {
    return addresses().stream().map(ServerDirectory::base).distinct().toList();
  }

  @Override
  public Map<String, String> login(String server) throws LinkException {
    return directory.login(server);
  }

  private List<String> addresses() {
    lock.lock();
    try {
      var all = new LinkedHashSet<>(learned);
      all.addAll(configured);
      return List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }

  private void learn(String answered, List<String> others) {
    lock.lock();
    try {
      var all = new LinkedHashSet<String>();
      all.add(answered);
      all.addAll(others);
      learned = List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ServerLink open(String broker, WorkerConnection said, LinkListener listener)
      throws LinkException {
    return JmsLink.open(broker, said, login, codec, listener);
  }

  @Override
  public TaskLink openTasks(String broker, boolean tls) throws LinkException {
    return TaskLink.open(broker, tls, login);
  }
}
