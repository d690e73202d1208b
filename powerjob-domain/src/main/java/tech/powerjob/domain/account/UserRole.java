package tech.powerjob.domain.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;

/** A role that a user holds on an application, on a namespace, or everywhere. */
@Entity
@Table(name = "user_role")
public class UserRole {
  /** Target of roles that are held everywhere. */
  public static final long GLOBAL_TARGET = 1;

  @Id
  @GeneratedValue(generator = "user_role")
  @TableGenerator(
      name = "user_role",
      table = "id_sequence",
      pkColumnName = "name",
      pkColumnValue = "user_role",
      valueColumnName = "last_id",
      allocationSize = 1)
  private Long id;

  @Column(name = "user_id")
  private Long userId;

  private Integer scope;
  private Long target;
  private Integer role;
  private String extra;

  @Column(name = "gmt_create")
  @Convert(converter = InstantColumn.class)
  private Instant createdAt;

  @Column(name = "gmt_modified")
  @Convert(converter = InstantColumn.class)
  private Instant modifiedAt;

  /** For JPA. */
  protected UserRole() {}

  public UserRole(long userId, Role role, RoleScope scope, long target, Instant now) {
    this.userId = userId;
    this.role = role.code();
    this.scope = scope.code();
    this.target = target;
    this.createdAt = now;
    this.modifiedAt = now;
  }

  /** Notes which login type gave the role, and may take it away again. */
  public void given(String loginType) {
    this.extra = "from " + loginType;
  }

  /** The login type that gave the role; {@code null} if people did. */
  public String givenBy() {
    return extra != null && extra.startsWith("from ") ? extra.substring(5) : null;
  }

  public long userId() {
    return userId;
  }

  public Role role() {
    return Role.of(role);
  }

  public RoleScope scope() {
    return RoleScope.of(scope);
  }

  /** Id of the application or namespace; {@link #GLOBAL_TARGET} for a global role. */
  public long target() {
    return target;
  }
}
