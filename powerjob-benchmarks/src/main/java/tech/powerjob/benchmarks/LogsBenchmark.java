package tech.powerjob.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * Runs that log as fast as their lines are taken, from the processor's logger until the lines are
 * stored; runs that log at a pace, of which every line should be kept; then one run that logs a
 * thousand lines a second, followed by a reader. Beside it what broker and database do with the
 * same lines when they do nothing else.
 */
final class LogsBenchmark implements Bench.Benchmark {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * When nothing has come for so long, nothing will: what was not accepted is sent again sooner.
   */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(4);

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    try (var database = TestDatabase.of(options, folder.resolve("database"))) {
      double rate = ours(options, results, folder, database);
      double rows = LogCeiling.rows(database, options.get("rows", 5));
      double jms = LogCeiling.jms(options.get("jms", 5));
      results
          .line("ceiling: the same lines, each a row, 500 in a commit")
          .with("database", database.name())
          .with("lines_per_s", rows)
          .with("ours_to_ceiling", rate / rows)
          .print();
      results
          .line("ceiling: the same lines over JMS, in texts of the same size")
          .with("lines_per_s", jms)
          .with("ours_to_ceiling", rate / jms)
          .print();
    }
  }

  private static double ours(Options options, Results results, Path folder, TestDatabase database)
      throws Exception {
    int runs = options.get("runs", 4);
    int lines = options.get("lines", 100_000);
    try (var bed = Bed.start(folder.resolve("server"), database);
        var client = bed.client();
        var caller = bed.caller()) {
      long job = bed.saveTalking(client, "talk", TalkingProcessor.class);
      var reader = new Reader(caller);
      talk(client, job, reader, 2, options.get("warmup", 50_000), 0);
      var before = bed.serverUsage();
      double ownBefore = ownSeconds();
      var talked = talk(client, job, reader, runs, lines, 0);
      double own = ownSeconds() - ownBefore;
      var after = bed.serverUsage();
      double total = talked.stored();
      results
          .line("lines from logger to database")
          .with("database", database.name())
          .with("runs", runs)
          .with("lines_written", (long) runs * lines)
          .with("lines_stored", talked.stored())
          .with("lines_per_s", total / talked.seconds())
          .with(
              "server_cpu_ms_per_1000",
              (after.processSeconds() - before.processSeconds()) / total * 1e6)
          .with("worker_cpu_ms_per_1000", own / total * 1e6)
          .with("server_bytes_per_line", after.allocatedSince(before) / total)
          .print();
      var threads = results.line("server's processor ms per 1000 lines, by kind of thread");
      after.busiestSince(before, 8).forEach((name, cpu) -> threads.with(name, cpu / total * 1e6));
      threads.print();
      atPace(client, job, reader, options, results);
      follow(bed, client, job, reader, options.get("follow", 15), results);
      search(reader, talked.ids().get(0), results);
      bed.inspect(
          connection -> {
            try (var statement = connection.createStatement();
                var row =
                    statement.executeQuery(
                        "SELECT SUM(OCTET_LENGTH(content)), SUM(line_count), SUM(raw_bytes),"
                            + " COUNT(*) FROM instance_log_chunk")) {
              row.next();
              results
                  .line("what is stored")
                  .with("bytes_per_line", row.getDouble(1) / row.getDouble(2))
                  .with("before_packing", row.getDouble(3) / row.getDouble(2))
                  .with("lines_per_chunk", row.getDouble(2) / row.getDouble(4))
                  .print();
            }
          });
      return total / talked.seconds();
    }
  }

  /**
   * What runs logged.
   *
   * @param stored lines that were stored; a worker drops what is written faster than it is taken
   * @param seconds until the last of them was
   */
  private record Talked(List<Long> ids, long stored, double seconds) {}

  /** Runs that together log {@code pace} lines a second: how many of them are not kept. */
  private static void atPace(
      PowerJobClient client, long job, Reader reader, Options options, Results results)
      throws Exception {
    int runs = options.get("runs", 4);
    int each = options.get("pace", 24_000) / runs;
    int lines = each * options.get("pace-seconds", 15);
    var talked = talk(client, job, reader, runs, lines, each);
    results
        .line("lines at a pace, from logger to database")
        .with("lines_written_per_s", each * runs)
        .with("lines_written", (long) runs * lines)
        .with("lines_stored", talked.stored())
        .with("lines_stored_per_s", talked.stored() / talked.seconds())
        .print();
  }

  /**
   * Has runs log at once, and returns when they have ended and no more lines come.
   *
   * @param pace lines a second of each run; 0 for as fast as they are taken
   */
  private static Talked talk(
      PowerJobClient client, long job, Reader reader, int runs, int lines, int pace)
      throws Exception {
    long begun = System.nanoTime();
    var ids = new ArrayList<Long>();
    for (int i = 0; i < runs; i++) {
      ids.add(Bed.require(client.runJob(job, lines + " " + pace, 0)));
    }
    long end = begun + TimeUnit.MINUTES.toNanos(3);
    long stored = 0;
    long grown = begun;
    boolean ended = false;
    while (!ended || System.nanoTime() - grown < QUIET_NANOS) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("after three minutes lines are still coming");
      }
      TimeUnit.MILLISECONDS.sleep(50);
      long now = 0;
      for (long id : ids) {
        now += reader.last(id);
      }
      if (now > stored) {
        stored = now;
        grown = System.nanoTime();
      }
      ended = ended || ended(client, ids);
    }
    return new Talked(ids, stored, (grown - begun) / 1e9);
  }

  private static boolean ended(PowerJobClient client, List<Long> ids) {
    return ids.stream()
        .allMatch(
            id ->
                InstanceStatus.FINISHED_STATUS.contains(
                    Bed.require(client.fetchInstanceStatus(id))));
  }

  private static void follow(
      Bed bed, PowerJobClient client, long job, Reader reader, int seconds, Results results)
      throws Exception {
    int lines = seconds * 1_000;
    var before = bed.serverUsage();
    long id = Bed.require(client.runJob(job, lines + " 1000", 0));
    var late = new ArrayList<Long>();
    var cursor = "0";
    int answers = 0;
    while (late.size() < lines && answers++ < 100_000) {
      var answer = reader.get(id, "follow=5&limit=1000&cursor=" + cursor);
      long now = System.currentTimeMillis();
      answer.path("lines").forEach(line -> late.add(now - line.path("time").asLong()));
      cursor = answer.path("next").asText();
    }
    var after = bed.serverUsage();
    long[] all = late.stream().mapToLong(Long::longValue).toArray();
    results
        .line("a run of 1000 lines/s that is followed")
        .with("lines", all.length)
        .with("answers", answers)
        .with("median_ms", Bench.percentile(all, 0.5))
        .with("p99_ms", Bench.percentile(all, 0.99))
        .with("server_cpu_share", (after.processSeconds() - before.processSeconds()) / seconds)
        .print();
  }

  private static void search(Reader reader, long id, Results results) throws Exception {
    var millis = new long[21];
    for (int i = 0; i < millis.length; i++) {
      long begun = System.nanoTime();
      reader.get(id, "text=no%20such%20text&limit=100");
      millis[i] = (System.nanoTime() - begun) / 1_000_000;
    }
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      reader.get(id, "limit=200&cursor=" + i * 4_000);
    }
    results
        .line("reading")
        .with("search_of_all_median_ms", Bench.percentile(millis, 0.5))
        .with("page_from_anywhere_ms", (System.nanoTime() - begun) / 20e6)
        .print();
  }

  private static double ownSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** Reads logs over the API. */
  private static final class Reader {
    private final ApiCaller caller;

    Reader(ApiCaller caller) {
      this.caller = caller;
    }

    JsonNode get(long id, String query) throws Exception {
      return JSON.readTree(caller.get("/api/v1/instances/" + id + "/logs?" + query));
    }

    long last(long id) throws Exception {
      return get(id, "last=0").path("total").asLong();
    }
  }
}
