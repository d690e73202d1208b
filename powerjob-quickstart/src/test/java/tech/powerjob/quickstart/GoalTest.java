package tech.powerjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;

class GoalTest {
  private final Goal goal = new Goal(new SampleJobs.Job(1, "hello-cron", true), 77);

  private static Ended ended(long instanceId, long jobId, InstanceStatus status) {
    return new Ended(instanceId, jobId, "j", status, Instant.EPOCH, "because", List.of());
  }

  @Test
  void oneSuccessOfEach_reachesIt() {
    goal.saw(ended(1, 1, InstanceStatus.SUCCEED));
    assertThat(goal.isReached()).isFalse();
    assertThat(goal.missing()).isEqualTo("the API instance 77 did not end");

    goal.saw(ended(77, 2, InstanceStatus.SUCCEED));

    assertThat(goal.isReached()).isTrue();
  }

  @Test
  void otherInstances_doNotCount() {
    goal.saw(ended(5, 2, InstanceStatus.SUCCEED));
    goal.saw(ended(6, 9, InstanceStatus.FAILED));

    assertThat(goal.isReached()).isFalse();
    assertThat(goal.missing())
        .isEqualTo(
            "no instance of hello-cron succeeded (none ended); the API instance 77 did not end");
  }

  @Test
  void aFailureOfTheCronJob_isForgiven_threeAreNot() {
    goal.saw(ended(1, 1, InstanceStatus.FAILED));
    goal.saw(ended(2, 1, InstanceStatus.FAILED));
    assertThat(goal.missing()).contains("the last one ended as FAILED: because");

    assertThatThrownBy(() -> goal.saw(ended(3, 1, InstanceStatus.STOPPED)))
        .hasMessage("3 instances of hello-cron failed, the last one ended as STOPPED: because");
  }

  @Test
  void failureOfTheApiInstance_isTheEnd() {
    assertThatThrownBy(() -> goal.saw(ended(77, 2, InstanceStatus.FAILED)))
        .hasMessage("the API instance 77 ended as FAILED: because");
  }
}
