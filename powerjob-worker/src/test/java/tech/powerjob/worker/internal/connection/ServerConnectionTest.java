package tech.powerjob.worker.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;

class ServerConnectionTest {
  private static final WireMessage SOMETHING = new LogLines("w", "a", List.of());

  private final ManualTicker ticker = new ManualTicker();
  private final ManualHost host = new ManualHost(ticker);
  private final FakeLinks links = new FakeLinks();
  private final List<WireMessage> inbox = new ArrayList<>();
  private final List<Long> connected = new ArrayList<>();
  private final ServerConnection connection = new ServerConnection(links, host, inbox::add);

  ServerConnectionTest() {
    connection.whenConnected(info -> connected.add(info.appId()));
  }

  @Test
  void connect_opensAndTells() {
    connection.connect();

    assertThat(connected).containsExactly(1L);
    assertThat(connection.connection().appId()).isEqualTo(1);
    assertThat(connection.send(SOMETHING)).isTrue();
    assertThat(links.opened.get(0).sent).containsExactly(SOMETHING);
    links.opened.get(0).listener.received(new StopInstance(1, 2));
    assertThat(inbox).containsExactly(new StopInstance(1, 2));
  }

  @Test
  void connect_withoutAServer_failsWithTheReason() {
    links.failures.add("nobody is home");

    assertThatThrownBy(connection::connect)
        .isInstanceOf(PowerJobException.class)
        .hasMessage("nobody is home");
    assertThat(connection.send(SOMETHING)).isFalse();
    host.advance(Duration.ofHours(1));
    assertThat(links.opened).isEmpty();
  }

  @Test
  void inBackground_triesForEver_withGrowingPauses() {
    var tries = new ArrayList<Long>();
    links.beforeOpen = () -> tries.add(ticker.nanos() / 1_000_000);
    for (int i = 0; i < 30; i++) {
      links.failures.add("down");
    }

    connection.connectInBackground();
    host.advance(Duration.ofMinutes(3));

    assertThat(connected).hasSize(1);
    assertThat(tries).hasSize(31);
    assertThat(tries.get(0)).isZero();
    assertThat(tries.get(1)).isBetween(150L, 200L);
    for (int i = 8; i <= 30; i++) {
      assertThat(tries.get(i) - tries.get(i - 1)).isBetween(3750L, 5000L);
    }
  }

  @Test
  void lostLine_isReplaced_andTheOldOneClosed() {
    connection.connect();
    var first = links.opened.get(0);

    first.listener.lost("broker went away");
    first.listener.lost("said twice");
    assertThat(connection.connection()).isNull();
    assertThat(connection.send(SOMETHING)).isFalse();
    host.advance(Duration.ZERO);

    assertThat(first.closed).isTrue();
    assertThat(connected).containsExactly(1L, 2L);
    assertThat(connection.send(SOMETHING)).isTrue();
    assertThat(links.opened).hasSize(2);
    host.advance(Duration.ofMinutes(1));
    assertThat(links.opened).as("one new line is enough").hasSize(2);
  }

  @Test
  void sendThatFails_countsAsLost() {
    connection.connect();
    links.opened.get(0).broken = true;

    assertThat(connection.send(SOMETHING)).isFalse();
    host.advance(Duration.ZERO);

    assertThat(connected).containsExactly(1L, 2L);
  }

  @Test
  void lateWordOfAnOldLine_doesNotHurtTheNewOne() {
    connection.connect();
    var first = links.opened.get(0);
    first.listener.lost("x");
    host.advance(Duration.ZERO);

    first.listener.lost("still dead");
    host.advance(Duration.ofMinutes(1));

    assertThat(links.opened).hasSize(2);
    assertThat(connection.connection().appId()).isEqualTo(2);
  }

  @Test
  void lineLostWhileOpening_isNotUsed() {
    links.loseAtOnce = true;

    assertThatThrownBy(connection::connect).hasMessage("lost at once");
    assertThat(links.opened.get(0).closed).isTrue();
  }

  @Test
  void backoff_startsOverAfterSuccess() {
    connection.connect();
    for (int round = 0; round < 3; round++) {
      links.failures.add("down");
      links.opened.get(links.opened.size() - 1).listener.lost("x");
      host.advance(Duration.ofMillis(200));
      assertThat(connection.connection()).as("round " + round).isNotNull();
    }
  }

  @Test
  void closed_opensNothingAnyMore() {
    connection.connect();
    var link = links.opened.get(0);

    connection.close();
    link.listener.lost("of course");
    connection.connectInBackground();
    host.advance(Duration.ofMinutes(1));

    assertThat(link.closed).isTrue();
    assertThat(links.opened).hasSize(1);
    assertThatThrownBy(connection::connect).hasMessage("the worker is stopping");
    assertThat(links.opened.get(1).closed).isTrue();
  }

  @Test
  void openingThatFailsUnexpectedly_isTriedAgain() {
    var tries = new ArrayList<Integer>();
    links.beforeOpen =
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
    private final List<FakeLink> opened = new ArrayList<>();
    private final Queue<String> failures = new ArrayDeque<>();
    private Runnable beforeOpen = () -> {};
    private boolean loseAtOnce;

    @Override
    public ServerLink open(LinkListener listener) throws LinkException {
      beforeOpen.run();
      var failure = failures.poll();
      if (failure != null) {
        throw new LinkException(failure);
      }
      var link = new FakeLink(opened.size() + 1L, listener);
      opened.add(link);
      if (loseAtOnce) {
        listener.lost("lost at once");
      }
      return link;
    }
  }

  private static final class FakeLink implements ServerLink {
    private final long appId;
    private final LinkListener listener;
    private final List<WireMessage> sent = new ArrayList<>();
    private boolean broken;
    private boolean closed;

    FakeLink(long appId, LinkListener listener) {
      this.appId = appId;
      this.listener = listener;
    }

    @Override
    public WorkerConnection connection() {
      return new WorkerConnection(appId, List.of(), false, 1000);
    }

    @Override
    public void send(WireMessage message) throws LinkException {
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
