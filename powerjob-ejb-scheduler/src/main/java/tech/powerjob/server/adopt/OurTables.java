package tech.powerjob.server.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables that our migrations make. */
final class OurTables {
  private static final String HISTORY = "flyway_schema_history";
  private static final String FOLDER = "db/migration";
  private static final Pattern CREATE = Pattern.compile("(?i)CREATE\\s+TABLE\\s+([a-z0-9_]+)");

  private OurTables() {}

  /** Whether our migrations have begun in this database. */
  static boolean begun(Connection connection) throws SQLException {
    if (!OriginalTables.names(connection).contains(HISTORY)) {
      return false;
    }
    try (var select =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM "
                    + quoted(connection, HISTORY)
                    + " WHERE "
                    + quoted(connection, "script")
                    + " = 'V1__scheduling.sql'");
        var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1) > 0;
    }
  }

  /** Flyway writes its names in lower case, also where others would be in upper case. */
  private static String quoted(Connection connection, String name) throws SQLException {
    var quote = connection.getMetaData().getIdentifierQuoteString();
    return quote + name + quote;
  }

  /**
   * Takes away what a broken-off start of our schema has left, so that it can be made again. Only
   * for a database in which nothing was written to our tables yet.
   */
  static void drop(Connection connection, DataSource dataSource) throws SQLException {
    var tables = new ArrayList<String>();
    for (var name : names(dataSource)) {
      tables.add(name);
    }
    tables.add(quoted(connection, HISTORY));
    for (var table : tables) {
      try (var statement = connection.createStatement()) {
        statement.execute("DROP TABLE IF EXISTS " + table);
      }
    }
  }

  private static List<String> names(DataSource dataSource) {
    var names = new ArrayList<String>();
    var flyway =
        Flyway.configure(OurTables.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:" + FOLDER)
            .placeholderReplacement(false)
            .load();
    for (var migration : flyway.info().all()) {
      var script = FOLDER + "/" + migration.getScript();
      try (var in = OurTables.class.getClassLoader().getResourceAsStream(script)) {
        if (in == null) {
          continue; // The baseline has none.
        }
        var matcher = CREATE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        while (matcher.find()) {
          names.add(matcher.group(1).toLowerCase(Locale.ROOT));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }
}
