package tech.powerjob.server.account;

import java.util.Optional;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.worker.NetworkRanges;

/**
 * An application as calls and messages need it.
 *
 * @param id its id
 * @param name its name
 * @param title its name for people, may be {@code null}
 * @param namespaceId id of its namespace, may be {@code null} in a database that was taken over
 * @param passwordHash stored form of the password
 * @param tokenGeneration how often all its tokens were ended
 * @param httpWorkers where its workers that speak HTTP may be; empty if nobody has said
 */
public record AppIdentity(
    long id,
    String name,
    String title,
    Long namespaceId,
    String passwordHash,
    long tokenGeneration,
    Optional<NetworkRanges> httpWorkers) {
  /** An application of which nobody has said where its workers that speak HTTP may be. */
  public AppIdentity(
      long id,
      String name,
      String title,
      Long namespaceId,
      String passwordHash,
      long tokenGeneration) {
    this(id, name, title, namespaceId, passwordHash, tokenGeneration, Optional.empty());
  }

  static AppIdentity of(App app) {
    return new AppIdentity(
        app.id(),
        app.name(),
        app.title(),
        app.namespaceId(),
        app.passwordHash(),
        app.tokenGeneration(),
        app.httpWorkerNetworks());
  }

  /** What tokens are bound to: it changes with the password, and when all tokens are ended. */
  public String credential() {
    return passwordHash + "#" + tokenGeneration;
  }

  /** Keeps the hash out of logs. */
  @Override
  public String toString() {
    return "AppIdentity[id=" + id + ", name=" + name + "]";
  }
}
