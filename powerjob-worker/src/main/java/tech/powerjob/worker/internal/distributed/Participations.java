package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskAnnouncement;
import tech.powerjob.worker.internal.connection.LinkException;
import tech.powerjob.worker.internal.processor.ProcessorNotFoundException;

/** The distributed instances in which a worker takes part. Thread-safe; nothing here waits. */
public final class Participations {
  private static final Logger LOG = LoggerFactory.getLogger(Participations.class);
  private static final int REMEMBERED = 1_000;

  private final TaskEnvironment environment;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<Long, Participation> active = new HashMap<>();
  private final Map<Long, RunInstance> ended = bounded();

  /** Instances whose code was looked for in vain. */
  private final Map<Long, RunInstance> unable = bounded();

  private boolean draining;

  /** None yet. */
  public Participations(TaskEnvironment environment) {
    this.environment = environment;
  }

  private static Map<Long, RunInstance> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, RunInstance> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /** A coordinator says that there is something to do, or nothing any more. */
  public void heard(TaskAnnouncement announcement) {
    var run = announcement.run();
    long id = run.instanceId();
    Participation leaves = null;
    lock.lock();
    try {
      var current = active.get(id);
      if (isOutdated(run, ended.get(id), announcement.ended())
          || current != null && isOutdated(run, current.run(), true)) {
        return;
      }
      boolean fits = !announcement.ended() && isFit(run, announcement.coordinator());
      boolean stays = fits && isAdmitted(announcement);
      if (fits && !stays && announcement.vacancies() > 0 && !draining) {
        ask(run);
      }
      if (announcement.ended()) {
        ended.put(id, run);
      }
      if (current != null && (!stays || generation(current.run()) != generation(run))) {
        active.remove(id);
        leaves = current;
        current = null;
      }
      if (current != null) {
        current.heard(run);
      } else if (stays && !draining) {
        join(run);
      }
    } finally {
      lock.unlock();
    }
    if (leaves != null) {
      leave(leaves, announcement.ended());
    }
  }

  private void leave(Participation participation, boolean atOnce) {
    if (!atOnce) {
      participation.drain();
      return;
    }
    try {
      // Closing may have to wait for the broker.
      environment.runs().host().schedule(participation::end, Duration.ZERO);
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, so nothing is left to end");
    }
  }

  /** Whether something later is known. */
  private static boolean isOutdated(RunInstance run, RunInstance known, boolean sameIsFine) {
    if (known == null) {
      return false;
    }
    if (generation(run) != generation(known)) {
      return generation(run) < generation(known);
    }
    return sameIsFine ? run.epoch() < known.epoch() : run.epoch() <= known.epoch();
  }

  private static int generation(RunInstance run) {
    return run.distribution().generation();
  }

  private boolean isAdmitted(TaskAnnouncement announcement) {
    return announcement.admitted() == null
        || announcement.run().executeType() == ExecuteType.BROADCAST
        || announcement.admitted().contains(environment.self().workerId());
  }

  /** Asks to be admitted; the answer is another announcement. */
  private void ask(RunInstance run) {
    try {
      environment.runs().host().schedule(() -> askNow(run), Duration.ZERO);
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, nothing is asked for");
    }
  }

  private void askNow(RunInstance run) {
    var self = environment.self();
    var said = new Said(self.workerId(), self.address(), true, false, List.of(), null, null);
    try (var use = environment.links().use(run.distribution().broker());
        var session = use.session();
        var producer = session.createProducer(TaskQueues.of(run).result())) {
      producer.send(TaskMessages.fleeting(session, said.encode()));
      session.commit();
    } catch (LinkException | ActiveMQException e) {
      LOG.debug("instance={} cannot be asked: {}", run.instanceId(), e.getMessage());
    }
  }

  private boolean isFit(RunInstance run, String coordinator) {
    var distribution = run.distribution();
    var self = environment.self().workerId();
    if (run.executeType() == ExecuteType.BROADCAST) {
      return distribution.workers().stream()
          .map(Distribution.Member::workerId)
          .anyMatch(self::equals);
    }
    boolean onlyWatches =
        distribution.behavior() == TaskTrackerBehavior.PADDLING && self.equals(coordinator);
    return !onlyWatches
        && isDesignated(distribution)
        && (isHelping(run) || hasWhatItTakes(distribution));
  }

  /** What the machine has is asked for at the beginning: tasks at work take some of it. */
  private boolean isHelping(RunInstance run) {
    return active.containsKey(run.instanceId());
  }

  private boolean hasWhatItTakes(Distribution distribution) {
    if (distribution.minCpuCores() <= 0
        && distribution.minMemorySpace() <= 0
        && distribution.minDiskSpace() <= 0) {
      return true;
    }
    try {
      var metrics = environment.metrics().get();
      double cores = metrics.getCpuProcessors() - metrics.getCpuLoad();
      return metrics.getJvmMaxMemory() - metrics.getJvmUsedMemory() >= distribution.minMemorySpace()
          && metrics.getDiskTotal() - metrics.getDiskUsed() >= distribution.minDiskSpace()
          && (metrics.getCpuLoad() <= 0
              || distribution.minCpuCores() <= 0
              || distribution.minCpuCores() < cores);
    } catch (RuntimeException e) {
      LOG.debug("the metrics collector fails, so no minimum is met", e);
      return false;
    }
  }

  private boolean isDesignated(Distribution distribution) {
    var designated = distribution.designatedWorkers();
    if (designated == null || designated.isBlank()) {
      return true;
    }
    var self = environment.self();
    return Arrays.stream(designated.split(","))
        .map(String::trim)
        .anyMatch(each -> each.equals(self.address()) || each.equals(self.tag()));
  }

  private void join(RunInstance run) {
    // Known to its own end.
    var participation = new Participation[1];
    participation[0] =
        new Participation(
            run, environment, () -> codeOf(run), () -> left(run.instanceId(), participation[0]));
    active.put(run.instanceId(), participation[0]);
    try {
      participation[0].start();
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, instance={} is not helped with", run.instanceId());
      active.remove(run.instanceId());
      participation[0].end();
    }
  }

  /** The processor; empty if the instance is better left to others. */
  private Optional<InstanceCode> codeOf(RunInstance run) {
    try {
      return Optional.of(new InstanceCode(run, environment));
    } catch (ProcessorNotFoundException | IllegalArgumentException e) {
      if (run.executeType() == ExecuteType.BROADCAST) {
        // Nobody else may do it, so it is to be known that it was not done.
        return Optional.of(new InstanceCode(run, environment, e.getMessage()));
      }
      // Each announcement is another try, since the code may come later.
      LOG.atLevel(isUnableAgain(run) ? Level.DEBUG : Level.WARN)
          .log("instance={} cannot be helped with: {}", run.instanceId(), e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isUnableAgain(RunInstance run) {
    lock.lock();
    try {
      return unable.put(run.instanceId(), run) != null;
    } finally {
      lock.unlock();
    }
  }

  private void left(long instanceId, Participation participation) {
    lock.lock();
    try {
      active.remove(instanceId, participation);
    } finally {
      lock.unlock();
    }
  }

  private List<Participation> all() {
    lock.lock();
    try {
      return List.copyOf(active.values());
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more tasks; what is at work ends. */
  public void drain() {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
    all().forEach(Participation::drain);
  }

  /** Whether the worker takes part in nothing. */
  public boolean isIdle() {
    return all().isEmpty();
  }

  /** Interrupts what is at work. */
  public void close() {
    drain();
    all().forEach(Participation::end);
  }
}
