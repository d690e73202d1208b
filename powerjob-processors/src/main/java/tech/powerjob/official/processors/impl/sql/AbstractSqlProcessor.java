package tech.powerjob.official.processors.impl.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Runs SQL in one transaction. The parameters are a JSON object {@code {dataSourceName, sql,
 * timeout, jdbcUrl, showResult}}. A run that is stopped, or takes longer than {@code timeout}
 * seconds, cancels its statement and rolls back.
 */
public abstract class AbstractSqlProcessor extends OfficialProcessor {
  private static final int DEFAULT_TIMEOUT = 60;

  private final Map<String, Predicate<String>> validators = new ConcurrentSkipListMap<>();
  private volatile SqlParser parser;

  /** Changes an SQL text before it is checked and run, for example fills in values. */
  @FunctionalInterface
  public interface SqlParser {
    /** The SQL to run instead of the given one. */
    String parse(String sql, TaskContext taskContext);
  }

  /** The parameters. */
  public static class SqlParams {
    private String dataSourceName;
    private String sql;
    private Integer timeout;
    private String jdbcUrl;
    private boolean showResult;

    /** Name of the data source, for processors that know several. */
    public String getDataSourceName() {
      return dataSourceName;
    }

    public void setDataSourceName(String dataSourceName) {
      this.dataSourceName = dataSourceName;
    }

    /** What to run; several statements if the driver takes them. */
    public String getSql() {
      return sql;
    }

    public void setSql(String sql) {
      this.sql = sql;
    }

    /** Limit of the whole run in seconds, at least 1; 60 if {@code null}. */
    public Integer getTimeout() {
      return timeout;
    }

    public void setTimeout(Integer timeout) {
      this.timeout = timeout;
    }

    /** JDBC URL, for processors that connect by themselves. */
    public String getJdbcUrl() {
      return jdbcUrl;
    }

    public void setJdbcUrl(String jdbcUrl) {
      this.jdbcUrl = jdbcUrl;
    }

    /** Whether rows and counts are logged. */
    public boolean isShowResult() {
      return showResult;
    }

    public void setShowResult(boolean showResult) {
      this.showResult = showResult;
    }
  }

  /** Opens the connection of one run. */
  @FunctionalInterface
  interface Connector {
    Connection open() throws SQLException;
  }

  /** Sets what changes SQL before it is checked and run; {@code null} for nothing. */
  public void setSqlParser(SqlParser sqlParser) {
    parser = sqlParser;
  }

  /**
   * Adds a check that SQL must pass, after the parser.
   *
   * @param validatorName told when the check fails
   * @param sqlValidator answers whether the SQL may run
   */
  public void registerSqlValidator(String validatorName, Predicate<String> sqlValidator) {
    validators.put(validatorName, sqlValidator);
  }

  /**
   * How to connect, found by the thread of the run.
   *
   * @throws IllegalArgumentException if the parameters name no database
   */
  abstract Connector connector(SqlParams params, String parameters);

  /** An error's text without secrets. */
  String readable(SQLException error, String parameters) {
    return error.getMessage();
  }

  @Override
  protected ProcessResult work(TaskContext context) throws Exception {
    var parameters = parameters(context);
    if (parameters == null || parameters.isBlank()) {
      throw new IllegalArgumentException("sqlParams is null, please check jobParam configuration.");
    }
    var params = parse(parameters, SqlParams.class);
    if (params.getSql() == null || params.getSql().isBlank()) {
      throw new IllegalArgumentException("sql can't be empty!");
    }
    int timeout = params.getTimeout() == null ? DEFAULT_TIMEOUT : params.getTimeout();
    if (timeout < 1) {
      throw new IllegalArgumentException(
          "timeout is %d but must be at least 1 second".formatted(timeout));
    }
    var connector = connector(params, parameters);
    var sql = checked(params.getSql(), context);
    var results = new SqlResults(context.getOmsLogger(), params.isShowResult());
    long begin = System.nanoTime();
    try {
      new SqlRun(connector, sql, Duration.ofSeconds(timeout), results).run();
    } catch (SQLException e) {
      // Neither the text nor the trace of the exception itself, which may hold a password.
      var text = e.getClass().getSimpleName() + ": " + readable(e, parameters);
      context
          .getOmsLogger()
          .error("state {}, code {}: {}", e.getSQLState(), e.getErrorCode(), text);
      return new ProcessResult(false, text);
    }
    return new ProcessResult(
        true,
        "execute successfully, used time: %s millisecond"
            .formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis()));
  }

  private String checked(String given, TaskContext context) {
    var parsing = parser;
    var sql = parsing == null ? given : parsing.parse(given, context);
    new LinkedHashMap<>(validators)
        .forEach(
            (name, validator) -> {
              if (!validator.test(sql)) {
                throw new IllegalArgumentException(
                    "illegal sql, can't pass the validation of " + name);
              }
            });
    return sql;
  }
}
