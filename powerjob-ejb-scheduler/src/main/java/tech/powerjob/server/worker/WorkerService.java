package tech.powerjob.server.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.server.lifecycle.RunningServer;

/** Shows the workers that are known to this server. Thread-safe. */
@ApplicationScoped
public class WorkerService {
  /**
   * A worker for people.
   *
   * @param metrics what its last heartbeat said, may be {@code null}
   */
  public record WorkerView(
      String workerId,
      String address,
      String tag,
      String version,
      boolean alive,
      boolean overload,
      int lightTaskTrackerNum,
      int heavyTaskTrackerNum,
      Instant lastActive,
      SystemMetrics metrics) {
    /** How the servers and it talk: JMS or HTTP. */
    public String protocol() {
      return WorkerProtocol.of(workerId).name();
    }
  }

  @Inject private RunningServer server;

  /** The workers of an application, those lost within a day too, by address. */
  public List<WorkerView> list(long appId) {
    var engine = server.engine();
    var now = engine.now();
    return engine.workers().ofApp(appId).stream().map(worker -> view(worker, now)).toList();
  }

  private static WorkerView view(Worker worker, Instant now) {
    var heartbeat = worker.heartbeat();
    return new WorkerView(
        worker.id(),
        worker.address(),
        heartbeat.tag(),
        heartbeat.version(),
        worker.isAlive(now),
        heartbeat.overload(),
        heartbeat.lightTaskTrackerNum(),
        heartbeat.heavyTaskTrackerNum(),
        worker.lastSeen(),
        heartbeat.systemMetrics());
  }
}
