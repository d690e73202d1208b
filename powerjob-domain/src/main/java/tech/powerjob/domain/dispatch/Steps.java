package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Canceled;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Expired;
import tech.powerjob.domain.instance.InstanceChange.Refused;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.worker.Workers;

/** Applies what was decided in one transaction, and then does what follows from it. Thread-safe. */
final class Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Instances instances;
  private final InstanceEvents events;
  private final Workers workers;
  private final Commands commands;
  private final Completions completions;
  private final Vacancies vacancies;

  Steps(
      Instances instances,
      InstanceEvents events,
      Workers workers,
      Commands commands,
      Completions completions,
      Vacancies vacancies) {
    this.instances = instances;
    this.events = events;
    this.workers = workers;
    this.commands = commands;
    this.completions = completions;
    this.vacancies = vacancies;
  }

  /** Applies steps, at most one for each instance; those that come too late have no effect. */
  void apply(List<Step> steps, Instant now) {
    if (steps.isEmpty()) {
      return;
    }
    List<InstanceChange> effective = List.of();
    try {
      effective = instances.apply(steps.stream().map(Step::change).toList());
    } finally {
      undoOthers(steps, effective);
    }
    var byTarget = new HashMap<Target, Step>();
    steps.forEach(step -> byTarget.put(step.change().target(), step));
    follow(effective.stream().map(change -> byTarget.get(change.target())).toList(), now);
  }

  private void undoOthers(List<Step> steps, List<InstanceChange> effective) {
    if (effective.size() < steps.size()) {
      var done = new HashSet<Target>();
      effective.forEach(change -> done.add(change.target()));
      steps.stream().filter(step -> !done.contains(step.change().target())).forEach(this::undo);
    }
  }

  /** Takes back what was counted for a dispatch that did not come about. */
  void undo(Step step) {
    if (step.change() instanceof Dispatched dispatched) {
      workers.over(dispatched.workerId());
    }
  }

  /** Does what follows from steps that were applied: tells workers, explains, tells the ends. */
  void follow(List<Step> applied, Instant now) {
    var explained = new ArrayList<InstanceEvent>();
    var ended = new ArrayList<Completion>();
    var orders = new ArrayList<Commands.Order>(applied.size());
    for (var step : applied) {
      step.event().ifPresent(explained::add);
      if (step.change() instanceof Dispatched dispatched) {
        var instance = step.instance();
        orders.add(
            new Commands.Order(
                instance,
                instance.epoch() + 1,
                step.job(),
                dispatched.workerId(),
                dispatched.at()));
        if (instance.waitingFor().isPresent()) {
          vacancies.next(instance.appId(), instance.jobId());
        }
      } else {
        ending(step).ifPresent(status -> ended.add(end(step, status, now)));
      }
    }
    commands.send(orders, now);
    if (!explained.isEmpty()) {
      events.record(explained);
    }
    completions.ended(ended);
  }

  private static Optional<InstanceStatus> ending(Step step) {
    var change = step.change();
    if (change instanceof Refused || change instanceof Expired) {
      return Optional.of(InstanceStatus.FAILED);
    }
    return change instanceof Canceled ? Optional.of(InstanceStatus.CANCELED) : Optional.empty();
  }

  private static Completion end(Step step, InstanceStatus status, Instant now) {
    LOG.info(
        "instance={} job={} {}: {}",
        step.instance().instanceId(),
        step.instance().jobId(),
        status,
        step.event().map(InstanceEvent::detail).orElse(""));
    return Completion.of(step.instance(), status, now);
  }
}
