package tech.powerjob.domain.account;

import java.util.EnumSet;
import java.util.Set;

/** A bundle of permissions. */
public enum Role {
  OBSERVER(10, EnumSet.of(Permission.READ)),
  QA(20, EnumSet.of(Permission.READ, Permission.OPS)),
  DEVELOPER(30, EnumSet.of(Permission.READ, Permission.WRITE, Permission.OPS)),
  ADMIN(40, EnumSet.allOf(Permission.class));

  private final int code;
  private final Set<Permission> permissions;

  Role(int code, Set<Permission> permissions) {
    this.code = code;
    this.permissions = permissions;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static Role of(int code) {
    for (var each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("Role has no code " + code);
  }

  /** The code used in columns. */
  public int code() {
    return code;
  }

  public boolean permits(Permission permission) {
    return permissions.contains(permission);
  }
}
