package tech.powerjob.server.account;

import tech.powerjob.domain.account.Grants;

/**
 * A user as calls need them.
 *
 * @param id their id
 * @param username unique name with login type
 * @param showName name shown to people
 * @param phone may be {@code null}
 * @param email may be {@code null}
 * @param webHook may be {@code null}
 * @param extra may be {@code null}
 * @param enabled whether they may be here at all
 * @param passwordHash stored form of the password, empty for accounts kept elsewhere
 * @param mustChangePassword whether they may do nothing but change their password
 * @param tokenGeneration how often all their sessions were ended
 * @param grants what they may do
 */
public record UserIdentity(
    long id,
    String username,
    String showName,
    String phone,
    String email,
    String webHook,
    String extra,
    boolean enabled,
    String passwordHash,
    boolean mustChangePassword,
    long tokenGeneration,
    Grants grants) {
  /** What sessions are bound to: it changes with the password, and when all sessions are ended. */
  public String credential() {
    return passwordHash + "#" + tokenGeneration;
  }

  /** Keeps the hash out of logs. */
  @Override
  public String toString() {
    return "UserIdentity[id=" + id + ", username=" + username + "]";
  }
}
