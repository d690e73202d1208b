package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.domain.workflow.GraphRules;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.it.WorkflowDraft;

/**
 * Runs of a diamond of ten nodes: many started at once, until all have succeeded; then half as many
 * a second, to see how soon a node begins after the last one before it has ended. Beside it what
 * the database does in the same run when it is only given as many rows.
 */
final class WorkflowBenchmark implements Bench.Benchmark {
  private static final int MIDDLE = 8;
  private static final int NODES = MIDDLE + 2;

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    validation(results);
    try (var database = TestDatabase.of(options, folder.resolve("database"))) {
      double rate = ours(options, results, folder, database);
      double rows = RowCeiling.measure(database, options.get("rows", 10));
      results
          .line("ceiling: ten rows with their three writes each, 100 in a commit")
          .with("database", database.name())
          .with("rows_per_s", rows)
          .with("runs_per_s", rows / NODES)
          .with("ours_to_ceiling", rate / (rows / NODES))
          .print();
    }
  }

  private static double ours(Options options, Results results, Path folder, TestDatabase database)
      throws Exception {
    int clients = options.get("clients", 32);
    int runs = options.get("runs", 200);
    try (var bed = Bed.start(folder.resolve("server"), database);
        var client = bed.client()) {
      long workflow = diamond(bed, client);
      for (int i = 0; i < options.get("warmup", 30); i++) {
        atOnce(bed, client, workflow, clients, runs);
      }
      int rounds = options.get("rounds", 15);
      long[] micros = new long[rounds];
      var before = bed.serverUsage();
      for (int i = 0; i < rounds; i++) {
        micros[i] = atOnce(bed, client, workflow, clients, runs);
      }
      var after = bed.serverUsage();
      double rate = runs / (Bench.percentile(micros, 0.5) / 1e6);
      results
          .line("runs of a ten-node diamond started at once, until all have succeeded")
          .with("database", database.name())
          .with("runs", runs)
          .with("rounds", rounds)
          .with("runs_per_s", rate)
          .with("slowest_runs_per_s", runs / (Bench.percentile(micros, 1) / 1e6))
          .with(
              "server_cpu_s_per_1000_runs",
              (after.processSeconds() - before.processSeconds()) * 1000 / (runs * rounds))
          .print();
      hops(
          bed,
          client,
          workflow,
          options.get("rate", Math.max(1, (int) (rate / 2))),
          options.get("seconds", 30),
          results);
      return rate;
    }
  }

  private static long diamond(Bed bed, PowerJobClient client) {
    long job = bed.save(client, "step", ExecuteType.STANDALONE, WorkflowTask.class, 5);
    return WorkflowDraft.diamond("diamond", job, MIDDLE, node -> node).save(client);
  }

  /** Starts runs with some clients at once; returns the microseconds until all have succeeded. */
  private static long atOnce(Bed bed, PowerJobClient client, long workflow, int clients, int runs)
      throws Exception {
    long begun = System.currentTimeMillis() * 1_000;
    var ids = together(bed, workflow, clients, runs, 0);
    return awaitAll(client, ids) - begun;
  }

  /**
   * Starts runs.
   *
   * @param pauseNanos between two starts of all clients; 0 for none
   */
  private static List<Long> together(Bed bed, long workflow, int clients, int runs, long pauseNanos)
      throws Exception {
    var pool = Executors.newFixedThreadPool(clients);
    try {
      long from = System.nanoTime();
      var parts = new ArrayList<Future<List<Long>>>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        Callable<List<Long>> part =
            () -> {
              var ids = new ArrayList<Long>();
              try (var caller = bed.caller()) {
                for (int run = number; run < runs; run += clients) {
                  long at = from + run * pauseNanos;
                  while (System.nanoTime() < at) {
                    LockSupport.parkNanos(at - System.nanoTime());
                  }
                  ids.add(caller.runWorkflow(workflow));
                }
              }
              return ids;
            };
        parts.add(pool.submit(part));
      }
      var all = new ArrayList<Long>();
      for (var part : parts) {
        all.addAll(part.get());
      }
      return all;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Waits until all have succeeded; returns when the last did, in epoch microseconds. */
  private static long awaitAll(PowerJobClient client, List<Long> ids) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    // Asking the server would be load; that the last nodes have begun is known here.
    for (long id : ids) {
      while (!WorkflowTask.ENDED.containsKey(new WorkflowTask.Node(id, "last"))) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("run " + id + " does not end");
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
    long last = 0;
    for (long id : ids) {
      last = Math.max(last, awaitSuccess(client, id, end));
    }
    return last * 1_000;
  }

  private static long awaitSuccess(PowerJobClient client, long id, long end)
      throws InterruptedException {
    while (true) {
      var info = Bed.require(client.fetchWorkflowInstanceInfo(id));
      if (info.getStatus() == WorkflowInstanceStatus.SUCCEED.getV()) {
        return info.getFinishedTime();
      }
      if (info.getStatus() != WorkflowInstanceStatus.RUNNING.getV() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "run %d is %d: %s".formatted(id, info.getStatus(), info.getResult()));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static void hops(
      Bed bed, PowerJobClient client, long workflow, int rate, int seconds, Results results)
      throws Exception {
    var ids = together(bed, workflow, 32, rate * seconds, TimeUnit.SECONDS.toNanos(1) / rate);
    awaitAll(client, ids);
    long[] micros =
        ids.stream()
            .flatMapToLong(
                id ->
                    IntStream.rangeClosed(0, MIDDLE)
                        .mapToLong(i -> i < MIDDLE ? toMiddle(id, i) : toLast(id)))
            .toArray();
    results
        .line("end of a node to begin of the next at half the load")
        .with("runs_per_s", rate)
        .with("hops", micros.length)
        .with("median_ms", Bench.percentile(micros, 0.5) / 1e3)
        .with("p99_ms", Bench.percentile(micros, 0.99) / 1e3)
        .with("max_ms", Bench.percentile(micros, 1) / 1e3)
        .print();
  }

  private static long toMiddle(long id, int i) {
    return (WorkflowTask.BEGUN.get(new WorkflowTask.Node(id, "middle" + i))
            - WorkflowTask.ENDED.get(new WorkflowTask.Node(id, "first")))
        / 1_000;
  }

  private static long toLast(long id) {
    long ended =
        IntStream.range(0, MIDDLE)
            .mapToLong(i -> WorkflowTask.ENDED.get(new WorkflowTask.Node(id, "middle" + i)))
            .max()
            .orElseThrow();
    return (WorkflowTask.BEGUN.get(new WorkflowTask.Node(id, "last")) - ended) / 1_000;
  }

  private static void validation(Results results) {
    var random = new Random(1);
    int size = 2_000;
    var nodes = new ArrayList<WorkflowNode>();
    var edges = new ArrayList<WorkflowEdge>();
    for (long id = 1; id <= size; id++) {
      nodes.add(new WorkflowNode(id, WorkflowNodeType.JOB, id, "n" + id, null, true, false, null));
      for (int i = 0; i < 5 && id > 1; i++) {
        edges.add(new WorkflowEdge(1 + random.nextInt((int) id - 1), id, null));
      }
    }
    var graph = new WorkflowGraph(nodes, edges);
    long[] micros = new long[50];
    for (int i = 0; i < micros.length; i++) {
      long from = System.nanoTime();
      GraphRules.check(graph);
      micros[i] = (System.nanoTime() - from) / 1_000;
    }
    results
        .line("validation of a graph")
        .with("nodes", size)
        .with("edges", edges.size())
        .with("first_ms", micros[0] / 1e3)
        .with("median_ms", Bench.percentile(micros, 0.5) / 1e3)
        .with("max_ms", Bench.percentile(micros, 1) / 1e3)
        .print();
  }
}
