package tech.powerjob.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.RunInstances;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.wire.WireMessage;

class ParcelsTest {
  @Test
  void neighboursOfOneKind_travelTogether_inOrder() {
    var packed =
        Parcels.pack(
            List.of(
                run(1, 7), run(2, 7), new StopInstance(1, 1), run(1, 7), accepted(4), accepted(5)));

    assertThat(packed)
        .containsExactly(
            RunInstances.of(List.of(run(1, 7), run(2, 7))),
            new StopInstance(1, 1),
            run(1, 7),
            new ReportsAccepted(List.of(new InstanceEpoch(4, 1), new InstanceEpoch(5, 1))));
  }

  @Test
  void runsOfSeveralJobs_areUnpackedAsTheyWere() {
    var commands = List.of(run(1, 7), run(2, 8), run(3, 7), run(4, 8));

    var packed = (RunInstances) Parcels.pack(List.<WireMessage>copyOf(commands)).get(0);

    assertThat(packed.groups()).hasSize(2);
    assertThat(packed.commands()).containsExactlyInAnyOrderElementsOf(commands);
  }

  private static ReportsAccepted accepted(long instanceId) {
    return new ReportsAccepted(List.of(new InstanceEpoch(instanceId, 1)));
  }

  private static RunInstance run(long instanceId, long jobId) {
    return new RunInstance(
        instanceId,
        instanceId + 10,
        jobId,
        2,
        "job " + jobId,
        ExecuteType.STANDALONE,
        ProcessorType.BUILT_IN,
        "com.acme.Report",
        "params",
        "params of " + instanceId,
        0,
        0,
        5,
        null,
        instanceId % 2 == 0 ? instanceId : null,
        1_800_000_000_123L + instanceId,
        null,
        null,
        null);
  }
}
