package tech.powerjob.server.alarm.channel;

/** An alarm was not sent, or nobody knows whether it was. Its text is shown to users. */
public class NotSentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  private NotSentException(String reason, boolean lasting) {
    super(reason);
    this.lasting = lasting;
  }

  /**
   * It may work later.
   *
   * @param reason without secrets
   */
  public static NotSentException now(String reason) {
    return new NotSentException(reason, false);
  }

  /**
   * It will not work until somebody changes something.
   *
   * @param reason without secrets
   */
  public static NotSentException ever(String reason) {
    return new NotSentException(reason, true);
  }

  /** Whether there is no use in trying again by itself. */
  public boolean isLasting() {
    return lasting;
  }
}
