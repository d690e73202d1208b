package tech.powerjob.server.httpworker;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.dispatch.DispatchPolicy;
import tech.powerjob.domain.instance.InstanceLifecycle.Received;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.RunMark;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.server.lifecycle.Engine;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.log.LogService;
import tech.powerjob.server.store.HttpRunMarks;
import tech.powerjob.server.store.HttpWorkerRows;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.WorkerHeartbeat;

/**
 * What workers that speak HTTP say. Who may speak for an application at all is decided before; here
 * it is looked at whether what is said fits what is known. Thread-safe.
 */
@ApplicationScoped
public class HttpWorkers {
  private static final Logger LOG = LoggerFactory.getLogger(HttpWorkers.class);

  /** Anybody of an allowed network may announce addresses; memory is not to fill up with them. */
  private static final int MOST_OF_APP = 5_000;

  /** The other servers need not know more often. */
  private static final Duration SHARED_EVERY = Duration.ofSeconds(1);

  private static final int LONGEST_RESULT = 64 * 1024;

  /**
   * What a worker says of a run.
   *
   * @param appId as it claims, {@code null} if it does not
   * @param sourceAddress {@code ip:port} of the worker
   * @param status code of an {@link InstanceStatus}
   * @param startTime epoch milliseconds of the worker, 0 if it does not say
   * @param endTime epoch milliseconds of the worker, {@code null} if it does not say
   * @param reportTime epoch milliseconds of the worker, 0 if it does not say
   */
  public record Report(
      Long appId,
      long instanceId,
      String sourceAddress,
      int status,
      String result,
      long startTime,
      Long endTime,
      long reportTime,
      Map<String, String> appendedWfContext) {}

  @Inject private RunningServer server;
  @Inject private HttpWorkerAccess access;
  @Inject private HttpWorkerGateway gateway;
  @Inject private Transactions transactions;
  @Inject private LogService logs;
  @Inject private Jobs jobs;

  private HttpWorkerRows rows;
  private HttpRunMarks marks;

  @PostConstruct
  void open() {
    rows = new HttpWorkerRows(transactions);
    marks = new HttpRunMarks(transactions);
  }

  /**
   * Notes that a worker lives, and lets the other servers know.
   *
   * @throws IllegalArgumentException if its application has too many
   */
  public void heartbeat(WorkerHeartbeat heartbeat) {
    var engine = server.engine();
    var now = engine.now();
    var known = engine.workers().find(heartbeat.workerId());
    if (known.isEmpty() && engine.workers().ofApp(heartbeat.appId()).size() >= MOST_OF_APP) {
      throw new IllegalArgumentException(
          "the application has %d workers already".formatted(MOST_OF_APP));
    }
    if (known.isEmpty() || !known.get().isAlive(now)) {
      gateway.cameAnew(heartbeat.workerId());
    }
    engine.heard(heartbeat);
    if (known.isEmpty() || !known.get().lastSeen().plus(SHARED_EVERY).isAfter(now)) {
      rows.put(heartbeat, now);
    }
  }

  /**
   * Takes a report. When this returns, what it changes is committed. A report that is late, of a
   * former dispatch, of another worker or of another application changes nothing.
   *
   * @param peer where it came from
   */
  public void report(Report report, InetAddress peer) {
    var engine = server.engine();
    var found = engine.instances().find(report.instanceId());
    if (found.isEmpty()) {
      return;
    }
    var instance = found.get();
    if ((report.appId() != null && report.appId() != instance.appId())
        || access.admit(instance.appId(), peer).isEmpty()) {
      LOG.debug("instance={} is not one that {} may report", instance.instanceId(), peer);
      return;
    }
    var workerId = WorkerProtocol.httpId(instance.appId(), report.sourceAddress());
    if (!workerId.equals(instance.workerId()) || !isAtWorker(instance)) {
      stray(engine, instance, workerId, report);
      return;
    }
    var before = marks.find(instance.instanceId(), report.sourceAddress());
    if (!RunMark.isPresent(instance, before, report.startTime(), report.reportTime())) {
      LOG.debug("instance={} report of a former run is dropped", instance.instanceId());
      return;
    }
    marks.put(
        instance.instanceId(),
        report.sourceAddress(),
        RunMark.after(
            before, instance.epoch(), report.startTime(), report.reportTime(), engine.now()));
    engine.apply(List.of(new Received(instance.appId(), workerId, translated(instance, report))));
  }

  private static boolean isAtWorker(JobInstance instance) {
    return instance.status() == InstanceStatus.WAITING_WORKER_RECEIVE
        || instance.status() == InstanceStatus.RUNNING;
  }

  /** A worker still runs what is no longer its: it should not. */
  private static void stray(Engine engine, JobInstance instance, String workerId, Report report) {
    if (report.status() == InstanceStatus.RUNNING.getV()
        && engine.workers().find(workerId).filter(each -> each.isAlive(engine.now())).isPresent()) {
      LOG.info(
          "instance={} is run by worker={}, which should not; it is told to stop",
          instance.instanceId(),
          workerId);
      engine
          .gateway()
          .stop(
              workerId,
              instance.appId(),
              new InstanceEpoch(instance.instanceId(), instance.epoch()));
    }
  }

  private static InstanceReport translated(JobInstance instance, Report report) {
    var result = report.result();
    if (result != null && result.length() > LONGEST_RESULT) {
      result = result.substring(0, LONGEST_RESULT) + "...";
    }
    // 0 would mean that it waits for a thread, which such workers do not tell.
    long start = Math.max(1, report.startTime() > 0 ? report.startTime() : report.reportTime());
    return new InstanceReport(
        instance.instanceId(),
        instance.epoch(),
        InstanceStatus.of(report.status()),
        result,
        start,
        report.endTime(),
        false,
        instance.jobId(),
        instance.wfInstanceId().isPresent() ? report.appendedWfContext() : null,
        instance.wfInstanceId().orElse(null));
  }

  /**
   * Keeps log lines. Those of instances whose application does not let the sender in, or of workers
   * that are not known, are left out.
   *
   * @param peer where they came from
   */
  public void log(String workerAddress, List<LogLine> lines, InetAddress peer) {
    var engine = server.engine();
    var ids = lines.stream().map(LogLine::instanceId).distinct().toList();
    var apps =
        engine.instances().findAll(ids).stream()
            .collect(Collectors.toMap(JobInstance::instanceId, JobInstance::appId));
    var byApp = new LinkedHashMap<Long, ArrayList<LogLine>>();
    for (var line : lines) {
      var appId = apps.get(line.instanceId());
      if (appId != null) {
        byApp.computeIfAbsent(appId, id -> new ArrayList<>()).add(line);
      }
    }
    byApp.forEach(
        (appId, own) -> {
          var workerId = WorkerProtocol.httpId(appId, workerAddress);
          if (access.admit(appId, peer).isPresent()
              && engine.workers().find(workerId).isPresent()) {
            logs.append(appId, new LogLines(workerId, workerAddress, own));
          }
        });
  }

  /**
   * Addresses of the workers that may join a run of a job now.
   *
   * @throws IllegalArgumentException in the protocol's words if the job is unknown or another
   *     application's
   */
  public List<String> joiners(long appId, long jobId) {
    var job = jobs.findAll(List.of(jobId)).get(jobId);
    if (job == null) {
      throw new IllegalArgumentException("can't find jobInfo by jobId: " + jobId);
    }
    if (job.getAppId() != appId) {
      throw new IllegalArgumentException("Permission Denied!");
    }
    var engine = server.engine();
    return DispatchPolicy.joiners(job, engine.workers().ofApp(appId), engine.now()).stream()
        .map(Worker::address)
        .toList();
  }
}
