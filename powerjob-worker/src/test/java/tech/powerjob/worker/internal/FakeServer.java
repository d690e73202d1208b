package tech.powerjob.worker.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.LogsAccepted;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.wire.WorkerHeartbeat;
import tech.powerjob.worker.internal.connection.LinkException;
import tech.powerjob.worker.internal.connection.LinkListener;
import tech.powerjob.worker.internal.connection.ServerAccess;
import tech.powerjob.worker.internal.connection.ServerLink;
import tech.powerjob.worker.internal.connection.ServerLinks;

/** A server in this JVM: hears everything, and accepts final reports. */
public final class FakeServer implements ServerLinks {
  private final List<WireMessage> heard = new CopyOnWriteArrayList<>();
  private volatile boolean up = true;
  private volatile LinkListener worker;
  private volatile ServerAccess http = ServerAccess.NONE;

  @Override
  public WorkerConnection ask() throws LinkException {
    if (!up) {
      throw new LinkException("down");
    }
    return new WorkerConnection(3, List.of("b"), false, 100, List.of());
  }

  @Override
  public ServerLink open(String broker, WorkerConnection said, LinkListener listener)
      throws LinkException {
    if (!up) {
      throw new LinkException("down");
    }
    worker = listener;
    return new ServerLink() {
      @Override
      public WorkerConnection connection() {
        return new WorkerConnection(3, List.of("b"), false, 100, List.of());
      }

      @Override
      public void send(WireMessage message) throws LinkException {
        if (!up) {
          throw new LinkException("down");
        }
        hear(message);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public ServerAccess http() {
    return http;
  }

  /** Is to be called before the worker is made. */
  public void answersHttp(ServerAccess access) {
    http = access;
  }

  private void hear(WireMessage message) {
    heard.add(message);
    if (message instanceof LogLines lines && lines.number() > 0) {
      worker.received(new LogsAccepted(lines.number()));
    }
    if (message instanceof InstanceReports reports) {
      var finals =
          reports.reports().stream()
              .filter(report -> report.status() != InstanceStatus.RUNNING)
              .map(report -> new InstanceEpoch(report.instanceId(), report.epoch()))
              .toList();
      if (!finals.isEmpty()) {
        worker.received(new ReportsAccepted(finals));
      }
    }
  }

  public void say(WireMessage message) {
    worker.received(message);
  }

  public void goDown() {
    up = false;
    worker.lost("server went down");
  }

  void goDownBeforeAnyone() {
    up = false;
  }

  public void comeBack() {
    up = true;
  }

  List<WireMessage> heard() {
    return heard;
  }

  public List<InstanceReport> reports() {
    return heard.stream()
        .filter(InstanceReports.class::isInstance)
        .flatMap(message -> ((InstanceReports) message).reports().stream())
        .toList();
  }

  List<String> lines() {
    return heard.stream()
        .filter(LogLines.class::isInstance)
        .flatMap(message -> ((LogLines) message).lines().stream())
        .map(LogLine::content)
        .toList();
  }

  public List<WorkerHeartbeat> heartbeats() {
    return heard.stream()
        .filter(WorkerHeartbeat.class::isInstance)
        .map(WorkerHeartbeat.class::cast)
        .toList();
  }
}
