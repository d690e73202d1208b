package tech.powerjob.worker.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.wire.WorkerHeartbeat;
import tech.powerjob.worker.host.StandaloneHost;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;

class ServerConnectionTest {
  private static final WireMessage SOMETHING = new LogLines("w", "a", List.of());
  private static final WireMessage HEARTBEAT =
      new WorkerHeartbeat("w", 1, "a", null, "1", false, false, false, 0, 0, null, null, List.of());

  private final ManualTicker ticker = new ManualTicker();
  private final ManualHost host = new ManualHost(ticker);
  private final FakeLinks links = new FakeLinks();
  private final List<WireMessage> inbox = new ArrayList<>();
  private final List<Long> connected = new ArrayList<>();
  private final ServerConnection connection = new ServerConnection(links, host, ticker, inbox::add);

  ServerConnectionTest() {
    connection.whenConnected(info -> connected.add(info.appId()));
  }

  private static InstanceReports result(long instanceId) {
    return new InstanceReports(
        "w",
        List.of(
            new InstanceReport(
                instanceId, 1, InstanceStatus.SUCCEED, "ok", 1, 2L, false, null, null)));
  }

  private void servers(String... brokers) {
    links.brokers = List.of(brokers);
  }

  private FakeLink latest(String broker) {
    return links.latest.get(broker);
  }

  @Test
  void connect_opensAndTells() {
    connection.connect();

    assertThat(connected).containsExactly(1L);
    assertThat(connection.connection().appId()).isEqualTo(1);
    assertThat(connection.send(SOMETHING)).isTrue();
    host.advance(Duration.ZERO);
    assertThat(latest("a").sent).containsExactly(SOMETHING);
    latest("a").listener.received(new StopInstance(1, 2));
    assertThat(inbox).containsExactly(new StopInstance(1, 2));
  }

  @Test
  void connect_withoutAServer_failsWithTheReason() {
    links.failures.add("nobody is home");

    assertThatThrownBy(connection::connect)
        .isInstanceOf(PowerJobException.class)
        .hasMessage("nobody is home");
    assertThat(connection.send(SOMETHING)).isFalse();
  }

  @Test
  void connect_withOneOfThreeBrokersAway_usesTheOthers() {
    servers("a", "b", "c");
    links.away.add("a");

    connection.connect();
    host.advance(Duration.ZERO);

    assertThat(links.latest.keySet()).containsExactlyInAnyOrder("b", "c");
    links.away.remove("a");
    host.advance(Duration.ofSeconds(1));
    assertThat(links.latest.keySet()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void heartbeats_goOverEveryLine_andLogLinesOverOne() {
    servers("a", "b", "c");
    connection.connect();
    host.advance(Duration.ZERO);

    connection.send(HEARTBEAT);
    connection.send(SOMETHING);
    host.advance(Duration.ZERO);

    assertThat(links.opened).hasSize(3).allMatch(link -> link.sent.contains(HEARTBEAT));
    assertThat(links.opened).filteredOn(link -> link.sent.contains(SOMETHING)).hasSize(1);
  }

  @Test
  void newServer_getsALine_andOneThatIsGoneNone() {
    connection.connect();
    servers("a", "b");
    host.advance(ServerConnection.REFRESH);
    host.advance(Duration.ZERO);
    assertThat(links.latest).containsKey("b");

    servers("b");
    links.away.add("a");
    latest("a").listener.lost("ended");
    int before = links.tries;
    host.advance(Duration.ofMinutes(1));
    assertThat(links.tries).as("tries while it may come back").isGreaterThan(before);
    host.advance(ServerConnection.KEPT);
    int tries = links.tries;
    host.advance(Duration.ofMinutes(1));

    assertThat(links.tries).as("tries to open a line").isEqualTo(tries);
    assertThat(connection.send(SOMETHING)).isTrue();
  }

  @Test
  void report_goesWhereTheRunCameFrom_andRepeatedElsewhere() {
    servers("a", "b");
    connection.connect();
    host.advance(Duration.ZERO);
    for (var origin : List.of("a", "b")) {
      long instance = origin.equals("a") ? 1 : 2;
      latest(origin).listener.received(new CheckInstances(List.of(new InstanceEpoch(instance, 1))));
    }

    connection.send(result(1));
    connection.send(result(2));
    host.advance(Duration.ZERO);
    assertThat(latest("a").sent).containsExactly(result(1));
    assertThat(latest("b").sent).containsExactly(result(2));

    connection.send(result(1));
    host.advance(Duration.ZERO);
    assertThat(latest("b").sent).as("repeated").containsExactly(result(2), result(1));
  }

  @Test
  void report_whoseOriginIsAway_goesToAnother() {
    servers("a", "b");
    connection.connect();
    host.advance(Duration.ZERO);
    latest("a").listener.received(new CheckInstances(List.of(new InstanceEpoch(1, 1))));
    links.away.add("a");
    latest("a").listener.lost("killed");

    assertThat(connection.send(result(1))).isTrue();
    host.advance(Duration.ZERO);

    assertThat(latest("b").sent).contains(result(1));
  }

  @Test
  void brokerThatHangs_holdsNobodyElseUp() throws Exception {
    servers("a", "b");
    var real = new StandaloneHost(4);
    var meshed = new ServerConnection(links, real, ticker, message -> {});
    try {
      meshed.connect();
      await().until(() -> links.latest.size() == 2);
      latest("a").listener.received(new CheckInstances(List.of(new InstanceEpoch(1, 1))));
      latest("a").hanging = true;
      assertThat(meshed.send(HEARTBEAT)).isTrue();
      assertThat(meshed.send(result(1))).isTrue();

      await().until(() -> latest("b").sent.contains(HEARTBEAT));
      await()
          .untilAsserted(
              () -> {
                meshed.send(result(1));
                assertThat(latest("b").sent).contains(result(1));
              });
    } finally {
      latest("a").hang.release(100);
      meshed.close();
      real.close();
    }
  }

  @Test
  void inBackground_triesForEver_withGrowingPauses() {
    var tries = new ArrayList<Long>();
    links.beforeAsk = () -> tries.add(ticker.nanos() / 1_000_000);
    for (int i = 0; i < 30; i++) {
      links.failures.add("down");
    }

    connection.connectInBackground();
    host.advance(Duration.ofMinutes(3));

    assertThat(connected).hasSize(1);
    assertThat(tries).hasSizeGreaterThan(31);
    assertThat(tries.get(0)).isZero();
    assertThat(tries.get(1)).isBetween(150L, 200L);
    for (int i = 9; i <= 30; i++) {
      assertThat(tries.get(i) - tries.get(i - 1)).isBetween(2250L, 3000L);
    }
  }

  @Test
  void lostLine_isReplaced_andTheOldOneClosed() {
    connection.connect();
    var first = latest("a");

    first.listener.lost("broker went away");
    first.listener.lost("said twice");
    assertThat(connection.connection()).isNull();
    assertThat(connection.send(SOMETHING)).isFalse();
    host.advance(Duration.ZERO);

    assertThat(first.closed).isTrue();
    assertThat(connected).containsExactly(1L, 1L);
    assertThat(connection.send(SOMETHING)).isTrue();
    host.advance(Duration.ofMinutes(1));
    assertThat(links.opened).as("one new line is enough").hasSize(2);
  }

  @Test
  void sendThatFails_countsAsLost() {
    connection.connect();
    latest("a").broken = true;

    connection.send(SOMETHING);
    host.advance(Duration.ZERO);

    assertThat(connected).containsExactly(1L, 1L);
  }

  @Test
  void lateWordOfAnOldLine_doesNotHurtTheNewOne() {
    connection.connect();
    var first = latest("a");
    first.listener.lost("x");
    host.advance(Duration.ZERO);

    first.listener.lost("still dead");
    host.advance(Duration.ofMinutes(1));

    assertThat(links.opened).hasSize(2);
    assertThat(connection.connection()).isNotNull();
  }

  @Test
  void lineLostWhileOpening_isNotUsed() {
    links.loseAtOnce = true;

    assertThatThrownBy(connection::connect).hasMessageContaining("lost at once");
    assertThat(links.opened.get(0).closed).isTrue();
  }

  @Test
  void closed_sendsWhatWaits_andOpensNothingAnyMore() {
    connection.connect();
    var link = latest("a");
    connection.send(SOMETHING);

    connection.close();
    link.listener.lost("of course");
    connection.connectInBackground();
    host.advance(Duration.ofMinutes(1));

    assertThat(link.sent).containsExactly(SOMETHING);
    assertThat(link.closed).isTrue();
    assertThat(links.opened).hasSize(1);
    assertThatThrownBy(connection::connect).hasMessage("the worker is stopping");
  }

  @Test
  void askingThatFailsUnexpectedly_isTriedAgain() {
    var tries = new ArrayList<Integer>();
    links.beforeAsk =
        () -> {
          tries.add(1);
          if (tries.size() == 1) {
            throw new IllegalStateException("a bug");
          }
        };

    connection.connectInBackground();
    host.advance(Duration.ofSeconds(1));

    assertThat(connected).hasSize(1);
  }

  private static final class FakeLinks implements ServerLinks {
    private final List<FakeLink> opened = new CopyOnWriteArrayList<>();
    private final Map<String, FakeLink> latest = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ArrayDeque<>();
    private final List<String> away = new ArrayList<>();
    private List<String> brokers = List.of("a");
    private Runnable beforeAsk = () -> {};
    private boolean loseAtOnce;
    private int tries;

    @Override
    public WorkerConnection ask() throws LinkException {
      beforeAsk.run();
      var failure = failures.poll();
      if (failure != null) {
        throw new LinkException(failure);
      }
      return new WorkerConnection(1, brokers, false, 1000, List.of());
    }

    @Override
    public ServerLink open(String broker, WorkerConnection said, LinkListener listener)
        throws LinkException {
      tries++;
      if (away.contains(broker)) {
        throw new LinkException("is away");
      }
      var link = new FakeLink(said, listener);
      opened.add(link);
      latest.put(broker, link);
      if (loseAtOnce) {
        listener.lost("lost at once");
      }
      return link;
    }
  }

  private static final class FakeLink implements ServerLink {
    private final WorkerConnection said;
    private final LinkListener listener;
    private final List<WireMessage> sent = new CopyOnWriteArrayList<>();
    private final Semaphore hang = new Semaphore(0);
    private volatile boolean hanging;
    private boolean broken;
    private boolean closed;

    FakeLink(WorkerConnection said, LinkListener listener) {
      this.said = said;
      this.listener = listener;
    }

    @Override
    public WorkerConnection connection() {
      return said;
    }

    @Override
    public void send(WireMessage message) throws LinkException {
      if (hanging) {
        hang.acquireUninterruptibly();
      }
      if (broken) {
        throw new LinkException("broken");
      }
      sent.add(message);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
