package tech.powerjob.server.workflow.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tech.powerjob.server.lifecycle.Loop;

/**
 * Drives a share of the runs with one thread: takes all that has happened, decides on each run, and
 * stores what was decided for all of them in one transaction. What it has stored it remembers, so
 * that the next step needs no reading; if somebody else was faster it reads and decides again.
 */
final class Lane {
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final int MOST_AT_ONCE = 500;
  private static final long REMEMBERED_BYTES = 24L << 20;

  private final RunParts parts;
  private final Definitions definitions;
  private final RunCommits commits;
  private final LinkedBlockingQueue<RunItem> queue = new LinkedBlockingQueue<>();
  private final ArrayDeque<RunItem> again = new ArrayDeque<>();
  private final Timers timers = new Timers();
  private final Remembered remembered = new Remembered(REMEMBERED_BYTES);
  private final Loop loop;
  private volatile boolean stopped;

  Lane(String name, RunParts parts, WorkflowRunner runner) {
    this.parts = parts;
    this.definitions = new Definitions(parts);
    this.commits = new RunCommits(parts, definitions, runner);
    this.loop = Loop.start(name, parts.threads(), this::turn);
  }

  void add(RunItem item) {
    queue.add(item);
    if (stopped) {
      refuseAll();
    }
  }

  void stop(Duration patience) {
    stopped = true;
    loop.stop();
    loop.await(patience);
    refuseAll();
  }

  private void refuseAll() {
    var refusal = new IllegalStateException("the server is stopping");
    for (var item = queue.poll(); item != null; item = queue.poll()) {
      item.fail(refusal);
    }
  }

  private Duration turn() throws InterruptedException {
    var items = take();
    if (!items.isEmpty()) {
      definitions.nextTurn();
      new Turn(parts, definitions, commits, remembered, timers, again).run(items);
    }
    return Duration.ZERO;
  }

  private List<RunItem> take() throws InterruptedException {
    var items = new ArrayList<RunItem>(again);
    again.clear();
    if (items.isEmpty()) {
      var wait = timers.untilNext(parts.now().get(), IDLE);
      var first = queue.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
      if (first != null) {
        items.add(first);
      }
    }
    queue.drainTo(items, MOST_AT_ONCE);
    timers.due(parts.now().get()).forEach(runId -> items.add(new RunItem.Look(runId)));
    return items;
  }
}
