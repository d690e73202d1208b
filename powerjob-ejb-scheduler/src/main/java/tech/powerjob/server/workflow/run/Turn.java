package tech.powerjob.server.workflow.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.Advancer;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.RunRefusedException;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * One turn of a lane: reads the runs that something has happened to, decides on each, stores what
 * was decided for all of them in one transaction, and sees to what follows from that.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** Whoever asks is not kept waiting for ever while others change the run. */
  private static final int ATTEMPTS = 20;

  /** A run that is broken must not fill the log. */
  private static final Duration UNDECIDED_PAUSE = Duration.ofMinutes(1);

  private final RunParts parts;
  private final Definitions definitions;
  private final RunCommits commits;
  private final Remembered remembered;
  private final Timers timers;
  private final Collection<RunItem> again;
  private final Instant now;
  private final Map<Long, List<RunEvent>> facts = new LinkedHashMap<>();
  private final Map<Long, RunItem.Ask> asks = new LinkedHashMap<>();
  private final Map<Long, WorkflowRun> present = new HashMap<>();
  private final List<RunItem.Create> creates = new ArrayList<>();
  private final Set<Long> looks = new LinkedHashSet<>();
  private final List<RunCommits.Unit> units = new ArrayList<>();
  private final Map<WorkflowRun, Instant> undecided = new LinkedHashMap<>();

  /**
   * A turn.
   *
   * @param remembered what the lane has stored before, which may be old
   * @param again takes what is to be done in the next turn
   */
  Turn(
      RunParts parts,
      Definitions definitions,
      RunCommits commits,
      Remembered remembered,
      Timers timers,
      Collection<RunItem> again) {
    this.parts = parts;
    this.definitions = definitions;
    this.commits = commits;
    this.remembered = remembered;
    this.timers = timers;
    this.again = again;
    this.now = parts.now().get();
  }

  void run(List<RunItem> items) {
    items.forEach(this::sort);
    try {
      var fresh = load();
      find();
      facts.forEach((runId, events) -> decide(runId, events, fresh.contains(runId)));
      asks.forEach((runId, ask) -> decide(ask, fresh.contains(runId)));
      creates.forEach(this::decide);
      postpone();
      commits.apply(units, now).forEach(this::follow);
    } catch (RuntimeException e) {
      // What happened is found again by the watch; who waits is told.
      remembered.clear();
      asks.values().forEach(ask -> ask.fail(e));
      creates.forEach(create -> create.fail(e));
      throw e;
    }
  }

  private void sort(RunItem item) {
    if (item instanceof RunItem.Fact fact) {
      facts.computeIfAbsent(fact.runId(), id -> new ArrayList<>()).add(fact.event());
    } else if (item instanceof RunItem.Look look) {
      facts.computeIfAbsent(look.runId(), id -> new ArrayList<>());
      looks.add(look.runId());
    } else if (item instanceof RunItem.Wake wake) {
      timers.wake(wake.runId(), wake.at());
    } else if (item instanceof RunItem.Create create) {
      creates.add(create);
    } else if (item instanceof RunItem.Ask ask) {
      if (asks.putIfAbsent(ask.runId(), ask) != null) {
        again.add(ask);
      }
    }
  }

  /** Reads runs that are not remembered; returns which these are. */
  private Set<Long> load() {
    // What is asked for comes after what has happened.
    asks.values().removeIf(ask -> facts.containsKey(ask.runId()) && again.add(ask));
    var missing = new LinkedHashSet<Long>();
    facts.keySet().forEach(id -> addMissing(missing, id));
    asks.keySet().forEach(id -> addMissing(missing, id));
    if (!missing.isEmpty()) {
      parts.runs().findAll(missing).forEach(run -> present.put(run.wfInstanceId(), run));
    }
    return missing;
  }

  private void addMissing(Set<Long> missing, long runId) {
    // Who looks wants to see what others did too.
    var known = looks.contains(runId) ? null : remembered.get(runId);
    if (known == null) {
      missing.add(runId);
    } else {
      present.put(runId, known);
    }
  }

  /** Finds out what happened to the runs that are looked at. */
  private void find() {
    if (looks.isEmpty()) {
      return;
    }
    var found = new Findings(parts);
    for (var runId : looks) {
      var run = present.get(runId);
      if (run == null) {
        continue;
      }
      var version = definitions.of(run);
      version.ifPresent(each -> found.want(run, each));
    }
    found.all().forEach((runId, events) -> facts.get(runId).addAll(events));
    for (var runId : looks) {
      var run = present.get(runId);
      if (run != null) {
        facts.get(runId).add(due(run));
      }
    }
  }

  private RunEvent due(WorkflowRun run) {
    boolean starts =
        run.status() == WorkflowInstanceStatus.WAITING && !run.expectedTriggerTime().isAfter(now);
    return starts ? new RunEvent.Started() : new RunEvent.TimerDue();
  }

  private void decide(long runId, List<RunEvent> events, boolean isFresh) {
    var run = present.get(runId);
    if (run == null) {
      return;
    }
    try {
      var unit = unit(run, events, null);
      if (unit.isChange() || isFresh) {
        units.add(unit);
      } else {
        // It may be the end of something that another server has begun meanwhile.
        remembered.remove(runId);
        events.forEach(event -> again.add(new RunItem.Fact(runId, event)));
      }
    } catch (RuntimeException e) {
      LOG.error(
          "workflow run={} cannot be decided on and is looked at again in {}",
          runId,
          UNDECIDED_PAUSE,
          e);
      undecided.put(run, now.plus(UNDECIDED_PAUSE));
    }
  }

  private void decide(RunItem.Ask ask, boolean isFresh) {
    var run = present.get(ask.runId());
    if (run == null) {
      ask.done()
          .completeExceptionally(
              new IllegalArgumentException(
                  "can't find workflow instance by wfInstanceId: " + ask.runId()));
      return;
    }
    try {
      units.add(unit(run, List.of(ask.event()), ask));
    } catch (RunRefusedException e) {
      if (isFresh) {
        ask.done().completeExceptionally(e);
      } else {
        remembered.remove(ask.runId()); // Somebody else may have changed it.
        again.add(ask);
      }
    } catch (RuntimeException e) {
      LOG.error("workflow run={} cannot be decided on", ask.runId(), e);
      ask.done().completeExceptionally(e);
    }
  }

  private RunCommits.Unit unit(WorkflowRun run, List<RunEvent> events, RunItem item) {
    var version =
        definitions
            .of(run)
            .orElseThrow(
                () ->
                    new RunRefusedException(
                        "you can't retry the workflow instance whose metadata is unavailable!"));
    var advance =
        Advancer.advance(
            version.definition(),
            version.topology(),
            run,
            events,
            now,
            definitions.around(version));
    return commits.unit(version, advance, false, item, now);
  }

  private void decide(RunItem.Create create) {
    try {
      var version = definitions.of(create.definition());
      boolean starts = !create.run().expectedTriggerTime().isAfter(now);
      var advance =
          Advancer.advance(
              version.definition(),
              version.topology(),
              create.run(),
              starts ? List.of(new RunEvent.Started()) : List.of(),
              now,
              definitions.around(version));
      units.add(commits.unit(version, advance, true, create, now));
    } catch (RuntimeException e) {
      create.done().completeExceptionally(e);
    }
  }

  /** Runs in which nothing has happened are looked at later. */
  private void postpone() {
    var later = new LinkedHashMap<WorkflowRun, Instant>();
    for (var unit : units) {
      var advance = unit.main().advance();
      if (!unit.isChange()
          && looks.contains(advance.before().wfInstanceId())
          && advance.before().deadline().filter(at -> !at.isAfter(now)).isPresent()) {
        advance.deadline().ifPresent(at -> later.put(advance.before(), at));
      }
    }
    later.putAll(undecided);
    if (!later.isEmpty()) {
      parts.runs().postpone(later);
      // Their deadlines are no longer what is remembered.
      later.keySet().forEach(run -> remembered.remove(run.wfInstanceId()));
    }
  }

  private void follow(RunCommits.Unit unit, RunCommits.Outcome outcome) {
    long runId = unit.main().advance().before().wfInstanceId();
    switch (outcome.kind()) {
      case STORED -> {
        var after = outcome.after();
        if (after.deadline().isPresent()) {
          remembered.put(after);
          if (after.deadline().get().isBefore(now.plus(RunCommits.NEAR))) {
            timers.wake(runId, after.deadline().get());
          }
        } else {
          remembered.remove(runId);
        }
        if (unit.item() != null) {
          unit.item().succeed();
        }
      }
      case LOST -> {
        remembered.remove(runId);
        if (unit.item() instanceof RunItem.Ask ask) {
          if (ask.attempts() < ATTEMPTS) {
            again.add(new RunItem.Ask(ask.runId(), ask.event(), ask.done(), ask.attempts() + 1));
          } else {
            ask.fail(new RunRefusedException("the run keeps changing; please try again"));
          }
        } else {
          facts.get(runId).forEach(event -> again.add(new RunItem.Fact(runId, event)));
        }
      }
      case FAILED -> {
        remembered.remove(runId);
        if (unit.item() == null) {
          // Look rather than repeat: what exactly was wrong is not known.
          timers.wake(runId, now.plus(RunCommits.NEAR));
        } else {
          unit.item().fail(outcome.reason());
        }
      }
    }
  }
}
