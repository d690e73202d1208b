package tech.powerjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.config.Settings;

class PlacesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:7777",
    "0.0.0.0, http://127.0.0.1:7777",
    "'::', http://127.0.0.1:7777",
    "'fd00::7', http://[fd00::7]:7777",
    "jobs.example, http://jobs.example:7777"
  })
  void serverUrl_isHowThisMachineReachesIt(String host, String url) {
    var places =
        Places.of(
            Settings.from(
                key ->
                    Optional.ofNullable(
                        Map.of(
                                "powerjob.http.host", host,
                                "powerjob.http.port", "7777",
                                "powerjob.data-dir", "/d",
                                "powerjob.quickstart.server-jar", "/j")
                            .get(key))));

    assertThat(places.serverUrl()).isEqualTo(url);
    assertThat(places.serverAddress()).isEqualTo(url.substring(7));
    assertThat(places.serverLog()).isEqualTo(Path.of("/d/logs/server-console.log"));
  }

  @Test
  void startWithoutTheScript_isExplained() {
    assertThatThrownBy(() -> Places.of(Settings.of(new Properties(), Map.of())))
        .hasMessageContaining("./powerjob quickstart");
  }
}
