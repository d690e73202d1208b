package tech.powerjob.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a process of its own: the uber-jar, on free ports of the loopback address, with a
 * data folder that outlives the process, so that it can be killed and started again. Its output
 * goes to {@code target/servers}, where it outlives the test. Not thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
  /** Password of the administrator {@code ADMIN}. */
  public static final String ADMIN_PASSWORD = "password-of-the-tests";

  private static final Path JAR =
      Path.of(System.getProperty("powerjob.it.jar", "../powerjob-ear/target/powerjob.jar"));
  private static final Path LOGS = Path.of("target", "servers");

  /** Options of every server's Java machine; tests say that it is to start fast. */
  private static final List<String> JVM_OPTIONS =
      Stream.of(System.getProperty("powerjob.it.jvm-options", "").split(" "))
          .filter(option -> !option.isEmpty())
          .toList();

  private static final Duration READY_TIMEOUT = Duration.ofSeconds(180);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Path dataDir;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> jvmOptions = new ArrayList<>();
  private final int httpPort;
  private final int jmsPort;
  private Process process;

  private ServerProcess(Path dataDir, int httpPort, int jmsPort) {
    this.dataDir = dataDir;
    this.httpPort = httpPort;
    this.jmsPort = jmsPort;
    with("POWERJOB_HTTP_PORT", String.valueOf(httpPort));
    with("POWERJOB_JMS_PORT", String.valueOf(jmsPort));
    with("POWERJOB_DATA_DIR", dataDir.toString());
    with("POWERJOB_ADMIN_PASSWORD", ADMIN_PASSWORD);
  }

  /** A server that has not been started yet, with its data in this folder. */
  public static ServerProcess in(Path dataDir) {
    int[] ports = freePorts();
    return new ServerProcess(dataDir, ports[0], ports[1]);
  }

  /** As {@link #in(Path)}, on ports that somebody else was told of before. */
  public static ServerProcess in(Path dataDir, int httpPort, int jmsPort) {
    return new ServerProcess(dataDir, httpPort, jmsPort);
  }

  /** Sets an environment variable for the next start. */
  public ServerProcess with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Adds an option of the Java machine for the next start. */
  public ServerProcess withJvmOption(String option) {
    jvmOptions.add(option);
    return this;
  }

  /** Starts the process and returns once the server is ready. */
  public ServerProcess start() {
    launch();
    awaitReady();
    return this;
  }

  /** Starts the process without waiting. */
  public void launch() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          JAR.toAbsolutePath() + " is missing: build powerjob-ear first");
    }
    if (isAlive()) {
      throw new IllegalStateException("the server runs already");
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", JAR.toAbsolutePath().normalize().toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    try {
      Files.createDirectories(dataDir);
      Files.createDirectories(LOGS);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Waits until the server says that it is ready; fails with the end of its log otherwise. */
  public void awaitReady() {
    var end = System.nanoTime() + READY_TIMEOUT.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "the server ended with %d before it was ready:%n%s"
                .formatted(process.exitValue(), endOfLog()));
      }
      if (isReady()) {
        return;
      }
      pause();
    }
    throw new IllegalStateException(
        "the server was not ready within %s:%n%s".formatted(READY_TIMEOUT, endOfLog()));
  }

  public boolean isReady() {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url("/health/ready")))
              .timeout(Duration.ofSeconds(5))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the server", e);
    }
  }

  /** Ends the process at once, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    await(STOP_TIMEOUT);
  }

  /** Asks the process to end, and returns its exit code once it has. */
  public int stop() {
    process.destroy();
    await(STOP_TIMEOUT);
    return process.exitValue();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Id of the process, for signals. */
  public long pid() {
    return process.pid();
  }

  public int httpPort() {
    return httpPort;
  }

  public int jmsPort() {
    return jmsPort;
  }

  public Path dataDir() {
    return dataDir;
  }

  /** {@code host:port}, as clients and workers take it. */
  public String address() {
    return "127.0.0.1:" + httpPort;
  }

  /** A path on this server. */
  public String url(String path) {
    return "http://" + address() + path;
  }

  /** What the server printed, of all its starts. */
  public Path log() {
    return LOGS.resolve("server-" + httpPort + ".log");
  }

  @Override
  public void close() {
    if (isAlive()) {
      stop();
    }
  }

  private void await(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "the server did not end within %s:%n%s".formatted(timeout, endOfLog()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the end of the server", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the server", e);
    }
  }

  private String endOfLog() {
    try {
      var lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  /** Two ports that are free now; held at once, so that they differ. */
  private static int[] freePorts() {
    try (var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
