package tech.powerjob.sample;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Makes the tables if they are not there. */
@Singleton
@Startup
public class Tables {
  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE IF NOT EXISTS orders (id BIGINT PRIMARY KEY, shipped INT NOT NULL)",
          // As in docs/resource-adapter.md.
          """
          CREATE TABLE IF NOT EXISTS powerjob_outbox (
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
          """,
          "CREATE INDEX IF NOT EXISTS powerjob_outbox_due"
              + " ON powerjob_outbox (app_name, done, next_attempt)",
          """
          CREATE TABLE IF NOT EXISTS powerjob_once (
            instance_id BIGINT       NOT NULL,
            step        VARCHAR(200) NOT NULL,
            epoch       BIGINT       NOT NULL,
            created     BIGINT       NOT NULL,
            result      TEXT,
            PRIMARY KEY (instance_id, step)
          )
          """);

  @Resource(lookup = SampleApplication.DATA_SOURCE)
  private DataSource dataSource;

  @PostConstruct
  void make() {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      for (var each : STATEMENTS) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be made", e);
    }
  }
}
