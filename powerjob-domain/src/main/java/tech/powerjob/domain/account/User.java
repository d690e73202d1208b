package tech.powerjob.domain.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;
import tech.powerjob.common.enums.SwitchableStatus;

/** A person, whatever the way in which they log in. */
@Entity
@Table(name = "user_info")
public class User {
  @Id
  @GeneratedValue(generator = "user_info")
  @TableGenerator(
      name = "user_info",
      table = "id_sequence",
      pkColumnName = "name",
      pkColumnValue = "user_info",
      valueColumnName = "last_id",
      allocationSize = 1)
  private Long id;

  @Column(name = "account_type")
  private String accountType;

  private String username;
  private String nick;
  private String phone;
  private String email;

  @Column(name = "web_hook")
  private String webHook;

  private String extra;

  @Column(name = "origin_username")
  private String originUsername;

  private Integer status;

  @Column(name = "gmt_create")
  @Convert(converter = InstantColumn.class)
  private Instant createdAt;

  @Column(name = "gmt_modified")
  @Convert(converter = InstantColumn.class)
  private Instant modifiedAt;

  /** For JPA. */
  protected User() {}

  /** The person behind an account of PowerJob itself. */
  public User(PwjbUser account, Instant now) {
    this.accountType = PwjbUser.ACCOUNT_TYPE;
    this.originUsername = account.username();
    this.username = PwjbUser.ACCOUNT_TYPE + "_" + account.username();
    this.nick = account.username();
    this.status = SwitchableStatus.ENABLE.getV();
    this.createdAt = now;
    this.modifiedAt = now;
  }

  /** Whether the person may log in; databases taken over may hold no status, which means yes. */
  public boolean enabled() {
    return status == null || status == SwitchableStatus.ENABLE.getV();
  }

  public void disable(Instant now) {
    this.status = SwitchableStatus.DISABLE.getV();
    this.modifiedAt = now;
  }

  /** Name shown to other people. */
  public String showName() {
    return nick == null || nick.isBlank() ? username : nick;
  }

  public Long id() {
    return id;
  }

  public String accountType() {
    return accountType;
  }

  /** Unique name: the login type, an underscore, and the name there. */
  public String username() {
    return username;
  }

  /** Name within the login type. */
  public String originUsername() {
    return originUsername;
  }

  public String phone() {
    return phone;
  }

  public String email() {
    return email;
  }

  public String webHook() {
    return webHook;
  }

  public String extra() {
    return extra;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant modifiedAt() {
    return modifiedAt;
  }
}
