package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import tech.powerjob.wire.TaskReport;

/**
 * What this worker has of an instance: tasks that wait, tasks at work, and what has to be said of
 * those that ended. Thread-safe.
 */
final class Bench {
  /**
   * A task that waits for a thread.
   *
   * @param index which one of the pack
   */
  record Waiting(PackWork work, int index) {}

  /** So long it takes to fetch a pack, about; as much work as that may wait here. */
  private static final double FETCHING_NANOS = Duration.ofMillis(6).toNanos();

  private static final int MOST_AHEAD = 200;

  /** Tasks that have waited for so long go back, so that others can help. */
  private static final Duration TOO_LONG = Duration.ofSeconds(1);

  /**
   * A pack that was delivered so often may hold a task that kills its workers, or was beside one.
   * Its tasks run alone from then on, so that it is seen which of them it is.
   */
  private static final int SUSPICIOUS = 3;

  /** So often a task may be alone with its worker when that is lost. */
  private static final int ALONE = 3;

  private final int concurrency;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition said = lock.newCondition();

  // Guarded by the lock.
  private final Map<String, PackWork> packs = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<TaskRun> atWork = new HashSet<>();

  /** A task that is to run alone, waiting or at work; then no other one is taken. */
  private PackWork alone;

  private boolean aloneWaits;
  private int slots;
  private double averageNanos;
  private List<Outcome> outcomes = new ArrayList<>();
  private List<TaskPack> mapped = new ArrayList<>();
  private List<Words.Back> back = new ArrayList<>();
  private List<PackWork> done = new ArrayList<>();
  private boolean closed;
  private boolean takesNoMore;

  Bench(int concurrency) {
    this.concurrency = Math.max(1, concurrency);
  }

  /** Waits until there is room for another pack; {@code false} if none is to be taken any more. */
  boolean awaitRoom() throws InterruptedException {
    lock.lock();
    try {
      while (!takesNoMore
          && (alone != null || waiting.size() + atWork.size() >= concurrency + ahead())) {
        room.await();
      }
      return !takesNoMore;
    } finally {
      lock.unlock();
    }
  }

  private int ahead() {
    return averageNanos == 0
        ? 0
        : (int) Math.min(MOST_AHEAD, concurrency * FETCHING_NANOS / averageNanos);
  }

  /** A pack came. */
  void take(TaskPack pack, ClientMessage message, TaskDesk desk, long now) {
    var work = new PackWork(pack, message, desk, now);
    lock.lock();
    try {
      var known = packs.get(work.key());
      // At the same desk it is another message: one that this worker itself gave back.
      if (known != null && known.messageAt(desk) == null) {
        known.delivered(message, desk);
        if (known.isTold()) {
          done.add(known);
          said.signal();
        }
        return;
      }
      packs.put(work.key(), work);
      if (work.isAlone() && work.deliveries() > ALONE) {
        outcomes.add(lost(work));
        finish(work, 0);
      } else if (work.isAlone()) {
        alone = work;
        aloneWaits = true;
      } else if (work.deliveries() >= SUSPICIOUS) {
        giveBack(work, true);
      } else {
        for (int i = 0; i < pack.size(); i++) {
          waiting.add(new Waiting(work, i));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static Outcome lost(PackWork work) {
    var pack = work.pack();
    return new Outcome(
        pack.taskId(0),
        pack.name(),
        false,
        "its workers were lost %d times while it was at work, in the end %d times with nothing else"
            .formatted(SUSPICIOUS - 1 + work.deliveries() - 1, work.deliveries() - 1),
        pack.attempt() + 1,
        0,
        System.currentTimeMillis(),
        Map.of(),
        Map.of(),
        pack);
  }

  private void giveBack(PackWork work, boolean toRunAlone) {
    for (int i = 0; i < work.pack().size(); i++) {
      if (work.isOpen(i)) {
        back.add(new Words.Back(work.pack().single(i, work.pack().attempt()), 0, toRunAlone));
        finish(work, i);
      }
    }
  }

  private void finish(PackWork work, int index) {
    work.close(index);
    if (work == alone) {
      alone = null;
      aloneWaits = false;
      room.signal();
    }
    if (work.isDone()) {
      done.add(work);
    }
    said.signal();
  }

  /** How many more threads are to work; they are expected to. */
  int hire() {
    lock.lock();
    try {
      int wanted = waiting.size() + (aloneWaits && slots == 0 ? 1 : 0);
      int more = Math.max(0, Math.min(concurrency - slots, wanted));
      slots += more;
      return more;
    } finally {
      lock.unlock();
    }
  }

  /** A thread that was expected to work does not come. */
  void resign() {
    lock.lock();
    try {
      slots--;
    } finally {
      lock.unlock();
    }
  }

  /** The next task for a thread; {@code null} if it is not needed any more. */
  Waiting next() {
    lock.lock();
    try {
      var next = closed ? null : waiting.poll();
      if (next == null && aloneWaits && slots == 1 && !closed) {
        aloneWaits = false;
        next = new Waiting(alone, 0);
      }
      if (next == null) {
        slots--;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** The task is at work now; {@code false} if it is not wanted any more. */
  boolean begin(TaskRun task) {
    lock.lock();
    try {
      return !closed && atWork.add(task);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A task ended.
   *
   * @param more packs that it has mapped
   * @param again the task itself, to be tried again; {@code null} if the outcome counts
   * @param outcome {@code null} if it was said already
   */
  void ended(TaskRun task, Outcome outcome, List<TaskPack> more, Words.Back again, long nanos) {
    lock.lock();
    try {
      atWork.remove(task);
      averageNanos = averageNanos == 0 ? nanos : averageNanos * 0.95 + nanos * 0.05;
      if (closed) {
        return;
      }
      if (again != null) {
        back.add(again);
      } else {
        mapped.addAll(more);
        if (outcome != null) {
          outcomes.add(outcome);
        }
      }
      finish(task.work(), task.index());
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Tasks that have waited for too long go back. */
  void giveBackWhatTakesLong(long now) {
    giveBackWaiting(each -> now - each.work().arrived() > TOO_LONG.toNanos());
  }

  private void giveBackWaiting(Predicate<Waiting> which) {
    lock.lock();
    try {
      for (var each : List.copyOf(waiting)) {
        if (which.test(each)) {
          waiting.remove(each);
          back.add(
              new Words.Back(
                  each.work().pack().single(each.index(), each.work().pack().attempt()), 0));
          finish(each.work(), each.index());
        }
      }
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to say.
   *
   * @param nanos how long at most
   */
  void awaitWords(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (!closed && hasNoWords() && !isDrained() && left > 0) {
        left = said.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean hasNoWords() {
    return done.isEmpty() && outcomes.isEmpty() && back.isEmpty();
  }

  private boolean isDrained() {
    return takesNoMore && atWork.isEmpty() && waiting.isEmpty() && !aloneWaits;
  }

  /** Whether more will be said soon. */
  boolean isBusy() {
    lock.lock();
    try {
      return !atWork.isEmpty() || !waiting.isEmpty() || aloneWaits;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what is to be said. */
  Words words(Said greeting) {
    lock.lock();
    try {
      var words = new Words(outcomes, mapped, back, done, greeting);
      outcomes = new ArrayList<>();
      mapped = new ArrayList<>();
      back = new ArrayList<>();
      done = new ArrayList<>();
      return words;
    } finally {
      lock.unlock();
    }
  }

  /** It was said at this desk, for good. */
  void said(Words words, TaskDesk desk) {
    lock.lock();
    try {
      for (var work : words.done()) {
        if (work.messageAt(desk) != null) {
          packs.remove(work.key(), work);
        } else {
          // The pack comes once more, only to be acknowledged.
          work.told();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** It could not be said, or nobody knows. */
  void notSaid(Words words) {
    lock.lock();
    try {
      outcomes.addAll(words.outcomes());
      mapped.addAll(words.mapped());
      back.addAll(words.back());
      done.addAll(words.done());
    } finally {
      lock.unlock();
    }
  }

  /** Tasks at work now. */
  List<TaskReport.Running> running() {
    lock.lock();
    try {
      return atWork.stream().map(TaskRun::shown).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is here that was not said. */
  boolean isEmpty() {
    lock.lock();
    try {
      return atWork.isEmpty() && waiting.isEmpty() && !aloneWaits && hasNoWords();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more packs, and gives back what waits. */
  void drain() {
    lock.lock();
    try {
      takesNoMore = true;
      if (aloneWaits) {
        giveBack(alone, true);
      }
      room.signalAll();
      said.signalAll();
    } finally {
      lock.unlock();
    }
    giveBackWaiting(each -> true);
  }

  /** Drops everything and interrupts what is at work. */
  void close() {
    List<TaskRun> left;
    lock.lock();
    try {
      closed = true;
      takesNoMore = true;
      waiting.clear();
      aloneWaits = false;
      left = List.copyOf(atWork);
      room.signalAll();
      said.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(TaskRun::drop);
  }
}
