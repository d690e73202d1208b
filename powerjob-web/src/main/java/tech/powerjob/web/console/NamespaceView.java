package tech.powerjob.web.console;

import java.util.Date;
import tech.powerjob.domain.account.Namespace;

/** A namespace in lists of the console. Selects show names only; the rest stays empty for them. */
public record NamespaceView(
    long id,
    String code,
    String name,
    String dept,
    String tags,
    String extra,
    Integer status,
    String statusStr,
    Date gmtCreate,
    String gmtCreateStr,
    Date gmtModified,
    String gmtModifiedStr,
    String showName,
    String token,
    PeopleByRole componentUserRoleInfo,
    String creatorShowName,
    String modifierShowName) {
  /** What anybody may see who chooses one. */
  static NamespaceView nameOf(Namespace namespace) {
    return new NamespaceView(
        namespace.id(),
        namespace.code(),
        namespace.name(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        showName(namespace),
        null,
        null,
        null,
        null);
  }

  /**
   * All of it.
   *
   * @param readable whether the caller may read it, its secret included
   */
  static NamespaceView of(
      Namespace namespace, PeopleByRole people, String creator, String modifier, boolean readable) {
    return new NamespaceView(
        namespace.id(),
        namespace.code(),
        namespace.name(),
        namespace.dept(),
        namespace.tags(),
        namespace.extra(),
        namespace.status().getV(),
        namespace.status().name(),
        AppView.date(namespace.createdAt()),
        Times.text(namespace.createdAt()),
        AppView.date(namespace.modifiedAt()),
        Times.text(namespace.modifiedAt()),
        showName(namespace),
        readable ? namespace.token() : AppView.HIDDEN_PASSWORD,
        people,
        creator,
        modifier);
  }

  private static String showName(Namespace namespace) {
    return "%s(%s)".formatted(namespace.name(), namespace.code());
  }
}
