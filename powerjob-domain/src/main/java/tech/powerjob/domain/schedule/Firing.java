package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.instance.JobInstance;

/**
 * A fire plan ready to be recorded: moves a schedule from one trigger time to the next and adds
 * what is accounted for in between.
 *
 * @param jobId job whose schedule moves
 * @param from next trigger time that the schedule must still have
 * @param to next trigger time afterwards; {@link NextDue.Never} disables the job
 * @param instances one for each instant that fires
 * @param skipped instants that do not
 */
public record Firing(
    long jobId,
    long appId,
    Instant from,
    NextDue to,
    List<JobInstance> instances,
    List<SkippedFirings> skipped) {
  public Firing {
    instances = List.copyOf(instances);
    skipped = List.copyOf(skipped);
  }
}
