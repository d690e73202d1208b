package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.common.enums.TimeExpressionType;

/** How long lists of the console take when there is very much to list. */
final class ConsoleBenchmark implements Bench.Benchmark {
  private static final String IN_2099 = "0 0 0 1 1 ? 2099";
  private static final long THE_YEAR_2099 = 4_070_908_800_000L;
  private static final int WARM_UP = 5;

  /** Asks for one list. */
  private interface Call {
    void make() throws Exception;
  }

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int jobs = options.get("jobs", 100_000);
    int instances = options.get("instances", 5_000_000);
    int lines = options.get("audit", 1_000_000);
    int calls = options.get("calls", 20);
    try (var database = TestDatabase.of(options, folder.resolve("database"));
        var bed = Bed.startServer(folder.resolve("server"), database)) {
      long first;
      try (var client = bed.client()) {
        first = bed.save(client, "template", TimeExpressionType.API, null);
      }
      bed.offline(
          connection -> {
            StoredJobs.copy(connection, first, jobs - 1, IN_2099, THE_YEAR_2099);
            StoredInstances.write(connection, bed.appId(), first, jobs, instances);
            StoredInstances.audit(connection, bed.appId(), lines);
          });
      var visitor = new ConsoleVisitor(bed.url(""));
      visitor.logIn();
      double slowest = 0;
      for (var each : lists(visitor, bed.appId(), first + jobs / 2).entrySet()) {
        slowest = Math.max(slowest, measure(each.getKey(), each.getValue(), calls, results));
      }
      results
          .line("all lists")
          .with("database", database.name())
          .with("jobs", jobs)
          .with("instances", instances)
          .with("audit_lines", lines)
          .with("slowest_median_ms", slowest)
          .with(
              "first_load_bytes_login",
              new ConsoleVisitor(bed.url("")).bytesOfFirstLoad("/login.xhtml"))
          .with("first_load_bytes_jobs", visitor.bytesOfFirstLoad("/jobs.xhtml"))
          .print();
    }
  }

  private static Map<String, Call> lists(ConsoleVisitor visitor, long appId, long job) {
    var lists = new LinkedHashMap<String, Call>();
    var page = Map.of("appId", appId, "index", 0, "pageSize", 10);
    lists.put("rest job/list", () -> visitor.post("/job/list", page));
    lists.put(
        "rest job/list keyword", () -> visitor.post("/job/list", with(page, "keyword", "77")));
    lists.put(
        "rest job/list last page", () -> visitor.post("/job/list", with(page, "index", 9_000)));
    var runs = with(page, "type", "NORMAL");
    lists.put("rest instance/list", () -> visitor.post("/instance/list", runs));
    lists.put(
        "rest instance/list failed",
        () -> visitor.post("/instance/list", with(runs, "status", "FAILED")));
    lists.put(
        "rest instance/list running",
        () -> visitor.post("/instance/list", with(runs, "status", "RUNNING")));
    lists.put(
        "rest instance/list of a job",
        () -> visitor.post("/instance/list", with(runs, "jobId", job)));
    lists.put(
        "rest instance/list page 1000",
        () -> visitor.post("/instance/list", with(runs, "index", 1_000)));
    lists.put("rest system/overview", () -> visitor.get("/system/overview?appId=" + appId));
    lists.put("rest api/v1/jobs", () -> visitor.get("/api/v1/jobs?limit=50&appId=" + appId));
    lists.put(
        "rest api/v1/instances", () -> visitor.get("/api/v1/instances?limit=50&appId=" + appId));
    lists.put("rest api/v1/audit", () -> visitor.get("/api/v1/audit?limit=50"));
    lists.put(
        "rest api/v1/audit of a job",
        () -> visitor.get("/api/v1/audit?limit=50&objectType=job&objectId=1"));
    lists.put("rest appInfo/list", () -> visitor.post("/appInfo/list", Map.of()));
    page(lists, visitor, "/home.xhtml?app=" + appId);
    page(lists, visitor, "/jobs.xhtml?app=" + appId);
    page(lists, visitor, "/jobs.xhtml?q=77&app=" + appId);
    page(lists, visitor, "/instances.xhtml?app=" + appId);
    page(lists, visitor, "/instances.xhtml?status=FAILED&app=" + appId);
    page(lists, visitor, "/instances.xhtml?status=RUNNING&app=" + appId);
    page(lists, visitor, "/instances.xhtml?job=" + job + "&app=" + appId);
    page(lists, visitor, "/instances.xhtml?within=P1D&status=FAILED&app=" + appId);
    page(lists, visitor, "/instances.xhtml?text=4711&app=" + appId);
    page(lists, visitor, "/timeline.xhtml?app=" + appId);
    page(lists, visitor, "/queues.xhtml?app=" + appId);
    page(lists, visitor, "/search.xhtml?q=77&app=" + appId);
    page(lists, visitor, "/admin/audit.xhtml");
    page(lists, visitor, "/admin/audit.xhtml?actor=PWJB_user7");
    page(lists, visitor, "/admin/audit.xhtml?type=job&object=1");
    page(lists, visitor, "/admin/audit.xhtml?action=calendar.save");
    page(lists, visitor, "/admin/apps.xhtml");
    page(lists, visitor, "/admin/users.xhtml");
    page(lists, visitor, "/admin/pauses.xhtml?app=" + appId);
    page(lists, visitor, "/admin/pools.xhtml?app=" + appId);
    page(lists, visitor, "/admin/calendars.xhtml?app=" + appId);
    return lists;
  }

  private static void page(Map<String, Call> lists, ConsoleVisitor visitor, String path) {
    lists.put(
        "page " + path.replaceAll("[?&]app=[0-9]+", ""),
        () -> {
          var html = visitor.page(path);
          if (html.contains("login:username") || !html.contains("<main")) {
            throw new IllegalStateException(path + " is not shown");
          }
        });
  }

  private static Map<String, Object> with(Map<String, ?> body, String name, Object value) {
    var more = new LinkedHashMap<String, Object>(body);
    more.put(name, value);
    return more;
  }

  private static double measure(String name, Call call, int calls, Results results)
      throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      call.make();
    }
    var nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      long begun = System.nanoTime();
      call.make();
      nanos[i] = System.nanoTime() - begun;
    }
    double median = Bench.percentile(nanos, 0.5) / 1e6;
    results
        .line("list")
        .with("list", name)
        .with("median_ms", median)
        .with("slowest_ms", Bench.percentile(nanos, 1) / 1e6)
        .print();
    return median;
  }
}
