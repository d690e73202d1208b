package tech.powerjob.server.pause;

import java.time.Instant;
import tech.powerjob.domain.pause.Pause;

/** A pause as callers see it; times are epoch milliseconds, {@code null} for none. */
public record PauseView(
    String scope, Long jobId, Long appId, long begunAt, Long until, String reason, String begunBy) {
  public static PauseView of(Pause pause) {
    return new PauseView(
        pause.scope().name(),
        pause.scope() == Pause.Scope.JOB ? pause.target() : null,
        pause.scope() == Pause.Scope.ALL ? null : pause.appId(),
        pause.begunAt().toEpochMilli(),
        pause.endsAt().map(Instant::toEpochMilli).orElse(null),
        pause.reason(),
        pause.begunBy());
  }
}
