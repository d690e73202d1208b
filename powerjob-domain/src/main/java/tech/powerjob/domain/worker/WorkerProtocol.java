package tech.powerjob.domain.worker;

import java.time.Duration;

/**
 * How servers and a worker talk. The id of a worker says it: one that speaks HTTP has no identity
 * but its address, so its id is made of that, in a form that ids of JMS workers never have.
 */
public enum WorkerProtocol {
  /** The worker keeps lines to the servers' brokers, and echoes epochs. */
  JMS(Duration.ofSeconds(10)),
  /** PowerJob's own protocol: the server calls the worker, and reports carry no epoch. */
  HTTP(Duration.ofSeconds(60));

  private static final String HTTP_PREFIX = "http:";

  private final Duration silenceLimit;

  WorkerProtocol(Duration silenceLimit) {
    this.silenceLimit = silenceLimit;
  }

  /** Longest silence before a worker counts as lost; several times what it leaves between beats. */
  public Duration silenceLimit() {
    return silenceLimit;
  }

  /**
   * The protocol of a worker.
   *
   * @param workerId may be {@code null}, for no worker; that is JMS
   */
  public static WorkerProtocol of(String workerId) {
    return workerId != null && workerId.startsWith(HTTP_PREFIX) ? HTTP : JMS;
  }

  /**
   * The id of a worker that speaks HTTP. Whoever announces the same address for another application
   * is another worker.
   *
   * @param address {@code ip:port}
   */
  public static String httpId(long appId, String address) {
    return HTTP_PREFIX + appId + ":" + address;
  }

  /**
   * The address in the id of a worker that speaks HTTP.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static String httpAddress(String workerId) {
    int end = workerId.indexOf(':', HTTP_PREFIX.length());
    if (of(workerId) != HTTP || end < 0) {
      throw new IllegalArgumentException(workerId + " does not speak HTTP");
    }
    return workerId.substring(end + 1);
  }
}
