package tech.powerjob.server.workflow.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.workflow.Advance;
import tech.powerjob.domain.workflow.Advancer;
import tech.powerjob.domain.workflow.RunCommand;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.RunRefusedException;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.store.WorkflowSteps.TooManyException;
import tech.powerjob.wire.InstanceEpoch;

/**
 * Stores what was decided and does what comes after: instances are released, workers told to stop,
 * parents told of the end of nested runs. For one thread.
 */
final class RunCommits {
  /** What is due by time sooner than this is waited for here; the rest is left to the watch. */
  static final Duration NEAR = Duration.ofSeconds(9);

  private static final Logger LOG = LoggerFactory.getLogger(RunCommits.class);

  /**
   * Runs that move together.
   *
   * @param parts the run that was decided on, and then nested runs
   * @param item who waits for it, {@code null} if nobody
   */
  record Unit(List<RunPart> parts, RunItem item) {
    RunPart main() {
      return parts.get(0);
    }

    boolean isChange() {
      return main().isNew() || main().advance().isChange();
    }
  }

  enum Kind {
    STORED,
    LOST,
    FAILED
  }

  record Outcome(Kind kind, WorkflowRun after, RuntimeException reason) {
    static Outcome failed(RuntimeException reason) {
      return new Outcome(Kind.FAILED, null, reason);
    }
  }

  private final RunParts parts;
  private final Definitions definitions;
  private final WorkflowRunner runner;

  RunCommits(RunParts parts, Definitions definitions, WorkflowRunner runner) {
    this.parts = parts;
    this.definitions = definitions;
    this.runner = runner;
  }

  /** What was decided on a run, with what that means for nested runs. */
  Unit unit(Definitions.Known version, Advance advance, boolean isNew, RunItem item, Instant now) {
    var unit = new ArrayList<RunPart>();
    unit.add(part(version, advance, isNew, now));
    for (var command : advance.commands()) {
      if (command instanceof RunCommand.StartChild start) {
        unit.add(child(advance.after(), start, now));
      } else if (command instanceof RunCommand.RetryChild retry) {
        nested(retry.wfInstanceId(), new RunEvent.ChildRetried(retry.epoch()), now)
            .ifPresent(unit::add);
      } else if (command instanceof RunCommand.StopChild stop) {
        nested(stop.wfInstanceId(), new RunEvent.ChildStopped(stop.result()), now)
            .ifPresent(unit::add);
      }
    }
    return new Unit(unit, item);
  }

  private RunPart part(Definitions.Known version, Advance advance, boolean isNew, Instant now) {
    var before = advance.before();
    return new RunPart(
        version.definition(),
        isNew,
        advance,
        before.isFinished()
            ? null
            : text ->
                Advancer.advance(
                    version.definition(),
                    version.topology(),
                    before,
                    List.of(new RunEvent.Refused(text)),
                    now,
                    definitions.around(version)));
  }

  private RunPart child(WorkflowRun parent, RunCommand.StartChild start, Instant now) {
    var version = definitions.of(start.definition());
    var run = WorkflowRun.nested(parent, start, parts.json().object(start.context()), now);
    var advance =
        Advancer.advance(
            version.definition(),
            version.topology(),
            run,
            List.of(new RunEvent.Started()),
            now,
            definitions.around(version));
    return part(version, advance, true, now);
  }

  private Optional<RunPart> nested(long runId, RunEvent event, Instant now) {
    var run = parts.runs().find(runId);
    var version = run.flatMap(definitions::of);
    if (version.isEmpty()) {
      return Optional.empty(); // The watch of the parent finds it gone.
    }
    var advance =
        Advancer.advance(
            version.get().definition(),
            version.get().topology(),
            run.get(),
            List.of(event),
            now,
            definitions.around(version.get()));
    return advance.isChange()
        ? Optional.of(part(version.get(), advance, false, now))
        : Optional.empty();
  }

  /** Stores units; each takes effect by itself. */
  Map<Unit, Outcome> apply(List<Unit> units, Instant now) {
    // Units are compared by what they are, not by what is in them, which is much.
    var outcomes = new IdentityHashMap<Unit, Outcome>();
    var stored = new ArrayList<RunPart>();
    var alone = new ArrayList<Unit>();
    for (var unit : units) {
      if (!unit.isChange()) {
        outcomes.put(unit, new Outcome(Kind.STORED, unit.main().advance().before(), null));
      } else if (unit.parts().size() == 1 && unit.main().hasOutcome()) {
        alone.add(unit);
      } else {
        outcomes.put(unit, together(unit, now, stored));
      }
    }
    applyEach(alone, now, outcomes, stored);
    follow(stored, now);
    return outcomes;
  }

  private void applyEach(
      List<Unit> units, Instant now, Map<Unit, Outcome> outcomes, List<RunPart> stored) {
    if (units.isEmpty()) {
      return;
    }
    List<Optional<RunPart>> results;
    try {
      results = parts.steps().applyEach(units.stream().map(Unit::main).toList(), now);
    } catch (RuntimeException e) {
      if (units.size() == 1) {
        LOG.warn(
            "workflow run={} could not be stored",
            units.get(0).main().advance().before().wfInstanceId(),
            e);
        outcomes.put(units.get(0), Outcome.failed(e));
      } else {
        // One bad step must not hold up its neighbours.
        units.forEach(unit -> applyEach(List.of(unit), now, outcomes, stored));
      }
      return;
    }
    for (int i = 0; i < units.size(); i++) {
      var result = results.get(i);
      result.ifPresent(stored::add);
      outcomes.put(
          units.get(i),
          result
              .map(part -> new Outcome(Kind.STORED, part.advance().after(), null))
              .orElse(new Outcome(Kind.LOST, null, null)));
    }
  }

  private Outcome together(Unit unit, Instant now, List<RunPart> stored) {
    try {
      var result = parts.steps().applyTogether(unit.parts(), now);
      if (result.isEmpty()) {
        return new Outcome(Kind.LOST, null, null);
      }
      stored.addAll(result.get());
      return new Outcome(Kind.STORED, result.get().get(0).advance().after(), null);
    } catch (TooManyException e) {
      return Outcome.failed(new RunRefusedException(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn(
          "workflow run={} could not be stored", unit.main().advance().before().wfInstanceId(), e);
      return Outcome.failed(e);
    }
  }

  private void follow(List<RunPart> stored, Instant now) {
    var stopped = new ArrayList<Long>();
    var ended = new ArrayList<RunEnded>();
    for (var part : stored) {
      var advance = part.advance();
      for (var command : advance.commands()) {
        if (command instanceof RunCommand.Launch launch) {
          parts.release().accept(launch.instance());
        } else if (command instanceof RunCommand.StopInstance stop) {
          stopped.add(stop.instanceId());
        }
      }
      var after = advance.after();
      boolean ends = after.isFinished() && (advance.ends() || advance.begins());
      if (after.parent().isPresent() && after.isFinished() && (ends || isForAnother(advance))) {
        runner.add(new RunItem.Fact(after.parent().get(), Findings.ended(after)));
      }
      if (after.parent().isPresent()
          && after.deadline().filter(at -> at.isBefore(now.plus(NEAR))).isPresent()) {
        runner.add(new RunItem.Wake(after.wfInstanceId(), after.deadline().get()));
      }
      if (ends) {
        ended.add(new RunEnded(after, part.definition()));
      }
    }
    runner.ended(ended);
    tellStopped(stopped, now);
  }

  /** Whether the parent waits for a nested run that had ended before. */
  private static boolean isForAnother(Advance advance) {
    return advance.before().state().parentEpoch() != advance.after().state().parentEpoch();
  }

  private void tellStopped(List<Long> instanceIds, Instant now) {
    if (instanceIds.isEmpty()) {
      return;
    }
    var ended = new ArrayList<Completion>();
    for (var instance : parts.instances().findAll(instanceIds)) {
      if (instance.status() != InstanceStatus.STOPPED) {
        continue;
      }
      if (instance.workerId() != null) {
        parts
            .gateway()
            .stop(
                instance.workerId(),
                instance.appId(),
                new InstanceEpoch(instance.instanceId(), instance.epoch()));
        parts.workers().over(instance.workerId());
      }
      ended.add(Completion.of(instance, InstanceStatus.STOPPED, now));
    }
    parts.completions().ended(ended);
  }
}
