package tech.powerjob.worker.internal.distributed;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.internal.connection.LinkException;
import tech.powerjob.worker.internal.instance.Run;
import tech.powerjob.worker.internal.processor.ProcessorNotFoundException;

/**
 * One epoch of an instance that is spread over workers, on the worker that coordinates it. It
 * survives the loss of its connection: what it knows is at the broker.
 */
final class CoordinatedRun implements Run {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatedRun.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** A broker that no server names for so long does not come back. */
  private static final Duration GONE = Duration.ofSeconds(60);

  private final RunInstance command;
  private final TaskEnvironment environment;
  private final Listener listener;
  private final long arrived;
  private final Inbox inbox = new Inbox();
  private final InProcess tasks;

  private volatile boolean abandoned;
  private volatile boolean stopped;
  private volatile long startTime;

  CoordinatedRun(RunInstance command, TaskEnvironment environment, Listener listener) {
    this.command = command;
    this.environment = environment;
    this.listener = listener;
    arrived = environment.runs().ticker().nanos();
    tasks = new InProcess(command, environment, inbox);
  }

  @Override
  public InstanceEpoch id() {
    return new InstanceEpoch(command.instanceId(), command.epoch());
  }

  @Override
  public long arrived() {
    return arrived;
  }

  @Override
  public boolean isHeavy() {
    return true;
  }

  @Override
  public boolean begun() {
    return tasks.isAtWork();
  }

  @Override
  public InstanceReport running() {
    return report(InstanceStatus.RUNNING, null, startTime, null, false, null);
  }

  @Override
  public void start() {
    environment.runs().host().background("coordinator-" + command.instanceId(), this::coordinate);
  }

  @Override
  public void handBack() {
    // Its tasks are kept, so that it is enough to give it up.
  }

  @Override
  public void abandon() {
    abandoned = true;
    tasks.interrupt();
    inbox.put(new Signal.Woken());
  }

  @Override
  public void stop() {
    stopped = true;
    abandon();
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Whether the instance is not wanted any more at all. */
  boolean isStopped() {
    return stopped;
  }

  /** The coordinator has begun its work. */
  void begin() {
    if (startTime == 0) {
      startTime = environment.runs().ticker().epochMillis();
      listener.started(this);
    }
  }

  private void coordinate() {
    InstanceReport outcome = null;
    try {
      outcome = untilTheEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("the coordinator broke, instance={}", command.instanceId(), e);
      outcome = lost("the coordinator broke: " + e);
    } finally {
      tasks.interrupt();
      listener.ended(this, abandoned ? null : outcome);
    }
  }

  private InstanceReport untilTheEnd() throws InterruptedException {
    InstanceCode code;
    try {
      code = new InstanceCode(command, environment);
    } catch (ProcessorNotFoundException | IllegalArgumentException e) {
      return report(InstanceStatus.FAILED, e.getMessage(), 0, now(), false, null);
    }
    try (code) {
      tasks.use(code);
      return untilTheEnd(code);
    }
  }

  private InstanceReport untilTheEnd(InstanceCode code) throws InterruptedException {
    var pause = FIRST_PAUSE;
    long namedAt = environment.runs().ticker().nanos();
    while (!abandoned) {
      long attempt = environment.runs().ticker().nanos();
      try {
        var ending = once();
        if (ending instanceof Ending.Final end) {
          return reportOf(end.checkpoint(), code);
        }
        return null;
      } catch (LinkException | ActiveMQException | IOException e) {
        LOG.warn(
            "instance={} broker={} is not reached, trying on: {}",
            command.instanceId(),
            command.distribution().broker(),
            e.getMessage());
        LOG.debug("why", e);
      }
      long now = environment.runs().ticker().nanos();
      if (isNamed() || now - attempt > LONGEST_PAUSE.toNanos()) {
        namedAt = now;
      }
      if (now - namedAt > GONE.toNanos()) {
        return lost(
            "the broker %s that held the tasks is gone".formatted(command.distribution().broker()));
      }
      environment.runs().ticker().sleep(pause.toMillis());
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
    return null;
  }

  private boolean isNamed() {
    var said = environment.directory().get();
    return said == null || said.brokers().contains(command.distribution().broker());
  }

  private Ending once() throws LinkException, ActiveMQException, IOException, InterruptedException {
    try (var use = environment.links().use(command.distribution().broker())) {
      var session = use.session();
      try (var desk = new Desk(command, session, now())) {
        return new Coordination(this, command, environment, desk, inbox, tasks).run();
      } catch (ActiveMQException | RuntimeException e) {
        session.close();
        use.broke();
        throw e;
      }
    }
  }

  private long now() {
    return environment.runs().ticker().epochMillis();
  }

  private InstanceReport reportOf(Checkpoint checkpoint, InstanceCode code) {
    var outcome = checkpoint.outcome();
    return report(
        outcome.success() ? InstanceStatus.SUCCEED : InstanceStatus.FAILED,
        code.shortened(outcome.result()),
        startTime == 0 ? now() : startTime,
        now(),
        false,
        checkpoint.appended().isEmpty() ? null : checkpoint.appended());
  }

  private InstanceReport lost(String why) {
    return report(InstanceStatus.FAILED, why, startTime, null, true, null);
  }

  private InstanceReport report(
      InstanceStatus status,
      String result,
      long start,
      Long end,
      boolean lost,
      Map<String, String> appended) {
    return new InstanceReport(
        command.instanceId(),
        command.epoch(),
        status,
        result,
        start,
        end,
        lost,
        command.jobId(),
        appended,
        command.wfInstanceId());
  }
}
