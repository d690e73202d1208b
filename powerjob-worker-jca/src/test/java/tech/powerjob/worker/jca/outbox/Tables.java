package tech.powerjob.worker.jca.outbox;

import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database with the table of docs/resource-adapter.md. */
final class Tables {
  static final String OUTBOX =
      """
      CREATE TABLE powerjob_outbox (
        submission_key  VARCHAR(36)  NOT NULL PRIMARY KEY,
        app_name        VARCHAR(255) NOT NULL,
        kind            VARCHAR(4)   NOT NULL,
        job_id          BIGINT,
        instance_params TEXT,
        delay_ms        BIGINT       NOT NULL,
        target_key      VARCHAR(36),
        instance_id     BIGINT,
        created         BIGINT       NOT NULL,
        next_attempt    BIGINT       NOT NULL,
        first_sent      BIGINT,
        done            BIGINT,
        failures        INT          NOT NULL,
        last_error      VARCHAR(500)
      )
      """;

  private Tables() {}

  static DataSource create() throws SQLException {
    var dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(OUTBOX);
    }
    return dataSource;
  }
}
