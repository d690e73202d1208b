package tech.powerjob.it.fault;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.db.DatabaseKind;
import tech.powerjob.it.db.DatabaseServer;

/**
 * A database, servers and workers as processes, with a network between servers and database that
 * can be cut, some schedules, and somebody who asks for runs all the time.
 */
public final class Cluster implements AutoCloseable {
  static final String APP = "cluster";
  static final String PASSWORD = "password-of-cluster";

  private static final Duration SETTLED = Duration.ofSeconds(60);

  private final Path folder;
  private final DatabaseServer database;
  private final String url;
  private final List<TcpProxy> networks = new ArrayList<>();
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final List<Checker.Scheduled> schedules = new ArrayList<>();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<Phase> phases = new ArrayList<>();
  private final Map<String, Duration> gaps = new LinkedHashMap<>();
  private final boolean ownDatabase;
  private volatile boolean asking;
  private Thread asker;
  private long from;

  private Cluster(Path folder, DatabaseServer database, boolean ownDatabase) {
    this.folder = folder;
    this.database = database;
    this.ownDatabase = ownDatabase;
    url = database.newDatabase();
  }

  /**
   * Starts everything and returns when all workers are known to all servers.
   *
   * @param clockOffsets milliseconds by which each server's clock is wrong; their number is that of
   *     the servers
   */
  static Cluster start(Path folder, DatabaseKind kind, int workers, long... clockOffsets)
      throws Exception {
    return start(
        new Cluster(folder, DatabaseServer.start(kind, folder), true), workers, clockOffsets);
  }

  /** The same on a database server that somebody else started and ends. */
  public static Cluster start(Path folder, DatabaseServer database, int workers) throws Exception {
    return start(new Cluster(folder, database, false), workers, 0);
  }

  private static Cluster start(Cluster cluster, int workers, long... clockOffsets)
      throws Exception {
    try {
      for (long offset : clockOffsets) {
        cluster.addServer(offset);
      }
      // The first one makes the schema and the accounts.
      cluster.servers.get(0).start();
      cluster.servers.stream().skip(1).forEach(ServerProcess::launch);
      cluster.servers.forEach(ServerProcess::awaitReady);
      var app = AdminApi.login(cluster.servers.get(0)).createApp(APP, PASSWORD);
      for (int i = 0; i < workers; i++) {
        // One address is enough to find all.
        cluster.addWorker(cluster.servers.get(i % cluster.servers.size()).address());
      }
      for (var server : cluster.servers) {
        var admin = AdminApi.login(server);
        await("workers at " + server.address())
            .atMost(SETTLED)
            .until(() -> admin.countWorkers(app) == workers);
      }
      return cluster;
    } catch (Exception | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void addServer(long clockOffset) throws IOException {
    var network = new TcpProxy(database.port());
    networks.add(network);
    servers.add(
        ServerProcess.in(folder.resolve("server" + servers.size()))
            .with("POWERJOB_DB_URL", url.replace(":" + database.port(), ":" + network.port()))
            .with("POWERJOB_DB_USER", DatabaseServer.USER)
            .with("POWERJOB_DB_PASSWORD", DatabaseServer.PASSWORD)
            .with("POWERJOB_IT_STORE_FAULTS", folder.resolve("store-faults").toString())
            .with("POWERJOB_IT_CLOCK_OFFSET_MILLIS", Long.toString(clockOffset))
            .withJvmOption("-Xmx512m")
            .withJvmOption("-XX:TieredStopAtLevel=1"));
  }

  private void addWorker(String servers) throws IOException {
    workers.add(new WorkerProcess("w" + workers.size(), folder, APP, PASSWORD, servers).start());
  }

  DatabaseServer database() {
    return database;
  }

  public ServerProcess server(int index) {
    return servers.get(index);
  }

  WorkerProcess worker(int index) {
    return workers.get(index);
  }

  TcpProxy network(int server) {
    return networks.get(server);
  }

  String addresses() {
    return servers.stream().map(ServerProcess::address).collect(Collectors.joining(","));
  }

  PowerJobClient client() {
    return new PowerJobClient(servers.stream().map(ServerProcess::address).toList(), APP, PASSWORD);
  }

  static void signal(ServerProcess server, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
        .start()
        .waitFor(10, TimeUnit.SECONDS);
  }

  /** Saves jobs that fire every so many seconds, and begins to ask for runs. */
  public void begin(int jobs, int everySeconds, int retries) {
    long api;
    try (var client = client()) {
      for (int i = 0; i < jobs; i++) {
        var expression = everySeconds == 1 ? "* * * * * ?" : "0/" + everySeconds + " * * * * ?";
        long id = save(client, "cron" + i, TimeExpressionType.CRON, expression, retries);
        schedules.add(new Checker.Scheduled(id, everySeconds * 1000L, Checker.Grid.MULTIPLES));
      }
      long rate = save(client, "rate", TimeExpressionType.FIXED_RATE, "700", retries);
      schedules.add(new Checker.Scheduled(rate, 700, Checker.Grid.FROM_THE_FIRST));
      long delay = save(client, "delay", TimeExpressionType.FIXED_DELAY, "500", retries);
      schedules.add(new Checker.Scheduled(delay, 500, Checker.Grid.NONE));
      api = save(client, "api", TimeExpressionType.API, null, retries);
    }
    from = System.currentTimeMillis() + 2_000;
    asking = true;
    asker = new Thread(() -> ask(api), "asker");
    asker.setDaemon(true);
    asker.start();
  }

  static long save(
      PowerJobClient client, String name, TimeExpressionType type, String expression, int retries) {
    var job = Jobs.onDemand(name, RecordingProcessor.class);
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    job.setInstanceRetryNum(retries);
    job.setMaxInstanceNum(0);
    return client.saveJob(job).getData();
  }

  private void ask(long job) {
    while (asking) {
      try (var client = client()) {
        while (asking) {
          var run = client.runJob(job, "x", 0);
          if (run.isSuccess()) {
            acknowledged.add(run.getData());
          }
          pause(100);
        }
      } catch (PowerJobException e) {
        pause(300); // No server is there, or one went away before it could answer.
      }
    }
  }

  public static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the schedules, waits until nothing is left to do, and checks. */
  public Verdict end(String name) throws Exception {
    asking = false;
    asker.join(30_000);
    long to = System.currentTimeMillis() - 2_000;
    try (var client = client();
        var connection = connect()) {
      for (var schedule : schedules) {
        client.disableJob(schedule.jobId());
      }
      long end = System.nanoTime() + SETTLED.toNanos();
      while (unfinished(connection) > 0 && System.nanoTime() < end) {
        pause(500);
      }
      var checker = new Checker(connection, records());
      var verdict = checker.check(schedules, from, to, acknowledged);
      for (var phase : phases) {
        var gap = checker.longestGap(schedules, phase.from(), Math.min(to, phase.to()));
        System.out.printf("PROOF   %s: longest-gap=%.1fs%n", phase.name(), gap.toMillis() / 1e3);
        gaps.put(phase.name(), gap);
      }
      System.out.printf(
          "PROOF %s on %s: %d s, %s%n", name, database.kind(), (to - from) / 1000, verdict);
      List.of(verdict.lost(), verdict.doubled(), verdict.stuck(), verdict.failed()).stream()
          .flatMap(List::stream)
          .limit(20)
          .forEach(each -> System.out.println("PROOF   " + each));
      return verdict;
    }
  }

  /**
   * Waits until every schedule has begun a run since a moment, but no longer than after what the
   * checker calls a schedule silent.
   *
   * @param since epoch milliseconds
   */
  public void awaitAllSchedules(long since) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Checker.STILL_ALIVE);
    try (var connection = connect();
        var begun =
            connection.prepareStatement(
                "SELECT COUNT(DISTINCT job_id) FROM instance_info"
                    + " WHERE due_time IS NOT NULL AND actual_trigger_time > ?")) {
      begun.setLong(1, since);
      while (System.nanoTime() < end) {
        try (var count = begun.executeQuery()) {
          if (count.next() && count.getInt(1) >= schedules.size()) {
            return;
          }
        }
        pause(200);
      }
    }
  }

  /** Longest gap of each phase, by its name; known at the end. */
  Map<String, Duration> gaps() {
    return gaps;
  }

  /** What is done to the cluster for a while. */
  @FunctionalInterface
  interface Fault {
    void happen() throws Exception;
  }

  /** One kind of trouble, and the time until everything must be well again. */
  void phase(String name, Fault fault) throws Exception {
    long begun = System.currentTimeMillis();
    fault.happen();
    phases.add(new Phase(name, begun, System.currentTimeMillis()));
  }

  private record Phase(String name, long from, long to) {}

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, DatabaseServer.USER, DatabaseServer.PASSWORD);
  }

  private static int unfinished(Connection connection) throws SQLException {
    var open =
        InstanceStatus.GENERALIZED_RUNNING_STATUS.stream()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM instance_info WHERE status IN (" + open + ")")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Lets one in a hundred calls of the database fail from now on, or no more. */
  void failStore(boolean fail) throws IOException {
    var file = folder.resolve("store-faults");
    if (fail) {
      Files.createFile(file);
    } else {
      Files.delete(file);
    }
  }

  /** Files in which the workers wrote down what they ran. */
  List<Path> records() {
    return workers.stream().map(WorkerProcess::record).toList();
  }

  /** How many partitions each live server has, by its id. */
  List<Integer> shares() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM partition_lease WHERE owner_id > 0 GROUP BY owner_id")) {
      var shares = new ArrayList<Integer>();
      while (rows.next()) {
        shares.add(rows.getInt(1));
      }
      return shares;
    }
  }

  @Override
  public void close() {
    asking = false;
    for (var worker : workers) {
      try {
        worker.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (var server : servers) {
      if (server.isAlive()) {
        server.kill();
      }
    }
    for (var network : networks) {
      try {
        network.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    if (ownDatabase) {
      database.close();
    }
  }
}
