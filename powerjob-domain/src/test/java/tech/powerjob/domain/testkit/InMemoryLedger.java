package tech.powerjob.domain.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.schedule.Firing;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.NextDue;
import tech.powerjob.domain.schedule.SkippedFirings;
import tech.powerjob.domain.worker.Partitions;

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
        var fired = fired(job.getId(), Instant.MIN, Instant.MAX);
        instances.insert(
            firing.instances().stream()
                .filter(each -> each.dueTime().filter(fired::contains).isEmpty())
                .toList());
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

  @Override
  public synchronized List<Long> awaitingEnd(Partitions partitions, int limit) {
    return jobs.all().stream()
        .filter(job -> job.isEnabled() && job.getNextTriggerTime() == null)
        .filter(job -> job.getTimeExpressionType() == TimeExpressionType.FIXED_DELAY)
        .filter(job -> partitions.contains(job.getPartition()))
        .map(Job::getId)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Map<Long, LastFired> lastFired(Collection<Long> jobIds) {
    var found = new HashMap<Long, LastFired>();
    instances.all().stream()
        .filter(each -> jobIds.contains(each.jobId()) && each.dueTime().isPresent())
        .sorted(Comparator.comparing(each -> each.dueTime().orElseThrow()))
        .forEach(
            each ->
                found.put(
                    each.jobId(),
                    new LastFired(
                        each.dueTime().orElseThrow(),
                        each.isFinished()
                            ? each.finishedTime().or(() -> Optional.of(each.modified()))
                            : Optional.empty())));
    return found;
  }

  @Override
  public synchronized boolean proceed(
      long jobId, String expression, Optional<Instant> lastDue, NextDue next, Instant now) {
    var job = jobs.get(jobId);
    var since = lastDue.orElse(Instant.MIN);
    if (instances.all().stream()
        .filter(each -> each.jobId() == jobId)
        .anyMatch(each -> each.dueTime().filter(since::isBefore).isPresent())) {
      return false;
    }
    if (!job.isEnabled()
        || job.getNextTriggerTime() != null
        || !job.getTimeExpression().equals(expression)) {
      return false;
    }
    job.setNextTriggerTime(next.instant().map(Instant::toEpochMilli).orElse(null));
    if (next instanceof NextDue.Never) {
      job.setStatus(SwitchableStatus.DISABLE);
    }
    return true;
  }
}
