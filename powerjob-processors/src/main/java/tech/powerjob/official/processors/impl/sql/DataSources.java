package tech.powerjob.official.processors.impl.sql;

import java.util.Optional;
import javax.sql.DataSource;

/** Finds data sources by name. Thread-safe. */
@FunctionalInterface
public interface DataSources {
  /** The data source of this name, empty if there is none. */
  Optional<DataSource> find(String name);

  /** One that asks the other if this one knows no such name. */
  default DataSources or(DataSources other) {
    return name -> find(name).or(() -> other.find(name));
  }
}
