package tech.powerjob.quickstart;

/** What {@code --once} waits for: one success of each sample job. */
final class Goal {
  private static final int PATIENCE = 3;

  private final SampleJobs.Job cron;
  private final long apiInstance;
  private boolean cronDone;
  private boolean apiDone;
  private int cronFailures;
  private String lastCron = "none ended";

  Goal(SampleJobs.Job cron, long apiInstance) {
    this.cron = cron;
    this.apiInstance = apiInstance;
  }

  /**
   * Takes an ended instance into account.
   *
   * @throws QuickstartException if the goal cannot be reached any more
   */
  void saw(Ended ended) {
    if (ended.instanceId() == apiInstance) {
      if (!ended.succeeded()) {
        throw new QuickstartException(
            "the API instance %d ended as %s: %s"
                .formatted(apiInstance, ended.status(), ended.result()));
      }
      apiDone = true;
    } else if (ended.jobId() == cron.id()) {
      lastCron = "the last one ended as " + ended.status() + ": " + ended.result();
      cronDone |= ended.succeeded();
      if (!cronDone && ++cronFailures == PATIENCE) {
        throw new QuickstartException(
            "%d instances of %s failed, %s".formatted(PATIENCE, cron.name(), lastCron));
      }
    }
  }

  boolean isReached() {
    return cronDone && apiDone;
  }

  /** What is still missing. */
  String missing() {
    var text = new StringBuilder();
    if (!cronDone) {
      text.append("no instance of %s succeeded (%s)".formatted(cron.name(), lastCron));
    }
    if (!apiDone) {
      text.append(text.length() == 0 ? "" : "; ")
          .append("the API instance %d did not end".formatted(apiInstance));
    }
    return text.toString();
  }
}
