package tech.powerjob.worker.jca.outbox;

/**
 * A committed request that a server has not taken yet. Times are milliseconds since 1970.
 *
 * @param key of the request, unique
 * @param jobId of a run
 * @param instanceParams of a run, may be {@code null}
 * @param delayMillis of a run
 * @param targetKey for a stop: request whose instance is to be stopped, or {@code null}
 * @param instanceId for a stop without target key: the instance
 * @param nextAttempt when it is due
 * @param firstSent when it was sent first without getting a clear answer; {@code null} if no server
 *     can know of it
 * @param failures attempts so far that did not get it across
 */
record OutboxRequest(
    String key,
    Kind kind,
    long jobId,
    String instanceParams,
    long delayMillis,
    String targetKey,
    long instanceId,
    long nextAttempt,
    Long firstSent,
    int failures) {
  enum Kind {
    RUN,
    STOP
  }

  static OutboxRequest run(String key, long jobId, String params, long delayMillis, long now) {
    return new OutboxRequest(key, Kind.RUN, jobId, params, delayMillis, null, 0, now, null, 0);
  }

  static OutboxRequest stop(String key, long instanceId, long now) {
    return new OutboxRequest(key, Kind.STOP, 0, null, 0, null, instanceId, now, null, 0);
  }

  static OutboxRequest stop(String key, String targetKey, long now) {
    return new OutboxRequest(key, Kind.STOP, 0, null, 0, targetKey, 0, now, null, 0);
  }
}
