package tech.powerjob.worker.internal.distributed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.worker.common.constants.TaskConstant;

/**
 * What changes between two checkpoints: takes in what workers say, and holds what goes out in the
 * same transaction. Not thread-safe.
 */
final class Ledger {
  /**
   * Tasks to be sent.
   *
   * @param target the one worker that they are for, {@code null} for any
   */
  record Todo(TaskPack pack, String target) {}

  /**
   * A result for the last task.
   *
   * @param result not {@code null}
   */
  record Kept(String taskId, String result) {}

  static final String WORKER_DOWN = "maybe worker down";

  /** Content of failed tasks in reports; the whole of it is kept apart. */
  private static final int SHOWN_CONTENT = 8 * 1024;

  private static final byte[] NOTHING = "null".getBytes(StandardCharsets.UTF_8);

  private final Checkpoint checkpoint;
  private final RunInstance run;
  private final List<TaskReport.Ended> ended = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<FailedTask> failed = new ArrayList<>();
  private final List<Todo> todo = new ArrayList<>();
  private boolean changed;

  Ledger(Checkpoint checkpoint, RunInstance run) {
    this.checkpoint = checkpoint;
    this.run = run;
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Takes in what a worker says. */
  void hear(Said said) {
    if (said.mapped() != null && !checkpoint.progress().isRootEnded()) {
      var mapped = said.mapped();
      checkpoint.rootMapped(mapped.parentKey(), mapped.children(), mapped.packs());
      changed = true;
    }
    for (var outcome : said.outcomes()) {
      count(outcome, said.address());
    }
  }

  private void count(Outcome outcome, String address) {
    changed = true;
    boolean root = outcome.taskId().equals(Progress.ROOT);
    if (root && checkpoint.progress().isRootEnded()) {
      checkpoint.progress().ended(Progress.ROOT, outcome.success(), Map.of());
      return;
    }
    var children = root ? childrenOfRoot(outcome) : outcome.children();
    if (!checkpoint.progress().ended(outcome.taskId(), outcome.success(), children)) {
      return;
    }
    if (root && outcome.success()) {
      checkpoint.rootEnded();
    }
    checkpoint.appended().putAll(outcome.appended());
    ended.add(shown(outcome, address));
    if (!outcome.success()) {
      failed.add(
          new FailedTask(
              outcome.taskId(), outcome.result(), targetOf(outcome.taskId()), outcome.pack()));
    } else if (run.executeType() != ExecuteType.MAP) {
      kept.add(new Kept(outcome.taskId(), outcome.result()));
    }
  }

  /** All that its executions have mapped; for a broadcast a task for each worker. */
  private Map<String, Integer> childrenOfRoot(Outcome outcome) {
    var children = new HashMap<>(checkpoint.rootChildren());
    outcome.children().forEach((key, count) -> children.merge(key, count, Math::max));
    if (run.executeType() == ExecuteType.BROADCAST
        && outcome.success()
        && checkpoint.targets().isEmpty()) {
      var workers = run.distribution().workers();
      for (int i = 0; i < workers.size(); i++) {
        todo.add(new Todo(broadcastTask(i), workers.get(i).workerId()));
      }
      checkpoint.targets().addAll(workers);
      children.put(Progress.ROOT, workers.size());
    }
    return children;
  }

  private static TaskPack broadcastTask(int number) {
    return new TaskPack(
        Progress.ROOT,
        TaskConstant.BROADCAST_TASK_NAME,
        number,
        0,
        1,
        SubTaskCodec.NULL,
        List.of(NOTHING));
  }

  private String targetOf(String taskId) {
    if (run.executeType() != ExecuteType.BROADCAST || taskId.equals(Progress.ROOT)) {
      return null;
    }
    return checkpoint
        .targets()
        .get(Integer.parseInt(taskId.substring(taskId.lastIndexOf('.') + 1)))
        .workerId();
  }

  private static TaskReport.Ended shown(Outcome outcome, String address) {
    return new TaskReport.Ended(
        outcome.taskId(),
        outcome.name(),
        outcome.success(),
        outcome.result(),
        address,
        outcome.attempts(),
        outcome.start(),
        outcome.end(),
        outcome.pack() == null ? null : shown(outcome.pack()));
  }

  private static String shown(TaskPack pack) {
    var content = pack.contents().get(0);
    return new String(content, 0, Math.min(content.length, SHOWN_CONTENT), StandardCharsets.UTF_8);
  }

  /** Members for whom a task of a broadcast has not ended, by the number of the task. */
  Map<Integer, Distribution.Member> waitedFor() {
    var open = new HashMap<Integer, Distribution.Member>();
    for (int i = 0; i < checkpoint.targets().size(); i++) {
      if (!checkpoint.progress().hasEnded(Progress.childId(Progress.ROOT, i))) {
        open.put(i, checkpoint.targets().get(i));
      }
    }
    return open;
  }

  /** A task of a broadcast fails because its worker is gone. */
  void workerDown(int number, String address, long now) {
    var pack = broadcastTask(number);
    count(
        new Outcome(
            pack.taskId(0), pack.name(), false, WORKER_DOWN, 1, 0, now, Map.of(), Map.of(), pack),
        address);
  }

  /** A task that had failed runs again, except the root task, which is the coordinator's. */
  void reopen(FailedTask task) {
    checkpoint.progress().reopen(task.taskId());
    if (task.pack() != null) {
      todo.add(new Todo(task.pack().again(0), task.target()));
    }
    changed = true;
  }

  /** Something beside tasks has changed. */
  void touch() {
    changed = true;
  }

  boolean isChanged() {
    return changed;
  }

  List<TaskReport.Ended> ended() {
    return ended;
  }

  List<Kept> kept() {
    return kept;
  }

  List<FailedTask> failed() {
    return failed;
  }

  List<Todo> todo() {
    return todo;
  }

  /** All of it has gone out. */
  void written() {
    ended.clear();
    kept.clear();
    failed.clear();
    todo.clear();
    changed = false;
  }
}
