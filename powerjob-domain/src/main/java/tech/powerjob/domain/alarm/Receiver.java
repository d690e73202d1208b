package tech.powerjob.domain.alarm;

/**
 * Somebody who is to be told. All but the name may be {@code null}.
 *
 * @param userId 0 for nobody in particular
 * @param name as people know the user
 */
public record Receiver(
    long userId, String name, String phone, String email, String webHook, String extra) {
  /** Shows no addresses: that of a web hook is often as good as a password. */
  @Override
  public String toString() {
    return "user " + userId;
  }
}
