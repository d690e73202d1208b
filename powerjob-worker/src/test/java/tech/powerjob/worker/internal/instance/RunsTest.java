package tech.powerjob.worker.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.worker.internal.Commands.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;
import tech.powerjob.worker.internal.NamedProcessors;
import tech.powerjob.worker.internal.RecordingOutbox;
import tech.powerjob.worker.internal.log.LogShipper;
import tech.powerjob.worker.internal.log.RunLoggers;
import tech.powerjob.worker.internal.processor.Processors;
import tech.powerjob.worker.internal.report.FinalReports;

class RunsTest {
  private final ManualTicker ticker = new ManualTicker();
  private final ManualHost host = new ManualHost(ticker);
  private final AtomicInteger executed = new AtomicInteger();
  private final NamedProcessors named =
      new NamedProcessors()
          .with("ok", context -> new ProcessResult(true, "run " + executed.incrementAndGet()));
  private final FinalReports finals = new FinalReports(FinalReports.Limits.DEFAULT, ticker);
  private final List<InstanceReport> reports = new ArrayList<>();
  private final Runs runs =
      new Runs(
          new RunEnvironment(
              new Processors(List.of(named)),
              new RunLoggers(
                  new LogShipper(
                      "w", "a", new RecordingOutbox(), host, ticker, LogShipper.Limits.DEFAULT)),
              host,
              ticker,
              100,
              null,
              new ContextAdditions(100)),
          finals,
          reports::add,
          10,
          (command, listener) -> {
            throw new IllegalStateException("there is nothing to coordinate");
          },
          2);

  private InstanceReport onlyReport() {
    assertThat(reports).hasSize(1);
    var report = reports.get(0);
    reports.clear();
    return report;
  }

  private static InstanceReport lost(long id, long epoch, String why) {
    return new InstanceReport(id, epoch, InstanceStatus.FAILED, why, 0, null, true, null, null);
  }

  @Test
  void command_isRun_andStartAndEndAreReported() {
    runs.received(run(1).epoch(4).processor("ok").command());
    assertThat(runs.count()).isEqualTo(1);
    ticker.advance(Duration.ofMillis(30));
    host.executeRuns();

    var start = ManualTicker.START + 30;
    assertThat(reports)
        .containsExactly(
            new InstanceReport(1, 4, InstanceStatus.RUNNING, null, start, null, false, 7L, null),
            new InstanceReport(
                1, 4, InstanceStatus.SUCCEED, "run 1", start, start, false, 7L, null));
    assertThat(finals.find(1)).contains(reports.get(1));
    assertThat(runs.count()).isZero();
  }

  @Nested
  class RepeatedCommand {
    @Test
    void whileWaiting_isAnsweredWithRunningAndRunsOnce() {
      runs.received(run(1).processor("ok").command());
      runs.received(run(1).processor("ok").command());

      assertThat(onlyReport())
          .isEqualTo(
              new InstanceReport(1, 1, InstanceStatus.RUNNING, null, 0, null, false, 7L, null));
      host.executeRuns();
      assertThat(executed).hasValue(1);
      assertThat(runs.count()).isZero();
    }

    @Test
    void afterTheEnd_repeatsTheFinalReport_acceptedOrNot() {
      runs.received(run(1).processor("ok").command());
      host.executeRuns();
      var outcome = reports.get(1);
      reports.clear();

      runs.received(run(1).processor("ok").command());
      assertThat(onlyReport()).isEqualTo(outcome);

      runs.received(new ReportsAccepted(List.of(new InstanceEpoch(1, 1))));
      assertThat(finals.unaccepted()).isZero();
      runs.received(run(1).processor("ok").command());
      assertThat(onlyReport()).isEqualTo(outcome);
      assertThat(host.waitingRuns()).isZero();
      assertThat(executed).hasValue(1);
    }

    @Test
    void ofASmallerEpoch_isNotRun() {
      runs.received(run(1).epoch(5).processor("ok").command());
      runs.received(run(1).epoch(4).processor("ok").command());
      assertThat(onlyReport()).isEqualTo(lost(1, 4, Runs.UNKNOWN));
      host.executeRuns();
      reports.clear();

      runs.received(run(1).epoch(4).processor("ok").command());

      assertThat(onlyReport()).isEqualTo(lost(1, 4, Runs.UNKNOWN));
      assertThat(host.waitingRuns()).isZero();
      assertThat(executed).hasValue(1);
    }

    @Test
    void ofALargerEpochWhileWaiting_replacesTheOlder() {
      runs.received(run(1).epoch(1).processor("ok").command());
      runs.received(run(1).epoch(2).processor("ok").command());
      assertThat(runs.count()).as("the older one still has a place in the host").isEqualTo(2);

      host.executeRuns();

      assertThat(reports).extracting(InstanceReport::epoch).containsExactly(2L, 2L);
      assertThat(executed).hasValue(1);
      assertThat(runs.count()).isZero();
    }

    @Test
    void ofALargerEpochAfterTheEnd_runsAgain_andTheOldReportIsForgotten() {
      runs.received(run(1).epoch(1).processor("ok").command());
      host.executeRuns();
      reports.clear();

      runs.received(run(1).epoch(2).processor("ok").command());
      assertThat(finals.unaccepted()).isZero();
      host.executeRuns();

      assertThat(executed).hasValue(2);
      assertThat(reports).extracting(InstanceReport::epoch).containsExactly(2L, 2L);
    }
  }

  @Nested
  class Check {
    @Test
    void tellsRunning_final_andLost() {
      runs.received(run(1).processor("ok").command());
      host.executeRuns();
      runs.received(run(2).epoch(3).processor("ok").command());
      reports.clear();

      runs.received(
          new CheckInstances(
              List.of(
                  new InstanceEpoch(1, 1),
                  new InstanceEpoch(2, 3),
                  new InstanceEpoch(2, 2),
                  new InstanceEpoch(9, 1))));

      assertThat(reports)
          .containsExactly(
              finals.find(1).orElseThrow(),
              new InstanceReport(2, 3, InstanceStatus.RUNNING, null, 0, null, false, 7L, null),
              lost(2, 2, Runs.UNKNOWN),
              lost(9, 1, Runs.UNKNOWN));
    }
  }

  @Nested
  class Stop {
    @Test
    void beforeTheStart_theRunNeverHappens() {
      runs.received(run(1).processor("ok").command());
      runs.received(new StopInstance(1, 1));
      host.executeRuns();

      assertThat(executed).hasValue(0);
      assertThat(reports).isEmpty();
      assertThat(runs.count()).isZero();
    }

    @Test
    void thatComesBeforeItsCommand_isRemembered() {
      runs.received(new StopInstance(1, 3));
      runs.received(run(1).epoch(3).processor("ok").command());
      runs.received(run(1).epoch(2).processor("ok").command());
      assertThat(host.waitingRuns()).isZero();
      assertThat(reports).containsExactly(lost(1, 3, Runs.UNKNOWN), lost(1, 2, Runs.UNKNOWN));

      runs.received(run(1).epoch(4).processor("ok").command());
      assertThat(host.waitingRuns()).isEqualTo(1);
    }

    @Test
    void ofASmallerEpoch_leavesTheRunAlone() {
      runs.received(run(1).epoch(5).processor("ok").command());
      runs.received(new StopInstance(1, 4));
      host.executeRuns();

      assertThat(executed).hasValue(1);
    }

    @Test
    void ofAnUnknownRun_isNoError() {
      runs.received(new StopInstance(77, 1));

      assertThat(reports).isEmpty();
    }
  }

  @Nested
  class Limit {
    @Test
    void overloadedAtTheLimit_fullAtThirtyPercentMore() {
      for (int i = 1; i <= 9; i++) {
        runs.received(run(i).processor("ok").command());
      }
      assertThat(runs.isOverloaded()).isFalse();
      for (int i = 10; i <= 13; i++) {
        runs.received(run(i).processor("ok").command());
        assertThat(runs.isOverloaded()).isTrue();
      }
      assertThat(reports).isEmpty();

      runs.received(run(14).processor("ok").command());

      assertThat(onlyReport()).isEqualTo(lost(14, 1, Runs.FULL));
      assertThat(runs.count()).isEqualTo(13);
    }

    @Test
    void hostThatTakesNoMore_givesTheRunBack() {
      host.reject();

      runs.received(run(1).processor("ok").command());

      assertThat(onlyReport()).isEqualTo(lost(1, 1, Runs.FULL));
      assertThat(runs.count()).isZero();
    }
  }

  @Test
  void runThatWaitsLong_isReportedAsReceived() {
    runs.received(run(1).processor("ok").command());
    ticker.advance(Duration.ofMillis(999));
    runs.sayWaiting();
    assertThat(reports).isEmpty();
    ticker.advance(Duration.ofMillis(1));

    runs.sayWaiting();

    assertThat(onlyReport())
        .isEqualTo(
            new InstanceReport(1, 1, InstanceStatus.RUNNING, null, 0, null, false, 7L, null));
  }

  @Test
  void newLine_hearsOfEveryRun() {
    runs.received(run(1).processor("ok").command());
    runs.received(run(2).processor("ok").command());

    runs.sayAll();

    assertThat(reports).extracting(InstanceReport::instanceId).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void drain_givesBackWhatHasNotBegun_andTakesNothingNew() throws Exception {
    runs.received(run(1).processor("ok").command());

    runs.drain();
    assertThat(onlyReport()).isEqualTo(lost(1, 1, Runs.STOPPING));
    runs.received(run(2).processor("ok").command());
    assertThat(onlyReport()).isEqualTo(lost(2, 1, Runs.STOPPING));

    assertThat(runs.awaitIdle(Duration.ZERO)).isTrue();
    host.executeRuns();
    assertThat(executed).hasValue(0);
  }

  @Test
  void messageForServers_isDropped() {
    runs.received(new LogLines("w", "a", List.of()));

    assertThat(reports).isEmpty();
  }
}
