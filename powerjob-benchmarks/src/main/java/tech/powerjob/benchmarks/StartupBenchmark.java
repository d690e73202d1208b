package tech.powerjob.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tech.powerjob.it.ServerProcess;

/**
 * Time from {@code java -jar} to ready, with an empty and with an existing database, and memory at
 * rest.
 */
final class StartupBenchmark implements Bench.Benchmark {
  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int rounds = options.get("rounds", 3);
    int restSeconds = options.get("rest", 15);
    long[] fresh = new long[rounds];
    long[] again = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      var data = folder.resolve("round" + i);
      fresh[i] = start(data, 0, results);
      again[i] = start(data, i == rounds - 1 ? restSeconds : 0, results);
    }
    print(results.line("new database"), fresh);
    print(results.line("existing database"), again);
  }

  private static void print(Results.Line line, long[] millis) {
    line.with("ready_ms_median", Bench.percentile(millis, 0.5)).with("ready_ms", millis).print();
  }

  private static long start(Path data, int restSeconds, Results results)
      throws IOException, InterruptedException {
    var server = Bed.server(data);
    long begun = System.nanoTime();
    server.start();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    if (restSeconds > 0) {
      TimeUnit.SECONDS.sleep(restSeconds);
      results
          .line("at rest")
          .with("resident_mb", residentKb(server) / 1024.0)
          .with("max_heap", "1g")
          .print();
    }
    server.stop();
    return millis;
  }

  private static double residentKb(ServerProcess server) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(Double.NaN);
  }
}
