package tech.powerjob.worker.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;
import tech.powerjob.worker.internal.RecordingOutbox;

class LogShipperTest {
  private final ManualTicker ticker = new ManualTicker();
  private final ManualHost host = new ManualHost(ticker);
  private final RecordingOutbox outbox = new RecordingOutbox();
  private final LogShipper shipper = shipper(1000);

  private LogShipper shipper(long characters) {
    return new LogShipper(
        "w", "10.0.0.1:1", outbox, host, ticker, new LogShipper.Limits(characters, Duration.ZERO));
  }

  @Test
  void linesWrittenWithinMoments_travelInOneMessage() {
    shipper.append(1, LogLevel.INFO, "a");
    host.advance(Duration.ofMillis(200));
    shipper.append(2, LogLevel.ERROR, "b");
    assertThat(outbox.sent()).isEmpty();
    host.advance(Duration.ofMillis(300));

    assertThat(outbox.sent())
        .containsExactly(
            new LogLines(
                "w",
                "10.0.0.1:1",
                1,
                1,
                java.util.List.of(
                    new LogLine(1, ManualTicker.START, 2, "a"),
                    new LogLine(2, ManualTicker.START + 200, 4, "b"))));
    shipper.accepted(1);
    host.advance(Duration.ofMinutes(1));
    assertThat(outbox.sent()).hasSize(1);
    assertThat(shipper.isEmpty()).isTrue();
  }

  @Test
  void flush_sendsNow() {
    shipper.append(1, LogLevel.INFO, "a");

    shipper.flush();

    assertThat(outbox.lines()).hasSize(1);
    host.advance(Duration.ofSeconds(1));
    assertThat(outbox.lines()).as("not again").hasSize(1);
  }

  @Test
  void manyLines_leaveEarlyAndInSeveralMessages() {
    var large = shipper(10L << 20);
    var line = "x".repeat(1000);
    for (int i = 0; i < 600; i++) {
      large.append(1, LogLevel.INFO, line);
    }

    host.advance(Duration.ZERO);

    assertThat(outbox.lines()).hasSize(600);
    assertThat(outbox.sent()).hasSize(15);
  }

  @Test
  void linesThatNobodyAccepts_areSentAgainAllInOrder_andNoLongerOnceTheyAre() {
    shipper.append(1, LogLevel.INFO, "a");
    shipper.flush();
    shipper.append(1, LogLevel.INFO, "b");
    shipper.flush();
    shipper.append(1, LogLevel.INFO, "c");
    shipper.flush();
    shipper.accepted(1);
    outbox.clear();

    host.advance(LogShipper.ACCEPT_PATIENCE);
    assertThat(outbox.sent(LogLines.class))
        .extracting(LogLines::number, LogLines::oldest)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, 2L),
            org.assertj.core.groups.Tuple.tuple(3L, 2L));
    assertThat(outbox.lines()).extracting(LogLine::content).containsExactly("b", "c");
    shipper.accepted(3);
    host.advance(Duration.ofMinutes(1));

    assertThat(outbox.sent()).hasSize(2);
    assertThat(shipper.isEmpty()).isTrue();
  }

  @Test
  void newLine_getsWhatTheLostOneHad_atOnce() {
    shipper.append(1, LogLevel.INFO, "a");
    shipper.flush();
    outbox.clear();

    shipper.resume();

    assertThat(outbox.lines()).extracting(LogLine::content).containsExactly("a");
  }

  @Test
  void serverThatAcceptsNothing_getsNoMoreThanAWindow_andAnAnswerGoesOn() {
    var large = shipper(10L << 20);
    var line = "x".repeat(32_000);
    for (int i = 0; i < 200; i++) {
      large.append(1, LogLevel.INFO, line);
    }
    large.flush();
    int window = outbox.sent().size();
    assertThat(outbox.lines()).hasSizeBetween(60, 70);

    large.accepted(window);
    host.advance(Duration.ZERO);

    assertThat(outbox.lines()).hasSizeBetween(120, 140);
  }

  @Test
  void clockThatIsSetBack_doesNotChangeTheOrder() {
    ticker.setBack(Duration.ofMinutes(5));
    shipper.append(1, LogLevel.INFO, "a");
    ticker.setBack(Duration.ofMinutes(5));
    shipper.append(1, LogLevel.INFO, "b");
    shipper.flush();

    assertThat(outbox.lines().get(1).time()).isEqualTo(outbox.lines().get(0).time());
  }

  @Test
  void lineOfATask_saysSo() {
    shipper.append(1, "0.7", LogLevel.INFO, "a");
    shipper.flush();

    assertThat(outbox.lines()).containsExactly(new LogLine(1, ManualTicker.START, 2, "a", "0.7"));
  }

  @Test
  void withoutALine_linesWait_andLeaveWhenThereIsOne() {
    outbox.goDown();
    shipper.append(1, LogLevel.INFO, "a");
    host.advance(Duration.ofSeconds(5));
    shipper.append(1, LogLevel.INFO, "b");
    host.advance(Duration.ofSeconds(5));
    outbox.comeBack();

    shipper.resume();
    host.advance(Duration.ofSeconds(1));

    assertThat(outbox.lines()).extracting(LogLine::content).containsExactly("a", "b");
  }

  @Test
  void moreThanTheBound_isDroppedAndMarkedInItsPlace() {
    outbox.goDown();
    for (int i = 0; i < 20; i++) {
      shipper.append(1, LogLevel.INFO, "x".repeat(100));
    }
    outbox.comeBack();
    shipper.flush();
    shipper.accepted(outbox.sent().size());
    shipper.append(1, LogLevel.INFO, "later");
    shipper.flush();

    var contents = outbox.lines().stream().map(LogLine::content).toList();
    assertThat(contents).hasSize(5 + 2);
    assertThat(contents.get(5)).contains("15 lines are missing here");
    assertThat(contents.get(6)).isEqualTo("later");
  }

  @Test
  void runThatWroteNothingAfterALoss_showsTheLossToo() {
    outbox.goDown();
    for (int i = 0; i < 10; i++) {
      shipper.append(1, LogLevel.INFO, "x".repeat(100));
    }
    shipper.append(2, LogLevel.INFO, "x".repeat(100));
    outbox.comeBack();

    shipper.flush();

    assertThat(outbox.lines())
        .extracting(LogLine::instanceId, line -> line.content().contains("are missing"))
        .contains(
            org.assertj.core.groups.Tuple.tuple(1L, true),
            org.assertj.core.groups.Tuple.tuple(2L, true));
  }

  @Test
  void veryLongLine_isCut() {
    shipper(10L << 20).append(1, LogLevel.INFO, "x".repeat(LogShipper.MAX_LINE + 1));
    host.advance(Duration.ofSeconds(1));

    assertThat(outbox.lines().get(0).content()).hasSize(LogShipper.MAX_LINE + 3).endsWith("...");
  }

  @Test
  void writerThatIsInterrupted_doesNotWaitForRoom() {
    var patient =
        new LogShipper(
            "w", "a", outbox, host, ticker, new LogShipper.Limits(200, Duration.ofDays(1)));
    patient.append(1, LogLevel.INFO, "x".repeat(100));
    Thread.currentThread().interrupt();

    patient.append(1, LogLevel.INFO, "x".repeat(100));

    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
  }
}
