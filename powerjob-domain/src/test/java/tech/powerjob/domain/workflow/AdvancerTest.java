package tech.powerjob.domain.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tech.powerjob.common.enums.InstanceStatus.CANCELED;
import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.RUNNING;
import static tech.powerjob.common.enums.InstanceStatus.STOPPED;
import static tech.powerjob.common.enums.InstanceStatus.SUCCEED;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_DISPATCH;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.common.model.JobOptions.BackoffPolicy;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowNodeOptions.Approval;
import tech.powerjob.common.model.WorkflowNodeOptions.ApprovalOutcome;
import tech.powerjob.common.model.WorkflowNodeOptions.FanOut;
import tech.powerjob.common.model.WorkflowNodeOptions.TriggerRule;

class AdvancerTest {
  private static WorkflowNodeOptions rule(TriggerRule rule) {
    return new WorkflowNodeOptions().setTriggerRule(rule);
  }

  private static Runs diamond() {
    return new Runs().job(1).job(2).job(3).job(4).path(1, 2, 4).path(1, 3, 4);
  }

  @Test
  void diamond_goesOnWhenAllBeforeAreDone() {
    var runs = diamond().start();
    assertThat(runs.launchedJobs()).containsExactly(1L);
    assertThat(runs.launched().get(0).wfInstanceId()).contains(Runs.RUN_ID);
    runs.ends(1, SUCCEED);
    assertThat(runs.launchedJobs()).containsExactly(2L, 3L);
    runs.ends(2, SUCCEED);
    assertThat(runs.launched()).isEmpty();
    runs.ends(3, SUCCEED);
    assertThat(runs.launchedJobs()).containsExactly(4L);
    runs.ends(4, SUCCEED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
    assertThat(runs.run.result()).isEqualTo("done 4");
    assertThat(runs.run.deadline()).isEmpty();
  }

  @Test
  void endThatComesTwice_changesNothing() {
    var runs = diamond().start();
    var end =
        new RunEvent.InstanceEnded(runs.state(1).runId(), SUCCEED, "x", runs.now, Map.of("k", "v"));
    runs.tell(end);
    var before = runs.run;
    runs.tell(end);
    assertThat(runs.run).isSameAs(before);
    assertThat(runs.commands).isEmpty();
  }

  @Test
  void failure_endsTheRunAndLetsOthersFinish() {
    var runs = diamond().start().ends(1, SUCCEED).ends(2, FAILED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
    assertThat(runs.run.result()).isEqualTo("middle job failed");
    assertThat(runs.run.deadline()).isPresent(); // Somebody still works for it.
    runs.ends(3, SUCCEED);
    assertThat(runs.status(3)).isEqualTo(SUCCEED);
    assertThat(runs.launched()).isEmpty();
    assertThat(runs.run.deadline()).isEmpty();
  }

  @Test
  void skippableFailure_countsAsDone() {
    var runs = new Runs().skippable(1).job(2).path(1, 2).start().ends(1, FAILED);
    assertThat(runs.launchedJobs()).containsExactly(2L);
    runs.ends(2, SUCCEED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
  }

  @Test
  void stoppedNode_stopsTheRun() {
    var runs = diamond().start().ends(1, STOPPED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.STOPPED);
    assertThat(runs.run.result()).isEqualTo("middle job stopped by user");
  }

  @Test
  void disabledNodes_arePassedThrough() {
    var runs = new Runs().disabled(1).disabled(2).job(3).path(1, 2, 3).start();
    assertThat(runs.launchedJobs()).containsExactly(3L);
    assertThat(runs.state(2).result()).isEqualTo("disable node");
  }

  @Test
  void nothingToLaunch_succeedsSayingSo() {
    var runs = new Runs().disabled(1).disabled(2).path(1, 2).start();
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
    assertThat(runs.run.result()).isEqualTo("no enabled nodes");
  }

  @Test
  void decision_cancelsTheOtherBranchUpToTheNextLiveWay() {
    var runs =
        new Runs()
            .decision(1, "true")
            .job(2)
            .job(3)
            .job(4)
            .job(5)
            .way(1, 2, true)
            .way(1, 3, false)
            .path(3, 4)
            .path(2, 5)
            .path(4, 5)
            .start();
    assertThat(runs.launchedJobs()).containsExactly(2L);
    assertThat(List.of(runs.status(3), runs.status(4))).containsOnly(CANCELED);
    runs.ends(2, SUCCEED);
    assertThat(runs.launchedJobs()).containsExactly(5L);
  }

  @Test
  void brokenDecision_failsTheRunWithItsText() {
    var runs = new Runs().job(1).decision(2, "broken").job(3).job(4).path(1, 2);
    runs.way(2, 3, true).way(2, 4, false).start().ends(1, SUCCEED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
    assertThat(runs.run.result()).isEqualTo("MOVE NEXT STEP FAILED: can't evaluate decision node!");
    assertThat(runs.status(2)).isEqualTo(FAILED);
  }

  @Test
  void stop_stopsWhatRuns() {
    var runs = diamond().start().ends(1, SUCCEED);
    runs.tell(new RunEvent.StopAsked("ann"));
    assertThat(runs.commands.stream().filter(RunCommand.StopInstance.class::isInstance)).hasSize(2);
    assertThat(runs.run.result()).isEqualTo("stopped by user");
    assertThat(runs.status(2)).isEqualTo(STOPPED);
    assertThat(runs.status(4)).isEqualTo(WAITING_DISPATCH);
    assertThatThrownBy(() -> runs.tell(new RunEvent.StopAsked("ann")))
        .hasMessage("workflow instance already stopped");
  }

  @Test
  void retry_runsWhatFailedOnceMoreAndGoesOn() {
    var runs = diamond().start().ends(1, SUCCEED).ends(2, FAILED);
    long failed = runs.state(2).runId();
    runs.tell(new RunEvent.RetryAsked("ann"));
    assertThat(runs.launchedJobs()).containsExactly(2L);
    assertThat(runs.state(2).runId()).isNotEqualTo(failed);
    assertThat(runs.state(2).epoch()).isEqualTo(2);
    runs.ends(3, SUCCEED).ends(2, SUCCEED).ends(4, SUCCEED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
    assertThatThrownBy(() -> runs.tell(new RunEvent.RetryAsked("ann")))
        .hasMessage("workflow instance is already successful");
  }

  @Test
  void markSuccess_letsARetryGoOnBehindTheNode() {
    var runs = diamond().start();
    assertThatThrownBy(() -> runs.tell(new RunEvent.MarkedSuccess(1, "ann")))
        .hasMessage("you can't mark the node in a running workflow!");
    runs.ends(1, FAILED);
    assertThatThrownBy(() -> runs.tell(new RunEvent.MarkedSuccess(9, "ann")))
        .hasMessage("can't find the node in current DAG!");
    assertThatThrownBy(() -> runs.tell(new RunEvent.MarkedSuccess(2, "ann")))
        .hasMessage("you can only mark the node which is failed and not allow to skip!");
    runs.tell(new RunEvent.MarkedSuccess(1, "ann"));
    assertThat(runs.state(1).result()).isEqualTo("mark as successful node");
    runs.tell(new RunEvent.RetryAsked("ann"));
    assertThat(runs.launchedJobs()).containsExactly(2L, 3L);
  }

  @Test
  void rerun_runsTheNodeAndAllThatFollows() {
    var runs = diamond().start().ends(1, SUCCEED).ends(2, SUCCEED).ends(3, SUCCEED);
    runs.ends(4, SUCCEED).tell(new RunEvent.RerunAsked(Set.of(2L), "ann"));
    assertThat(runs.launchedJobs()).containsExactly(2L);
    assertThat(runs.status(3)).isEqualTo(SUCCEED);
    runs.ends(2, SUCCEED);
    assertThat(runs.launchedJobs()).containsExactly(4L);
  }

  @Test
  void missingJob_failsTheRunAtItsStartAndForbidsRetry() {
    var runs = diamond();
    runs.jobs.remove(3L);
    runs.start();
    assertThat(runs.run.result()).isEqualTo("can't find some job");
    assertThatThrownBy(() -> runs.tell(new RunEvent.RetryAsked("ann")))
        .hasMessage("you can't retry the workflow instance which is missing job info!");
  }

  @Test
  void additions_reachTheContextOfThoseThatFollow() {
    var runs = diamond().start().ends(1, SUCCEED, "r", Map.of("k", "v"));
    assertThat(runs.launched().get(0).instanceParams()).isEqualTo("{k=v}");
    assertThat(runs.run.context()).containsExactly(Map.entry("k", "v"));
  }

  @Test
  void contextOverItsLimit_failsTheNodeWithTheSize() {
    var runs = diamond();
    runs.contextLimit = 20;
    runs.start().ends(1, SUCCEED, "r", Map.of("k", "x".repeat(40)));
    assertThat(runs.status(1)).isEqualTo(FAILED);
    assertThat(runs.state(1).result()).contains("would have 44 characters but may have at most 20");
    assertThat(runs.run.context()).isEmpty();
  }

  @Test
  void output_takesPartsOfTheResult() {
    var options = new WorkflowNodeOptions().setOutput(Map.of("id", "/a", "all", ""));
    var runs = new Runs().job(1, options).start().ends(1, SUCCEED, "{a=5}", Map.of());
    assertThat(runs.run.context()).containsEntry("id", "5").containsEntry("all", "{a=5}");
    runs = new Runs().job(1, options).start().ends(1, SUCCEED, "plain", Map.of());
    assertThat(runs.state(1).result()).contains("has nothing at '/a'");
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
  }

  @Test
  void failedNodeWithRetries_isBegunAgainAfterItsPause() {
    var options =
        new WorkflowNodeOptions()
            .setRetryNum(1)
            .setBackoff(new Backoff(BackoffPolicy.FIXED, 500, null, null, null));
    var runs = new Runs().job(1, options).start().ends(1, FAILED);
    assertThat(runs.status(1)).isEqualTo(WAITING_DISPATCH);
    assertThat(runs.launched()).isEmpty();
    assertThat(runs.run.deadline()).contains(runs.now.plusMillis(500));
    runs.later(499);
    assertThat(runs.launched()).isEmpty();
    runs.later(1);
    assertThat(runs.launched()).hasSize(1);
    runs.ends(1, FAILED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
  }

  @Test
  void nodeThatTakesTooLong_isStoppedAndFails() {
    var runs = new Runs().job(1, new WorkflowNodeOptions().setTimeLimit(1_000L)).start();
    long instance = runs.state(1).runId();
    runs.later(1_000);
    assertThat(runs.commands)
        .contains(
            new RunCommand.StopInstance(
                instance, "it took longer than 1000 ms (options.timeLimit)"));
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
  }

  @Test
  void runThatTakesTooLong_isStoppedAndFails() {
    var runs = diamond();
    runs.options.setDeadline(5_000L);
    runs.start().later(5_000);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
    assertThat(runs.run.result()).startsWith("not finished by 2026-01-01T00:00:05Z");
    assertThat(runs.status(1)).isEqualTo(STOPPED);
    runs.tell(new RunEvent.RetryAsked("ann"));
    assertThat(runs.launchedJobs()).containsExactly(1L);
    assertThat(runs.run.state().finishBy()).isEqualTo(runs.now.plusMillis(5_000));
  }

  @Test
  void delayNode_waitsItsTime() {
    var runs =
        new Runs()
            .node(1, WorkflowNodeType.DELAY, null, new WorkflowNodeOptions().setDelay(2_000L))
            .job(2)
            .path(1, 2)
            .start();
    assertThat(runs.status(1)).isEqualTo(RUNNING);
    runs.later(1_999);
    assertThat(runs.launched()).isEmpty();
    runs.later(1);
    assertThat(runs.launchedJobs()).containsExactly(2L);
  }

  private static Runs approval(Approval approval) {
    return new Runs()
        .node(1, WorkflowNodeType.APPROVAL, null, new WorkflowNodeOptions().setApproval(approval))
        .job(2)
        .path(1, 2)
        .start();
  }

  @Test
  void approval_letsTheRunGoOnOrFail() {
    var runs = approval(null).tell(new RunEvent.Judged(1, true, "ann", "fine"));
    assertThat(runs.launchedJobs()).containsExactly(2L);
    assertThat(runs.state(1).result()).isEqualTo("approved by ann: fine");
    var again = runs;
    assertThatThrownBy(() -> again.tell(new RunEvent.Judged(1, false, "bob", null)))
        .hasMessage("node 1 does not wait for anybody to say yes or no");
    runs = approval(null).tell(new RunEvent.Judged(1, false, "bob", null));
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
  }

  @Test
  void approvalThatNobodyGave_countsAsWasAskedFor() {
    var runs = approval(new Approval(1_000L, ApprovalOutcome.APPROVE)).later(1_000);
    assertThat(runs.launchedJobs()).containsExactly(2L);
    runs = approval(new Approval(1_000L, null)).later(1_000);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
  }

  @Test
  void approvalInARunThatFailed_isAskedForAgainByARetry() {
    var runs =
        new Runs()
            .node(1, WorkflowNodeType.APPROVAL, null, new WorkflowNodeOptions())
            .job(2)
            .start()
            .ends(2, FAILED);
    assertThat(runs.status(1)).isEqualTo(WAITING_DISPATCH);
    runs.tell(new RunEvent.RetryAsked("ann"));
    assertThat(runs.status(1)).isEqualTo(RUNNING);
  }

  private static Runs fanOut(Integer parallelism, Integer tolerated, String items) {
    var options =
        new WorkflowNodeOptions()
            .setFanOut(new FanOut("list", "e", parallelism, "results", tolerated));
    var runs = new Runs().job(1, options).job(2).path(1, 2);
    return runs.create(Map.of("list", items)).tell(new RunEvent.Started());
  }

  private static void elementEnds(Runs runs, int index, boolean succeeded, String result) {
    runs.tell(
        new RunEvent.InstanceEnded(
            runs.state(1).elements().get(index).instanceId(),
            succeeded ? SUCCEED : FAILED,
            result,
            runs.now,
            Map.of()));
  }

  @Test
  void fanOut_runsOneForEachElementAndGathersInOrder() {
    var runs = fanOut(2, null, "[a,b,c]");
    assertThat(runs.launched()).hasSize(2);
    assertThat(runs.launched().get(1).instanceParams()).contains("e=b");
    elementEnds(runs, 1, true, "B");
    assertThat(runs.launched()).hasSize(1);
    elementEnds(runs, 2, true, "C");
    elementEnds(runs, 0, true, "A");
    assertThat(runs.run.context()).containsEntry("results", "[A,B,C]");
    assertThat(runs.launchedJobs()).containsExactly(2L);
  }

  @Test
  void fanOutWithAFailure_stopsTheOthersUnlessTolerated() {
    var runs = fanOut(3, null, "[a,b,c]");
    elementEnds(runs, 0, false, "bad");
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
    assertThat(runs.state(1).result()).isEqualTo("element 0 failed: bad");
    assertThat(runs.commands.stream().filter(RunCommand.StopInstance.class::isInstance)).hasSize(2);
    runs = fanOut(3, 1, "[a,b]");
    elementEnds(runs, 0, false, "bad");
    elementEnds(runs, 1, true, "B");
    assertThat(runs.run.context()).containsEntry("results", "[null,B]");
    assertThat(runs.launchedJobs()).containsExactly(2L);
  }

  @Test
  void fanOutWithoutAList_fails() {
    var runs = fanOut(1, null, "nothing");
    assertThat(runs.state(1).result()).contains("has no JSON array as 'list'");
    runs = fanOut(1, null, "[]");
    assertThat(runs.launchedJobs()).containsExactly(2L);
  }

  @Test
  void allDone_runsAfterAFailureToo() {
    var runs = new Runs().job(1).job(2, rule(TriggerRule.ALL_DONE)).path(1, 2).start();
    runs.ends(1, FAILED);
    assertThat(runs.launchedJobs()).containsExactly(2L);
    runs.ends(2, SUCCEED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
  }

  @Test
  void anySucceeded_startsWithTheFirst() {
    var runs =
        new Runs().job(1).job(2).job(3, rule(TriggerRule.ANY_SUCCEEDED)).path(1, 3).path(2, 3);
    runs.start().ends(1, FAILED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.RUNNING);
    runs.ends(2, SUCCEED);
    assertThat(runs.launchedJobs()).containsExactly(3L);
  }

  @Test
  void anySucceededWithoutSuccess_failsTheRun() {
    var runs =
        new Runs().job(1).job(2).job(3, rule(TriggerRule.ANY_SUCCEEDED)).path(1, 3).path(2, 3);
    runs.start().ends(1, FAILED).ends(2, FAILED);
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
    assertThat(runs.status(3)).isEqualTo(CANCELED);
    runs.tell(new RunEvent.RetryAsked("ann"));
    assertThat(runs.launchedJobs()).containsExactly(1L, 2L);
    runs.ends(1, SUCCEED);
    assertThat(runs.launchedJobs()).containsExactly(3L);
  }

  @Test
  void allSucceeded_isLeftOutWithWhatFollowsButNotWithCleaningUp() {
    var runs =
        new Runs()
            .skippable(1)
            .job(2, rule(TriggerRule.ALL_SUCCEEDED))
            .job(3)
            .job(4, rule(TriggerRule.ALL_DONE))
            .path(1, 2, 3, 4);
    runs.start().ends(1, FAILED);
    assertThat(List.of(runs.status(2), runs.status(3))).containsOnly(CANCELED);
    assertThat(runs.launchedJobs()).containsExactly(4L);
  }

  @Test
  void nestedRun_isBegunMergedAndFenced() {
    var runs =
        new Runs()
            .node(1, WorkflowNodeType.NESTED_WORKFLOW, null, new WorkflowNodeOptions())
            .job(2)
            .path(1, 2)
            .start();
    assertThat(runs.commands).hasAtLeastOneElementOfType(RunCommand.StartChild.class);
    runs.tell(
        new RunEvent.ChildEnded(1, 9, WorkflowInstanceStatus.SUCCEED, "late", Map.of("a", "b")));
    assertThat(runs.status(1)).isEqualTo(RUNNING);
    runs.tell(new RunEvent.ChildEnded(1, 1, WorkflowInstanceStatus.FAILED, "no", Map.of()));
    assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
    long child = runs.state(1).runId();
    runs.tell(new RunEvent.RetryAsked("ann"));
    assertThat(runs.commands).contains(new RunCommand.RetryChild(child, 2));
    runs.tell(
        new RunEvent.ChildEnded(1, 2, WorkflowInstanceStatus.SUCCEED, "yes", Map.of("a", "b")));
    assertThat(runs.launchedJobs()).containsExactly(2L);
    assertThat(runs.run.context()).containsEntry("a", "b");
  }

  @Test
  void deepGraph_needsNoDeepStack() {
    var runs = new Runs();
    for (long id = 1; id <= 5_000; id++) {
      runs.disabled(id);
    }
    runs.path(LongStream.rangeClosed(1, 5_000).toArray());
    assertThat(runs.start().run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
  }

  @Test
  void wideGraph_isDoneInTime() {
    var runs = new Runs().job(1).job(2_000);
    for (long id = 2; id < 2_000; id++) {
      runs.job(id).path(1, id, 2_000);
    }
    runs.start();
    long from = System.nanoTime();
    runs.ends(1, SUCCEED);
    var ends = new java.util.ArrayList<RunEvent>();
    for (var instance : runs.launched()) {
      ends.add(
          new RunEvent.InstanceEnded(
              instance.instanceId(), SUCCEED, "", runs.now, new LinkedHashMap<>()));
    }
    runs.tell(ends.toArray(RunEvent[]::new));
    assertThat(runs.launchedJobs()).containsExactly(2_000L);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
  }
}
