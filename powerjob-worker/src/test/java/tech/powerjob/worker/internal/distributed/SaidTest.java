package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.wire.TaskReport;

class SaidTest {
  private static final String LONG = "ü".repeat(100_000);

  @Test
  void everything_isReadAsItWasWritten() throws Exception {
    var pack =
        new TaskPack("0", "N", 3, 1, 1, "list", List.of("[]".getBytes(StandardCharsets.UTF_8)));
    var said =
        new Said(
            "w",
            "w:1",
            true,
            false,
            List.of(
                new Outcome(
                    "0.3", "N", false, LONG, 2, 5, 6, Map.of("0.3", 4), Map.of("k", "v"), pack),
                new Outcome("0.4", "N", true, "", 1, 5, 6, Map.of(), Map.of(), null)),
            new Said.Mapped("0~2", 7, List.of(1L, -1L)),
            List.of(new TaskReport.Running("0.5", "N", "w:1", 8)));

    var read = Said.decode(said.encode());

    assertThat(read).usingRecursiveComparison().ignoringFields("outcomes").isEqualTo(said);
    assertThat(read.outcomes().get(0).pack().taskId(0)).isEqualTo("0.3");
    assertThat(read.outcomes().get(0).result()).isEqualTo(LONG);
    assertThat(read.outcomes().get(0).children()).isEqualTo(Map.of("0.3", 4));
    assertThat(read.outcomes().get(1)).isEqualTo(said.outcomes().get(1));
  }

  @Test
  void wordWithoutTasks_isReadAsItWasWritten() throws Exception {
    var said = new Said("w", "w:1", false, true, List.of(), null, null);

    assertThat(Said.decode(said.encode())).isEqualTo(said);
  }

  @Test
  void somethingElse_isRefused() {
    assertThatThrownBy(() -> Said.decode(new byte[] {9}))
        .isInstanceOf(IOException.class)
        .hasMessage("format of a word is 9 but must be 1");
  }
}
