package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.dispatch.Watcher;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.worker.Workers;

/** Looks after what this server owns: instances whose deadline has come, workers that are lost. */
final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** A watch that comes later than that did not hear the workers meanwhile. */
  private static final Duration PAUSED = Duration.ofSeconds(4);

  private final Watcher watcher;
  private final Workers workers;
  private volatile Instant watched;

  Watch(Watcher watcher, Workers workers, Instant now) {
    this.watcher = watcher;
    this.workers = workers;
    this.watched = now;
  }

  void look(Partitions owned, Instant now) {
    if (watched.plus(PAUSED).isBefore(now)) {
      // This process stood still. What it did not hear meanwhile says nothing about the workers.
      LOG.warn(
          "the watch stood still for {}; workers are heard again first",
          Duration.between(watched, now));
      workers.listenAgain(now);
    }
    for (var worker : workers.lostBetween(watched, now)) {
      LOG.warn(
          "worker={} address={} app={} {}",
          worker.id(),
          worker.address(),
          worker.heartbeat().appId(),
          worker.heartbeat().gone() ? "has left" : "is lost");
      watcher.lost(worker, owned, now);
    }
    watcher.watch(owned, now);
    workers.forgetOld(now);
    watched = now;
  }
}
