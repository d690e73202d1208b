package tech.powerjob.domain.account;

/** What a role is held on. */
public enum RoleScope {
  NAMESPACE(1),
  APP(10),
  GLOBAL(666);

  private final int code;

  RoleScope(int code) {
    this.code = code;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static RoleScope of(int code) {
    for (var each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("RoleScope has no code " + code);
  }

  /** The code used in columns. */
  public int code() {
    return code;
  }
}
