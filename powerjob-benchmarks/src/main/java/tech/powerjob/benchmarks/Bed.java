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

/** A server in its own process, one application, and a worker in this process. */
final class Bed implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APP = "bench";
  private static final String PASSWORD = "password-of-the-benchmarks";

  private final ServerProcess server;
  private final PowerJobWorker worker;
  private final long appId;

  private final String headers;

  private final TestDatabase database;
  private final String jdbc;

  private Bed(
      ServerProcess server,
      PowerJobWorker worker,
      long appId,
      String headers,
      TestDatabase database,
      String jdbc) {
    this.database = database;
    this.jdbc = jdbc;
    this.server = server;
    this.worker = worker;
    this.appId = appId;
    this.headers = headers;
  }

  static Bed start(Path folder, TestDatabase database) throws Exception {
    var server = server(folder);
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
    var config = new PowerJobWorkerConfig();
    config.setAppName(APP);
    config.setPassword(PASSWORD);
    config.setServerAddress(new ArrayList<>(List.of(server.address())));
    // More than are ever due at once here, so that none has to wait for room.
    config.setMaxLightweightTaskNum(50_000);
    var worker = new PowerJobWorker(config);
    worker.init();
    return new Bed(server, worker, appId, logIn(server.address()), database, jdbc);
  }

  /** A server like that of the quickstart, not started yet. */
  static ServerProcess server(Path folder) {
    var server = ServerProcess.in(folder).withJvmOption("-Xmx1g");
    // More options for the server alone, such as those that start a profiler.
    for (var option : System.getProperty("powerjob.bench.server-options", "").split(" ")) {
      if (!option.isEmpty()) {
        server.withJvmOption(option);
      }
    }
    return server;
  }

  PowerJobClient client() {
    return new PowerJobClient(server.address(), APP, PASSWORD);
  }

  /** Does something to the database while the server is down. */
  void offline(DatabaseWork work) throws Exception {
    server.stop();
    try (var connection = database.connect(jdbc)) {
      work.with(connection);
    }
    server.start();
  }

  /** Stops the server for good and reads from its database. */
  void inspect(DatabaseWork work) throws Exception {
    worker.destroy();
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
    var admin = AdminApi.login(server);
    for (int i = 0; i < 300 && admin.countWorkers(appId) == 0; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
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
    var job = new SaveJobInfoRequest();
    job.setAppId(appId);
    job.setJobName(name);
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo(MeasuringProcessor.class.getName());
    job.setLogConfig(new LogConfig().setType(LogType.NULL.getV()));
    return require(client.saveJob(job));
  }

  static <T> T require(tech.powerjob.common.response.ResultDTO<T> result) {
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.getMessage());
    }
    return result.getData();
  }

  @Override
  public void close() throws Exception {
    worker.destroy();
    server.close();
  }
}
