package tech.powerjob.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tech.powerjob.common.enums.TimeExpressionType;

/**
 * Calls of the OpenAPI with a token, by some clients that each wait for one answer before the next
 * call: reads, runs, and both at once at a given rate. Beside it, in the same run, what the same
 * server does for its health answer, which asks for no token, and what the JDK's plain HTTP server
 * does for the same bytes.
 */
final class ApiBenchmark implements Bench.Benchmark {
  /** After this PowerJob's own client gives a call up and asks another server. */
  private static final long CLIENT_GIVES_UP_MICROS = 2_000_000;

  private static final int KNOWN_RUNS = 20;

  /** One call on a connection; its number lets it differ from the one before. */
  private interface Step {
    void call(ApiCaller caller, long number) throws IOException;
  }

  /** Where the connections lead. */
  private interface Connections {
    ApiCaller open() throws IOException;
  }

  /** What one series of calls took: microseconds of each. */
  private record Measured(long[] micros, double seconds) {
    double perSecond() {
      return micros.length / seconds;
    }

    long slow() {
      long slow = 0;
      for (long each : micros) {
        slow += each > CLIENT_GIVES_UP_MICROS ? 1 : 0;
      }
      return slow;
    }
  }

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int clients = options.get("clients", 16);
    int seconds = options.get("seconds", 20);
    int warmup = options.get("warmup", 15);
    try (var database = TestDatabase.of(options, folder.resolve("database"));
        var bed = Bed.start(folder.resolve("server"), database);
        var client = bed.client()) {
      long job = bed.save(client, "run", TimeExpressionType.API, null);
      long read = bed.save(client, "read", TimeExpressionType.API, null);
      var runs = new ArrayList<Long>();
      try (var caller = bed.caller()) {
        for (int i = 0; i < KNOWN_RUNS; i++) {
          runs.add(caller.run(read));
        }
      }
      Step reads = (caller, number) -> read(caller, read, runs, number);
      Step running = (caller, number) -> caller.run(job);
      Step health = (caller, number) -> caller.get("/health/live");
      measure(bed::caller, health, clients, warmup / 3, 0);
      measure(bed::caller, reads, clients, warmup, 0);
      measure(bed::caller, running, clients, warmup, 0);
      var bare = print(results, "health of the same server", bed, health, clients, seconds);
      var readRate = print(results, "authenticated reads", bed, reads, clients, seconds);
      var runRate = print(results, "runJob", bed, running, clients, seconds);
      var plain = plain(bed, read, clients, seconds, folder);
      results
          .line("the JDK's plain HTTP server, the same bytes")
          .with("clients", clients)
          .with("calls_per_s", plain)
          .with("reads_to_it", readRate / plain)
          .with("runs_to_it", runRate / plain)
          .with("reads_to_health", readRate / bare)
          .print();
      both(options, results, bed, reads, running, clients);
    }
  }

  /** A read of one of four kinds in turn. */
  private static void read(ApiCaller caller, long job, List<Long> runs, long number)
      throws IOException {
    long run = runs.get((int) (number % runs.size()));
    var answer =
        switch ((int) (number % 4)) {
          case 0 -> caller.form("/openApi/fetchInstanceStatus", "instanceId=" + run);
          case 1 -> caller.form("/openApi/fetchInstanceInfo", "instanceId=" + run);
          case 2 -> caller.form("/openApi/fetchJob", "jobId=" + job);
          default ->
              caller.post(
                  "/openApi/queryInstance",
                  "application/json",
                  "{\"jobIdEq\":" + job + ",\"pageSize\":10}");
        };
    if (!answer.contains("\"success\":true")) {
      throw new IllegalStateException("a read was refused: " + answer);
    }
  }

  private static double print(
      Results results, String name, Bed bed, Step step, int clients, int seconds) throws Exception {
    double before = bed.serverUsage().processSeconds();
    var measured = measure(bed::caller, step, clients, seconds, 0);
    double cpu = bed.serverUsage().processSeconds() - before;
    line(results, name, clients, measured)
        .with("server_cpu_s_per_1000", cpu / measured.micros().length * 1000)
        .print();
    return measured.perSecond();
  }

  private static Results.Line line(Results results, String name, int clients, Measured measured) {
    return results
        .line(name)
        .with("clients", clients)
        .with("calls", measured.micros().length)
        .with("calls_per_s", measured.perSecond())
        .with("median_ms", Bench.percentile(measured.micros(), 0.5) / 1e3)
        .with("p95_ms", Bench.percentile(measured.micros(), 0.95) / 1e3)
        .with("p99_ms", Bench.percentile(measured.micros(), 0.99) / 1e3)
        .with("max_ms", Bench.percentile(measured.micros(), 1) / 1e3)
        .with("over_2_s", measured.slow());
  }

  /** What the JDK's server does with answers of the size of ours. */
  private static double plain(Bed bed, long job, int clients, int seconds, Path folder)
      throws Exception {
    String answer;
    try (var caller = bed.caller()) {
      answer = caller.form("/openApi/fetchJob", "jobId=" + job);
    }
    try (var server = PlainServer.start(answer, folder.resolve("plain.log"))) {
      Step step = (caller, number) -> caller.form("/openApi/fetchJob", "jobId=" + job);
      measure(server::caller, step, clients, Math.max(1, seconds / 4), 0);
      return measure(server::caller, step, clients, Math.max(1, seconds / 2), 0).perSecond();
    }
  }

  /** Reads and runs at the same time, each at its rate, with half of the clients each. */
  private static void both(
      Options options, Results results, Bed bed, Step reads, Step running, int clients)
      throws Exception {
    int seconds = options.get("both", 20);
    if (seconds == 0) {
      return;
    }
    int half = Math.max(1, clients / 2);
    int readRate = options.get("reads", 1_000);
    int runRate = options.get("runs", 750);
    var pool = Executors.newFixedThreadPool(2);
    try {
      var first = pool.submit(() -> measure(bed::caller, reads, half, seconds, readRate));
      var second = pool.submit(() -> measure(bed::caller, running, half, seconds, runRate));
      line(results, "reads, while runs are asked for", half, first.get())
          .with("wanted_per_s", readRate)
          .print();
      line(results, "runs, while reads are asked for", half, second.get())
          .with("wanted_per_s", runRate)
          .print();
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * Calls until the time is over.
   *
   * @param rate calls per second of all clients; 0 for as many as possible
   */
  private static Measured measure(
      Connections connections, Step step, int clients, int seconds, int rate) throws Exception {
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    long pause = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(clients) / rate;
    var pool = Executors.newFixedThreadPool(clients);
    try {
      var parts = new ArrayList<Future<List<Long>>>();
      for (int i = 0; i < clients; i++) {
        long first = begun + pause * i / clients;
        Callable<List<Long>> part = () -> calls(connections, step, first, end, pause);
        parts.add(pool.submit(part));
      }
      var all = new ArrayList<Long>();
      for (var part : parts) {
        all.addAll(part.get());
      }
      double taken = (System.nanoTime() - begun) / 1e9;
      return new Measured(all.stream().mapToLong(Long::longValue).toArray(), taken);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Long> calls(
      Connections connections, Step step, long first, long end, long pause) throws IOException {
    var micros = new ArrayList<Long>();
    try (var caller = connections.open()) {
      for (long next = first; System.nanoTime() < end; next += pause) {
        while (pause > 0 && System.nanoTime() < next) {
          LockSupport.parkNanos(next - System.nanoTime());
        }
        // At a rate a call counts from when it was due, so that one that is late shows.
        long before = pause > 0 ? next : System.nanoTime();
        step.call(caller, micros.size());
        micros.add((System.nanoTime() - before) / 1_000);
      }
    }
    return micros;
  }
}
