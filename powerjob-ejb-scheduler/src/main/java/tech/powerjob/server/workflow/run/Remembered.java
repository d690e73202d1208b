package tech.powerjob.server.workflow.run;

import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.domain.workflow.WorkflowRun;

/** Runs as they were stored last, those used last, in bounded memory. For one thread. */
final class Remembered {
  private record Entry(WorkflowRun run, long bytes) {}

  private final long mostBytes;
  private final Map<Long, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  Remembered(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The run, {@code null} if it is not remembered. */
  WorkflowRun get(long runId) {
    var entry = entries.get(runId);
    return entry == null ? null : entry.run();
  }

  void put(WorkflowRun run) {
    remove(run.wfInstanceId());
    var entry = new Entry(run, bytes(run));
    entries.put(run.wfInstanceId(), entry);
    bytes += entry.bytes();
    // The one that was just put stays, since it is about to be used.
    var eldest = entries.entrySet().iterator();
    while (bytes > mostBytes && entries.size() > 1) {
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }

  void remove(long runId) {
    var entry = entries.remove(runId);
    bytes -= entry == null ? 0 : entry.bytes();
  }

  void clear() {
    entries.clear();
    bytes = 0;
  }

  /** Roughly. */
  private static long bytes(WorkflowRun run) {
    long sum = 500 + 100L * run.nodes().size();
    for (var each : run.context().entrySet()) {
      sum += 100 + 2L * (each.getKey().length() + each.getValue().length());
    }
    for (var node : run.nodes()) {
      sum += 80L * node.elements().size();
      for (var element : node.elements()) {
        sum += element.text() == null ? 0 : 2L * element.text().length();
      }
    }
    return sum;
  }
}
