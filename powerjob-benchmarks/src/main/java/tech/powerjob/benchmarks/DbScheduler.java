package tech.powerjob.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.mysql.cj.jdbc.MysqlConnectionPoolDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;

/**
 * db-scheduler running trivial one-time tasks on the same kind of database: some threads schedule
 * tasks for now, one after the other, and the scheduler runs them, all in this process.
 */
final class DbScheduler {
  private static final String TABLE =
      """
      CREATE TABLE scheduled_tasks (
        task_name VARCHAR(100) NOT NULL,
        task_instance VARCHAR(100) NOT NULL,
        task_data BLOB,
        execution_time TIMESTAMP(6) NOT NULL,
        picked BOOLEAN NOT NULL,
        picked_by VARCHAR(50),
        last_success TIMESTAMP(6) NULL,
        last_failure TIMESTAMP(6) NULL,
        consecutive_failures INT,
        last_heartbeat TIMESTAMP(6) NULL,
        version BIGINT NOT NULL,
        priority SMALLINT,
        PRIMARY KEY (task_name, task_instance))
      """;
  private static final int THREADS = 20;

  private DbScheduler() {}

  /** Tasks per second from being scheduled to being done. */
  static double measure(TestDatabase database, int clients, int seconds) throws Exception {
    var url = database.create("dbscheduler");
    var pool =
        JdbcConnectionPool.create(
            url.startsWith("jdbc:h2") ? h2(url, database) : mysql(url, database));
    pool.setMaxConnections(clients + THREADS + 4);
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(TABLE);
      statement.execute("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
    }
    var done = new AtomicLong();
    var task = Tasks.oneTime("trivial").execute((instance, context) -> done.incrementAndGet());
    var scheduler =
        Scheduler.create(pool, task)
            .threads(THREADS)
            .pollingInterval(Duration.ofSeconds(1))
            .enableImmediateExecution()
            .build();
    scheduler.start();
    var callers = Executors.newFixedThreadPool(clients);
    try {
      long begun = System.nanoTime();
      long end = begun + TimeUnit.SECONDS.toNanos(seconds);
      var ids = new AtomicLong();
      for (int i = 0; i < clients; i++) {
        callers.submit(
            () -> {
              while (System.nanoTime() < end) {
                scheduler.schedule(
                    task.instance(Long.toString(ids.incrementAndGet())), Instant.now());
              }
            });
      }
      callers.shutdown();
      callers.awaitTermination(seconds + 60L, TimeUnit.SECONDS);
      for (int i = 0; i < 600 && done.get() < ids.get(); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      return done.get() / ((System.nanoTime() - begun) / 1e9);
    } finally {
      scheduler.stop();
      pool.dispose();
    }
  }

  private static ConnectionPoolDataSource h2(String url, TestDatabase database) {
    var source = new JdbcDataSource();
    source.setURL(url);
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }

  private static ConnectionPoolDataSource mysql(String url, TestDatabase database)
      throws SQLException {
    var source = new MysqlConnectionPoolDataSource();
    source.setUrl(url);
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }
}
