package tech.powerjob.worker.jca.outbox;

import javax.sql.DataSource;
import tech.powerjob.common.exception.PowerJobException;

/**
 * A data source by its name, which every thread of the server must be able to resolve. It is looked
 * up each time: applications that bring one come and go.
 *
 * @param name in JNDI
 */
public record DataSourceName(String name) {
  /**
   * The data source.
   *
   * @throws PowerJobException if there is none under this name now
   */
  DataSource find() {
    return JndiNames.find(name, DataSource.class)
        .orElseThrow(() -> new PowerJobException("there is no data source " + name));
  }

  @Override
  public String toString() {
    return name;
  }
}
