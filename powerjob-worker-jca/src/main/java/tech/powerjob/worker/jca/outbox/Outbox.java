package tech.powerjob.worker.jca.outbox;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.jca.JobSubmission;

/**
 * Writes requests of one application within the transaction of the calling thread. The data source
 * takes part in that transaction by itself, as it does for the rest of what the caller writes.
 * Thread-safe.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String TRANSACTIONS = "java:comp/TransactionSynchronizationRegistry";

  private final DataSourceName dataSource;
  private final OutboxTable table;
  private final Runnable committed;
  private final LongSupplier clock;

  /**
   * An outbox.
   *
   * @param committed called when there is something to deliver
   * @param clock milliseconds since 1970
   */
  public Outbox(
      String application, DataSourceName dataSource, Runnable committed, LongSupplier clock) {
    this.dataSource = dataSource;
    this.table = new OutboxTable(application);
    this.committed = committed;
    this.clock = clock;
  }

  /** Has a job run when the transaction commits; answers the key of the request. */
  public String submit(JobSubmission submission) {
    var key = UUID.randomUUID().toString();
    add(
        OutboxRequest.run(
            key,
            submission.jobId(),
            submission.instanceParams(),
            submission.delay().toMillis(),
            clock.getAsLong()));
    return key;
  }

  /** Has an instance stopped when the transaction commits. */
  public void stop(long instanceId) {
    add(OutboxRequest.stop(UUID.randomUUID().toString(), instanceId, clock.getAsLong()));
  }

  /** Has the instance of a submission stopped when the transaction commits. */
  public void stop(String submissionKey) {
    add(OutboxRequest.stop(UUID.randomUUID().toString(), submissionKey, clock.getAsLong()));
  }

  /** What a submission has become. */
  public OptionalLong findInstance(String submissionKey) {
    return within(connection -> table.find(connection, submissionKey).orElse(OptionalLong.empty()));
  }

  private void add(OutboxRequest request) {
    within(
        connection -> {
          table.add(connection, request, request.nextAttempt());
          return null;
        });
    wakeAfterCommit();
  }

  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private <T> T within(Work<T> work) {
    try (var connection = dataSource.find().getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new PowerJobException(
          "table powerjob_outbox of data source %s cannot be used: %s"
              .formatted(dataSource, e.getMessage()),
          e);
    }
  }

  /** Only to be quick: the relay looks by itself every few seconds. */
  private void wakeAfterCommit() {
    var transactions = JndiNames.find(TRANSACTIONS, TransactionSynchronizationRegistry.class);
    if (transactions.isEmpty() || transactions.get().getTransactionKey() == null) {
      committed.run();
      return;
    }
    try {
      transactions.get().registerInterposedSynchronization(new Waker());
    } catch (IllegalStateException e) {
      LOG.debug("the transaction takes no more synchronizations", e);
    }
  }

  private final class Waker implements Synchronization {
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        committed.run();
      }
    }
  }
}
