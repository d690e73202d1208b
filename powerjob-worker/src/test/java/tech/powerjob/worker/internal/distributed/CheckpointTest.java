package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  @Test
  void everything_comesBack() throws IOException {
    var checkpoint = new Checkpoint(3, 1_000);
    checkpoint.nextVersion();
    checkpoint.nextSequence();
    checkpoint.nextPage();
    checkpoint.rootBegun();
    checkpoint.rootMapped("0", 5, List.of(11L, 12L, 11L));
    checkpoint.progress().ended("0.1", true, Map.of());
    checkpoint.appended().put("k", "v".repeat(100_000));
    checkpoint.outcome(new Checkpoint.Outcome(false, "r".repeat(70_000)));
    checkpoint.takenOverBy(4);

    var copy = Checkpoint.decode(checkpoint.encode());

    assertThat(copy).usingRecursiveComparison().isEqualTo(checkpoint);
    assertThat(copy.rootPacks()).isEqualTo(Map.of(11L, 2, 12L, 1));
    assertThat(copy.progress().total()).isEqualTo(6);
  }

  @Test
  void rootThatHasEnded_leavesNoPacksBehind() throws IOException {
    var checkpoint = new Checkpoint(1, 0);
    checkpoint.rootMapped("0", 5, List.of(11L));
    checkpoint.rootEnded();
    var copy = Checkpoint.decode(checkpoint.encode());
    assertThat(copy.rootPacks()).isEmpty();
    assertThat(copy.rootChildren()).isEqualTo(Map.of("0", 5));
  }

  @Test
  void anythingElse_isRefused() {
    assertThatThrownBy(() -> Checkpoint.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class);
  }
}
