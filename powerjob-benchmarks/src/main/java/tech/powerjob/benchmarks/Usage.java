package tech.powerjob.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a Java process has used up to now, thread by thread, as its own thread dump and {@code
 * /proc} say it.
 *
 * @param processSeconds processor time of the whole process
 * @param threads by the JVM's id of the thread
 */
record Usage(double processSeconds, Map<String, Thread> threads) {
  /**
   * One thread.
   *
   * @param cpuMillis processor time
   * @param allocatedBytes bytes of heap it has asked for
   */
  record Thread(String name, double cpuMillis, long allocatedBytes) {}

  /** Ticks of {@code /proc} in a second; Linux has no other on the machines that count. */
  private static final double TICKS = 100;

  private static final Pattern LINE =
      Pattern.compile(
          "^\"(.*?)\".*? cpu=([0-9.]+)ms elapsed=[0-9.]+s(?: allocated=([0-9.]+)([BKMGT]?)B?)?.* "
              + "tid=(0x[0-9a-f]+).*$",
          Pattern.MULTILINE);

  /** The present use of a process. */
  static Usage of(long pid) throws IOException, InterruptedException {
    return new Usage(processSeconds(pid), parse(threadDump(pid)));
  }

  /** Processor time of a process. */
  static double processSeconds(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name of the command is in brackets and may hold spaces.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  private static String threadDump(long pid) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "Thread.print",
                "-e")
            .redirectErrorStream(true)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("jcmd failed: " + text);
    }
    return text;
  }

  static Map<String, Thread> parse(String dump) {
    var threads = new HashMap<String, Thread>();
    var lines = LINE.matcher(dump);
    while (lines.find()) {
      threads.put(
          lines.group(5),
          new Thread(
              lines.group(1),
              Double.parseDouble(lines.group(2)),
              bytes(lines.group(3), lines.group(4))));
    }
    return threads;
  }

  private static long bytes(String number, String unit) {
    if (number == null) {
      return 0;
    }
    int power = unit.isEmpty() ? 0 : "BKMGT".indexOf(unit);
    return (long) (Double.parseDouble(number) * Math.pow(1024, power));
  }

  /** Bytes that all threads have asked for since then. */
  long allocatedSince(Usage before) {
    long sum = 0;
    for (var each : threads.entrySet()) {
      var old = before.threads.get(each.getKey());
      sum += each.getValue().allocatedBytes() - (old == null ? 0 : old.allocatedBytes());
    }
    return sum;
  }

  /** Processor seconds of threads with such names since then. */
  double secondsSince(Usage before, Predicate<String> names) {
    double millis = 0;
    for (var each : threads.entrySet()) {
      if (names.test(each.getValue().name())) {
        var old = before.threads.get(each.getKey());
        millis += each.getValue().cpuMillis() - (old == null ? 0 : old.cpuMillis());
      }
    }
    return millis / 1000;
  }

  /** Processor seconds since then by kind of thread, the busiest first; digits are left out. */
  Map<String, Double> busiestSince(Usage before, int most) {
    var kinds = new HashMap<String, Double>();
    for (var each : threads.entrySet()) {
      var old = before.threads.get(each.getKey());
      double millis = each.getValue().cpuMillis() - (old == null ? 0 : old.cpuMillis());
      kinds.merge(each.getValue().name().replaceAll("[0-9]+", ""), millis / 1000, Double::sum);
    }
    var busiest = new LinkedHashMap<String, Double>();
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(most)
        .forEach(each -> busiest.put(each.getKey(), each.getValue()));
    return busiest;
  }
}
