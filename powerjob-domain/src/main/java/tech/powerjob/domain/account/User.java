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

  @Column(name = "token_generation")
  private Long tokenGeneration;

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
    this(PwjbUser.ACCOUNT_TYPE, account.username(), now);
    this.nick = account.username();
  }

  /**
   * A person who is known elsewhere.
   *
   * @param accountType login type
   * @param originUsername name there, which never changes
   * @throws tech.powerjob.common.exception.PowerJobException if the name is empty or too long
   */
  public User(String accountType, String originUsername, Instant now) {
    this.accountType = accountType;
    this.originUsername = Names.require("originUsername", originUsername);
    this.username = Names.atMost("username", accountType + "_" + originUsername);
    this.status = SwitchableStatus.ENABLE.getV();
    this.createdAt = now;
    this.modifiedAt = now;
  }

  /** Whether the person may log in; databases taken over may hold no status, which means yes. */
  public boolean enabled() {
    return status == null || status == SwitchableStatus.ENABLE.getV();
  }

  public void enable(Instant now) {
    this.status = SwitchableStatus.ENABLE.getV();
    this.modifiedAt = now;
  }

  /** Ends all sessions and tokens that were begun so far. */
  public void endSessions(Instant now) {
    this.tokenGeneration = tokenGeneration() + 1;
    this.modifiedAt = now;
  }

  /** How often all sessions and tokens were ended. */
  public long tokenGeneration() {
    return tokenGeneration == null ? 0 : tokenGeneration;
  }

  /**
   * Sets what is given; {@code null} and blank texts leave things as they are.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if a text is too long
   */
  public void describe(
      String newNick,
      String newPhone,
      String newEmail,
      String newWebHook,
      String newExtra,
      Instant now) {
    this.nick = given("nick", newNick, nick);
    this.phone = given("phone", newPhone, phone);
    this.email = given("email", newEmail, email);
    this.webHook = given("webHook", newWebHook, webHook);
    this.extra = given("extra", newExtra, extra);
    this.modifiedAt = now;
  }

  /**
   * Sets all of it as given; a blank text takes away what was there.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if a text is too long
   */
  public void describeAnew(
      String newNick,
      String newPhone,
      String newEmail,
      String newWebHook,
      String newExtra,
      Instant now) {
    this.nick = given("nick", newNick, null);
    this.phone = given("phone", newPhone, null);
    this.email = given("email", newEmail, null);
    this.webHook = given("webHook", newWebHook, null);
    this.extra = given("extra", newExtra, null);
    this.modifiedAt = now;
  }

  private static String given(String field, String fresh, String old) {
    return fresh == null || fresh.isBlank() ? old : Names.atMost(field, fresh);
  }

  /** Nobody gets in as this person any more, and whoever is in is out. */
  public void disable(Instant now) {
    endSessions(now);
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

  /** Name that the person chose, may be {@code null}. */
  public String nick() {
    return nick;
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
