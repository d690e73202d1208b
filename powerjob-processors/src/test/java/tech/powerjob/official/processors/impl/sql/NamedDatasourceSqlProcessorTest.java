package tech.powerjob.official.processors.impl.sql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.official.processors.impl.Contexts;
import tech.powerjob.worker.core.processor.ProcessResult;

class NamedDatasourceSqlProcessorTest {
  private static final String SWITCH = "powerjob.official-processor.named-datasource.enable";

  private final List<String> log = new ArrayList<>();

  @AfterEach
  void reset() {
    System.clearProperty(SWITCH);
    System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
  }

  private static DataSource database(String name) {
    var source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + name);
    return source;
  }

  private ProcessResult process(AbstractSqlProcessor processor, String name) throws Exception {
    var params =
        "{\"dataSourceName\":\"%s\",\"showResult\":true,\"sql\":\"CALL DATABASE()\"}"
            .formatted(name);
    return processor.process(Contexts.of(params, null, log));
  }

  private void assertRanOn(String database) {
    assertThat(log).anyMatch(line -> line.toLowerCase().endsWith("[row-0] " + database));
  }

  /** A naming service with two data sources. */
  public static final class Naming implements InitialContextFactory {
    private static final Map<String, Object> BOUND =
        Map.of(
            "java:comp/env/jdbc/orders", database("orders"),
            "jdbc/reports", database("reports"),
            "java:global/text", "no data source",
            "ldap://evil/x", database("evil"));

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
      return new InitialContext(true) {
        @Override
        public Object lookup(String name) throws NamingException {
          var found = BOUND.get(name);
          if (found == null) {
            throw new NameNotFoundException(name);
          }
          return found;
        }
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "java:comp/env/jdbc/orders"})
  void jndiName_isLookedUp(String name) throws Exception {
    System.setProperty(SWITCH, "true");
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Naming.class.getName());

    assertThat(process(new NamedDatasourceSqlProcessor(), name).isSuccess()).isTrue();
    assertRanOn("orders");
    assertThat(process(new NamedDatasourceSqlProcessor(), "reports").isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "text", "java:global/text", "ldap://evil/x"})
  void otherNames_areNotFound(String name) throws Exception {
    System.setProperty(SWITCH, "true");
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Naming.class.getName());

    assertThat(process(new NamedDatasourceSqlProcessor(), name).getMsg())
        .isEqualTo("IllegalArgumentException: can't find data source with name " + name);
  }

  /** Makes a data source as an application does. */
  @ApplicationScoped
  public static class Producer {
    @Produces
    @Named("stock")
    DataSource stock() {
      return database("stock");
    }
  }

  @Test
  void cdiBean_isFoundByItsName() throws Exception {
    System.setProperty(SWITCH, "true");
    try (var container =
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addBeanClasses(Producer.class)
            .initialize()) {
      assertThat(container.isRunning()).isTrue();

      assertThat(process(new NamedDatasourceSqlProcessor(), "stock").isSuccess()).isTrue();
      assertRanOn("stock");
    }
  }

  @Test
  void withoutSwitch_onlyWhatTheApplicationOffersIsUsed() throws Exception {
    assertThat(process(new NamedDatasourceSqlProcessor(), "orders").getMsg())
        .contains("is not enabled, please set '-D" + SWITCH + "=true' to enable it");

    var offered =
        new NamedDatasourceSqlProcessor(
            name -> name.equals("mine") ? Optional.of(database("mine")) : Optional.empty());
    assertThat(process(offered, "mine").isSuccess()).isTrue();
    assertRanOn("mine");
    assertThat(process(offered, "other").isSuccess()).isFalse();
  }
}
