package tech.powerjob.server.worker;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import tech.powerjob.common.model.SystemMetrics;

/** Shows the workers that are known to this server. */
@ApplicationScoped
public class WorkerService {
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
      SystemMetrics metrics) {}

  public List<WorkerView> list(long appId) {
    throw new UnsupportedOperationException();
  }
}
