package tech.powerjob.worker.jca.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.worker.jca.outbox.Submitter.NotSentException;
import tech.powerjob.worker.jca.outbox.Submitter.RefusedException;

class RelayTest {
  private static final long NOW = 1_000_000_000_000L;

  private final OutboxTable table = new OutboxTable("demo");
  private final Server server = new Server();
  private DataSource dataSource;
  private Connection connection;

  /** A server that knows keys again for a day, as ours does. */
  private static final class Server implements Submitter {
    final Map<String, Long> instances = new HashMap<>();
    final Map<String, Long> keys = new HashMap<>();
    final List<Long> stopped = new ArrayList<>();
    boolean down;
    boolean deaf;
    boolean answerLost;
    String refusal;
    long now = NOW;

    @Override
    public void connect() throws NotSentException {
      if (down) {
        throw new NotSentException("cannot be connected to", null);
      }
    }

    @Override
    public long run(OutboxRequest request) throws NotSentException, RefusedException {
      if (deaf) {
        throw new NotSentException("went away after the login", null);
      }
      if (refusal != null) {
        throw new RefusedException(refusal);
      }
      var known = keys.get(request.key());
      if (known == null || now - known > Duration.ofDays(1).toMillis()) {
        keys.put(request.key(), now);
        instances.put(request.key(), instances.size() + 100L);
        runs++;
      }
      if (answerLost) {
        throw new IllegalStateException("answer lost");
      }
      return instances.get(request.key());
    }

    int runs;

    @Override
    public void stop(long instanceId) throws RefusedException {
      if (refusal != null) {
        throw new RefusedException(refusal);
      }
      stopped.add(instanceId);
    }

    @Override
    public OptionalLong find(String key) {
      var instance = instances.get(key);
      return instance == null ? OptionalLong.empty() : OptionalLong.of(instance);
    }
  }

  @BeforeEach
  void open() throws Exception {
    dataSource = Tables.create();
    connection = dataSource.getConnection();
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }

  private void submit(String key) throws Exception {
    table.add(connection, OutboxRequest.run(key, 7, "p", 0, NOW), NOW);
  }

  /** Each time a new relay: it remembers nothing. */
  private boolean deliver(Duration later) throws Exception {
    server.now = NOW + later.toMillis();
    return new Relay(table, server).deliver(connection, server.now);
  }

  private void deliverUndelivered(Duration later) {
    assertThatThrownBy(() -> deliver(later)).isInstanceOf(NotSentException.class);
  }

  private String column(String name, String key) throws Exception {
    try (var select =
        connection.prepareStatement(
            "SELECT " + name + " FROM powerjob_outbox WHERE submission_key = ?")) {
      select.setString(1, key);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  @Test
  void committedRequest_isDeliveredOnceAndCanBeAskedFor() throws Exception {
    submit("a");
    assertThat(table.find(connection, "a")).contains(OptionalLong.empty());

    assertThat(deliver(Duration.ZERO)).isFalse();
    deliver(Duration.ofHours(1));

    assertThat(server.runs).isEqualTo(1);
    assertThat(table.find(connection, "a")).contains(OptionalLong.of(100));
    assertThat(table.find(connection, "b")).isEqualTo(Optional.empty());
  }

  @Test
  void rolledBackRequest_isNeverDelivered() throws Exception {
    try (var other = dataSource.getConnection()) {
      other.setAutoCommit(false);
      table.add(other, OutboxRequest.run("a", 7, null, 0, NOW), NOW);
      deliver(Duration.ZERO);
      other.rollback();
    }
    deliver(Duration.ofMinutes(1));

    assertThat(server.runs).isZero();
  }

  @Test
  void lostAnswer_isAskedForUnderTheSameKey() throws Exception {
    submit("a");
    server.answerLost = true;
    deliverUndelivered(Duration.ZERO);
    deliverUndelivered(Duration.ofMinutes(2));
    server.answerLost = false;

    deliver(Duration.ofMinutes(10));

    assertThat(server.runs).isEqualTo(1);
    assertThat(table.find(connection, "a")).contains(OptionalLong.of(100));
  }

  @Test
  void killedBetweenAnswerAndNote_isSettledByTheNextRelay() throws Exception {
    submit("a");
    var request = table.due(connection, NOW, 1).get(0);
    assertThat(table.claim(connection, request, NOW, NOW + 60_000)).isTrue();
    server.run(request);

    deliver(Duration.ofSeconds(30));
    assertThat(table.find(connection, "a")).as("left alone").contains(OptionalLong.empty());
    deliver(Duration.ofSeconds(61));

    assertThat(server.runs).isEqualTo(1);
    assertThat(table.find(connection, "a")).contains(OptionalLong.of(100));
  }

  @Test
  void oneOfTwoRelays_takesARequest() throws Exception {
    submit("a");
    var request = table.due(connection, NOW, 1).get(0);

    assertThat(table.claim(connection, request, NOW, NOW + 60_000)).isTrue();
    assertThat(table.claim(connection, request, NOW, NOW + 60_001)).isFalse();
  }

  @Test
  void serverDownForDays_losesAndDoublesNothing() throws Exception {
    submit("a");
    server.down = true;
    deliverUndelivered(Duration.ZERO);
    server.down = false;
    server.deaf = true;
    deliverUndelivered(Duration.ofHours(1));
    assertThat(column("first_sent", "a")).as("no server can know of it").isNull();
    server.deaf = false;

    deliver(Duration.ofDays(30));

    assertThat(server.runs).isEqualTo(1);
  }

  @Test
  void answerLostTwoDaysAgo_isLookedUpBecauseTheKeyIsForgotten() throws Exception {
    submit("a");
    submit("never-arrived");
    server.answerLost = true;
    deliverUndelivered(Duration.ZERO);
    server.answerLost = false;

    deliver(Duration.ofDays(2));

    assertThat(server.runs).isEqualTo(2);
    assertThat(table.find(connection, "a")).contains(OptionalLong.of(100));
  }

  @Test
  void answerLostSoLongAgoThatNobodyKnows_isLeftToPeople() throws Exception {
    submit("a");
    server.answerLost = true;
    deliverUndelivered(Duration.ZERO);
    server.answerLost = false;
    server.instances.clear();

    deliver(Duration.ofDays(8));

    assertThat(server.runs).isEqualTo(1);
    assertThat(column("done", "a")).isNull();
    assertThat(column("last_error", "a")).contains("set first_sent to null to have it run");
  }

  @Test
  void refusedRequest_waitsAndDoesNotHoldUpOthers() throws Exception {
    submit("a");
    server.refusal = "there is no job 7";
    deliver(Duration.ZERO);
    assertThat(column("last_error", "a")).isEqualTo("there is no job 7");
    assertThat(column("first_sent", "a")).isNull();
    server.refusal = null;
    submit("b");

    deliver(Duration.ofMillis(1));
    assertThat(table.find(connection, "b")).contains(OptionalLong.of(100));

    deliver(Duration.ofSeconds(2));
    assertThat(table.find(connection, "a")).contains(OptionalLong.of(101));
  }

  @Test
  void stopOfASubmission_waitsForItsRun() throws Exception {
    table.add(connection, OutboxRequest.stop("s", "a", NOW), NOW - 1);
    submit("a");
    deliver(Duration.ZERO);
    assertThat(server.stopped).isEmpty();

    deliver(Duration.ofSeconds(2));

    assertThat(server.stopped).containsExactly(100L);
    assertThat(column("done", "s")).isNotNull();
  }

  @Test
  void stopsThatCannotBe_areSettled() throws Exception {
    table.add(connection, OutboxRequest.stop("s", "unknown", NOW), NOW);
    server.refusal = "it has ended";
    table.add(connection, OutboxRequest.stop("t", 5, NOW), NOW);

    deliver(Duration.ZERO);

    assertThat(column("last_error", "s")).isEqualTo("there is no such submission");
    assertThat(column("last_error", "t")).isEqualTo("it has ended");
    assertThat(table.due(connection, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void settledRequests_areForgottenAfterAWeek() throws Exception {
    submit("old");
    deliver(Duration.ZERO);
    server.down = true;
    submit("open");

    new Relay(table, server).purge(connection, NOW + Relay.KEPT.toMillis() + 1);

    assertThat(table.find(connection, "old")).isEmpty();
    assertThat(table.find(connection, "open")).isPresent();
  }

  @Test
  void requestsOfOtherApplications_areTheirs() throws Exception {
    new OutboxTable("other").add(connection, OutboxRequest.run("a", 7, null, 0, NOW), NOW);

    deliver(Duration.ZERO);

    assertThat(server.runs).isZero();
    assertThat(table.find(connection, "a")).isEmpty();
  }
}
