package tech.powerjob.worker.jca.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Repeating;
import tech.powerjob.worker.jca.outbox.Submitter.NotSentException;

/**
 * Delivers the outbox of one application in one data source, on threads of the host: soon after a
 * commit in this process, and every few seconds for what was left by another one or by a failure.
 * Thread-safe.
 */
public final class OutboxRelay {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_PURGES = Duration.ofHours(1);

  private final String application;
  private final DataSourceName dataSource;
  private final Relay relay;
  private final LongSupplier clock;
  private final Repeating turns;
  private final AtomicBoolean called = new AtomicBoolean();

  // Used by one turn at a time.
  private String trouble;
  private long lastPurge;

  /**
   * A relay that does nothing yet.
   *
   * @param servers HTTP addresses
   * @param clock milliseconds since 1970
   */
  public OutboxRelay(
      String application,
      String password,
      List<String> servers,
      DataSourceName dataSource,
      WorkerHost host,
      LongSupplier clock) {
    this(application, new ClientSubmitter(servers, application, password), dataSource, host, clock);
  }

  OutboxRelay(
      String application,
      Submitter submitter,
      DataSourceName dataSource,
      WorkerHost host,
      LongSupplier clock) {
    this.application = application;
    this.dataSource = dataSource;
    this.relay = new Relay(new OutboxTable(application), submitter);
    this.clock = clock;
    turns = new Repeating("outbox of " + application, host, () -> PAUSE, this::turn);
  }

  /** Begins with what is there. */
  public void start() {
    turns.now();
    LOG.info("requests of app '{}' are delivered from {}", application, dataSource);
  }

  /** There is something to deliver. Does not block. */
  public void wake() {
    // One turn that has not looked yet sees everything: more of them would only hold threads.
    if (!called.getAndSet(true)) {
      turns.now();
    }
  }

  /** Delivers no more; what is left stays in the table. */
  public void stop() {
    turns.stop();
  }

  private void turn() {
    called.set(false);
    try {
      var source = dataSource.find();
      try (var connection = source.getConnection()) {
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
          more = relay.deliver(connection, clock.getAsLong());
        }
        purge(connection);
      }
      if (trouble != null) {
        LOG.info("requests of app '{}' are delivered again from {}", application, dataSource);
        trouble = null;
      }
    } catch (SQLException | NotSentException | PowerJobException e) {
      tell(e);
    }
  }

  private void purge(Connection connection) throws SQLException {
    long now = clock.getAsLong();
    if (now - lastPurge >= BETWEEN_PURGES.toMillis()) {
      relay.purge(connection, now);
      lastPurge = now;
    }
  }

  /** Once for each trouble, and not every few seconds. */
  private void tell(Exception e) {
    var message = String.valueOf(e.getMessage());
    if (message.equals(trouble)) {
      LOG.debug("still the same", e);
      return;
    }
    trouble = message;
    LOG.warn(
        "requests of app '{}' in {} wait, it is tried again every {} s: {}",
        application,
        dataSource,
        PAUSE.toSeconds(),
        message);
  }
}
