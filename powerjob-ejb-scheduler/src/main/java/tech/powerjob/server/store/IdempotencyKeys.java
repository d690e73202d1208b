package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * Remembers which call made what, by a key of the caller, in the transaction that makes it: so a
 * repeated call finds what the first one made, on any server. Thread-safe.
 */
public final class IdempotencyKeys {
  /** How long a key is remembered. */
  public static final Duration KEPT = Duration.ofDays(1);

  /** Most characters of a key. */
  public static final int KEY_LIMIT = 255;

  /** SQL that stores a call; parameters as {@link Call}, then what it made and when. */
  public static final String INSERT =
      "INSERT INTO idempotency_key (app_id, operation, idempotency_key, fingerprint, target_id,"
          + " created) VALUES (?,?,?,?,?,?)";

  private final Transactions transactions;

  public IdempotencyKeys(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * A call that carries a key.
   *
   * @param operation kind of the call; keys of different kinds have nothing to do with each other
   * @param fingerprint stands for what was asked
   */
  public record Call(long appId, String operation, String key, String fingerprint) {
    /**
     * A call.
     *
     * @param request what is asked, without the key
     * @throws IllegalArgumentException if the key is blank or too long
     */
    public static Call of(long appId, String operation, String key, Object request) {
      if (key.isBlank() || key.length() > KEY_LIMIT) {
        throw new IllegalArgumentException(
            "idempotencyKey has %d characters but must have 1 to %d, not all blank"
                .formatted(key.length(), KEY_LIMIT));
      }
      return new Call(appId, operation, key, Fingerprint.of(JsonConverters.write(request)));
    }
  }

  /** A key came again with a different request. */
  public static final class ConflictException extends PowerJobException {
    private static final long serialVersionUID = 1L;

    ConflictException(String key) {
      super(
          "idempotencyKey '%s' was used for a different request before; use a new key"
              .formatted(key));
    }
  }

  /**
   * What an earlier call with this key made; empty if there was none.
   *
   * @throws ConflictException if that call asked for something else
   */
  public Optional<Long> find(Call call) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT target_id, fingerprint FROM idempotency_key WHERE app_id = ?"
                      + " AND operation = ? AND idempotency_key = ?")) {
            select.setLong(1, call.appId());
            select.setString(2, call.operation());
            select.setString(3, call.key());
            try (var rows = select.executeQuery()) {
              if (!rows.next()) {
                return Optional.empty();
              }
              if (!rows.getString(2).equals(call.fingerprint())) {
                throw new ConflictException(call.key());
              }
              return Optional.of(rows.getLong(1));
            }
          }
        });
  }

  /**
   * Adds an instance for a call, or finds the one that an earlier call with its key made.
   *
   * @return id of the instance
   * @throws ConflictException if that call asked for something else
   */
  public long insertOnce(Call call, JobInstance instance) {
    long id =
        once(
            call,
            instance.instanceId(),
            instance.created(),
            connection -> JdbcInstances.insert(connection, List.of(instance)));
    transactions.touched().instances(List.of(instance));
    return id;
  }

  /**
   * Adds the run of a workflow for a call, or finds the one that an earlier call with its key made.
   *
   * @return id of the run
   * @throws ConflictException if that call asked for something else
   */
  public long insertOnce(Call call, WorkflowRun run) {
    long id =
        once(
            call,
            run.wfInstanceId(),
            run.created(),
            connection -> {
              JdbcWorkflowRuns.insert(connection, List.of(run));
              return null;
            });
    transactions.touched().runs(List.of(run));
    return id;
  }

  private long once(Call call, long id, Instant now, Transactions.Work<?> adding) {
    var earlier = find(call);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try {
      transactions.commit(
          connection -> {
            insert(connection, call, id, now);
            return adding.with(connection);
          });
      return id;
    } catch (StoreException e) {
      // Somebody with the same key was faster, here or on another server.
      return find(call).orElseThrow(() -> e);
    }
  }

  private static void insert(Connection connection, Call call, long targetId, Instant now)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, call.appId());
      insert.setString(2, call.operation());
      insert.setString(3, call.key());
      insert.setString(4, call.fingerprint());
      insert.setLong(5, targetId);
      insert.setLong(6, now.toEpochMilli());
      insert.executeUpdate();
    }
  }

  /** Forgets keys that are older than {@link #KEPT}. */
  public int forgetOld(Instant now) {
    return transactions.commit(
        connection -> {
          try (var delete =
              connection.prepareStatement("DELETE FROM idempotency_key WHERE created < ?")) {
            delete.setLong(1, now.minus(KEPT).toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }
}
