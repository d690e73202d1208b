package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.internal.connection.LinkException;

/**
 * A worker's part in one generation of a distributed instance: one thread takes packs, one says
 * what became of them, and threads of the host do the tasks. Survives the loss of its connection.
 */
final class Participation {
  private static final Logger LOG = LoggerFactory.getLogger(Participation.class);

  /** Without a coordinator for so long no further packs are taken. */
  static final Duration SILENCE = Duration.ofSeconds(20);

  private static final Duration GREETING = Duration.ofSeconds(2);

  /** Outcomes of a busy worker are gathered for so long. */
  private static final Duration GATHERING = Duration.ofMillis(3);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final TaskEnvironment environment;
  private final Supplier<Optional<InstanceCode>> finder;
  private final Runnable whenEnded;
  private final Bench bench;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition deskChanged = lock.newCondition();

  private volatile InstanceCode code;
  private volatile RunInstance run;
  private volatile long heard;
  private volatile boolean ended;
  private volatile boolean draining;

  // Guarded by the lock.
  private TaskDesk desk;
  private int threads = 2;

  /**
   * Not begun yet.
   *
   * @param finder finds the code, which may take long; empty if there is none
   * @param whenEnded called once, when the worker takes part no longer
   */
  Participation(
      RunInstance run,
      TaskEnvironment environment,
      Supplier<Optional<InstanceCode>> finder,
      Runnable whenEnded) {
    this.run = run;
    this.environment = environment;
    this.finder = finder;
    this.whenEnded = whenEnded;
    bench = new Bench(run.concurrency());
    heard = nanos();
  }

  /**
   * Begins to take part.
   *
   * @throws RejectedExecutionException if the host is closed
   */
  void start() {
    var host = environment.runs().host();
    host.background("tasks-" + run.instanceId(), () -> ending(this::takeAll));
    host.background("outcomes-" + run.instanceId(), () -> ending(this::sayAll));
  }

  RunInstance run() {
    return run;
  }

  /** The coordinator, maybe a new one, was heard. */
  void heard(RunInstance announced) {
    heard = nanos();
    run = announced;
  }

  /** Takes no more packs; what is at work ends, what waits goes back. */
  void drain() {
    draining = true;
    bench.drain();
  }

  /** Interrupts what is at work and drops its outcomes. */
  void end() {
    ended = true;
    bench.close();
    TaskDesk last;
    lock.lock();
    try {
      last = desk;
      desk = null;
      deskChanged.signalAll();
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.close();
    }
  }

  private interface Part {
    void run() throws InterruptedException;
  }

  private void ending(Part part) {
    try {
      part.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("taking part broke, instance={}", run.instanceId(), e);
    }
    end();
    lock.lock();
    try {
      if (--threads > 0) {
        return;
      }
    } finally {
      lock.unlock();
    }
    whenEnded.run();
    if (code != null) {
      code.close();
    }
  }

  private void takeAll() throws InterruptedException {
    code = finder.get().orElse(null);
    if (code == null) {
      return;
    }
    var pause = FIRST_PAUSE;
    while (!ended) {
      try {
        takeAtOneDesk();
        pause = FIRST_PAUSE;
      } catch (ActiveMQNonExistentQueueException e) {
        LOG.debug("instance={} has no tasks any more", run.instanceId());
        return;
      } catch (LinkException | ActiveMQException e) {
        LOG.debug("instance={} no tasks are taken: {}", run.instanceId(), e.getMessage());
      }
      if (!ended) {
        environment.runs().ticker().sleep(pause.toMillis());
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
    }
  }

  private void takeAtOneDesk() throws LinkException, ActiveMQException, InterruptedException {
    try (var use = environment.links().use(run.distribution().broker())) {
      var session = use.session();
      try (var mine = new TaskDesk(run, environment.self(), session)) {
        open(mine);
        take(mine);
      } catch (ActiveMQNonExistentQueueException e) {
        session.close();
        throw e;
      } catch (ActiveMQException e) {
        session.close();
        use.broke();
        throw e;
      } finally {
        open(null);
      }
    }
  }

  private void take(TaskDesk mine) throws ActiveMQException, InterruptedException {
    while (bench.awaitRoom()) {
      var message = mine.receive();
      if (message == null) {
        return;
      }
      TaskPack pack;
      try {
        pack = TaskPack.decode(TaskMessages.body(message));
      } catch (java.io.IOException | RuntimeException e) {
        LOG.error("instance={} a pack of tasks is unreadable", run.instanceId(), e);
        message.individualAcknowledge();
        continue;
      }
      bench.take(pack, message, mine, nanos());
      hire();
    }
    // Nothing is taken any more, but what was taken has to be said here.
    while (!ended && !mine.isClosed()) {
      environment.runs().ticker().sleep(50);
    }
  }

  private void open(TaskDesk current) {
    lock.lock();
    try {
      desk = ended ? null : current;
      deskChanged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void hire() {
    for (int more = bench.hire(); more > 0; more--) {
      try {
        environment.runs().host().run(this::work);
      } catch (RejectedExecutionException e) {
        bench.resign();
      }
    }
  }

  /** What a thread of the host does: one task after the other. */
  private void work() {
    Bench.Waiting next;
    while ((next = bench.next()) != null) {
      var task =
          new TaskRun(next.work(), next.index(), run, environment, code, new Listening(nanos()));
      try {
        if (bench.begin(task)) {
          task.execute();
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.error("instance={} a task broke, its pack is done again", run.instanceId(), e);
        bench.resign();
        end();
        return;
      }
      if (task.lostItsThread()) {
        return;
      }
    }
  }

  /** One task's end. */
  private final class Listening implements TaskRun.Listener {
    private final long began;

    Listening(long began) {
      this.began = began;
    }

    @Override
    public void ended(TaskRun task, Outcome outcome, MappedTasks mapped) {
      long took = nanos() - began;
      if (!outcome.success() && task.mayBeTriedAgain()) {
        bench.ended(task, outcome, List.of(), again(task), took);
      } else if (mapped != null && mapped.isMuch()) {
        sendMuch(task, outcome, mapped, took);
      } else {
        bench.ended(task, outcome, mapped == null ? List.of() : mapped.packs(), null, took);
      }
      if (task.lostItsThread()) {
        bench.resign();
        hire();
      }
    }
  }

  private Words.Back again(TaskRun task) {
    int attempt = task.pack().attempt() + 1;
    var backoff = run.taskBackoff();
    long pause = backoff == null ? 0 : backoff.pause(attempt, run.instanceId() + task.index());
    return new Words.Back(
        task.pack().single(task.index(), attempt),
        pause == 0 ? 0 : environment.runs().ticker().epochMillis() + pause);
  }

  private void sendMuch(TaskRun task, Outcome outcome, MappedTasks mapped, long took) {
    try {
      mapped.send(said(List.of(outcome), false));
      bench.ended(task, null, List.of(), null, took);
    } catch (ActiveMQException | LinkException e) {
      LOG.debug("instance={} a task is done again: {}", run.instanceId(), e.getMessage());
      bench.ended(
          task,
          outcome,
          List.of(),
          new Words.Back(task.pack().single(task.index(), task.pack().attempt()), 0),
          took);
    }
  }

  private Said said(List<Outcome> outcomes, boolean leaves) {
    var self = environment.self();
    return new Said(
        self.workerId(), self.address(), false, leaves, outcomes, null, bench.running());
  }

  private void sayAll() throws InterruptedException {
    long greeted = nanos() - GREETING.toNanos();
    long last = greeted;
    while (!ended) {
      var mine = awaitDesk();
      if (mine == null) {
        continue;
      }
      bench.awaitWords(greeted + GREETING.toNanos() - nanos());
      long gather = last + GATHERING.toNanos() - nanos();
      if (gather > 0 && bench.isBusy()) {
        TimeUnit.NANOSECONDS.sleep(gather);
      }
      long now = nanos();
      boolean greets = now - greeted >= GREETING.toNanos();
      if (greets) {
        bench.giveBackWhatTakesLong(now);
        greeted = now;
      }
      say(mine, bench.words(greets ? said(List.of(), false) : null));
      last = now;
      if (now - heard > SILENCE.toNanos() && !draining) {
        LOG.debug("instance={} is not coordinated, so waits", run.instanceId());
        drain();
      }
      if (draining && bench.isEmpty()) {
        say(mine, bench.words(said(List.of(), true)));
        return;
      }
    }
  }

  private void say(TaskDesk mine, Words words) {
    if (ended) {
      return;
    }
    try {
      mine.send(words);
      bench.said(words, mine);
    } catch (ActiveMQException | RuntimeException e) {
      LOG.debug("instance={} outcomes are said again: {}", run.instanceId(), e.getMessage());
      bench.notSaid(words);
      mine.close();
    }
  }

  private TaskDesk awaitDesk() throws InterruptedException {
    lock.lock();
    try {
      while (desk == null && !ended) {
        deskChanged.await();
      }
      return desk;
    } finally {
      lock.unlock();
    }
  }

  private long nanos() {
    return environment.runs().ticker().nanos();
  }
}
