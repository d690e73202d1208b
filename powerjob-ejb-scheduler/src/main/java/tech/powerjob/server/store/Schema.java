package tech.powerjob.server.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to the version that this code needs. Servers that start together wait for
 * each other.
 */
public final class Schema {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private Schema() {}

  /** Applies what is missing and returns the dialect of the database. */
  public static Dialect migrate(DataSource dataSource) {
    return migrate(dataSource, false);
  }

  /**
   * As {@link #migrate(DataSource)}.
   *
   * @param amongOthers whether there may be tables of others in the schema, of other names
   */
  public static Dialect migrate(DataSource dataSource, boolean amongOthers) {
    var dialect = new Transactions(dataSource, 1).read(Dialect::of);
    if (dialect == Dialect.MYSQL) {
      useUnicode(dataSource);
    }
    var result =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/migration")
            .placeholders(dialect.columnTypes())
            .baselineOnMigrate(amongOthers)
            .baselineVersion("0")
            .load()
            .migrate();
    if (result.migrationsExecuted > 0) {
      LOG.info("schema is now at version {}", result.targetSchemaVersion);
    }
    return dialect;
  }

  /**
   * Tables inherit the character set of their database, and that of some installations has no
   * Chinese; many also take "App" and "app" for the same name. Tables that are there keep theirs.
   */
  private static void useUnicode(DataSource dataSource) {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    } catch (SQLException e) {
      LOG.warn("the database's character set stays as it is: {}", e.getMessage());
    }
  }
}
