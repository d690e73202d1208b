package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.response.InstanceInfoDTO;

/**
 * What became of a distributed instance during which things were killed.
 *
 * @param tasks elements that the root task maps
 * @param status of the instance
 * @param result what the reduce step said
 * @param total tasks that the server counted
 * @param succeeded tasks that it counted as such
 * @param failed tasks that it counted as such
 * @param lost elements that were never executed
 * @param executions how often any element was executed
 * @param reduces how often the reduce step began
 * @param gaps longest time without an execution or the begin of a reduce step, by what was killed
 * @param allowed what is allowed beside {@link #RECOVERY}
 */
record TaskVerdict(
    int tasks,
    InstanceStatus status,
    String result,
    long total,
    long succeeded,
    long failed,
    int lost,
    int executions,
    long reduces,
    Map<String, Duration> gaps,
    Map<String, Duration> allowed) {
  /** The longest time in which nothing may be executed after a kill. */
  static final Duration RECOVERY = Duration.ofSeconds(15);

  /**
   * Something that was done to the cluster.
   *
   * @param atMillis when it began, epoch milliseconds
   * @param executed executions until then
   * @param outageMillis how long it took until what was killed was there again; 0 if it was not
   *     waited for
   */
  record Fault(String name, long atMillis, long executed, long outageMillis) {}

  static TaskVerdict of(
      InstanceInfoDTO instance,
      JsonNode progress,
      List<TaskRecords.Line> lines,
      List<Fault> faults,
      int tasks) {
    var seen = new BitSet();
    int executions = 0;
    for (var line : lines) {
      if (line.what() == TaskRecords.EXECUTED) {
        seen.set(line.number());
        executions++;
      }
    }
    long[] life =
        lines.stream()
            .filter(line -> line.what() != TaskRecords.ROOT)
            .mapToLong(TaskRecords.Line::millis)
            .sorted()
            .toArray();
    var gaps = new LinkedHashMap<String, Duration>();
    var allowed = new LinkedHashMap<String, Duration>();
    for (int i = 0; i < faults.size(); i++) {
      var fault = faults.get(i);
      long to = i + 1 < faults.size() ? faults.get(i + 1).atMillis() : Long.MAX_VALUE;
      var name = "%d. at %d %%: %s".formatted(i + 1, 100 * fault.executed() / tasks, fault.name());
      gaps.put(name, longestGap(life, fault.atMillis(), to));
      allowed.put(name, Duration.ofMillis(fault.outageMillis()));
    }
    return new TaskVerdict(
        tasks,
        InstanceStatus.of(instance.getStatus()),
        instance.getResult(),
        progress.path("total").asLong(-1),
        progress.path("succeeded").asLong(-1),
        progress.path("failed").asLong(-1),
        tasks - seen.cardinality(),
        executions,
        lines.stream().filter(line -> line.what() == TaskRecords.REDUCING).count(),
        gaps,
        allowed);
  }

  private static Duration longestGap(long[] life, long from, long to) {
    long longest = 0;
    long last = from;
    for (long each : life) {
      if (each > from && each <= to) {
        longest = Math.max(longest, each - last);
        last = each;
      }
    }
    // After the last sign of life there is nothing left to execute.
    return Duration.ofMillis(to == Long.MAX_VALUE ? longest : Math.max(longest, to - last));
  }

  /** Executions beyond the first of each element. */
  int repeated() {
    return executions - (tasks - lost);
  }

  /**
   * Prints the report.
   *
   * @param name of the proof
   * @param seconds how long it took
   */
  void print(String name, long seconds) {
    gaps.forEach(
        (fault, gap) ->
            System.out.printf("PROOF   %s: longest-gap=%.1fs%n", fault, gap.toMillis() / 1e3));
    System.out.printf(
        "PROOF %s: %d s, sub-tasks=%d status=%s lost=%d repeated=%d (%.2f%%) counted=%d/%d/%d"
            + " reduces=%d, the last: %s%n",
        name,
        seconds,
        tasks,
        status,
        lost,
        repeated(),
        100.0 * repeated() / tasks,
        total,
        succeeded,
        failed,
        reduces,
        result);
  }

  /**
   * Fails unless each task was executed and counted exactly once.
   *
   * @param repeats most executions that may have been in vain
   */
  void requireEachCountedOnce(int repeats) {
    assertThat(status).as("status, with result '%s'", result).isEqualTo(InstanceStatus.SUCCEED);
    assertThat(lost).as("elements never executed").isZero();
    assertThat(result)
        .as("what the reduce step was given")
        .isEqualTo(RecordingTasks.summary(tasks + 1, tasks + 1, tasks, 1, 0));
    assertThat(List.of(total, succeeded, failed))
        .as("tasks counted, succeeded, failed")
        .containsExactly(tasks + 1L, tasks + 1L, 0L);
    assertThat(repeated()).as("executions in vain").isBetween(0, repeats);
    gaps.forEach(
        (fault, gap) ->
            assertThat(gap)
                .as("longest gap after %s", fault)
                .isLessThanOrEqualTo(RECOVERY.plus(allowed.get(fault))));
  }
}
