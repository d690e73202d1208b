package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskReport;

class LedgerTest {
  private final Checkpoint checkpoint = new Checkpoint(1, 0);
  private Ledger ledger = new Ledger(checkpoint, run(ExecuteType.MAP_REDUCE));

  private static RunInstance run(ExecuteType type) {
    return new Cluster.Command(1, type, "p").of("broker", "a", List.of("a", "b"));
  }

  private static Outcome outcome(String taskId, boolean success, Map<String, Integer> children) {
    int dot = taskId.lastIndexOf('.');
    var pack =
        success || dot < 0
            ? null
            : new TaskPack(
                taskId.substring(0, dot),
                "N",
                Integer.parseInt(taskId.substring(dot + 1)),
                0,
                1,
                "list",
                List.of("[1]".getBytes(StandardCharsets.UTF_8)));
    return new Outcome(taskId, "N", success, "r", 1, 5, 6, children, Map.of("k", taskId), pack);
  }

  private static Said said(Outcome... outcomes) {
    return new Said("w", "w:1", false, false, List.of(outcomes), null, null);
  }

  private static Said mapped(String key, int children, Long... packs) {
    return new Said(
        "w", "w:1", false, false, List.of(), new Said.Mapped(key, children, List.of(packs)), null);
  }

  @Test
  void endThatComesTwice_isWrittenOnce() {
    ledger.hear(said(outcome("0", true, Map.of("0", 2)), outcome("0.1", true, Map.of())));
    ledger.hear(said(outcome("0.1", true, Map.of())));

    assertThat(ledger.ended()).extracting(TaskReport.Ended::taskId).containsExactly("0", "0.1");
    assertThat(ledger.kept()).hasSize(2);
    assertThat(checkpoint.progress().repeated()).isEqualTo(1);
    assertThat(checkpoint.progress().isComplete()).isFalse();
    assertThat(checkpoint.appended()).containsEntry("k", "0.1");
  }

  @Test
  void failedTask_isKeptWithItsContent_andShown() {
    ledger.hear(said(outcome("0", true, Map.of("0", 1)), outcome("0.0", false, Map.of())));

    assertThat(ledger.failed()).hasSize(1);
    assertThat(ledger.failed().get(0).pack().taskId(0)).isEqualTo("0.0");
    assertThat(ledger.ended().get(1).content()).isEqualTo("[1]");
    assertThat(ledger.kept()).extracting(Ledger.Kept::taskId).containsExactly("0");
  }

  @Test
  void reopenedTask_runsAgain_andCountsAgain() {
    ledger.hear(said(outcome("0", true, Map.of("0", 1)), outcome("0.0", false, Map.of())));
    var failed = ledger.failed().get(0);
    ledger.written();

    ledger.reopen(failed);

    assertThat(ledger.todo()).hasSize(1);
    assertThat(ledger.todo().get(0).pack().execution()).isEqualTo(2);
    assertThat(checkpoint.progress().isComplete()).isFalse();
    ledger.hear(said(outcome("0.0", true, Map.of())));
    assertThat(checkpoint.progress().isComplete()).isTrue();
    assertThat(checkpoint.progress().failed()).isZero();
  }

  @Test
  void rootTaskThatRanTwice_hasTheTasksOfBothExecutions() {
    ledger.hear(mapped("0", 3, 11L, 12L));
    assertThat(checkpoint.rootPacks()).containsOnlyKeys(11L, 12L);
    ledger.hear(mapped("0~2", 1, 13L));
    ledger.hear(said(outcome("0", true, Map.of("0~2", 1))));

    assertThat(checkpoint.progress().total()).isEqualTo(5);
    assertThat(checkpoint.rootPacks()).isEmpty();
    for (var id : List.of("0.0", "0.1", "0.2")) {
      ledger.hear(said(outcome(id, true, Map.of())));
    }
    assertThat(checkpoint.progress().isComplete()).isFalse();
    ledger.hear(said(outcome("0~2.0", true, Map.of())));
    assertThat(checkpoint.progress().isComplete()).isTrue();
  }

  @Test
  void map_keepsNoResults() {
    ledger = new Ledger(checkpoint, run(ExecuteType.MAP));

    ledger.hear(said(outcome("0", true, Map.of())));

    assertThat(ledger.kept()).isEmpty();
    assertThat(ledger.ended()).hasSize(1);
  }

  @Test
  void broadcast_makesATaskForEachWorker_onceTheRootTaskSucceeded() {
    ledger = new Ledger(checkpoint, run(ExecuteType.BROADCAST));

    ledger.hear(said(outcome("0", true, Map.of())));

    assertThat(ledger.todo()).extracting(Ledger.Todo::target).containsExactly("a", "b");
    assertThat(ledger.waitedFor()).containsOnlyKeys(0, 1);
    ledger.hear(said(outcome("0.0", true, Map.of())));
    ledger.workerDown(1, "b:1", 9);
    assertThat(ledger.waitedFor()).isEmpty();
    assertThat(checkpoint.progress().isComplete()).isTrue();
    assertThat(ledger.failed().get(0).target()).isEqualTo("b");
    assertThat(ledger.ended().get(2).result()).isEqualTo("maybe worker down");
  }

  @Test
  void broadcastWhoseRootTaskFailed_hasNoTasks() {
    ledger = new Ledger(checkpoint, run(ExecuteType.BROADCAST));

    ledger.hear(said(outcome("0", false, Map.of())));

    assertThat(ledger.todo()).isEmpty();
    assertThat(checkpoint.progress().isComplete()).isTrue();
  }

  @Test
  void checkpoint_survivesTheWayToTheBroker() throws Exception {
    ledger = new Ledger(checkpoint, run(ExecuteType.BROADCAST));
    ledger.hear(said(outcome("0", true, Map.of()), outcome("0.1", false, Map.of())));
    checkpoint.outcome(new Checkpoint.Outcome(false, "x"));

    var read = Checkpoint.decode(checkpoint.encode());

    assertThat(read.targets()).isEqualTo(checkpoint.targets());
    assertThat(read.progress().failed()).isEqualTo(1);
    assertThat(read.outcome()).isEqualTo(checkpoint.outcome());
    assertThat(new Ledger(read, run(ExecuteType.BROADCAST)).waitedFor()).containsOnlyKeys(0);
  }
}
