package tech.powerjob.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;

/** Runs instances one after the other and takes the time from the API call to SUCCEED. */
final class TimedInstances {
  private static final long LIMIT = TimeUnit.MINUTES.toNanos(15);

  private final Bed bed;
  private final PowerJobClient client;
  private final long job;
  private final List<String> ends = new ArrayList<>();

  TimedInstances(Bed bed, PowerJobClient client, long job) {
    this.bed = bed;
    this.client = client;
    this.job = job;
  }

  /**
   * Microseconds of each run.
   *
   * @param warmups runs before those that count
   * @param everyMillis how often to look whether the instance has ended
   * @param result how the result of the instance must begin
   */
  long[] run(int warmups, int runs, String parameters, int everyMillis, String result)
      throws Exception {
    long[] micros = new long[runs];
    ends.clear();
    for (int i = -warmups; i < runs; i++) {
      long taken = once(parameters, everyMillis, result);
      if (i >= 0) {
        micros[i] = taken;
      }
    }
    return micros;
  }

  private long once(String parameters, int everyMillis, String result) throws Exception {
    try (var caller = bed.caller()) {
      long begun = System.nanoTime();
      long id = caller.run(job, parameters);
      int status = caller.status(id);
      while (!InstanceStatus.FINISHED_STATUS.contains(status)) {
        if (System.nanoTime() - begun > LIMIT) {
          throw new IllegalStateException("instance %d does not end".formatted(id));
        }
        TimeUnit.MILLISECONDS.sleep(everyMillis);
        status = caller.status(id);
      }
      long taken = (System.nanoTime() - begun) / 1_000;
      var instance = Bed.require(client.fetchInstanceInfo(id));
      if (status != InstanceStatus.SUCCEED.getV() || !instance.getResult().startsWith(result)) {
        throw new IllegalStateException(
            "instance %d ended with status %d and '%s' instead of '%s'"
                .formatted(id, status, instance.getResult(), result));
      }
      ends.add(instance.getResult());
      return taken;
    }
  }

  /** What the instances of the last series said, those of its warm-up first. */
  List<String> results() {
    return List.copyOf(ends);
  }
}
