package tech.powerjob.wire;

/**
 * Properties of messages on {@link Addresses#COMMAND} and {@link Addresses#COMMAND_DEAD}. The
 * broker writes those of a command when it takes the message; what the sender wrote there is lost.
 */
public final class CommandProperties {
  /**
   * String: the command's own id, the same at each delivery. Ids of messages will not do: clients
   * of some protocols set none, or count from one.
   */
  public static final String ID = "powerjob_command_id";

  /**
   * String: the id under which the sender knows the message; missing if it gave none, or one that
   * {@code JMSMessageID} tells.
   */
  public static final String MESSAGE_ID = "powerjob_command_message_id";

  /**
   * String: name of the queue on which the sender awaits the answer, missing if it awaits none. A
   * topic's name begins with its scheme. {@code JMSReplyTo} does not say the kind of what STOMP
   * names.
   */
  public static final String REPLY_TO = "powerjob_command_reply_to";

  /** Long: when the broker took the command, epoch milliseconds of its clock. */
  public static final String TAKEN = "powerjob_command_taken";

  /** Long: size of the command as the broker stores it. */
  public static final String BYTES = "powerjob_command_bytes";

  /** String: why a command was not carried out. */
  public static final String REASON = "powerjob_dead_reason";

  /** String: name of the application that has sent it, as the broker knows. */
  public static final String SENDER = "powerjob_command_sender";

  /** Most bytes of a command as the broker stores it; parameters are the bulk of it. */
  public static final long MAX_BYTES = 4L * 1024 * 1024;

  private CommandProperties() {}
}
