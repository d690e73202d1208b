package tech.powerjob.server.platform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes one in a hundred calls of the database fail, for tests: executions before they reach it,
 * and commits before or after, so that the caller cannot know. Only while a file exists.
 * Thread-safe.
 */
final class DatabaseFaults {
  // Not SLF4J's: in an EAR this class lies where that is not.
  private static final System.Logger LOG = System.getLogger(DatabaseFaults.class.getName());

  private static final int ONE_IN = 100;

  private final Path file;
  private final AtomicLong failed = new AtomicLong();

  DatabaseFaults(Path file) {
    this.file = file;
  }

  Connection around(Connection connection) {
    return around(Connection.class, connection);
  }

  private <T> T around(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            DatabaseFaults.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              var name = method.getName();
              boolean commit = name.equals("commit");
              if (name.startsWith("execute")
                  || (commit && ThreadLocalRandom.current().nextBoolean())) {
                perhapsFail(name);
              }
              Object result;
              try {
                result = method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (commit) {
                perhapsFail("answer to " + name);
              }
              if (result instanceof PreparedStatement statement) {
                return around(PreparedStatement.class, statement);
              }
              return result instanceof Statement statement
                  ? around(Statement.class, statement)
                  : result;
            }));
  }

  private void perhapsFail(String what) throws SQLException {
    if (ThreadLocalRandom.current().nextInt(ONE_IN) == 0 && Files.exists(file)) {
      LOG.log(
          System.Logger.Level.INFO,
          "call {0} of the database fails on purpose: {1}",
          failed.incrementAndGet(),
          what);
      throw new SQLException("fails on purpose: " + what, "08S01");
    }
  }
}
