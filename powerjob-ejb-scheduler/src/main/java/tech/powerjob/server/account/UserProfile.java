package tech.powerjob.server.account;

/**
 * What is said about a user; {@code null} and blank texts say nothing.
 *
 * @param nick name shown to people
 * @param phone where alarms may call
 * @param email where alarms may write
 * @param webHook URL for alarms
 * @param extra free text
 */
public record UserProfile(String nick, String phone, String email, String webHook, String extra) {
  /** Nothing. */
  public static final UserProfile EMPTY = new UserProfile(null, null, null, null, null);
}
