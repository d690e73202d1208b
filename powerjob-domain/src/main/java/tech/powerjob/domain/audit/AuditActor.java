package tech.powerjob.domain.audit;

/**
 * Who does something.
 *
 * @param type what kind of caller
 * @param id id of the user or application; {@code null} for others
 * @param name unique name of the user or application, or what a stranger calls itself; never null
 * @param address where the call comes from, {@code null} if it comes from nowhere
 */
public record AuditActor(Type type, Long id, String name, String address) {
  /** Kinds of callers. */
  public enum Type {
    USER,
    APP,
    /** The server by itself. */
    SERVER,
    /** Somebody who has not proved who they are. */
    STRANGER
  }

  /** The server by itself. */
  public static final AuditActor SERVER = new AuditActor(Type.SERVER, null, "server", null);

  /** Whether a person acts. */
  public boolean isPerson() {
    return type == Type.USER;
  }
}
