package tech.powerjob.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import tech.powerjob.it.db.DatabaseKind;
import tech.powerjob.it.db.DatabaseServer;

/**
 * Databases of one kind, durable at commit: H2 files in a folder, or a MySQL server in a process of
 * its own.
 */
final class TestDatabase implements AutoCloseable {
  private final Path folder;
  private final DatabaseServer server;

  private TestDatabase(Path folder, DatabaseServer server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * The kind that the options name.
   *
   * @param folder where its data goes
   */
  static TestDatabase of(Options options, Path folder) throws IOException {
    Files.createDirectories(folder);
    var name = options.text("database", "h2");
    return switch (name) {
      case "h2" -> new TestDatabase(folder, null);
      case "mysql" -> new TestDatabase(folder, DatabaseServer.start(DatabaseKind.MYSQL, folder));
      default ->
          throw new IllegalArgumentException(
              "database is '%s' but must be h2 or mysql".formatted(name));
    };
  }

  String name() {
    return server == null ? "h2" : "mysql";
  }

  /** URL of an empty database. */
  String create(String name) {
    return server == null
        ? "jdbc:h2:file:" + folder.resolve(name) + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
        : server.newDatabase()
            + "?rewriteBatchedStatements=true&cachePrepStmts=true&sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  String user() {
    return server == null ? "powerjob" : DatabaseServer.USER;
  }

  String password() {
    return server == null ? "" : DatabaseServer.PASSWORD;
  }

  Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, user(), password());
  }

  /**
   * A connection to write millions of rows by: what is written is safe when it is closed, and a
   * server's usual small cache does not make every index a matter of the disk.
   */
  Connection connectToFill(String url) throws SQLException {
    var connection = connect(url);
    if (server == null) {
      try (var statement = connection.createStatement()) {
        statement.execute("SET CACHE_SIZE 2000000");
        statement.execute("SET WRITE_DELAY 2000");
      }
    }
    return connection;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
