package tech.powerjob.worker.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;
import tech.powerjob.worker.internal.RecordingOutbox;

class ReporterTest {
  private final ManualTicker ticker = new ManualTicker();
  private final ManualHost host = new ManualHost(ticker);
  private final RecordingOutbox outbox = new RecordingOutbox();
  private final AtomicInteger logFlushes = new AtomicInteger();
  private final FinalReports finals = new FinalReports(FinalReports.Limits.DEFAULT, ticker);
  private final Reporter reporter =
      new Reporter("w", outbox, logFlushes::incrementAndGet, finals, host, ticker);

  private static InstanceReport running(long id) {
    return new InstanceReport(id, 1, InstanceStatus.RUNNING, null, 1, null, false, null, null);
  }

  private static InstanceReport succeeded(long id) {
    return new InstanceReport(id, 1, InstanceStatus.SUCCEED, "", 1, 2L, false, null, null);
  }

  @Test
  void firstReport_leavesAtOnce() {
    reporter.report(running(1));
    host.advance(Duration.ZERO);

    assertThat(outbox.sent()).containsExactly(new InstanceReports("w", outbox.reports()));
    assertThat(outbox.reports()).containsExactly(running(1));
    assertThat(logFlushes).as("a run that goes on needs no log flush").hasValue(0);
  }

  @Test
  void reportsSoonAfterAMessage_travelTogether() {
    reporter.report(running(1));
    host.advance(Duration.ofMillis(1));
    reporter.report(running(2));
    reporter.report(succeeded(2));
    host.advance(Duration.ofMillis(3));
    assertThat(outbox.sent()).hasSize(1);
    reporter.report(succeeded(1));
    host.advance(Duration.ofMillis(1));

    assertThat(outbox.sent()).hasSize(2);
    assertThat(outbox.reports())
        .containsExactly(running(1), running(2), succeeded(2), succeeded(1));
  }

  @Test
  void logLines_leaveBeforeTheFinalReport() {
    var order = new StringBuilder();
    var ordered =
        new Reporter(
            "w",
            message -> {
              order.append("report ");
              return true;
            },
            () -> order.append("logs "),
            finals,
            host,
            ticker);

    ordered.report(succeeded(1));
    host.advance(Duration.ZERO);

    assertThat(order).hasToString("logs report ");
  }

  @Test
  void hugeBacklog_isCutIntoMessages() {
    for (int i = 0; i < Reporter.BATCH * 2 + 1; i++) {
      reporter.report(running(i));
    }

    host.advance(Duration.ofSeconds(1));

    assertThat(outbox.sent(InstanceReports.class))
        .extracting(message -> message.reports().size())
        .containsExactly(Reporter.BATCH, Reporter.BATCH, 1);
  }

  @Test
  void flush_sendsWhatWaitsInThisThread() {
    reporter.report(running(1));
    host.advance(Duration.ZERO);
    reporter.report(succeeded(1));

    reporter.flush();

    assertThat(outbox.reports()).containsExactly(running(1), succeeded(1));
    host.advance(Duration.ofSeconds(1));
    assertThat(outbox.reports()).as("nothing is sent twice").hasSize(2);
  }

  @Test
  void withoutALine_finalReportComesWithTheRepetitions() {
    outbox.goDown();
    finals.add(succeeded(1));
    reporter.report(succeeded(1));
    host.advance(Duration.ofSeconds(1));
    outbox.comeBack();
    ticker.advance(Duration.ofSeconds(2));

    reporter.repeatDue();

    assertThat(outbox.reports()).containsExactly(succeeded(1));
    finals.accept(new InstanceEpoch(1, 1));
    ticker.advance(Duration.ofMinutes(1));
    reporter.repeatDue();
    assertThat(outbox.reports()).hasSize(1);
  }

  @Test
  void manyDue_areAllRepeated() {
    for (int i = 0; i < Reporter.BATCH + 1; i++) {
      finals.add(succeeded(i));
    }
    finals.repeatAll();

    reporter.repeatDue();

    assertThat(outbox.reports()).hasSize(Reporter.BATCH + 1);
  }
}
