package tech.powerjob.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one benchmark by name: {@code bench NAME [option=value ...]}. */
public final class Bench {
  /** One benchmark. */
  interface Benchmark {
    /** Measures and prints its results. */
    void run(Options options, Results results, Path folder) throws Exception;
  }

  /** Brokers in this process would write audit lines, which costs what is measured. */
  private static final Logger BROKERS = Logger.getLogger("org.apache.activemq");

  private static final TreeMap<String, Benchmark> BENCHMARKS = new TreeMap<>();

  static {
    BENCHMARKS.put("api", new ApiBenchmark());
    BENCHMARKS.put("startup", new StartupBenchmark());
    BENCHMARKS.put("lateness", new LatenessBenchmark());
    BENCHMARKS.put("runs", new RunsBenchmark());
    BENCHMARKS.put("cron", new CronBenchmark());
    BENCHMARKS.put("stored-jobs", new StoredJobsBenchmark());
    BENCHMARKS.put("mapreduce", new MapReduceBenchmark());
    BENCHMARKS.put("broadcast", new BroadcastBenchmark());
    BENCHMARKS.put("console", new ConsoleBenchmark());
    BENCHMARKS.put("logs", new LogsBenchmark());
    BENCHMARKS.put("workflow", new WorkflowBenchmark());
  }

  private Bench() {}

  public static void main(String[] args) throws Exception {
    System.exit(run(List.of(args)));
  }

  static int run(List<String> args) throws Exception {
    BROKERS.setLevel(Level.WARNING);
    var benchmark = args.isEmpty() ? null : BENCHMARKS.get(args.get(0));
    if (benchmark == null) {
      System.err.println(
          "There is no benchmark '%s'; there are %s."
              .formatted(args.isEmpty() ? "" : args.get(0), BENCHMARKS.keySet()));
      return 2;
    }
    var folder = Files.createTempDirectory("powerjob-bench");
    try {
      benchmark.run(
          Options.parse(args.subList(1, args.size())),
          new Results(args.get(0), System.out),
          folder);
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (Exception e) {
      // What it started may keep this process alive otherwise.
      e.printStackTrace();
      return 1;
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The value at a share of the sorted values, the nearest rank; 0.5 is the median. */
  static double percentile(long[] values, double share) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }
}
