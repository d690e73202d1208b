package tech.powerjob.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Server to worker: run these instances. Means the same as one {@link RunInstance} for each, but
 * says what runs of one job have in common once.
 *
 * @param groups runs that differ only in what {@link Run} says
 */
public record RunInstances(List<Group> groups) implements WireMessage {
  public RunInstances {
    groups = List.copyOf(groups);
  }

  /**
   * Runs that have much in common.
   *
   * @param first one of them
   * @param others how the others differ from it
   */
  public record Group(RunInstance first, List<Run> others) {
    public Group {
      others = List.copyOf(others);
    }
  }

  /** What is particular to one run; the fields are those of {@link RunInstance}. */
  public record Run(
      long instanceId,
      long epoch,
      String instanceParams,
      Long wfInstanceId,
      long expectedTriggerTime) {
    private static final Run NONE = new Run(0, 0, null, null, 0);

    private static Run of(RunInstance command) {
      return new Run(
          command.instanceId(),
          command.epoch(),
          command.instanceParams(),
          command.wfInstanceId(),
          command.expectedTriggerTime());
    }

    private RunInstance like(RunInstance command) {
      return new RunInstance(
          instanceId,
          epoch,
          command.jobId(),
          command.appId(),
          command.jobName(),
          command.executeType(),
          command.processorType(),
          command.processorInfo(),
          command.jobParams(),
          instanceParams,
          command.instanceTimeLimit(),
          command.taskRetryNum(),
          command.concurrency(),
          command.logConfig(),
          wfInstanceId,
          expectedTriggerTime,
          command.taskBackoff(),
          command.taskTimeLimit(),
          command.distribution());
    }
  }

  /** Packs commands; those of one job are kept in their order. */
  public static RunInstances of(List<RunInstance> commands) {
    // The key is all that is not particular to a run, so whatever differs there is a group of its
    // own.
    var byCommonPart = new LinkedHashMap<RunInstance, List<RunInstance>>();
    for (var command : commands) {
      byCommonPart.computeIfAbsent(Run.NONE.like(command), key -> new ArrayList<>()).add(command);
    }
    return new RunInstances(
        byCommonPart.values().stream()
            .map(group -> new Group(group.get(0), group.stream().skip(1).map(Run::of).toList()))
            .toList());
  }

  /** The commands, one for each run. */
  public List<RunInstance> commands() {
    var commands = new ArrayList<RunInstance>();
    for (var group : groups) {
      commands.add(group.first());
      group.others().forEach(run -> commands.add(run.like(group.first())));
    }
    return commands;
  }
}
