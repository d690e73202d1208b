package tech.powerjob.worker.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.worker.internal.Commands.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.common.model.JobOptions.BackoffPolicy;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.internal.Commands;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;
import tech.powerjob.worker.internal.NamedProcessors;
import tech.powerjob.worker.internal.RecordingOutbox;
import tech.powerjob.worker.internal.log.LogShipper;
import tech.powerjob.worker.internal.log.RunLoggers;
import tech.powerjob.worker.internal.processor.Processors;

@Timeout(20)
class StandaloneRunTest {
  private static final int MAX_RESULT = 20;

  private final ManualTicker ticker = new ManualTicker();
  private final ManualHost host = new ManualHost(ticker);
  private final RecordingOutbox outbox = new RecordingOutbox();
  private final LogShipper shipper =
      new LogShipper("w", "a", outbox, host, ticker, LogShipper.Limits.DEFAULT);
  private final NamedProcessors named = new NamedProcessors();
  private final Recorder recorder = new Recorder();

  private final RunEnvironment environment =
      new RunEnvironment(
          new Processors(List.of(named)),
          new RunLoggers(shipper),
          host,
          ticker,
          MAX_RESULT,
          "user's own",
          new ContextAdditions(40));

  private static final class Recorder implements Run.Listener {
    private final List<InstanceReport> started = new ArrayList<>();
    private final AtomicReference<InstanceReport> outcome = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void started(Run run) {
      started.add(run.running());
    }

    @Override
    public void ended(Run run, InstanceReport report) {
      outcome.set(report);
      ended.countDown();
    }
  }

  private StandaloneRun prepared(RunInstance command) {
    return new StandaloneRun(command, environment, recorder);
  }

  private InstanceReport execute(Commands commands) {
    prepared(commands.processor("p").command()).execute();
    assertThat(recorder.ended.getCount()).isZero();
    return recorder.outcome.get();
  }

  private List<String> lines() {
    shipper.flush();
    return outbox.lines().stream().map(LogLine::content).toList();
  }

  @Test
  void failedTask_isTriedAgainAfterItsPauses() {
    var starts = new ArrayList<Long>();
    named.with(
        "p",
        context -> {
          starts.add(ticker.epochMillis() - ManualTicker.START);
          return new ProcessResult(false, "again");
        });
    execute(
        run(5).retries(3).backoff(new Backoff(BackoffPolicy.EXPONENTIAL, 100, 2.0, 300L, null)));
    assertThat(starts).containsExactly(0L, 100L, 300L, 600L);
  }

  @Test
  void interruptedInAPause_triesNoMore() {
    var tries = new AtomicInteger();
    named.with(
        "p",
        context -> {
          tries.incrementAndGet();
          Thread.currentThread().interrupt();
          return new ProcessResult(false, "again");
        });
    var outcome =
        execute(run(5).retries(3).backoff(new Backoff(BackoffPolicy.FIXED, 5, null, null, null)));
    assertThat(tries).hasValue(1);
    assertThat(outcome.result()).isEqualTo("again");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void processor_getsItsContext() {
    var seen = new AtomicReference<TaskContext>();
    named.with(
        "p",
        context -> {
          seen.set(context);
          context.getOmsLogger().info("hello");
          ticker.advance(Duration.ofMillis(12));
          return new ProcessResult(true, "done");
        });

    var outcome = execute(run(5).epoch(9).params("of job", "of run").retries(2));

    assertThat(outcome)
        .isEqualTo(
            new InstanceReport(
                5,
                9,
                InstanceStatus.SUCCEED,
                "done",
                ManualTicker.START,
                ManualTicker.START + 12,
                false,
                7L,
                null));
    var context = seen.get();
    assertThat(context.getJobId()).isEqualTo(7);
    assertThat(context.getInstanceId()).isEqualTo(5);
    assertThat(context.getEpoch()).isEqualTo(9);
    assertThat(context.getSubInstanceId()).isNull();
    assertThat(context.getTaskId()).isEqualTo("7#5");
    assertThat(context.getTaskName()).isEqualTo("OMS_ROOT_TASK");
    assertThat(context.getJobParams()).isEqualTo("of job");
    assertThat(context.getInstanceParams()).isEqualTo("of run");
    assertThat(context.getMaxRetryTimes()).isEqualTo(2);
    assertThat(context.getCurrentRetryTimes()).isZero();
    assertThat(context.getSubTask()).isNull();
    assertThat(context.getUserContext()).isEqualTo("user's own");
    assertThat(context.getWorkflowContext().getWfInstanceId()).isNull();
    assertThat(context.getInstanceMeta().getEtt()).isEqualTo(ManualTicker.START);
    assertThat(lines()).containsExactly("hello");
  }

  @Test
  void workflowRun_readsTheContext_andItsAdditionsAreReported() {
    var read = new AtomicReference<Map<String, String>>();
    named.with(
        "p",
        context -> {
          read.set(context.getWorkflowContext().fetchWorkflowContext());
          context.getWorkflowContext().appendData2WfContext("text", "plain");
          context.getWorkflowContext().appendData2WfContext("list", List.of(1, 2));
          return new ProcessResult(true);
        });

    var outcome = execute(run(1).workflow(99).params(null, "{\"a\":{\"b\":1},\"c\":\"d\"}"));

    assertThat(read.get()).isEqualTo(Map.of("a", "{\"b\":1}", "c", "d"));
    assertThat(outcome.appendedWfContext()).isEqualTo(Map.of("text", "plain", "list", "[1,2]"));
  }

  @Test
  void additionsThatAreTooLong_areDroppedAsAWhole_withAWarning() {
    named.with(
        "p",
        context -> {
          context.getWorkflowContext().appendData2WfContext("a", "b");
          context.getWorkflowContext().appendData2WfContext("long", "x".repeat(20));
          return new ProcessResult(true, "ok");
        });
    // {"a":"b","long":"xxxxxxxxxxxxxxxxxxxx"} has 39 characters, and the limit is 40.
    assertThat(execute(run(1).workflow(99)).appendedWfContext()).hasSize(2);
    assertThat(lines()).isEmpty();

    named.with(
        "q",
        context -> {
          context.getWorkflowContext().appendData2WfContext("a", "b");
          context.getWorkflowContext().appendData2WfContext("long", "x".repeat(22));
          return new ProcessResult(true, "ok");
        });
    prepared(run(2).processor("q").workflow(99).command()).execute();

    assertThat(recorder.outcome.get())
        .extracting(InstanceReport::status, InstanceReport::appendedWfContext)
        .containsExactly(InstanceStatus.SUCCEED, null);
    assertThat(lines())
        .containsExactly(
            "what was added to the workflow's context is dropped: it has 41 characters, but"
                + " maxAppendedWfContextLength is 40");
  }

  @Test
  void additionsOfAFailedAttempt_areNotThoseOfTheNext() {
    named.with(
        "p",
        context -> {
          int tries = context.getCurrentRetryTimes();
          context.getWorkflowContext().appendData2WfContext("try " + tries, tries);
          return new ProcessResult(tries == 1);
        });

    assertThat(execute(run(1).workflow(99).retries(1)).appendedWfContext())
        .isEqualTo(Map.of("try 1", "1"));
  }

  @Test
  void runOutsideAWorkflow_addsNothing() {
    named.with(
        "p",
        context -> {
          context.getWorkflowContext().appendData2WfContext("a", "b");
          return new ProcessResult(true);
        });

    assertThat(execute(run(1).params(null, "no JSON")).appendedWfContext()).isNull();
  }

  @Test
  void contextThatIsNoJson_failsTheRun() {
    named.with("p", context -> new ProcessResult(true));

    var outcome = execute(run(1).workflow(99).params(null, "no JSON"));

    assertThat(outcome.status()).isEqualTo(InstanceStatus.FAILED);
    assertThat(outcome.result()).startsWith("the workflow's conte");
  }

  @Test
  void failure_isReportedAsSuch() {
    named.with("p", context -> new ProcessResult(false, "no luck"));

    assertThat(execute(run(1)))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.FAILED, "no luck");
  }

  @Test
  void nullResult_isAFailure() {
    named.with("p", context -> null);

    assertThat(execute(run(1)))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.FAILED, "Processor return null".substring(0, 20) + "...");
  }

  @Test
  void exception_isItsTextAndALogLine() {
    named.with(
        "p",
        context -> {
          throw new java.io.IOException("x");
        });

    assertThat(execute(run(1)).result()).isEqualTo("java.io.IOException:...");
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("the processor failed\njava.io.IOException: x\n\tat");
  }

  @Test
  void error_isAFailureToo() {
    named.with(
        "p",
        context -> {
          throw new NoClassDefFoundError("a/B");
        });

    assertThat(execute(run(1)).status()).isEqualTo(InstanceStatus.FAILED);
  }

  @Test
  void resultWithoutText_isEmpty_longOneIsCut() {
    named.with("p", context -> new ProcessResult(true));
    assertThat(execute(run(1)).result()).isEmpty();

    named.with("q", context -> new ProcessResult(true, "x".repeat(MAX_RESULT)));
    prepared(run(2).processor("q").command()).execute();
    assertThat(recorder.outcome.get().result()).hasSize(MAX_RESULT);

    named.with("r", context -> new ProcessResult(true, "x".repeat(MAX_RESULT + 1)));
    prepared(run(3).processor("r").command()).execute();
    assertThat(recorder.outcome.get().result()).isEqualTo("x".repeat(MAX_RESULT) + "...");
  }

  @Test
  void failedTask_isTriedAgainInPlace() {
    var tries = new ArrayList<Integer>();
    named.with(
        "p",
        context -> {
          tries.add(context.getCurrentRetryTimes());
          return new ProcessResult(tries.size() == 3, "try " + tries.size());
        });

    var outcome = execute(run(1).retries(5));

    assertThat(tries).containsExactly(0, 1, 2);
    assertThat(outcome.result()).isEqualTo("try 3");
    assertThat(recorder.started).as("one start for all tries").hasSize(1);
  }

  @Test
  void failedTask_isGivenUpAfterItsRetries() {
    var tries = new AtomicInteger();
    named.with("p", context -> new ProcessResult(false, "try " + tries.incrementAndGet()));

    assertThat(execute(run(1).retries(2)).result()).isEqualTo("try 3");
  }

  @Test
  void missingProcessor_failsWithoutAStart() {
    var outcome = execute(run(1));

    assertThat(outcome.status()).isEqualTo(InstanceStatus.FAILED);
    assertThat(outcome.result()).startsWith("fetch Processor fail");
    assertThat(outcome.startTime()).isZero();
    assertThat(outcome.lost()).isFalse();
    assertThat(recorder.started).isEmpty();
  }

  @Test
  void contextClassLoader_isTheProcessors_andIsPutBack() {
    var before = Thread.currentThread().getContextClassLoader();
    var during = new AtomicReference<ClassLoader>();
    named.with(
        "p",
        context -> {
          during.set(Thread.currentThread().getContextClassLoader());
          return new ProcessResult(true);
        });
    var own = new ClassLoader(before) {};
    Thread.currentThread().setContextClassLoader(own);
    try {
      execute(run(1));
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }

    assertThat(during.get()).isSameAs(StandaloneRunTest.class.getClassLoader());
  }

  @Test
  void timeLimit_interruptsAndFails() throws Exception {
    var inside = new CountDownLatch(1);
    named.with(
        "p",
        context -> {
          inside.countDown();
          new CountDownLatch(1).await();
          return new ProcessResult(true);
        });
    var wide =
        new RunEnvironment(
            environment.processors(),
            environment.loggers(),
            host,
            ticker,
            1000,
            null,
            new ContextAdditions(40));
    var run =
        new StandaloneRun(
            run(1).processor("p").timeLimitMillis(1500).retries(3).command(), wide, recorder);
    var thread = start(run);
    inside.await();

    host.advance(Duration.ofMillis(1499));
    assertThat(recorder.outcome.get()).isNull();
    host.advance(Duration.ofMillis(1));
    thread.join();

    assertThat(recorder.outcome.get().status()).isEqualTo(InstanceStatus.FAILED);
    assertThat(recorder.outcome.get().result()).isEqualTo(StandaloneRun.TIMED_OUT);
    assertThat(lines()).as("the timeout is no failure of the processor").isEmpty();
    assertThat(host.waitingTasks()).as("no more interrupts are planned").isZero();
  }

  @Test
  void processorThatIgnoresTheFirstInterrupt_isInterruptedAgain() throws Exception {
    var inside = new CountDownLatch(1);
    var swallowed = new CountDownLatch(1);
    named.with(
        "p",
        context -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            swallowed.countDown();
          }
          new CountDownLatch(1).await();
          return new ProcessResult(true);
        });
    var thread = start(prepared(run(1).processor("p").timeLimitMillis(500).command()));
    inside.await();
    host.advance(Duration.ofMillis(500));
    swallowed.await();

    host.advance(Duration.ofMillis(50));
    thread.join();

    assertThat(recorder.outcome.get().result()).startsWith("instance execute tim");
  }

  @Test
  void processorThatFinishesItsWorkPastTheLimit_keepsItsResult() throws Exception {
    var inside = new CountDownLatch(1);
    named.with(
        "p",
        context -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            return new ProcessResult(true, "finished in time");
          }
          return null;
        });
    var thread = start(prepared(run(1).processor("p").timeLimitMillis(500).command()));
    inside.await();
    host.advance(Duration.ofMillis(500));
    thread.join();

    assertThat(recorder.outcome.get())
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.SUCCEED, "finished in time");
  }

  @Test
  void endInTime_cancelsTheLimit_andLeavesNoInterrupt() {
    named.with("p", context -> new ProcessResult(true));

    execute(run(1).timeLimitMillis(1000));
    host.advance(Duration.ofMinutes(1));

    assertThat(host.waitingTasks()).isZero();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interruptOfTheProcessorItself_doesNotReachTheNextRun() {
    named.with(
        "p",
        context -> {
          Thread.currentThread().interrupt();
          return new ProcessResult(true);
        });

    execute(run(1));

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void abandonedRun_isInterruptedAndItsOutcomeDropped() throws Exception {
    var inside = new CountDownLatch(1);
    var calls = new AtomicInteger();
    named.with(
        "p",
        context -> {
          calls.incrementAndGet();
          inside.countDown();
          new CountDownLatch(1).await();
          return new ProcessResult(true);
        });
    var run = prepared(run(1).processor("p").retries(3).command());
    var thread = start(run);
    inside.await();

    run.abandon();
    thread.join();

    assertThat(recorder.ended.await(1, TimeUnit.SECONDS)).isTrue();
    assertThat(recorder.outcome.get()).isNull();
    assertThat(calls).as("not tried again").hasValue(1);
  }

  @Test
  void handedBackRun_isInterrupted_andGivenBackWithoutAnotherTry() throws Exception {
    var inside = new CountDownLatch(1);
    var calls = new AtomicInteger();
    named.with(
        "p",
        context -> {
          calls.incrementAndGet();
          inside.countDown();
          new CountDownLatch(1).await();
          return new ProcessResult(true);
        });
    var run = prepared(run(1).processor("p").retries(3).command());
    var thread = start(run);
    inside.await();

    run.handBack();
    thread.join();

    assertThat(recorder.outcome.get())
        .isEqualTo(
            new InstanceReport(
                1, 1, InstanceStatus.FAILED, InstanceReport.HANDED_BACK, 0, null, true, 7L, null));
    assertThat(calls).hasValue(1);
    assertThat(lines()).as("no failure of the processor").isEmpty();
  }

  @Test
  void handedBackRunThatSucceedsAllTheSame_keepsItsResult() throws Exception {
    var inside = new CountDownLatch(1);
    named.with(
        "p",
        context -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            return new ProcessResult(true, "just finished");
          }
          return null;
        });
    var run = prepared(run(1).processor("p").command());
    var thread = start(run);
    inside.await();

    run.handBack();
    thread.join();

    assertThat(recorder.outcome.get())
        .extracting(InstanceReport::status, InstanceReport::result, InstanceReport::lost)
        .containsExactly(InstanceStatus.SUCCEED, "just finished", false);
  }

  private static Thread start(StandaloneRun run) {
    var thread = new Thread(run::execute, "run under test");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
