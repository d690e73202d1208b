package tech.powerjob.official.processors.impl.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.official.processors.impl.Contexts;
import tech.powerjob.worker.core.processor.ProcessResult;

@Timeout(60)
class SqlProcessorsTest {
  /** Ends only when it is cancelled: thousands of millions of rows are gone through for one. */
  private static final String ENDLESS =
      "SELECT MOD(SUM(x * x), 7) FROM SYSTEM_RANGE(1, 100000000000)";

  private static final String SWITCH = "powerjob.official-processor.dynamic-datasource.enable";

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final JdbcDataSource source = new JdbcDataSource();
  private SpringDatasourceSqlProcessor processor;
  private Connection keeper;

  @BeforeEach
  void open() throws SQLException {
    source.setURL(url);
    source.setUser("sa");
    source.setPassword("s3cret");
    keeper = source.getConnection();
    execute("CREATE TABLE t(id INT PRIMARY KEY, name VARCHAR(50))");
    processor = new SpringDatasourceSqlProcessor(source);
    System.setProperty(SWITCH, "true");
  }

  @AfterEach
  void close() throws SQLException {
    System.clearProperty(SWITCH);
    execute("SHUTDOWN IMMEDIATELY");
  }

  private void execute(String sql) throws SQLException {
    try (var statement = keeper.createStatement()) {
      statement.execute(sql);
    }
  }

  private int rows() throws SQLException {
    try (var statement = keeper.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private ProcessResult process(AbstractSqlProcessor by, String params) throws Exception {
    return by.process(Contexts.of(params, null, log));
  }

  private ProcessResult process(String params) throws Exception {
    return process(processor, params);
  }

  private void assertFailure(ProcessResult result, String message) {
    assertThat(result.getMsg()).contains(message);
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void sql_isRunAndCommitted() throws Exception {
    var result = process("{\"sql\":\"INSERT INTO t VALUES (1, 'a'), (2, 'b')\"}");

    assertThat(result.getMsg()).matches("execute successfully, used time: \\d+ millisecond");
    assertThat(result.isSuccess()).isTrue();
    assertThat(rows()).isEqualTo(2);
    assertThat(log).isEmpty();
  }

  @Test
  void results_areLoggedIfWanted() throws Exception {
    process("{\"showResult\":true,\"sql\":\"INSERT INTO t VALUES (1, 'a'), (2, NULL)\"}");
    process("{\"showResult\":true,\"sql\":\"SELECT id, name AS title FROM t ORDER BY id\"}");

    assertThat(log)
        .containsExactly(
            "====== SQL EXECUTE RESULT ======",
            "[Result-0] update count: 2",
            "====== SQL EXECUTE RESULT ======",
            "====== SQL EXECUTE RESULT ======",
            "[Result-0] [Columns] ID|TITLE",
            "[Result-0] [Row-0] 1|a",
            "[Result-0] [Row-1] 2|null",
            "====== SQL EXECUTE RESULT ======");
  }

  @Test
  void manyRows_areCut() throws Exception {
    process("{\"showResult\":true,\"sql\":\"SELECT x FROM SYSTEM_RANGE(1, 5000)\"}");

    assertThat(log).hasSize(SqlResults.MAX_ROWS + 4);
    assertThat(log).contains("[Result-0] more than 1000 rows; the rest is not shown");
  }

  @Test
  void failure_rollsBackAll() throws Exception {
    var result =
        process("{\"sql\":\"INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (1, 'b')\"}");

    assertFailure(result, "primary key violation");
    assertThat(rows()).isZero();
    assertThat(source.getConnection().getAutoCommit()).isTrue();
  }

  @Test
  void timeLimit_cancelsAndRollsBack() throws Exception {
    var result =
        process("{\"timeout\":1,\"sql\":\"INSERT INTO t VALUES (1, 'a'); " + ENDLESS + "\"}");

    assertThat(result.getMsg()).matches("(?s)(SQLTimeoutException|JdbcSQLTimeoutException): .*");
    assertThat(result.isSuccess()).isFalse();
    assertThat(rows()).isZero();
  }

  @Test
  void interrupt_cancelsAndRollsBack() throws Exception {
    var outcome = new CompletableFuture<ProcessResult>();
    var run =
        new Thread(
            () -> {
              try {
                outcome.complete(process("{\"sql\":\"INSERT INTO t(id) " + ENDLESS + "\"}"));
              } catch (Exception e) {
                outcome.completeExceptionally(e);
              }
            });
    run.start();
    await().until(() -> count("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS") > 1);

    run.interrupt();

    assertThatThrownBy(() -> outcome.get()).hasCauseInstanceOf(InterruptedException.class);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> count("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS") == 1);
    assertThat(rows()).isZero();
  }

  private int count(String sql) throws SQLException {
    try (var statement = keeper.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void parserAndValidators_comeBeforeTheSql() throws Exception {
    processor.setSqlParser((sql, context) -> sql.replace("$job", context.getJobId().toString()));
    processor.registerSqlValidator("no delete", sql -> !sql.contains("DELETE"));

    assertThat(process("{\"sql\":\"INSERT INTO t VALUES ($job, 'a')\"}").isSuccess()).isTrue();
    assertFailure(
        process("{\"sql\":\"DELETE FROM t WHERE id = $job\"}"),
        "IllegalArgumentException: illegal sql, can't pass the validation of no delete");
    assertThat(count("SELECT id FROM t")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"sql":" "}                             | sql can't be empty!
          {"sql":"SELECT 1","timeout":0}          | timeout is 0 but must be at least 1 second
          {"sql":"SELECT 1","dataSourceName":"x"} | can't find data source with name x
          {"sql":                                 | not the expected JSON object
          ''                                      | sqlParams is null
          """)
  void unusableParameters_areNamed(String params, String message) throws Exception {
    assertFailure(process(params), message);
  }

  @Test
  void dataSources_canBeRegisteredAndRemoved() throws Exception {
    var other = new JdbcDataSource();
    other.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    processor.registerDataSource("other", other);
    var params = "{\"showResult\":true,\"dataSourceName\":\"other\",\"sql\":\"SELECT 1 AS one\"}";

    assertThat(process(params).isSuccess()).isTrue();
    processor.removeDataSource("other");
    assertFailure(process(params), "can't find data source with name other");
  }

  @Test
  void dynamic_connectsWithTheKeysOfItsParameters() throws Exception {
    var result =
        process(
            new DynamicDatasourceSqlProcessor(),
            "{\"jdbcUrl\":\"%s\",\"user\":\"sa\",\"password\":\"s3cret\",\"timeout\":5,"
                    .formatted(url)
                + "\"sql\":\"INSERT INTO t VALUES (1, 'a')\"}");

    assertThat(result.getMsg()).startsWith("execute successfully");
    assertThat(rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:none://me:s3cret@host/db?password=s3cret | jdbc:none://***@host/db?password=***
          jdbc:none:x;PASSWORD=s3cret;MODE=DB2          | jdbc:none:x;PASSWORD=***;MODE=DB2
          jdbc:h2:mem:x;NO_SUCH=s3cret                  | Unsupported connection setting
          """)
  void passwords_areNeitherToldNorLogged(String url, String told) throws Exception {
    var result =
        process(
            new DynamicDatasourceSqlProcessor(),
            "{\"jdbcUrl\":\"%s\",\"password\":\"s3cret\",\"sql\":\"SELECT 1\"}".formatted(url));

    assertFailure(result, told);
    assertThat(result.getMsg()).doesNotContain("s3cret");
    assertThat(log).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain("s3cret"));
  }

  @Test
  void dynamic_needsAUrlAndItsSwitch() throws Exception {
    var dynamic = new DynamicDatasourceSqlProcessor();
    assertFailure(
        process(dynamic, "{\"sql\":\"SELECT 1\"}"),
        "IllegalArgumentException: jdbcUrl can't be empty in DynamicDatasourceSqlProcessor!");

    System.clearProperty(SWITCH);
    assertFailure(
        process(dynamic, "{\"jdbcUrl\":\"%s\",\"sql\":\"SELECT 1\"}".formatted(url)),
        "DynamicDatasourceSqlProcessor is not enabled, please set '-D" + SWITCH + "=true'");
  }
}
