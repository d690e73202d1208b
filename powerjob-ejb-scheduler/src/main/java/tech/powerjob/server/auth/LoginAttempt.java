package tech.powerjob.server.auth;

import java.time.Instant;

/**
 * A login that has begun in a browser and goes on elsewhere. The browser keeps it, encrypted, until
 * it comes back.
 *
 * @param type login type
 * @param state what the provider must hand back: the type, {@code -}, and a random part
 * @param nonce random text that the provider must put into what it signs
 * @param verifier random text whose digest the provider is told first, and itself later (PKCE)
 * @param zone time zone of the browser, may be {@code null}
 * @param until end of the attempt
 */
public record LoginAttempt(
    String type, String state, String nonce, String verifier, String zone, Instant until) {
  /** Keeps what is random out of logs. */
  @Override
  public String toString() {
    return "LoginAttempt[type=" + type + "]";
  }
}
