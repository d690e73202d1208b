package tech.powerjob.server.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdoptOptionsTest {
  @Test
  void allOptions_areRead() {
    var options =
        AdoptOptions.parse(
            List.of(
                "--url",
                "jdbc:a",
                "--user",
                "u",
                "--into",
                "jdbc:b",
                "--into-user",
                "v",
                "--table-prefix",
                "pj_",
                "--history-days",
                "30",
                "--app-passwords",
                "f",
                "--time-zone",
                "Asia/Shanghai",
                "--disable-suspicious",
                "--dry-run"));

    assertThat(options.into()).contains("jdbc:b");
    assertThat(options.intoUser()).isEqualTo("v");
    assertThat(options.tablePrefix()).isEqualTo("pj_");
    assertThat(options.history()).isEqualTo(Duration.ofDays(30));
    assertThat(options.zoneOrLocal()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(options.disableSuspicious()).isTrue();
    assertThat(options.dryRun()).isTrue();
    assertThat(options.inPlace()).isFalse();
  }

  @Test
  void fewestOptions_meanInPlaceAndSevenDays() {
    var options = AdoptOptions.parse(List.of("--url", "jdbc:a", "--user", "u"));

    assertThat(options.inPlace()).isTrue();
    assertThat(options.intoUser()).isEqualTo("u");
    assertThat(options.history()).isEqualTo(Duration.ofDays(7));
    assertThat(options.zone()).isEmpty();
    assertThat(options.dryRun()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--user u|--url and --user are required",
        "--url|--url needs a value",
        "--url a --user u --password p|there is no option '--password'",
        "--url a --user u --into a|--into is the same as --url",
        "--url a --user u --history-days -1|--history-days is '-1' but must be from 0 to 3650",
        "--url a --user u --table-prefix a;b|--table-prefix is 'a;b' but must be letters",
        "--url a --user u --time-zone Mars|--time-zone is 'Mars' but must be a zone",
      })
  void wrongOptions_areToldWithTheRule(String line, String reason) {
    assertThatThrownBy(() -> AdoptOptions.parse(List.of(line.split(" ", -1))))
        .isInstanceOf(AdoptException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void command_tellsUsageAndExitsWithTwo() {
    var out = new ByteArrayOutputStream();
    var error = new ByteArrayOutputStream();

    int exit =
        AdoptCommand.run(
            List.of("--nonsense"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(error, true, StandardCharsets.UTF_8));

    assertThat(exit).isEqualTo(2);
    assertThat(error.toString(StandardCharsets.UTF_8))
        .contains("there is no option '--nonsense'", "--dry-run");
  }
}
