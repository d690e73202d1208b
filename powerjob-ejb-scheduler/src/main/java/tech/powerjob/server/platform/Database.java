package tech.powerjob.server.platform;

import java.sql.Driver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import tech.powerjob.config.Settings;

/**
 * A database by its settings: {@code powerjob.db.url}, {@code powerjob.db.user} and {@code
 * powerjob.db.password}. Without a URL it is a file of this server, in the folder {@code database}
 * of {@code powerjob.data-dir}. Immutable; its text has no password.
 */
final class Database {
  private static final String CONNECT_MILLIS = "5000";
  private static final String READ_MILLIS = "30000";

  /** What drivers are told unless the URL says otherwise. All think in UTC and in Unicode. */
  private enum Kind {
    H2("jdbc:h2:", "org.h2.Driver"),
    MYSQL("jdbc:mysql:", "com.mysql.cj.jdbc.Driver"),
    MARIADB("jdbc:mariadb:", "org.mariadb.jdbc.Driver"),
    POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver");

    private final String prefix;
    private final String driver;

    Kind(String prefix, String driver) {
      this.prefix = prefix;
      this.driver = driver;
    }

    private Map<String, String> options() {
      var options = new LinkedHashMap<String, String>();
      switch (this) {
        case H2 -> {
          // By default a commit may be written half a second later, and be lost if the process
          // dies.
          options.put("WRITE_DELAY", "0");
          // The pool closes it, after the last of its users.
          options.put("DB_CLOSE_ON_EXIT", "FALSE");
          options.put("LOCK_TIMEOUT", "10000");
        }
        case MYSQL -> {
          // Payara's own key is no identity at the database, which hangs up on it.
          options.put("fallbackToSystemKeyStore", "false");
          options.put("rewriteBatchedStatements", "true");
          options.put("cachePrepStmts", "true");
          options.put("characterEncoding", "UTF-8");
          options.put("connectionTimeZone", "UTC");
          options.put("forceConnectionTimeZoneToSession", "true");
          options.put("connectTimeout", CONNECT_MILLIS);
          options.put("socketTimeout", READ_MILLIS);
          options.put("tcpKeepAlive", "true");
        }
        case MARIADB -> {
          options.put("fallbackToSystemKeyStore", "false");
          options.put("connectionTimeZone", "UTC");
          options.put("forceConnectionTimeZoneToSession", "true");
          options.put("connectTimeout", CONNECT_MILLIS);
          options.put("socketTimeout", READ_MILLIS);
          options.put("tcpKeepAlive", "true");
        }
        case POSTGRESQL -> {
          options.put("reWriteBatchedInserts", "true");
          options.put("options", "-c TimeZone=UTC");
          options.put("ApplicationName", "powerjob");
          options.put("connectTimeout", "5");
          options.put("socketTimeout", "30");
          options.put("tcpKeepAlive", "true");
        }
      }
      return options;
    }
  }

  private final Kind kind;
  private final String url;
  private final Properties properties;

  private Database(Kind kind, String url, Properties properties) {
    this.kind = kind;
    this.url = url;
    this.properties = properties;
  }

  /**
   * The database that the settings name.
   *
   * @throws IllegalArgumentException if the URL is of no supported database
   */
  static Database of(Settings settings) {
    var url = settings.find("powerjob.db.url").orElseGet(() -> file(settings));
    var kind =
        List.of(Kind.values()).stream()
            .filter(candidate -> url.startsWith(candidate.prefix))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "powerjob.db.url is '%s' but must begin with jdbc:h2:, jdbc:mysql:, jdbc:mariadb: or jdbc:postgresql:"
                            .formatted(withoutOptions(url))));
    var properties = new Properties();
    properties.setProperty("user", settings.text("powerjob.db.user", "powerjob"));
    properties.setProperty("password", settings.text("powerjob.db.password", ""));
    kind.options().forEach((name, value) -> addUnlessSaid(properties, url, name, value));
    return new Database(kind, url, properties);
  }

  private static String file(Settings settings) {
    return "jdbc:h2:file:" + settings.dataDir().resolve("database").resolve("powerjob");
  }

  private static void addUnlessSaid(Properties properties, String url, String name, String value) {
    var said =
        url.toLowerCase(Locale.ROOT).matches("(?s).*[?&;]" + name.toLowerCase(Locale.ROOT) + "=.*");
    if (!said) {
      properties.setProperty(name, value);
    }
  }

  /** Options may hold a password. */
  private static String withoutOptions(String url) {
    return url.split("[?;]", 2)[0].replaceAll("//[^/@]*@", "//…@");
  }

  String url() {
    return url;
  }

  /** What the driver is told besides the URL; a copy. */
  Properties properties() {
    var copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  /**
   * The driver of the application itself: the server may bring others.
   *
   * @throws IllegalStateException if it is missing
   */
  Driver driver() {
    try {
      return (Driver)
          Class.forName(kind.driver, true, Database.class.getClassLoader())
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the application lacks driver " + kind.driver, e);
    }
  }

  @Override
  public String toString() {
    return withoutOptions(url);
  }
}
