package tech.powerjob.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.sql.SQLException;
import java.util.OptionalInt;
import javax.sql.DataSource;
import tech.powerjob.jca.JobConnectionFactory;

/** Orders and their shipping, each method a transaction. */
@Stateless
public class Orders {
  @Resource(lookup = SampleApplication.DATA_SOURCE)
  private DataSource dataSource;

  @Resource(lookup = SampleApplication.JOBS)
  private JobConnectionFactory jobs;

  /**
   * Takes an order and has it shipped.
   *
   * @param shippingJob id of the job
   * @param sellable if not, it is found out late, when all is written
   * @return key of the submission
   */
  public String take(long order, long shippingJob, boolean sellable) throws SQLException {
    String key;
    try (var connection = dataSource.getConnection();
        var insert =
            connection.prepareStatement("INSERT INTO orders (id, shipped) VALUES (?, 0)")) {
      insert.setLong(1, order);
      insert.executeUpdate();
    }
    try (var connection = jobs.getConnection()) {
      key = connection.submit(shippingJob, String.valueOf(order));
    }
    if (!sellable) {
      throw new IllegalStateException("order %d is not sellable".formatted(order));
    }
    return key;
  }

  /** Stops what a submission has become. */
  public void stop(String key) {
    try (var connection = jobs.getConnection()) {
      connection.stop(key);
    }
  }

  /** How often an order was shipped; empty if there is none. */
  public OptionalInt shipped(long order) throws SQLException {
    try (var connection = dataSource.getConnection();
        var select = connection.prepareStatement("SELECT shipped FROM orders WHERE id = ?")) {
      select.setLong(1, order);
      try (var rows = select.executeQuery()) {
        return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
      }
    }
  }

  /** How many requests the outbox holds in all, settled ones too. */
  public int requests() throws SQLException {
    try (var connection = dataSource.getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT COUNT(*) FROM powerjob_outbox WHERE kind = 'RUN'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
