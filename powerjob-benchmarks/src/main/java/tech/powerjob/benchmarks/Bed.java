package tech.powerjob.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.LogType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/**
 * A server in its own process, one application, and a worker in this process unless workers of
 * their own are to come.
 */
final class Bed implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APP = "bench";
  private static final String PASSWORD = "password-of-the-benchmarks";
  private static final int WORKER_LOOKS = 600;

  private final ServerProcess server;
  private final long appId;

  private final String headers;

  private final TestDatabase database;
  private final String jdbc;

  private final Path gcLog;
  private PowerJobWorker worker;

  private Bed(
      ServerProcess server,
      Path gcLog,
      long appId,
      String headers,
      TestDatabase database,
      String jdbc) {
    this.database = database;
    this.jdbc = jdbc;
    this.server = server;
    this.gcLog = gcLog;
    this.appId = appId;
    this.headers = headers;
  }

  static Bed start(Path folder, TestDatabase database) throws Exception {
    var bed = startServer(folder, database);
    try {
      bed.startWorker();
      return bed;
    } catch (Exception | Error e) {
      bed.close();
      throw e;
    }
  }

  /** The same without a worker. */
  static Bed startServer(Path folder, TestDatabase database) throws Exception {
    var gcLog = folder.resolveSibling("server.gc");
    var server = server(folder).withJvmOption(Memory.gcLogOption(gcLog));
    var url = folder.resolve("database").resolve("powerjob");
    var jdbc = "jdbc:h2:file:" + url;
    if (!database.name().equals("h2")) {
      jdbc = database.create("powerjob");
      server
          .with("POWERJOB_DB_URL", jdbc)
          .with("POWERJOB_DB_USER", database.user())
          .with("POWERJOB_DB_PASSWORD", database.password());
    }
    server.start();
    long appId = AdminApi.login(server).createApp(APP, PASSWORD);
    return new Bed(server, gcLog, appId, logIn(server.address()), database, jdbc);
  }

  private void startWorker() throws Exception {
    var config = new PowerJobWorkerConfig();
    config.setAppName(APP);
    config.setPassword(PASSWORD);
    config.setServerAddress(new ArrayList<>(List.of(server.address())));
    // More than are ever due at once here, so that none has to wait for room.
    config.setMaxLightweightTaskNum(50_000);
    worker = new PowerJobWorker(config);
    worker.init();
  }

  /** A server like that of the quickstart, not started yet. */
  static ServerProcess server(Path folder) {
    var server = ServerProcess.in(folder).withJvmOption("-Xmx1g");
    // More options for the server alone, such as those that start a profiler.
    options("powerjob.bench.server-options").forEach(server::withJvmOption);
    return server;
  }

  /** Options of a Java machine from a system property, with spaces between. */
  static List<String> options(String property) {
    return Stream.of(System.getProperty(property, "").split(" "))
        .filter(option -> !option.isEmpty())
        .toList();
  }

  PowerJobClient client() {
    return new PowerJobClient(server.address(), APP, PASSWORD);
  }

  /** Does something to the database while the server is down. */
  void offline(DatabaseWork work) throws Exception {
    server.stop();
    try (var connection = database.connectToFill(jdbc)) {
      work.with(connection);
    }
    server.start();
  }

  /** Stops the server for good and reads from its database. */
  void inspect(DatabaseWork work) throws Exception {
    stopWorker();
    server.stop();
    try (var connection = database.connect(jdbc)) {
      work.with(connection);
    }
  }

  /** What is done to the database. */
  interface DatabaseWork {
    void with(Connection connection) throws SQLException;
  }

  /** A bare connection with the application's token. */
  ApiCaller caller() throws IOException {
    return new ApiCaller(server.address(), headers);
  }

  /** Waits until the server knows the worker, after a restart for one. */
  void awaitWorker() throws InterruptedException {
    awaitWorkers(1);
  }

  /** Waits until the server knows so many workers. */
  void awaitWorkers(int number) throws InterruptedException {
    var admin = AdminApi.login(server);
    for (int i = 0; admin.countWorkers(appId) < number; i++) {
      if (i == WORKER_LOOKS) {
        throw new IllegalStateException("the server does not know %d workers".formatted(number));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** What a worker of another process needs: application, password, address of the server. */
  List<String> workerArguments() {
    return List.of(APP, PASSWORD, server.address());
  }

  /** Id of the application. */
  long appId() {
    return appId;
  }

  /** URL of a path at the server. */
  String url(String path) {
    return server.url(path);
  }

  long serverPid() {
    return server.pid();
  }

  /** The most memory that the server has had. */
  Memory serverMemory() throws IOException {
    return Memory.of(server.pid(), gcLog);
  }

  /** What the server has used. */
  Usage serverUsage() throws IOException, InterruptedException {
    return Usage.of(server.pid());
  }

  private static String logIn(String address) throws IOException {
    try (var caller = new ApiCaller(address, "")) {
      var login =
          JSON.readTree(
                  caller.post(
                      "/openApi/authApp",
                      "application/json",
                      JSON.writeValueAsString(
                          Map.of(
                              "appName",
                              APP,
                              "encryptedPassword",
                              PASSWORD,
                              "encryptType",
                              "none"))))
              .get("data");
      return "X-POWERJOB-APP-ID: %s\r\nX-POWERJOB-ACCESS-TOKEN: %s\r\n"
          .formatted(login.get("appId").asText(), login.get("token").asText());
    }
  }

  /** Saves a job of the measuring processor, without online log. */
  long save(PowerJobClient client, String name, TimeExpressionType type, String expression) {
    var job = job(name, ExecuteType.STANDALONE, MeasuringProcessor.class);
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    return require(client.saveJob(job));
  }

  /**
   * Saves a job that runs when the API says so, without online log.
   *
   * @param threads per worker
   */
  long save(PowerJobClient client, String name, ExecuteType type, Class<?> processor, int threads) {
    var job = job(name, type, processor);
    job.setTimeExpressionType(TimeExpressionType.API);
    job.setConcurrency(threads);
    return require(client.saveJob(job));
  }

  /** Saves a job that runs when the API says so, with online log. */
  long saveTalking(PowerJobClient client, String name, Class<?> processor) {
    var job = job(name, ExecuteType.STANDALONE, processor);
    job.setTimeExpressionType(TimeExpressionType.API);
    job.setLogConfig(new LogConfig().setType(LogType.ONLINE.getV()));
    job.setMaxInstanceNum(0);
    return require(client.saveJob(job));
  }

  private SaveJobInfoRequest job(String name, ExecuteType type, Class<?> processor) {
    var job = new SaveJobInfoRequest();
    job.setAppId(appId);
    job.setJobName(name);
    job.setExecuteType(type);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo(processor.getName());
    job.setLogConfig(new LogConfig().setType(LogType.NULL.getV()));
    return job;
  }

  static <T> T require(tech.powerjob.common.response.ResultDTO<T> result) {
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.getMessage());
    }
    return result.getData();
  }

  @Override
  public void close() throws Exception {
    stopWorker();
    server.close();
  }

  private void stopWorker() throws Exception {
    if (worker != null) {
      worker.destroy();
    }
  }
}
