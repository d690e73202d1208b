package tech.powerjob.worker.internal.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.RunInstances;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.worker.internal.report.FinalReports;

/**
 * The runs of a worker, at most one epoch of each instance. A command for an epoch that is known is
 * answered with how that run stands and never runs it again; a larger epoch interrupts the smaller
 * one and drops its outcome. Thread-safe; handling a message does not block.
 */
public final class Runs {
  /** Makes runs of instances that are spread over workers. */
  @FunctionalInterface
  public interface Coordinators {
    /** A run that has not started. */
    Run coordinate(RunInstance command, Run.Listener listener);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  static final String UNKNOWN = InstanceReport.UNKNOWN;
  static final String STOPPING = "the worker is stopping";
  static final String FULL = "the worker has all the runs it may have";
  static final String UNFINISHED = "the worker stopped before the run ended";

  /** A run that waits longer for its start is reported as received. */
  public static final Duration UNHEARD = Duration.ofSeconds(1);

  /** How many stopped runs are remembered, so that a late command does not start one again. */
  private static final int STOPPED_KEPT = 10_000;

  private final RunEnvironment environment;
  private final FinalReports finals;
  private final Consumer<InstanceReport> reporter;
  private final int overloadedFrom;
  private final int fullFrom;
  private final Coordinators coordinators;
  private final int heavyFrom;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Run.Listener listener = new Progress();

  // Guarded by the lock.
  private final Map<Long, Run> active = new HashMap<>();
  private final Map<Long, Long> stopped =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > STOPPED_KEPT;
        }
      };

  /** Runs whose place is taken: active ones, and abandoned ones that have not ended yet. */
  private int occupied;

  /** The same of those that coordinate others. */
  private int occupiedHeavy;

  private boolean draining;

  /**
   * A worker without runs.
   *
   * @param reporter sends a report soon; must not block
   * @param maxRuns number of standalone runs from which on the worker is overloaded; at 1.3 times
   *     as many it takes no more
   * @param coordinators makes runs that coordinate others
   * @param maxHeavy most of those
   */
  public Runs(
      RunEnvironment environment,
      FinalReports finals,
      Consumer<InstanceReport> reporter,
      int maxRuns,
      Coordinators coordinators,
      int maxHeavy) {
    this.environment = environment;
    this.finals = finals;
    this.reporter = reporter;
    this.coordinators = coordinators;
    heavyFrom = maxHeavy;
    overloadedFrom = maxRuns;
    fullFrom = (int) Math.ceil(maxRuns * 1.3);
  }

  /** Does what a server says. */
  public void received(WireMessage message) {
    if (message instanceof RunInstance command) {
      run(command);
    } else if (message instanceof RunInstances several) {
      several.commands().forEach(this::run);
    } else if (message instanceof StopInstance command) {
      stop(command);
    } else if (message instanceof CheckInstances question) {
      question.instances().forEach(each -> reporter.accept(standing(each)));
    } else if (message instanceof ReportsAccepted answer) {
      answer.instances().forEach(finals::accept);
    } else {
      LOG.warn("a {} is not for workers, it is dropped", message.type());
    }
  }

  private void run(RunInstance command) {
    var id = new InstanceEpoch(command.instanceId(), command.epoch());
    InstanceReport answer;
    lock.lock();
    try {
      answer = isKnown(id) ? standing(id) : accept(command, id);
    } finally {
      lock.unlock();
    }
    if (answer != null) {
      reporter.accept(answer);
    }
  }

  /** Whether this epoch of the instance, or a later one, was already seen. */
  private boolean isKnown(InstanceEpoch id) {
    var run = active.get(id.instanceId());
    return (run != null && run.id().epoch() >= id.epoch())
        || finals.find(id.instanceId()).filter(each -> each.epoch() >= id.epoch()).isPresent()
        || stopped.getOrDefault(id.instanceId(), Long.MIN_VALUE) >= id.epoch();
  }

  /** Begins a run; answers only if it does not. */
  private InstanceReport accept(RunInstance command, InstanceEpoch id) {
    var older = active.remove(id.instanceId());
    if (older != null) {
      LOG.debug("superseded by epoch {}: {}", id.epoch(), older.id());
      older.abandon();
    }
    finals.forget(id.instanceId());
    if (draining) {
      return lost(id, STOPPING);
    }
    boolean heavy = command.executeType() != ExecuteType.STANDALONE;
    if (heavy ? occupiedHeavy >= heavyFrom : occupied >= fullFrom) {
      return lost(id, FULL);
    }
    var run =
        heavy
            ? coordinators.coordinate(command, listener)
            : new StandaloneRun(command, environment, listener);
    active.put(id.instanceId(), run);
    occupy(run, 1);
    try {
      run.start();
      return null;
    } catch (RejectedExecutionException e) {
      LOG.debug("the host takes no more runs: {}", id, e);
      active.remove(id.instanceId());
      occupy(run, -1);
      return lost(id, FULL);
    }
  }

  private void occupy(Run run, int places) {
    if (run.isHeavy()) {
      occupiedHeavy += places;
    } else {
      occupied += places;
    }
  }

  private void stop(StopInstance command) {
    lock.lock();
    try {
      stopped.merge(command.instanceId(), command.epoch(), Math::max);
      var run = active.get(command.instanceId());
      if (run != null && run.id().epoch() <= command.epoch()) {
        active.remove(command.instanceId());
        run.stop();
        signalIfIdle();
      }
    } finally {
      lock.unlock();
    }
  }

  private InstanceReport standing(InstanceEpoch id) {
    lock.lock();
    try {
      var run = active.get(id.instanceId());
      if (run != null && run.id().equals(id)) {
        return run.running();
      }
      return finals
          .find(id.instanceId())
          .filter(each -> each.epoch() == id.epoch())
          .orElseGet(() -> lost(id, UNKNOWN));
    } finally {
      lock.unlock();
    }
  }

  private static InstanceReport lost(InstanceEpoch id, String why) {
    return new InstanceReport(
        id.instanceId(), id.epoch(), InstanceStatus.FAILED, why, 0, null, true, null, null);
  }

  /** Says of each run that it is here: servers may have missed it. */
  public void sayAll() {
    current().forEach(run -> reporter.accept(run.running()));
  }

  /** Says of runs that have not started yet that they are here, lest they are taken for lost. */
  public void sayWaiting() {
    long now = environment.ticker().nanos();
    current().stream()
        .filter(run -> now - run.arrived() >= UNHEARD.toNanos())
        .map(Run::running)
        .filter(report -> report.startTime() == 0)
        .forEach(reporter);
  }

  private List<Run> current() {
    lock.lock();
    try {
      return List.copyOf(active.values());
    } finally {
      lock.unlock();
    }
  }

  /** Number of runs at work or waiting. */
  public int count() {
    lock.lock();
    try {
      return occupied + occupiedHeavy;
    } finally {
      lock.unlock();
    }
  }

  /** Number of those that coordinate others. */
  public int heavyCount() {
    lock.lock();
    try {
      return occupiedHeavy;
    } finally {
      lock.unlock();
    }
  }

  /** How many runs the worker may have before it is overloaded. */
  public int capacity() {
    return overloadedFrom;
  }

  /** Whether the worker has all the runs it may have. */
  public boolean isOverloaded() {
    lock.lock();
    try {
      return occupied >= overloadedFrom || occupiedHeavy >= heavyFrom;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more runs, and gives back those that have not begun. */
  public void drain() {
    List<Run> waiting = new ArrayList<>();
    lock.lock();
    try {
      draining = true;
      active.values().stream().filter(run -> !run.begun()).forEach(waiting::add);
      giveBack(waiting);
    } finally {
      lock.unlock();
    }
    waiting.forEach(run -> reporter.accept(lost(run.id(), STOPPING)));
  }

  /** Interrupts the runs that are left. Those that end by it are given back. */
  public void handBack() {
    for (var run : current()) {
      LOG.warn("interrupted because the worker stops: {}", run.id());
      run.handBack();
    }
  }

  /** Gives back the runs that are left although they are still going on. */
  public void giveUp() {
    var left = current();
    lock.lock();
    try {
      giveBack(left);
    } finally {
      lock.unlock();
    }
    for (var run : left) {
      LOG.warn("it goes on, but the worker stops: {}", run.id());
      reporter.accept(lost(run.id(), UNFINISHED));
    }
  }

  /** Interrupts the runs that are left, without a word: the worker is gone. */
  public void close() {
    var left = current();
    lock.lock();
    try {
      draining = true;
      giveBack(left);
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(List<Run> runs) {
    for (var run : runs) {
      run.abandon();
      active.remove(run.id().instanceId(), run);
    }
    signalIfIdle();
  }

  /**
   * Waits until no run is left.
   *
   * @return whether that came true in time
   */
  public boolean awaitIdle(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!active.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = idle.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void signalIfIdle() {
    if (active.isEmpty()) {
      idle.signalAll();
    }
  }

  private final class Progress implements Run.Listener {
    @Override
    public void started(Run run) {
      reporter.accept(run.running());
    }

    @Override
    public void ended(Run run, InstanceReport outcome) {
      boolean wanted;
      lock.lock();
      try {
        occupy(run, -1);
        wanted = active.remove(run.id().instanceId(), run) && outcome != null;
        if (wanted) {
          // In one step with the removal, so that the run is never unknown in between.
          finals.add(outcome);
        }
        signalIfIdle();
      } finally {
        lock.unlock();
      }
      if (wanted) {
        reporter.accept(outcome);
      }
    }
  }
}
