package tech.powerjob.it.db;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database server in a process of its own, on a free port of the loopback address. Its data
 * outlives the process, so that it can be killed and started again. Not thread-safe.
 */
public final class DatabaseServer implements AutoCloseable {
  /** User of the databases that are made here. */
  public static final String USER = "powerjob_user";

  public static final String PASSWORD = "password-of-the-tests";

  private static final Duration SET_UP = Duration.ofSeconds(120);
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Path LOGS = Path.of("target", "servers");
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final DatabaseKind kind;
  private final Path data;
  private final int port;
  private boolean userMade;
  private Process process;

  private DatabaseServer(DatabaseKind kind, Path data, int port) {
    this.kind = kind;
    this.data = data;
    this.port = port;
  }

  /**
   * Sets a server up in a new folder below the given one, and returns once it takes connections.
   */
  public static DatabaseServer start(DatabaseKind kind, Path folder) {
    var data = folder.toAbsolutePath().resolve(kind.name().toLowerCase(java.util.Locale.ROOT));
    var server = new DatabaseServer(kind, data, freePort());
    makeFolder(folder);
    makeExecutable(kind.home());
    for (var command : kind.setUp(data, kind.password())) {
      server.await(server.launch(command), SET_UP, command);
    }
    return server.start();
  }

  /** Starts it, again after a stop or a kill, on the same port. */
  public DatabaseServer start() {
    process = launch(kind.start(data, port));
    long end = System.nanoTime() + READY.toNanos();
    while (true) {
      try (var connection = administrator("")) {
        if (connection.isValid(5)) {
          return this;
        }
      } catch (SQLException e) {
        if (!process.isAlive()) {
          // Children of a killed PostgreSQL may still be there and forbid the start.
          process = launch(kind.start(data, port));
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException(kind + " is not ready; see " + log(), e);
        }
      }
      pause();
    }
  }

  /** Makes an empty database that belongs to {@link #USER}, and returns its JDBC URL. */
  public String newDatabase() {
    var name = "powerjob_" + DATABASES.incrementAndGet();
    try (var connection = administrator("");
        var statement = connection.createStatement()) {
      if (kind.isPostgres()) {
        if (!userMade) {
          statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
        }
        statement.execute("CREATE DATABASE " + name + " OWNER " + USER);
      } else {
        if (!userMade) {
          for (var host : List.of("127.0.0.1", "localhost")) {
            var user = "'" + USER + "'@'" + host + "'";
            statement.execute("CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'");
          }
        }
        statement.execute("CREATE DATABASE " + name);
        for (var host : List.of("127.0.0.1", "localhost")) {
          statement.execute("GRANT ALL ON " + name + ".* TO '" + USER + "'@'" + host + "'");
        }
      }
      userMade = true;
      return kind.url(port, name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database could be made", e);
    }
  }

  /** A connection of the database's own administrator. */
  private Connection administrator(String database) throws SQLException {
    var name = database.isEmpty() ? (kind.isPostgres() ? "postgres" : "mysql") : database;
    return DriverManager.getConnection(kind.url(port, name), kind.administrator(), kind.password());
  }

  public DatabaseKind kind() {
    return kind;
  }

  public int port() {
    return port;
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    // The server of PostgreSQL has children; they end when they see that it is gone.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    await(process, STOP, List.of());
  }

  /** Ends it in order. PostgreSQL does not wait for its clients. */
  public void stop() {
    if (kind.isPostgres()) {
      signal("INT");
    } else {
      process.destroy();
    }
    await(process, STOP, List.of());
  }

  /** Sends a signal, {@code STOP} or {@code CONT} for one, to it and its children. */
  public void signal(String name) {
    var pids = new java.util.ArrayList<String>();
    pids.add(Long.toString(process.pid()));
    if (!name.equals("INT")) {
      process.descendants().forEach(child -> pids.add(Long.toString(child.pid())));
    }
    var command = new java.util.ArrayList<>(List.of("kill", "-" + name));
    command.addAll(pids);
    await(launch(command), STOP, command);
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      kill();
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private File log() {
    return LOGS.resolve("database-" + port + ".log").toFile();
  }

  private Process launch(List<String> command) {
    try {
      Files.createDirectories(LOGS);
      var started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  private void await(Process child, Duration limit, List<String> command) {
    try {
      if (!child.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        child.destroyForcibly();
        throw new IllegalStateException("did not end within " + limit + "; see " + log());
      }
      if (!command.isEmpty() && child.exitValue() != 0) {
        throw new IllegalStateException(
            "%s ended with %d; see %s".formatted(command, child.exitValue(), log()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** PostgreSQL's binaries come as an archive inside an archive; others lost their modes. */
  private static void makeExecutable(Path home) {
    try {
      var packed = home.resolve("postgres-linux-x86_64.txz");
      if (Files.exists(packed) && !Files.exists(home.resolve("bin/postgres"))) {
        var child =
            new ProcessBuilder("tar", "-xJf", packed.toString(), "-C", home.toString())
                .inheritIO()
                .start();
        if (child.waitFor() != 0) {
          throw new IllegalStateException(packed + " could not be unpacked; is xz there?");
        }
      }
      for (var folder : List.of("bin", "scripts")) {
        var files = home.resolve(folder).toFile().listFiles();
        for (var file : files == null ? new File[0] : files) {
          if (!file.canExecute() && !file.setExecutable(true)) {
            throw new IllegalStateException(file + " cannot be made executable");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
