package tech.powerjob.official.processors.impl.sql;

import java.util.Optional;

/**
 * Runs SQL on a data source that is found by its name. As a class name in a job it looks in JNDI
 * and among CDI beans, and only after the worker's owner has switched that on: any author of jobs
 * could use any data source then. An application that makes a bean of it with the data sources that
 * it offers needs no switch.
 */
public class NamedDatasourceSqlProcessor extends AbstractSqlProcessor {
  private static final String SWITCH = "powerjob.official-processor.named-datasource.enable";

  private final DataSources dataSources;
  private final boolean offered;

  /** A processor for all data sources of JNDI and CDI; for workers, which make it by its name. */
  public NamedDatasourceSqlProcessor() {
    this.dataSources = everything();
    this.offered = false;
  }

  /**
   * A processor for these data sources. With Spring, {@code name -> context.containsBean(name) ?
   * Optional.of(context.getBean(name, DataSource.class)) : Optional.empty()} offers all its beans.
   */
  public NamedDatasourceSqlProcessor(DataSources dataSources) {
    this.dataSources = dataSources;
    this.offered = true;
  }

  private static DataSources everything() {
    var jndi = new JndiDataSources();
    return hasCdi() ? jndi.or(new CdiDataSources()) : jndi;
  }

  private static boolean hasCdi() {
    try {
      Class.forName(
          "jakarta.enterprise.inject.spi.CDI",
          false,
          NamedDatasourceSqlProcessor.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  protected Optional<String> switchKey() {
    return offered ? Optional.empty() : Optional.of(SWITCH);
  }

  @Override
  Connector connector(SqlParams params, String parameters) {
    var name = params.getDataSourceName();
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("dataSourceName can't be empty!");
    }
    var source =
        dataSources
            .find(name.trim())
            .orElseThrow(
                () -> new IllegalArgumentException("can't find data source with name " + name));
    return source::getConnection;
  }
}
