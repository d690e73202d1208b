package tech.powerjob.official.processors.impl.sql;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;
import javax.sql.DataSource;

/** Data sources that are CDI beans with a {@code @Named} qualifier. */
public final class CdiDataSources implements DataSources {
  @Override
  public Optional<DataSource> find(String name) {
    CDI<Object> container;
    try {
      container = CDI.current();
    } catch (IllegalStateException e) {
      // No container runs here.
      return Optional.empty();
    }
    var found = container.select(DataSource.class, Any.Literal.INSTANCE, NamedLiteral.of(name));
    return found.isResolvable() ? Optional.of(found.get()) : Optional.empty();
  }
}
