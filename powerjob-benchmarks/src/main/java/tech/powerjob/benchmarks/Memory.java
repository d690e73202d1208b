package tech.powerjob.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The most memory that a Java process has had, in MiB.
 *
 * @param resident memory of the machine
 * @param heap used heap, when a collection began
 * @param live used heap, when a collection had ended
 */
record Memory(long resident, long heap, long live) {
  private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s+([0-9]+) kB");
  private static final Pattern COLLECTION = Pattern.compile(" ([0-9]+)M->([0-9]+)M\\(");

  /** Option of the process that is measured. */
  static String gcLogOption(Path file) {
    return "-Xlog:gc:file=" + file + "::filecount=0";
  }

  /** The most up to now. */
  static Memory of(long pid, Path gcLog) throws IOException {
    var status = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    long resident = status.find() ? Long.parseLong(status.group(1)) / 1024 : 0;
    return parse(resident, Files.exists(gcLog) ? Files.readString(gcLog) : "");
  }

  static Memory parse(long resident, String gcLog) {
    long heap = 0;
    long live = 0;
    var collections = COLLECTION.matcher(gcLog);
    while (collections.find()) {
      heap = Math.max(heap, Long.parseLong(collections.group(1)));
      live = Math.max(live, Long.parseLong(collections.group(2)));
    }
    return new Memory(resident, heap, live);
  }

  Memory max(Memory other) {
    return new Memory(
        Math.max(resident, other.resident), Math.max(heap, other.heap), Math.max(live, other.live));
  }

  /** Adds these figures to a result. */
  void addTo(Results.Line line, String whose) {
    line.with(whose + "_peak_rss_mib", resident)
        .with(whose + "_peak_heap_mib", heap)
        .with(whose + "_peak_live_heap_mib", live);
  }
}
