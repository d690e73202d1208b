package tech.powerjob.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.config.Settings;

class DatabaseTest {
  @Test
  void noUrl_isFileInDataDirThatWritesAtCommit(@TempDir Path dataDir) throws SQLException {
    var database = Database.of(settings(Map.of("powerjob.data-dir", dataDir.toString())));

    assertThat(database.url()).isEqualTo("jdbc:h2:file:" + dataDir + "/database/powerjob");
    try (var connection = database.driver().connect(database.url(), database.properties());
        var setting =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                        + " WHERE SETTING_NAME = 'WRITE_DELAY'")) {
      assertThat(setting.next()).isTrue();
      assertThat(setting.getInt(1)).isZero();
    }
    assertThat(dataDir.resolve("database/powerjob.mv.db")).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:mem:x, org.h2.Driver, WRITE_DELAY",
    "jdbc:mysql://db/powerjob, com.mysql.cj.jdbc.Driver, rewriteBatchedStatements",
    "jdbc:mariadb://db/powerjob, org.mariadb.jdbc.Driver, connectTimeout",
    "jdbc:postgresql://db/powerjob, org.postgresql.Driver, reWriteBatchedInserts",
  })
  void url_choosesDriverAndItsOptions(String url, String driver, String option)
      throws SQLException {
    var database = Database.of(settings(Map.of("powerjob.db.url", url)));

    assertThat(database.driver().getClass().getName()).isEqualTo(driver);
    assertThat(database.driver().acceptsURL(url)).isTrue();
    assertThat(database.properties()).containsKey(option);
  }

  @Test
  void optionInUrl_winsOverOurs() {
    var database =
        Database.of(
            settings(
                Map.of("powerjob.db.url", "jdbc:mysql://db/x?a=b&REWRITEBatchedStatements=false")));

    assertThat(database.properties()).doesNotContainKey("rewriteBatchedStatements");
  }

  @Test
  void unknownDatabase_namesSettingAndRuleButNoSecret() {
    var settings =
        settings(Map.of("powerjob.db.url", "jdbc:oracle:thin://me:secret@db/x?password=secret"));

    assertThatThrownBy(() -> Database.of(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("powerjob.db.url is 'jdbc:oracle:thin://")
        .hasMessageContaining("must begin with jdbc:h2:")
        .hasMessageNotContaining("secret");
  }

  @Test
  void text_hasNoPassword() {
    var database =
        Database.of(
            settings(
                Map.of(
                    "powerjob.db.url", "jdbc:postgresql://db/x?password=secret",
                    "powerjob.db.password", "secret")));

    assertThat(database.toString()).isEqualTo("jdbc:postgresql://db/x");
  }

  private static Settings settings(Map<String, String> values) {
    var properties = new Properties();
    properties.putAll(values);
    return Settings.of(properties, Map.of());
  }
}
