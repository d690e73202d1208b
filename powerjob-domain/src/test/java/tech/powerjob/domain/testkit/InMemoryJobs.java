package tech.powerjob.domain.testkit;

import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.Partitions;

/** Jobs in a map. Thread-safe. */
public final class InMemoryJobs implements Jobs {
  private final Map<Long, Job> jobs = new LinkedHashMap<>();

  /** Gives a job an id as the database would. */
  static void setId(Job job, long id) {
    try {
      var field = Job.class.getDeclaredField("id");
      field.setAccessible(true);
      field.set(job, id);
      job.assignPartition();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Like a row that was read: what others write later does not show in it. */
  private static Job snapshot(Job job) {
    var copy = Job.create(job.getAppId(), Instant.EPOCH);
    try {
      for (Class<?> type = Job.class; type != Object.class; type = type.getSuperclass()) {
        for (var field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            field.set(copy, field.get(job));
          }
        }
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return copy;
  }

  public synchronized Job add(Job job) {
    jobs.put(job.getId(), job);
    return job;
  }

  public synchronized Job get(long id) {
    return jobs.get(id);
  }

  public synchronized List<Job> all() {
    return List.copyOf(jobs.values());
  }

  @Override
  public synchronized List<Job> findDue(Partitions partitions, Instant until, int limit) {
    return jobs.values().stream()
        .filter(job -> job.isEnabled() && job.getNextTriggerTime() != null)
        .filter(job -> job.getNextTriggerTime() <= until.toEpochMilli())
        .filter(job -> partitions.contains(job.getPartition()))
        .sorted(Comparator.comparing(Job::getNextTriggerTime))
        .limit(limit)
        .map(InMemoryJobs::snapshot)
        .toList();
  }

  @Override
  public synchronized Map<Long, Job> findAll(Collection<Long> ids) {
    var found = new HashMap<Long, Job>();
    ids.stream().filter(jobs::containsKey).forEach(id -> found.put(id, jobs.get(id)));
    return found;
  }
}
