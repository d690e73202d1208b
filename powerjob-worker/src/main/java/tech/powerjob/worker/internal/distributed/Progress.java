package tech.powerjob.worker.internal.distributed;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which tasks of an instance exist and which have ended, each counted once. The id of a task is
 * that of its parent, a dot, and a number; the root task is {@link #ROOT}. What another execution
 * of a task maps has the parent {@code id~2}, {@code id~3} and so on, so that it cannot be mistaken
 * for what the first one mapped. Not thread-safe.
 */
final class Progress {
  static final String ROOT = "0";

  private static final int FORMAT = 1;

  /** By parent; those are left out whose children have all ended. */
  private final Map<String, Children> unfinished = new HashMap<>();

  /** Tasks that had failed and run again. */
  private final Set<String> reopened = new HashSet<>();

  private boolean rootEnded;
  private long finishedChildren;
  private long strangers;
  private long succeeded;
  private long failed;
  private long repeated;

  Progress() {}

  /** What an execution of a task calls itself as a parent; the first is number 1. */
  static String parentKey(String taskId, int execution) {
    return execution <= 1 ? taskId : taskId + "~" + execution;
  }

  /** Id of a child. */
  static String childId(String parentKey, int number) {
    return parentKey + "." + number;
  }

  /**
   * Counts the end of a task.
   *
   * @param children how many tasks it mapped, by the keys that it used as their parent
   * @return {@code false} if the end was counted before, so that nothing changes
   * @throws IllegalArgumentException if that is no id of a task
   */
  boolean ended(String taskId, boolean success, Map<String, Integer> children) {
    if (!taskId.equals(ROOT) && taskId.lastIndexOf('.') < 1) {
      throw new IllegalArgumentException("'%s' is no id of a task".formatted(taskId));
    }
    if (!note(taskId)) {
      repeated++;
      return false;
    }
    if (success) {
      succeeded++;
    } else {
      failed++;
    }
    children.forEach(this::declare);
    return true;
  }

  private boolean note(String taskId) {
    if (taskId.equals(ROOT)) {
      boolean first = !rootEnded;
      rootEnded = true;
      return first || reopened.remove(ROOT);
    }
    if (reopened.remove(taskId)) {
      return true;
    }
    int dot = taskId.lastIndexOf('.');
    var parent = taskId.substring(0, dot);
    var siblings = unfinished.get(parent);
    if (siblings == null) {
      if (hasEnded(withoutExecution(parent))) {
        return false; // All that there are have ended.
      }
      siblings = new Children();
      unfinished.put(parent, siblings);
    }
    boolean first = siblings.end(Integer.parseInt(taskId, dot + 1, taskId.length(), 10));
    finishIfComplete(parent, siblings);
    return first;
  }

  /** Whether the end of a task was counted. */
  boolean hasEnded(String taskId) {
    if (reopened.contains(taskId)) {
      return false;
    }
    if (taskId.equals(ROOT)) {
      return rootEnded;
    }
    int dot = taskId.lastIndexOf('.');
    var parent = taskId.substring(0, dot);
    var siblings = unfinished.get(parent);
    return siblings == null
        ? hasEnded(withoutExecution(parent))
        : siblings.hasEnded(Integer.parseInt(taskId, dot + 1, taskId.length(), 10));
  }

  private static String withoutExecution(String parentKey) {
    int tilde = parentKey.lastIndexOf('~');
    return tilde > parentKey.lastIndexOf('.') ? parentKey.substring(0, tilde) : parentKey;
  }

  private void declare(String parentKey, int count) {
    var children = unfinished.computeIfAbsent(parentKey, key -> new Children());
    strangers += children.declare(count);
    finishIfComplete(parentKey, children);
  }

  private void finishIfComplete(String parentKey, Children children) {
    if (children.isDeclared() && children.isComplete()) {
      unfinished.remove(parentKey);
      finishedChildren += children.known();
    }
  }

  /** Notes that an execution of a task has mapped at least so many. */
  void mapped(String parentKey, int count) {
    if (!hasEnded(withoutExecution(parentKey))) {
      unfinished.computeIfAbsent(parentKey, key -> new Children()).atLeast(count);
    }
  }

  /** Takes back the end of a task that had failed: it runs again. */
  void reopen(String taskId) {
    if (hasEnded(taskId)) {
      reopened.add(taskId);
      failed--;
    }
  }

  boolean isRootEnded() {
    return hasEnded(ROOT);
  }

  /** Whether every task that there is has ended. */
  boolean isComplete() {
    return rootEnded && unfinished.isEmpty() && reopened.isEmpty();
  }

  /** Number of tasks known so far, the root task among them. */
  long total() {
    return 1
        + finishedChildren
        + strangers
        + unfinished.values().stream().mapToLong(Children::known).sum();
  }

  long succeeded() {
    return succeeded;
  }

  long failed() {
    return failed;
  }

  /** Number of ends that were not counted. */
  long repeated() {
    return repeated;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    out.writeBoolean(rootEnded);
    out.writeLong(finishedChildren);
    out.writeLong(strangers);
    out.writeLong(succeeded);
    out.writeLong(failed);
    out.writeLong(repeated);
    out.writeInt(unfinished.size());
    for (var each : unfinished.entrySet()) {
      out.writeUTF(each.getKey());
      each.getValue().writeTo(out);
    }
    out.writeInt(reopened.size());
    for (var each : reopened) {
      out.writeUTF(each);
    }
  }

  /**
   * What was written.
   *
   * @throws IOException if the format is unknown or the data ends early
   */
  static Progress readFrom(DataInput in) throws IOException {
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IOException("format of a progress is %d but must be %d".formatted(format, FORMAT));
    }
    var progress = new Progress();
    progress.rootEnded = in.readBoolean();
    progress.finishedChildren = in.readLong();
    progress.strangers = in.readLong();
    progress.succeeded = in.readLong();
    progress.failed = in.readLong();
    progress.repeated = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      progress.unfinished.put(in.readUTF(), Children.readFrom(in));
    }
    for (int left = in.readInt(); left > 0; left--) {
      progress.reopened.add(in.readUTF());
    }
    return progress;
  }
}
