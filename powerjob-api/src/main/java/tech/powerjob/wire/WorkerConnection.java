package tech.powerjob.wire;

import java.util.List;

/**
 * What a worker needs to know to take part: the answer of {@link #PATH}.
 *
 * @param appId id of the worker's application
 * @param brokers addresses {@code host:port} of the JMS broker, best first
 * @param tls whether the broker expects TLS
 * @param heartbeatMillis how often the worker says that it lives, in milliseconds
 */
public record WorkerConnection(
    long appId, List<String> brokers, boolean tls, long heartbeatMillis) {
  /** Path of the call, relative to the server's address; needs a token of the OpenAPI. */
  public static final String PATH = "/api/v1/worker-connection";

  public WorkerConnection {
    brokers = List.copyOf(brokers);
  }
}
