package tech.powerjob.web.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.domain.worker.WorkerAddress;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.httpworker.HttpWorkerAccess;
import tech.powerjob.server.httpworker.HttpWorkers;
import tech.powerjob.web.gateway.WorkerMessages.BadMessageException;
import tech.powerjob.web.gateway.WorkerMessages.ContainerQuery;
import tech.powerjob.web.gateway.WorkerMessages.Heartbeat;
import tech.powerjob.web.gateway.WorkerMessages.JobQuery;
import tech.powerjob.web.gateway.WorkerMessages.Logs;
import tech.powerjob.web.gateway.WorkerMessages.RefusedException;
import tech.powerjob.web.gateway.WorkerMessages.Reply;
import tech.powerjob.web.gateway.WorkerMessages.Report;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.WorkerHeartbeat;

/** What workers tell the server, and the little that they ask it. Thread-safe. */
@ApplicationScoped
class WorkerReports {
  private static final Set<String> CALLS =
      Set.of(
          "workerHeartbeat",
          "reportInstanceStatus",
          "reportLog",
          "queryJobCluster",
          "queryContainer");
  private static final int LONGEST_TEXT = 255;
  private static final int MOST_CONTAINERS = 1_000;
  private static final int MOST_LINES = 5_000;

  @Inject private HttpWorkerAccess access;
  @Inject private HttpWorkers workers;

  boolean answers(String call) {
    return CALLS.contains(call);
  }

  /** Empty for what is told and not asked. */
  Optional<Reply> answer(String call, InputStream body, InetAddress peer) throws IOException {
    return switch (call) {
      case "workerHeartbeat" -> heartbeat(WorkerMessages.read(Heartbeat.class, body), peer);
      case "reportInstanceStatus" -> report(WorkerMessages.read(Report.class, body), peer);
      case "reportLog" -> log(WorkerMessages.read(Logs.class, body), peer);
      case "queryJobCluster" -> joiners(WorkerMessages.read(JobQuery.class, body), peer);
      case "queryContainer" -> container(WorkerMessages.read(ContainerQuery.class, body), peer);
      default -> throw new BadMessageException("there is no call " + call);
    };
  }

  private Optional<Reply> heartbeat(Heartbeat beat, InetAddress peer) {
    var app = admit(beat.appId(), peer);
    if (beat.appName() != null && !beat.appName().equals(app.name())) {
      throw new RefusedException(
          "the application %d has another name than it says".formatted(app.id()));
    }
    var protocol = beat.protocol();
    if (protocol != null && !protocol.toUpperCase(Locale.ROOT).equals("HTTP")) {
      throw new RefusedException("it wants to be called by another protocol than HTTP");
    }
    atMost("tag", beat.tag());
    atMost("version", beat.version());
    workers.heartbeat(
        new WorkerHeartbeat(
            WorkerProtocol.httpId(app.id(), announced(app, beat.workerAddress())),
            app.id(),
            beat.workerAddress(),
            beat.tag(),
            beat.version(),
            false,
            false,
            beat.overload(),
            Math.max(0, beat.lightTaskTrackerNum()),
            Math.max(0, beat.heavyTaskTrackerNum()),
            beat.systemMetrics(),
            null,
            containers(beat)));
    return Optional.empty();
  }

  /** The address that it wants to be called at: the server goes only where it is allowed to. */
  private String announced(AppIdentity app, String address) {
    var parsed =
        WorkerAddress.parse(address)
            .orElseThrow(
                () ->
                    new BadMessageException(
                        "workerAddress must be an IP address and a port, like 10.0.0.1:27777"));
    if (!access.networks(app).contains(parsed.ip())) {
      throw new RefusedException(
          "its address %s is not among the networks that %s allows for its workers"
              .formatted(parsed.ip().getHostAddress(), app.name()));
    }
    return address;
  }

  private static List<ContainerInfo> containers(Heartbeat beat) {
    if (beat.containerInfos() == null) {
      return List.of();
    }
    if (beat.containerInfos().size() > MOST_CONTAINERS) {
      throw new BadMessageException("containerInfos has too many entries");
    }
    var containers = new ArrayList<ContainerInfo>();
    for (var each : beat.containerInfos()) {
      if (each != null && each.containerId() != null) {
        atMost("version", each.version());
        containers.add(new ContainerInfo(each.containerId(), each.version(), each.deployedTime()));
      }
    }
    return containers;
  }

  private Optional<Reply> report(Report report, InetAddress peer) {
    admitSomewhere(peer);
    if (report.instanceId() == null || report.instanceStatus() == null) {
      throw new BadMessageException("instanceId and instanceStatus can't be empty");
    }
    if (WorkerAddress.parse(report.sourceAddress()).isEmpty()) {
      throw new BadMessageException("sourceAddress must be an IP address and a port");
    }
    switch (status(report.instanceStatus())) {
      case RUNNING, SUCCEED, FAILED -> workers.report(translated(report), peer);
      case CANCELED, STOPPED, WAITING_DISPATCH, WAITING_WORKER_RECEIVE -> {
        // Workers do not decide that; it is heard so that they do not repeat it.
      }
    }
    return report.instanceStatus() == InstanceStatus.RUNNING.getV()
        ? Optional.empty()
        : Optional.of(Reply.done());
  }

  private static InstanceStatus status(int code) {
    try {
      return InstanceStatus.of(code);
    } catch (IllegalArgumentException e) {
      throw new BadMessageException("instanceStatus is none");
    }
  }

  private static HttpWorkers.Report translated(Report report) {
    return new HttpWorkers.Report(
        report.appId(),
        report.instanceId(),
        report.sourceAddress(),
        report.instanceStatus(),
        report.result(),
        Math.max(0, report.startTime()),
        report.endTime(),
        Math.max(0, report.reportTime()),
        report.appendedWfContext());
  }

  private Optional<Reply> log(Logs logs, InetAddress peer) {
    admitSomewhere(peer);
    if (WorkerAddress.parse(logs.workerAddress()).isEmpty()) {
      throw new BadMessageException("workerAddress must be an IP address and a port");
    }
    var said = logs.instanceLogContents();
    if (said == null || said.isEmpty()) {
      return Optional.empty();
    }
    if (said.size() > MOST_LINES) {
      throw new BadMessageException("instanceLogContents has more than " + MOST_LINES + " lines");
    }
    var lines = new ArrayList<LogLine>(said.size());
    for (var line : said) {
      if (line != null && line.instanceId() != null && line.logContent() != null) {
        lines.add(
            new LogLine(
                line.instanceId(),
                line.logTime(),
                line.logLevel() == null ? LogLevel.INFO.getV() : line.logLevel(),
                line.logContent()));
      }
    }
    workers.log(logs.workerAddress(), lines, peer);
    return Optional.empty();
  }

  private Optional<Reply> joiners(JobQuery query, InetAddress peer) throws IOException {
    var app = admit(query.appId(), peer);
    if (query.jobId() == null) {
      return Optional.of(Reply.failed("jobId can't be empty"));
    }
    try {
      return Optional.of(Reply.of(workers.joiners(app.id(), query.jobId())));
    } catch (IllegalArgumentException e) {
      return Optional.of(Reply.failed(e.getMessage()));
    }
  }

  /** This server gives containers to workers that speak JMS only. */
  private Optional<Reply> container(ContainerQuery query, InetAddress peer) {
    admitSomewhere(peer);
    return Optional.of(Reply.failed("can't find container by id: " + query.containerId()));
  }

  /** Which application it is about is only known from the database, which is not for everybody. */
  private void admitSomewhere(InetAddress peer) {
    if (!access.allowsSomewhere(peer)) {
      throw new RefusedException("no application lets workers at this address in");
    }
  }

  private AppIdentity admit(Long appId, InetAddress peer) {
    if (appId == null) {
      throw new BadMessageException("appId can't be empty");
    }
    return access
        .admit(appId, peer)
        .orElseThrow(
            () ->
                new RefusedException(
                    "application %d is not there, or does not let workers at %s in; its administrator can (http-workers)"
                        .formatted(appId, peer.getHostAddress())));
  }

  private static void atMost(String field, String text) {
    if (text != null && text.length() > LONGEST_TEXT) {
      throw new BadMessageException(
          "%s has %d characters but may have %d".formatted(field, text.length(), LONGEST_TEXT));
    }
  }
}
