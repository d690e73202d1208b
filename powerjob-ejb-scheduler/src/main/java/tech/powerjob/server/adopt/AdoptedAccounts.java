package tech.powerjob.server.adopt;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns namespaces, applications, users and roles of the original into ours, which have the same
 * columns. Passwords of users stay as they are stored: the login accepts that form once, and
 * replaces it.
 */
final class AdoptedAccounts {
  private static final Map<String, List<String>> COLUMNS =
      Map.of(
          "namespace",
          List.of(
              "code", "name", "token", "status", "dept", "tags", "extra", "creator", "modifier"),
          "app_info",
          List.of("app_name", "title", "namespace_id", "tags", "extra", "creator", "modifier"),
          "user_info",
          List.of(
              "account_type",
              "username",
              "nick",
              "phone",
              "email",
              "web_hook",
              "extra",
              "origin_username",
              "status"),
          "pwjb_user_info",
          List.of("username", "password", "extra"),
          "user_role",
          List.of("user_id", "scope", "target", "role", "extra"));

  private static final List<String> NUMBERS =
      List.of(
          "status", "creator", "modifier", "namespace_id", "user_id", "scope", "target", "role");

  private AdoptedAccounts() {}

  static Map<String, Object> of(
      String table,
      OriginalRow original,
      AdoptOptions options,
      Instant now,
      AppPasswords passwords) {
    var row = new LinkedHashMap<String, Object>();
    row.put("id", original.number("id").orElseThrow());
    for (var column : COLUMNS.get(table)) {
      row.put(
          column,
          NUMBERS.contains(column) ? original.number(column).orElse(null) : original.text(column));
    }
    if (table.equals("app_info")) {
      row.put("password", passwords.stored(original.text("app_name"), original.text("password")));
    }
    row.put("gmt_create", original.time("gmt_create", options.zoneOrLocal()).orElse(now));
    row.put("gmt_modified", original.time("gmt_modified", options.zoneOrLocal()).orElse(now));
    return row;
  }
}
