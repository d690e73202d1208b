package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.dispatch.Dispatcher;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.dispatch.Turns;
import tech.powerjob.domain.dispatch.Vacancies;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.schedule.Scheduler;
import tech.powerjob.domain.worker.Workers;

/** Gives instances to workers: shortly before their instant, at it, or when there is room. */
final class Releasing {
  private static final Logger LOG = LoggerFactory.getLogger(Releasing.class);

  /** How long before their instant instances are given to workers, and how often that is done. */
  private static final Duration AHEAD = Duration.ofMillis(400);

  private static final Duration AHEAD_TURN = Duration.ofMillis(50);
  private static final Duration RELEASE_TURN = Duration.ofSeconds(1);

  /** Gathers what becomes free at nearly the same time. */
  private static final Duration TURNS_PAUSE = Duration.ofMillis(2);

  private static final int BATCH = 500;

  private final EngineParts parts;
  private final ReleaseQueue releases;
  private final Dispatcher dispatcher;
  private final Vacancies vacancies;
  private final Turns turns;

  Releasing(
      EngineParts parts,
      ReleaseQueue releases,
      Dispatcher dispatcher,
      Workers workers,
      Vacancies vacancies) {
    this.parts = parts;
    this.releases = releases;
    this.dispatcher = dispatcher;
    this.vacancies = vacancies;
    this.turns = new Turns(parts.jobs(), parts.limits(), workers, dispatcher, vacancies);
  }

  Duration aheadTurn() {
    List<JobInstance> soon;
    do {
      var now = parts.now();
      soon = releases.ahead(now, now.plus(AHEAD), BATCH);
      if (!soon.isEmpty()) {
        releases.remove(dispatcher.claimAhead(soon, now));
      }
    } while (soon.size() == BATCH);
    return AHEAD_TURN;
  }

  Duration releaseTurn() throws InterruptedException {
    var due = releases.poll(parts.now(), BATCH);
    if (due.isEmpty()) {
      releases.await(parts.now(), RELEASE_TURN);
    } else {
      dispatch(due);
    }
    return Duration.ZERO;
  }

  private void dispatch(List<JobInstance> due) {
    try {
      dispatcher.dispatch(due, parts.now());
    } catch (RuntimeException e) {
      // Their rows still wait, so the watch brings them back; here they would only block the
      // others.
      LOG.warn("{} instances could not be dispatched and wait for the watch", due.size(), e);
    }
  }

  Duration turnsTurn() throws InterruptedException {
    turns.serve(vacancies.take(RELEASE_TURN), parts.now());
    return TURNS_PAUSE;
  }

  /** Sees to the dispatch of a stored instance that waits for it. */
  void release(JobInstance instance) {
    // What is due later is brought back by the watch, so that memory holds only what is near.
    if (!instance.deadline().orElseThrow().isAfter(parts.now().plus(Scheduler.HORIZON))) {
      releases.add(List.of(instance));
    }
  }
}
