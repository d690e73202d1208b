package tech.powerjob.wire;

import java.util.List;

/**
 * What a worker needs to know to take part: the answer of {@link #PATH}. Asked for again from time
 * to time, because servers come and go.
 *
 * @param appId id of the worker's application
 * @param brokers addresses {@code host:port} of the JMS brokers of all live servers, or of the one
 *     that they share; a worker keeps a line to each
 * @param tls whether the brokers expect TLS
 * @param heartbeatMillis how often the worker says that it lives, in milliseconds
 * @param servers HTTP addresses {@code host:port} of all live servers, to ask when this one is away
 */
public record WorkerConnection(
    long appId, List<String> brokers, boolean tls, long heartbeatMillis, List<String> servers) {
  /** Path of the call, relative to the server's address; needs a token of the OpenAPI. */
  public static final String PATH = "/api/v1/worker-connection";

  public WorkerConnection {
    brokers = List.copyOf(brokers);
    servers = servers == null ? List.of() : List.copyOf(servers);
  }
}
