package tech.powerjob.official.processors.impl.sql;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Runs SQL on data sources that the application hands over, usually as a bean of Spring; it needs
 * nothing of Spring itself. Without a name the default data source is taken.
 */
public class SpringDatasourceSqlProcessor extends AbstractSqlProcessor {
  private static final String DEFAULT = "default";

  private final Map<String, DataSource> dataSources = new ConcurrentHashMap<>();

  /**
   * A processor for one data source; more can be registered.
   *
   * @param defaultDataSource registered as {@code default}
   */
  public SpringDatasourceSqlProcessor(DataSource defaultDataSource) {
    registerDataSource(DEFAULT, defaultDataSource);
  }

  /** Makes a data source known under a name, in place of one that had it before. */
  public void registerDataSource(String dataSourceName, DataSource dataSource) {
    dataSources.put(
        Objects.requireNonNull(dataSourceName, "dataSourceName"),
        Objects.requireNonNull(dataSource, "dataSource"));
  }

  /** Forgets a data source. */
  public void removeDataSource(String dataSourceName) {
    dataSources.remove(dataSourceName);
  }

  @Override
  Connector connector(SqlParams params, String parameters) {
    var name = params.getDataSourceName();
    var source = dataSources.get(name == null || name.isEmpty() ? DEFAULT : name);
    if (source == null) {
      throw new IllegalArgumentException("can't find data source with name " + name);
    }
    return source::getConnection;
  }
}
