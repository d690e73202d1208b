package tech.powerjob.web.console;

import java.time.Instant;
import java.util.Date;

/** An application in a list of the console. */
public record AppView(
    long id,
    String appName,
    Long namespaceId,
    String title,
    String password,
    String tags,
    String extra,
    PeopleByRole componentUserRoleInfo,
    Date gmtCreate,
    String gmtCreateStr,
    Date gmtModified,
    String gmtModifiedStr,
    String creatorShowName,
    String modifierShowName,
    NamespaceView namespace,
    String namespaceName) {
  /** Stands where PowerJob shows the password, which is not kept in a readable form here. */
  static final String HIDDEN_PASSWORD = "NO_PERMISSION_TO_SEE";

  static Date date(Instant instant) {
    return instant == null ? null : Date.from(instant);
  }
}
