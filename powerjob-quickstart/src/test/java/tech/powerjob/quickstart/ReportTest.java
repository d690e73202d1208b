package tech.powerjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;

class ReportTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private Report report(boolean live) {
    var stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    return new Report(new Terminal(stream, live, false), ZoneOffset.UTC);
  }

  private static Ended ended(long id, InstanceStatus status, String result) {
    return new Ended(
        id,
        1,
        "hello-cron",
        status,
        Instant.parse("2026-11-22T10:00:05Z").plusSeconds(id),
        result,
        List.of("first line", "second line"));
  }

  private String shown() {
    return output.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void firstOnes_areShownWithTheirLog_laterOnesInOneLine() {
    var report = report(false);
    for (int i = 0; i < 4; i++) {
      report.show(ended(i, InstanceStatus.SUCCEED, "greeted world"));
    }

    assertThat(shown())
        .startsWith(
            """
              10:00:05  hello-cron    SUCCEED   greeted world
                        | first line
                        | second line
            """)
        .endsWith("  10:00:08  hello-cron    SUCCEED   greeted world\n");
  }

  @Test
  void onARealTerminal_laterSuccessesAreCountedInPlace() {
    var report = report(true);
    for (int i = 0; i < 5; i++) {
      report.show(ended(i, InstanceStatus.SUCCEED, "x"));
    }

    assertThat(shown())
        .endsWith("\r\u001b[2K  10:00:09  5 succeeded, 0 failed, last hello-cron    Ctrl-C stops")
        .doesNotContain("10:00:08  hello-cron");
  }

  @Test
  void failures_areAlwaysShownWithTheirLog() {
    var report = report(true);
    for (int i = 0; i < 3; i++) {
      report.show(ended(i, InstanceStatus.SUCCEED, "x"));
    }
    output.reset();

    report.show(ended(9, InstanceStatus.FAILED, "no luck"));

    assertThat(shown()).contains("FAILED    no luck\n").contains("| second line\n");
  }

  @Test
  void longAndBrokenTexts_becomeOneShortLine() {
    report(false).show(ended(1, InstanceStatus.FAILED, "a\n  b " + "x".repeat(200)));

    assertThat(shown().lines().findFirst().orElseThrow())
        .contains("a b xxx")
        .endsWith("...")
        .hasSizeLessThan(160);
  }
}
