package tech.powerjob.domain.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;
import java.util.UUID;
import tech.powerjob.common.enums.SwitchableStatus;

/** A group of applications; a role on it holds for all of them. */
@Entity
@Table(name = "namespace")
public class Namespace {
  /** Code of the namespace that always exists. */
  public static final String DEFAULT_CODE = "default_namespace";

  @Id
  @GeneratedValue(generator = "namespace")
  @TableGenerator(
      name = "namespace",
      table = "id_sequence",
      pkColumnName = "name",
      pkColumnValue = "namespace",
      valueColumnName = "last_id",
      allocationSize = 1)
  private Long id;

  private String code;
  private String name;
  private String token;
  private Integer status;
  private String dept;
  private String tags;
  private String extra;
  private Long creator;
  private Long modifier;

  @Column(name = "gmt_create")
  @Convert(converter = InstantColumn.class)
  private Instant createdAt;

  @Column(name = "gmt_modified")
  @Convert(converter = InstantColumn.class)
  private Instant modifiedAt;

  /** For JPA. */
  protected Namespace() {}

  /**
   * A new namespace in use.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if the code is empty, has white space
   *     or is too long
   */
  public Namespace(String code, String name, Long creator, Instant now) {
    this.code = Names.word("namespace code", code);
    this.name = Names.atMost("namespace name", name);
    this.token = UUID.randomUUID().toString();
    this.status = SwitchableStatus.ENABLE.getV();
    this.creator = creator;
    this.modifier = creator;
    this.createdAt = now;
    this.modifiedAt = now;
  }

  /**
   * Describes the namespace to people.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if a text is too long
   */
  public void describe(String newName, String newDept, String newTags, String newExtra) {
    this.name = Names.atMost("namespace name", newName);
    this.dept = Names.atMost("dept", newDept);
    this.tags = Names.atMost("tags", newTags);
    this.extra = Names.atMost("extra", newExtra);
  }

  public void modifiedBy(Long userId, Instant now) {
    this.modifier = userId;
    this.modifiedAt = now;
  }

  /** A secret of the namespace, made up with it. */
  public String token() {
    return token;
  }

  public Long id() {
    return id;
  }

  public String code() {
    return code;
  }

  public String name() {
    return name;
  }

  public SwitchableStatus status() {
    return SwitchableStatus.of(status);
  }

  public String dept() {
    return dept;
  }

  public String tags() {
    return tags;
  }

  public String extra() {
    return extra;
  }

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
