package tech.powerjob.it.fault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/**
 * Maps elements of which some do harm. The reduce step succeeds and says what it was given: of each
 * kind how many succeeded and failed. Parameter of the instance: number of the harmless ones.
 * Thread-safe.
 */
public final class PoisonTasks implements MapReduceProcessor {
  /** Characters of a result that is too long. */
  static final int LONG = 10 * 1024 * 1024;

  private static final String ROOT_RESULT = "root";
  private static final String TASK = "POISON";

  /** What an element does. */
  public enum Kind {
    NONE,
    THROW,
    ERROR,
    HANG,
    NULL,
    LONG_RESULT,
    /** Kills the process that works on it. */
    KILL
  }

  /** An element. */
  public static final class Poison {
    private Kind kind;

    public Poison() {}

    Poison(Kind kind) {
      this.kind = kind;
    }

    public Kind getKind() {
      return kind;
    }

    public void setKind(Kind kind) {
      this.kind = kind;
    }
  }

  /** An element that can be written and not be read. */
  public static final class Unreadable {
    private final int number;

    public Unreadable(int number) {
      this.number = number;
    }

    public int getNumber() {
      return number;
    }
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    if (isRootTask()) {
      split(Integer.parseInt(context.getInstanceParams()));
      return new ProcessResult(true, ROOT_RESULT);
    }
    if (context.getSubTask() instanceof Poison poison) {
      return take(poison.getKind());
    }
    return new ProcessResult(false, "is no poison: " + context.getSubTask());
  }

  private void split(int harmless) throws Exception {
    var elements = new ArrayList<Object>();
    for (var kind : Kind.values()) {
      if (kind != Kind.NONE) {
        elements.add(new Poison(kind));
      }
    }
    elements.add(new Unreadable(7));
    for (int i = 0; i < harmless; i++) {
      // On both sides of the others, so that they share packs with them.
      elements.add(i % 2 == 0 ? 0 : elements.size(), new Poison(Kind.NONE));
    }
    map(elements, TASK);
  }

  private static ProcessResult take(Kind kind) throws Exception {
    return switch (kind) {
      case NONE -> new ProcessResult(true, kind.name());
      case THROW -> throw new IllegalStateException("poison of kind " + kind);
      case ERROR -> throw new StackOverflowError("poison of kind " + kind);
      case HANG -> {
        TimeUnit.HOURS.sleep(1);
        yield new ProcessResult(true, kind.name());
      }
      case NULL -> null;
      case LONG_RESULT -> new ProcessResult(true, "x".repeat(LONG));
      case KILL -> {
        Runtime.getRuntime().halt(1);
        yield null;
      }
    };
  }

  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
    var ids = new HashSet<String>();
    var counts = new TreeMap<String, Integer>();
    for (var each : taskResults) {
      ids.add(each.getTaskId());
      var result = each.getResult().startsWith("xxx") ? "LONG" : each.getResult();
      counts.merge(each.isSuccess() ? "succeeded " + result : "failed", 1, Integer::sum);
    }
    return new ProcessResult(true, "ids=%d %s".formatted(ids.size(), counts));
  }
}
