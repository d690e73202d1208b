package tech.powerjob.server.store;

import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Empty databases in memory, with the real schema. */
public final class H2 {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private H2() {}

  public static DataSource migrated() {
    var pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:test" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
    Schema.migrate(pool);
    return pool;
  }
}
