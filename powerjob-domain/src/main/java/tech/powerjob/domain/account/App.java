package tech.powerjob.domain.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;
import java.util.Optional;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.worker.NetworkRanges;

/** An application: the owner of jobs, with a name and a password that its workers know. */
@Entity
@Table(name = "app_info")
public class App {
  private static final int MOST_NETWORKS = 2_000;

  @Id
  @GeneratedValue(generator = "app_info")
  @TableGenerator(
      name = "app_info",
      table = "id_sequence",
      pkColumnName = "name",
      pkColumnValue = "app_info",
      valueColumnName = "last_id",
      allocationSize = 1)
  private Long id;

  @Column(name = "app_name")
  private String name;

  private String title;
  private String password;

  @Column(name = "token_generation")
  private Long tokenGeneration;

  @Column(name = "namespace_id")
  private Long namespaceId;

  private String tags;
  private String extra;

  @Column(name = "http_worker_networks")
  private String httpWorkerNetworks;

  private Long creator;
  private Long modifier;

  @Column(name = "gmt_create")
  @Convert(converter = InstantColumn.class)
  private Instant createdAt;

  @Column(name = "gmt_modified")
  @Convert(converter = InstantColumn.class)
  private Instant modifiedAt;

  /** For JPA. */
  protected App() {}

  /**
   * A new application.
   *
   * @throws PowerJobException if name or password is empty, has white space or is too long
   */
  public App(String name, String password, long namespaceId, Long creator, Instant now) {
    this.name = Names.word("appName", name);
    this.password = hash(password);
    this.namespaceId = namespaceId;
    this.creator = creator;
    this.modifier = creator;
    this.createdAt = now;
    this.modifiedAt = now;
  }

  /** Describes the application to people. */
  public void describe(String title, String tags, String extra) {
    this.title = Names.atMost("title", title);
    this.tags = Names.atMost("tags", tags);
    this.extra = Names.atMost("extra", extra);
  }

  /** Replaces the password; tokens that were issued for the old one end. */
  public void changePassword(String newPassword) {
    this.password = hash(newPassword);
  }

  /**
   * Says where workers that speak HTTP may be.
   *
   * @param networks {@code null} to say nothing any more
   * @throws PowerJobException if there are too many
   */
  public void allowHttpWorkers(NetworkRanges networks) {
    if (networks != null && networks.toString().length() > MOST_NETWORKS) {
      throw new PowerJobException(
          "networks has %d characters but may have %d"
              .formatted(networks.toString().length(), MOST_NETWORKS));
    }
    this.httpWorkerNetworks = networks == null ? null : networks.toString();
  }

  /** Ends all tokens that were issued so far. */
  public void endTokens() {
    this.tokenGeneration = tokenGeneration() + 1;
  }

  public void moveTo(long namespaceId) {
    this.namespaceId = namespaceId;
  }

  public void modifiedBy(Long userId, Instant now) {
    this.modifier = userId;
    this.modifiedAt = now;
  }

  private static String hash(String password) {
    Names.require("password", password);
    return PasswordHash.of(AppPassword.ofPlain(password).md5()).toString();
  }

  public Long id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String title() {
    return title;
  }

  /** The stored form of {@link PasswordHash}, over the MD5; or a {@link LegacyPassword}. */
  public String passwordHash() {
    return password;
  }

  /** How often all tokens were ended. */
  public long tokenGeneration() {
    return tokenGeneration == null ? 0 : tokenGeneration;
  }

  public Long namespaceId() {
    return namespaceId;
  }

  public String tags() {
    return tags;
  }

  public String extra() {
    return extra;
  }

  /** Where workers that speak HTTP may be; empty as long as nobody has said. */
  public Optional<NetworkRanges> httpWorkerNetworks() {
    return Optional.ofNullable(httpWorkerNetworks).map(NetworkRanges::parse);
  }

  /** Id of the user who made it; {@code null} if that was the system. */
  public Long creator() {
    return creator;
  }

  public Long modifier() {
    return modifier;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant modifiedAt() {
    return modifiedAt;
  }
}
