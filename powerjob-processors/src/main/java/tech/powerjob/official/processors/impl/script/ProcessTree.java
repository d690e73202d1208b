package tech.powerjob.official.processors.impl.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * All processes that came from one: its children and theirs; on Linux also those that lost their
 * parent, found by their session or by a mark in their environment. What escapes is a process that
 * leaves the session and also clears its environment, one that runs as another user, and, on other
 * systems than Linux, a child whose parent has ended. Not thread-safe.
 */
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));
  private static final long POLL_MILLIS = 20;

  /** How long killed processes get until they are called unkillable. */
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

  private final ProcessHandle root;
  private final boolean ownSession;
  private final byte[] mark;
  private final Set<ProcessHandle> known = new HashSet<>();

  /**
   * The tree that begins at a process.
   *
   * @param ownSession whether the process leads a session of its own
   * @param mark an entry that only these processes have in their environment
   */
  ProcessTree(ProcessHandle root, boolean ownSession, String mark) {
    this.root = root;
    this.ownSession = ownSession;
    this.mark = mark.getBytes(StandardCharsets.UTF_8);
    known.add(root);
  }

  /** The processes that live now. */
  Set<ProcessHandle> living() {
    for (var each : List.copyOf(known)) {
      each.descendants().forEach(known::add);
    }
    if (HAS_PROC) {
      ProcessHandle.allProcesses().filter(this::belongs).forEach(known::add);
    }
    known.removeIf(each -> !lives(each));
    return Set.copyOf(known);
  }

  /**
   * Asks all processes to end, and kills those that do not within the grace. Not cut short by
   * interrupts; an interrupt that came meanwhile is kept for the caller.
   *
   * @param hurry whether to kill at once from now on
   * @return what lives on all the same
   */
  Set<ProcessHandle> end(Duration grace, BooleanSupplier hurry) {
    boolean interrupted = false;
    var asked = new HashSet<ProcessHandle>();
    long begin = System.nanoTime();
    var left = living();
    while (!left.isEmpty()) {
      long waited = System.nanoTime() - begin;
      if (waited > grace.plus(KILL_PATIENCE).toNanos()) {
        break;
      }
      if (waited > grace.toNanos() || hurry.getAsBoolean()) {
        left.forEach(ProcessHandle::destroyForcibly);
      } else {
        left.stream().filter(asked::add).forEach(ProcessHandle::destroy);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = living();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  private boolean belongs(ProcessHandle process) {
    return ownSession && session(process.pid()) == root.pid() || isMarked(process.pid());
  }

  private static long session(long pid) {
    var fields = stat(pid);
    return fields.length > 3 ? Long.parseLong(fields[3]) : -1;
  }

  /** The dead whom nobody has asked for their exit code yet are not alive. */
  private static boolean lives(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    var fields = HAS_PROC ? stat(process.pid()) : new String[0];
    return fields.length == 0 || !fields[0].equals("Z") && !fields[0].equals("X");
  }

  /** State, parent, process group, session and more; empty if there is no such process. */
  private static String[] stat(long pid) {
    try {
      var line =
          new String(Files.readAllBytes(PROC.resolve(pid + "/stat")), StandardCharsets.ISO_8859_1);
      // The name before it is in parentheses and may hold anything.
      return line.substring(line.lastIndexOf(')') + 1).trim().split(" ");
    } catch (IOException e) {
      return new String[0];
    }
  }

  private boolean isMarked(long pid) {
    try {
      return contains(Files.readAllBytes(PROC.resolve(pid + "/environ")));
    } catch (IOException e) {
      // It ended, or belongs to another user.
      return false;
    }
  }

  private boolean contains(byte[] environment) {
    for (int start = 0; start + mark.length <= environment.length; start++) {
      int matching = 0;
      while (matching < mark.length && environment[start + matching] == mark[matching]) {
        matching++;
      }
      if (matching == mark.length) {
        return true;
      }
    }
    return false;
  }
}
