package tech.powerjob.web.console;

import java.util.List;
import java.util.Map;
import tech.powerjob.domain.account.User;

/** All about the user who asks; {@code password} is part of the contract and stays empty. */
public record UserDetail(
    long id,
    String username,
    String nick,
    String accountType,
    String phone,
    String email,
    int status,
    boolean enable,
    String showName,
    String password,
    String webHook,
    String originUsername,
    String extra,
    List<String> globalRoles,
    Map<String, List<NamespaceView>> role2NamespaceList,
    Map<String, List<AppName>> role2AppList) {
  /** An application by name. */
  public record AppName(long id, String appName, Long namespaceId, String title) {}

  static UserDetail of(
      User user,
      List<String> globalRoles,
      Map<String, List<NamespaceView>> namespaces,
      Map<String, List<AppName>> apps) {
    return new UserDetail(
        user.id(),
        user.username(),
        user.nick(),
        user.accountType(),
        user.phone(),
        user.email(),
        UserView.status(user),
        user.enabled(),
        user.showName(),
        null,
        user.webHook(),
        user.originUsername(),
        user.extra(),
        globalRoles,
        namespaces,
        apps);
  }
}
