package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What each server's viewers watch, in {@code page_watch}, and how often other servers have changed
 * that. Only servers that share a database need it. Thread-safe.
 */
public final class WatchRows {
  /** Topics in one statement; databases dislike longer lists. */
  private static final int AT_ONCE = 500;

  /**
   * One server's interest in one topic.
   *
   * @param changes how often other servers have told of a change; it only grows
   * @param until when the interest ends unless it is renewed
   */
  public record Row(long serverId, Topic topic, long changes, Instant until) {}

  private final Transactions transactions;

  public WatchRows(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Everything that is watched anywhere. */
  public List<Row> all() {
    return transactions.read(
        connection -> {
          try (var select =
                  connection.prepareStatement(
                      "SELECT server_id, topic, changes, watched_until FROM page_watch");
              var rows = select.executeQuery()) {
            var found = new ArrayList<Row>();
            while (rows.next()) {
              var server = rows.getLong(1);
              var changes = rows.getLong(3);
              var until = Instant.ofEpochMilli(rows.getLong(4));
              Topic.parse(rows.getString(2))
                  .ifPresent(topic -> found.add(new Row(server, topic, changes, until)));
            }
            return found;
          }
        });
  }

  /** A server watches these too from now on; those that it watches already count anew. */
  public void add(long serverId, Collection<Topic> topics, Instant until) {
    transactions.commit(
        connection -> {
          deleteEach(connection, serverId, topics);
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO page_watch (server_id, topic, changes, watched_until)"
                      + " VALUES (?,?,0,?)")) {
            for (var topic : topics) {
              insert.setLong(1, serverId);
              insert.setString(2, topic.toString());
              insert.setLong(3, until.toEpochMilli());
              insert.addBatch();
            }
            return insert.executeBatch();
          }
        });
  }

  /** A server goes on watching all that it watches. */
  public void renew(long serverId, Instant until) {
    transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE page_watch SET watched_until = ? WHERE server_id = ?")) {
            update.setLong(1, until.toEpochMilli());
            update.setLong(2, serverId);
            return update.executeUpdate();
          }
        });
  }

  /** A server no longer watches these. */
  public void remove(long serverId, Collection<Topic> topics) {
    transactions.commit(connection -> deleteEach(connection, serverId, topics));
  }

  /** A server watches nothing. */
  public void removeAll(long serverId) {
    transactions.commit(
        connection -> {
          try (var delete =
              connection.prepareStatement("DELETE FROM page_watch WHERE server_id = ?")) {
            delete.setLong(1, serverId);
            return delete.executeUpdate();
          }
        });
  }

  /** Forgets the interests of servers that have gone without a word. */
  public void removeBefore(Instant until) {
    transactions.commit(
        connection -> {
          try (var delete =
              connection.prepareStatement("DELETE FROM page_watch WHERE watched_until < ?")) {
            delete.setLong(1, until.toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }

  /** A server has changed these: tells all others who watch them. */
  public void changed(long serverId, Collection<Topic> topics) {
    var ordered = topics.stream().map(Topic::toString).sorted().toList();
    for (int from = 0; from < ordered.size(); from += AT_ONCE) {
      var some = ordered.subList(from, Math.min(ordered.size(), from + AT_ONCE));
      transactions.commit(
          connection -> {
            try (var update =
                connection.prepareStatement(
                    "UPDATE page_watch SET changes = changes + 1 WHERE server_id <> ?"
                        + " AND topic IN ("
                        + ValueList.marks(some.size())
                        + ")")) {
              update.setLong(1, serverId);
              ValueList.setStrings(update, 1, some);
              return update.executeUpdate();
            }
          });
    }
  }

  private static int[] deleteEach(Connection connection, long serverId, Collection<Topic> topics)
      throws SQLException {
    try (var delete =
        connection.prepareStatement("DELETE FROM page_watch WHERE server_id = ? AND topic = ?")) {
      for (var topic : topics) {
        delete.setLong(1, serverId);
        delete.setString(2, topic.toString());
        delete.addBatch();
      }
      return delete.executeBatch();
    }
  }
}
