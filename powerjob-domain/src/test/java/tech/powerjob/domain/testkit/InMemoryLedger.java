package tech.powerjob.domain.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.schedule.Firing;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.NextDue;
import tech.powerjob.domain.schedule.SkippedFirings;

/** A ledger over in-memory jobs and instances. Thread-safe. */
public final class InMemoryLedger implements Ledger {
  private final InMemoryJobs jobs;
  private final InMemoryInstances instances;
  private final Map<Long, List<SkippedFirings>> skipped = new HashMap<>();

  public InMemoryLedger(InMemoryJobs jobs, InMemoryInstances instances) {
    this.jobs = jobs;
    this.instances = instances;
  }

  @Override
  public synchronized List<Firing> record(List<Firing> firings, Instant now) {
    var won = new ArrayList<Firing>();
    for (var firing : firings) {
      var job = jobs.get(firing.jobId());
      var next = job.getNextTriggerTime();
      if (job.isEnabled() && next != null && next == firing.from().toEpochMilli()) {
        job.setNextTriggerTime(firing.to().instant().map(Instant::toEpochMilli).orElse(null));
        if (firing.to() instanceof NextDue.Never) {
          job.setStatus(SwitchableStatus.DISABLE);
        }
        instances.insert(firing.instances());
        skipped.computeIfAbsent(job.getId(), id -> new ArrayList<>()).addAll(firing.skipped());
        won.add(firing);
      }
    }
    return won;
  }

  @Override
  public synchronized List<Instant> fired(long jobId, Instant from, Instant to) {
    return instances.all().stream()
        .filter(each -> each.jobId() == jobId)
        .map(JobInstance::dueTime)
        .flatMap(due -> due.stream())
        .filter(due -> !due.isBefore(from) && !due.isAfter(to))
        .sorted()
        .toList();
  }

  @Override
  public synchronized List<SkippedFirings> skipped(long jobId, Instant from, Instant to) {
    return skipped.getOrDefault(jobId, List.of()).stream()
        .filter(each -> !each.last().isBefore(from) && !each.first().isAfter(to))
        .toList();
  }
}
