package tech.powerjob.worker.jca.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.jca.outbox.OutboxRequest.Kind;
import tech.powerjob.worker.jca.outbox.Submitter.NotSentException;
import tech.powerjob.worker.jca.outbox.Submitter.RefusedException;

/**
 * Brings committed requests to a server. Killed at any point it begins again where the table says:
 * a request is noted as sent before it is, sent again under the same key until there is an answer,
 * and settled only then. Several relays may work on one table. Used by one thread at a time.
 */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** How many requests are looked at in one go. */
  static final int BATCH = 100;

  /** How long other relays leave a request alone; longer than the client waits for its servers. */
  static final Duration CLAIM = Duration.ofMinutes(1);

  /** Servers remember keys for a day; from here on a repeat could make a second instance. */
  static final Duration KEY_TRUSTED = Duration.ofHours(20);

  /** Servers keep ended instances for a week; from here on an absent one may have been there. */
  static final Duration HISTORY_TRUSTED = Duration.ofDays(6);

  /** How long a settled request can be asked for. */
  static final Duration KEPT = Duration.ofDays(7);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration TARGET_PAUSE = Duration.ofSeconds(1);

  private final OutboxTable table;
  private final Submitter submitter;

  Relay(OutboxTable table, Submitter submitter) {
    this.table = table;
    this.submitter = submitter;
  }

  /**
   * Delivers what is due, up to a batch.
   *
   * @param connection in auto-commit mode
   * @param now milliseconds since 1970
   * @return whether there may be more
   * @throws SQLException if the database fails; what was not settled is due again later
   * @throws NotSentException if no server can be reached
   */
  boolean deliver(Connection connection, long now) throws SQLException, NotSentException {
    var due = table.due(connection, now, BATCH);
    if (due.isEmpty()) {
      return false;
    }
    // Before anything is noted as sent.
    submitter.connect();
    for (var request : due) {
      if (table.claim(connection, request, now, now + CLAIM.toMillis())) {
        deliver(connection, request, now);
      }
    }
    return due.size() == BATCH;
  }

  private void deliver(Connection connection, OutboxRequest request, long now)
      throws SQLException, NotSentException {
    try {
      if (request.kind() == Kind.RUN) {
        run(connection, request, now);
      } else {
        stop(connection, request, now);
      }
    } catch (NotSentException e) {
      postpone(connection, request, request.firstSent(), now, e.getMessage());
      throw e;
    } catch (RefusedException e) {
      refused(connection, request, now, e.getMessage());
    } catch (RuntimeException e) {
      long firstSent = request.firstSent() == null ? now : request.firstSent();
      postpone(connection, request, firstSent, now, e.toString());
      throw new NotSentException(e.getMessage(), e);
    }
  }

  private void run(Connection connection, OutboxRequest request, long now)
      throws SQLException, NotSentException, RefusedException {
    long silence = request.firstSent() == null ? 0 : now - request.firstSent();
    if (silence > KEY_TRUSTED.toMillis()) {
      var found = submitter.find(request.key());
      if (found.isPresent()) {
        table.done(connection, request.key(), found.getAsLong(), null, now);
        return;
      }
      if (silence > HISTORY_TRUSTED.toMillis()) {
        var why =
            "sent days ago without an answer, and the server knows of no instance now; set"
                + " first_sent to null to have it run, or done to the time to give it up";
        postpone(connection, request, request.firstSent(), now, why);
        return;
      }
    }
    long instanceId = submitter.run(request);
    table.done(connection, request.key(), instanceId, null, now);
    LOG.debug("job {} runs as instance {} for key {}", request.jobId(), instanceId, request.key());
  }

  private void stop(Connection connection, OutboxRequest request, long now)
      throws SQLException, NotSentException, RefusedException {
    long instanceId = request.instanceId();
    if (request.targetKey() != null) {
      var target = table.find(connection, request.targetKey());
      if (target.isEmpty()) {
        table.done(connection, request.key(), null, "there is no such submission", now);
        return;
      }
      if (target.get().isEmpty()) {
        long soon = now + TARGET_PAUSE.toMillis();
        table.postpone(connection, request, null, soon, "the run is still on its way");
        return;
      }
      instanceId = target.get().getAsLong();
    }
    submitter.stop(instanceId);
    table.done(connection, request.key(), null, null, now);
    LOG.debug("instance {} is stopped", instanceId);
  }

  private void refused(Connection connection, OutboxRequest request, long now, String why)
      throws SQLException {
    if (request.kind() == Kind.STOP) {
      // Most often it has ended meanwhile, which is as good.
      LOG.debug("instance {} was not stopped: {}", request.instanceId(), why);
      table.done(connection, request.key(), null, why, now);
      return;
    }
    postpone(connection, request, request.firstSent(), now, why);
  }

  private void postpone(
      Connection connection, OutboxRequest request, Long firstSent, long now, String why)
      throws SQLException {
    if (request.failures() == 0) {
      LOG.warn("request {} is not delivered yet, it is tried again: {}", request.key(), why);
    }
    table.postpone(connection, request, firstSent, now + pause(request.failures()), why);
  }

  /** 1 s, doubled with each failure. */
  private static long pause(int failures) {
    return Math.min(LONGEST_PAUSE.toMillis(), 1000L << Math.min(failures, 20));
  }

  /** Forgets what was settled long ago. */
  void purge(Connection connection, long now) throws SQLException {
    table.purge(connection, now - KEPT.toMillis());
  }
}
