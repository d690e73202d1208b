package tech.powerjob.server.alarm;

/**
 * What became of a test alarm on one channel.
 *
 * @param channel name of the channel
 * @param detail why it was not sent; {@code null} if it was
 */
public record ChannelTest(String channel, Outcome outcome, String detail) {
  /** How it went. */
  public enum Outcome {
    SENT,
    FAILED,
    /** The user has no address on this channel. */
    NO_ADDRESS,
    /** The server lacks the settings of this channel. */
    NOT_CONFIGURED
  }
}
