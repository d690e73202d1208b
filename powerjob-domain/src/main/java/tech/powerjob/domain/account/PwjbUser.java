package tech.powerjob.domain.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;
import tech.powerjob.common.exception.PowerJobException;

/** A name and password kept by PowerJob itself, one of the ways in which a {@link User} logs in. */
@Entity
@Table(name = "pwjb_user_info")
public class PwjbUser {
  /** Login type of these accounts. */
  public static final String ACCOUNT_TYPE = "PWJB";

  /** Shortest password that is accepted for a new account, in characters. */
  public static final int MIN_PASSWORD_LENGTH = 8;

  @Id
  @GeneratedValue(generator = "pwjb_user_info")
  @TableGenerator(
      name = "pwjb_user_info",
      table = "id_sequence",
      pkColumnName = "name",
      pkColumnValue = "pwjb_user_info",
      valueColumnName = "last_id",
      allocationSize = 1)
  private Long id;

  private String username;
  private String password;
  private String extra;

  @Column(name = "must_change")
  private Integer mustChange;

  @Column(name = "gmt_create")
  @Convert(converter = InstantColumn.class)
  private Instant createdAt;

  @Column(name = "gmt_modified")
  @Convert(converter = InstantColumn.class)
  private Instant modifiedAt;

  /** For JPA. */
  protected PwjbUser() {}

  /**
   * A new account.
   *
   * @throws PowerJobException if the name is empty or has white space, or the password is shorter
   *     than {@link #MIN_PASSWORD_LENGTH}
   */
  public PwjbUser(String username, String password, Instant now) {
    this.username = Names.word("userName", username);
    this.password = hash(password);
    this.createdAt = now;
    this.modifiedAt = now;
  }

  /** Replaces the password; sessions and tokens of the old one end. */
  public void changePassword(String newPassword, Instant now) {
    this.password = hash(newPassword);
    this.mustChange = 0;
    this.modifiedAt = now;
  }

  /** The password was made up by a machine and stands in a file: it must be changed before use. */
  public void requireChange() {
    this.mustChange = 1;
  }

  private static String hash(String password) {
    Names.require("password", password);
    if (password.length() < MIN_PASSWORD_LENGTH) {
      throw new PowerJobException(
          "password has %d characters but needs at least %d"
              .formatted(password.length(), MIN_PASSWORD_LENGTH));
    }
    return PasswordHash.of(password).toString();
  }

  public Long id() {
    return id;
  }

  public String username() {
    return username;
  }

  /** The stored form of {@link PasswordHash}, or a {@link LegacyPassword}. */
  public String passwordHash() {
    return password;
  }

  /** Whether the password must be changed before anything else is allowed. */
  public boolean mustChange() {
    return mustChange != null && mustChange != 0;
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
