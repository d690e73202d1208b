package tech.powerjob.server.platform;

/**
 * Values that the activation of all message-driven beans shares. Which resource adapter delivers to
 * them is said in the vendors' descriptors beside {@code web.xml}, by the names of the beans.
 */
public final class Listening {
  /** Type of a destination that one server reads. */
  public static final String QUEUE = "jakarta.jms.Queue";

  /** Type of a destination that every server reads. */
  public static final String TOPIC = "jakarta.jms.Topic";

  /** Value of {@code useJNDI}: destinations go by their names at the broker. */
  public static final String USE_JNDI = "false";

  /** Value of {@code setupAttempts}: try to reach the broker for ever. */
  public static final String SETUP_ATTEMPTS = "-1";

  /** Value of {@code setupInterval}: milliseconds between two such tries. */
  public static final String SETUP_INTERVAL = "1000";

  private Listening() {}
}
