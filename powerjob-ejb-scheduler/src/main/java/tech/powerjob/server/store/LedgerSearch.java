package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.powerjob.server.job.JobExplanation.Served;

/** Looks around in the ledger of one job. Thread-safe. */
@ApplicationScoped
public class LedgerSearch {
  /** So close to an instant a due instant is taken for the one that was meant. */
  private static final Duration CLOSE = Duration.ofMillis(999);

  private static final int MOST = 100;

  @Inject private Transactions transactions;

  /** Instances that serve due instants close to this one, by their instants. */
  public List<Served> servedAround(long jobId, Instant at) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT instance_id, due_time, expected_trigger_time, status, result"
                      + " FROM instance_info WHERE job_id = ? AND due_time >= ? AND due_time <= ?"
                      + " ORDER BY due_time LIMIT "
                      + MOST)) {
            select.setLong(1, jobId);
            select.setLong(2, at.minus(CLOSE).toEpochMilli());
            select.setLong(3, at.plus(CLOSE).toEpochMilli());
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<Served>();
              while (rows.next()) {
                found.add(
                    new Served(
                        rows.getLong(1),
                        String.valueOf(rows.getLong(1)),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getInt(4),
                        rows.getString(5)));
              }
              return found;
            }
          }
        });
  }

  /** The nearest instant before this one that has an instance. */
  public Optional<Instant> dueBefore(long jobId, Instant at) {
    return instant(
        "SELECT MAX(due_time) FROM instance_info WHERE job_id = ? AND due_time < ?", jobId, at);
  }

  /** The nearest instant after this one that has an instance. */
  public Optional<Instant> dueAfter(long jobId, Instant at) {
    return instant(
        "SELECT MIN(due_time) FROM instance_info WHERE job_id = ? AND due_time > ?", jobId, at);
  }

  private Optional<Instant> instant(String sql, long jobId, Instant at) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql)) {
            select.setLong(1, jobId);
            select.setLong(2, at.toEpochMilli());
            try (var rows = select.executeQuery()) {
              rows.next();
              long millis = rows.getLong(1);
              return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
            }
          }
        });
  }
}
