package tech.powerjob.web.console;

/** To which application something belongs that is saved. */
final class Owner {
  private Owner() {}

  /**
   * Refuses to move something to another application by saving it.
   *
   * @param said the application that the request names, {@code null} if it names none
   * @param what is saved, for the objection
   */
  static void same(Long said, long appId, String what) {
    if (said != null && said != appId) {
      throw new IllegalArgumentException(
          "appId is %d but must be %d, to which the %s belongs".formatted(said, appId, what));
    }
  }
}
