package tech.powerjob.wire;

/**
 * Server to worker: from now on runs of this container use this version. Also the answer to a
 * worker that asks for a container it lacks, see {@link #path(long)}.
 *
 * @param containerId id of the container
 * @param containerName name of the container, for logs
 * @param version version of the jar; the jar's MD5 for an uploaded one
 * @param downloadUrl where the jar is: {@code http(s)://…}, or a path on any of the servers
 * @param sha256 digest of the jar in hexadecimal digits; if {@code null} the version must be the
 *     MD5 of the jar
 * @param revision grows with each deployment and destruction of the container, so that an older
 *     message that comes late changes nothing
 */
public record DeployContainer(
    long containerId,
    String containerName,
    String version,
    String downloadUrl,
    String sha256,
    long revision)
    implements WireMessage {
  /**
   * Where a server says which version of a container is deployed, relative to the server's address.
   * Needs a token of the OpenAPI; the answer is this record as JSON, or status 404.
   */
  public static String path(long containerId) {
    return "/api/v1/containers/" + containerId;
  }
}
