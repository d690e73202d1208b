package tech.powerjob.official.processors.impl.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Runs SQL on any database for which there is a driver. {@code jdbcUrl} is required; every other
 * key of the parameters that is none of {@link AbstractSqlProcessor.SqlParams} is a property of the
 * connection, such as {@code user} and {@code password}. Off until the worker's owner switches it
 * on: a JDBC URL can do more than connect.
 */
public class DynamicDatasourceSqlProcessor extends AbstractSqlProcessor {
  private static final String SWITCH = "powerjob.official-processor.dynamic-datasource.enable";

  private static final Set<String> OURS =
      Set.of("dataSourceName", "sql", "timeout", "jdbcUrl", "showResult");

  private static final String HIDDEN = "***";

  /** Names of properties and of parts of URLs whose values are nobody's business. */
  private static final String SECRET = "[\\w.-]*(?:pass|pwd|secret|token|key)[\\w.-]*";

  private static final Pattern SECRET_NAME = Pattern.compile(SECRET, Pattern.CASE_INSENSITIVE);
  private static final Pattern SECRET_IN_URL =
      Pattern.compile("(" + SECRET + "\\s*=\\s*)[^;&\\s)]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern USER_IN_URL = Pattern.compile("(?<=[/:])[^/:@\\s]+:[^/@\\s]+@");

  @Override
  protected Optional<String> switchKey() {
    return Optional.of(SWITCH);
  }

  @Override
  Connector connector(SqlParams params, String parameters) {
    var url = params.getJdbcUrl();
    if (url == null || url.isBlank()) {
      throw new IllegalArgumentException(
          "jdbcUrl can't be empty in DynamicDatasourceSqlProcessor!");
    }
    var properties = properties(parameters);
    return () -> DriverManager.getConnection(url, properties);
  }

  private static Properties properties(String parameters) {
    var properties = new Properties();
    for (var entry : parse(parameters, ObjectNode.class).properties()) {
      if (!OURS.contains(entry.getKey()) && !entry.getValue().isNull()) {
        var value = entry.getValue();
        properties.setProperty(
            entry.getKey(), value.isValueNode() ? value.asText() : value.toString());
      }
    }
    return properties;
  }

  @Override
  String readable(SQLException error, String parameters) {
    var text = String.valueOf(error.getMessage());
    var properties = properties(parameters);
    for (var name : properties.stringPropertyNames()) {
      var value = properties.getProperty(name);
      if (SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches() && !value.isEmpty()) {
        text = text.replace(value, HIDDEN);
      }
    }
    text = SECRET_IN_URL.matcher(text).replaceAll("$1" + HIDDEN);
    return USER_IN_URL.matcher(text).replaceAll(HIDDEN + "@");
  }
}
