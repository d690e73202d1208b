package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.dispatch.Vacancies;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.WorkerHeartbeat;

/** Who of the workers lives, as this server hears it and as others heard it. Thread-safe. */
final class Presence {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  /** How often this server reads what the others heard of workers that speak HTTP. */
  private static final Duration HEAR_OTHERS_TURN = Duration.ofSeconds(2);

  /** Clocks of servers may differ, and a commit takes its time. */
  private static final Duration HEAR_OTHERS_OVERLAP = Duration.ofSeconds(5);

  private final EngineParts parts;
  private final Workers workers;
  private final Vacancies vacancies;
  private volatile Instant heardOthers;

  Presence(EngineParts parts, Workers workers, Vacancies vacancies, Instant now) {
    this.parts = parts;
    this.workers = workers;
    this.vacancies = vacancies;
    this.heardOthers = now.minus(WorkerProtocol.HTTP.silenceLimit());
  }

  /** A worker that speaks HTTP talks to one server; the others read what it said. */
  Duration hearOthersTurn() {
    var now = parts.now();
    for (var heard : parts.httpWorkers().since(heardOthers.minus(HEAR_OTHERS_OVERLAP))) {
      var known = workers.find(heard.heartbeat().workerId());
      if (known.isEmpty() || known.get().lastSeen().isBefore(heard.seen())) {
        heard(heard.heartbeat(), heard.seen());
      }
    }
    heardOthers = now;
    return HEAR_OTHERS_TURN;
  }

  void heard(WorkerHeartbeat heartbeat, Instant seen) {
    boolean isNew = workers.heard(heartbeat, seen);
    if (!heartbeat.gone() && !heartbeat.stopping()) {
      vacancies.workerReady(heartbeat.appId(), isNew);
    }
    if (isNew && !heartbeat.gone()) {
      LOG.info(
          "worker={} address={} app={} has come",
          heartbeat.workerId(),
          heartbeat.address(),
          heartbeat.appId());
    }
  }
}
