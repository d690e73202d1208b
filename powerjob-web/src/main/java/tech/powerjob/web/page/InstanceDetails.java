package tech.powerjob.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.log.LogService;
import tech.powerjob.web.page.InstanceDetail.Decision;

/** Gathers what the page shows of one instance. */
@ApplicationScoped
public class InstanceDetails {
  @Inject InstanceService instances;
  @Inject JobService jobs;
  @Inject LogService logs;
  @Inject RunningServer server;

  /**
   * The instance, with a page of its log.
   *
   * @param logPage zero-based; {@code null} for the last
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  InstanceDetail read(long appId, long instanceId, Integer logPage) {
    var instance = instances.require(appId, instanceId);
    var log = log(appId, instanceId, logPage);
    return new InstanceDetail(
        instance.instanceId(),
        instance.jobId(),
        jobs.get(appId, instance.jobId()).getJobName(),
        instance.status().getV(),
        instance.epoch(),
        instance.runningTimes(),
        instance.expectedTriggerTime().toEpochMilli(),
        millis(instance.actualTriggerTime()),
        millis(instance.finishedTime()),
        instance.taskTrackerAddress(),
        instance.jobParams(),
        instance.instanceParams(),
        instance.result(),
        server.engine().events().of(instanceId).stream()
            .map(
                event ->
                    new Decision(event.at().toEpochMilli(), event.kind().name(), event.detail()))
            .toList(),
        log.data(),
        log.index(),
        log.totalPages());
  }

  private LogService.LogPage log(long appId, long instanceId, Integer logPage) {
    var page = logs.page(appId, instanceId, logPage == null ? 0 : logPage);
    boolean last = page.index() >= page.totalPages() - 1;
    return logPage != null || last ? page : logs.page(appId, instanceId, page.totalPages() - 1);
  }

  private static Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }
}
