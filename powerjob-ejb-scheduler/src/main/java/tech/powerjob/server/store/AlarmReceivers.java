package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.alarm.Receiver;

/**
 * Users as receivers of alarms, read by JDBC, because threads of the server's own have no entity
 * manager.
 */
final class AlarmReceivers {
  private AlarmReceivers() {}

  /** Those of these users who are enabled. */
  static List<Receiver> read(Connection connection, List<Long> userIds) throws SQLException {
    var found = new ArrayList<Receiver>();
    if (userIds.isEmpty()) {
      return found;
    }
    try (var select =
        connection.prepareStatement(
            "SELECT id, username, nick, phone, email, web_hook, extra FROM user_info WHERE id IN ("
                + ValueList.marks(userIds.size())
                + ") AND (status IS NULL OR status = "
                + SwitchableStatus.ENABLE.getV()
                + ") ORDER BY id")) {
      ValueList.setLongs(select, 0, userIds);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Receiver(
                  rows.getLong(1),
                  shown(rows.getString(2), rows.getString(3)),
                  blankless(rows.getString(4)),
                  blankless(rows.getString(5)),
                  blankless(rows.getString(6)),
                  rows.getString(7)));
        }
      }
    }
    return found;
  }

  static String shown(String username, String nick) {
    return nick == null || nick.isBlank() ? username : nick;
  }

  private static String blankless(String text) {
    return text == null || text.isBlank() ? null : text.trim();
  }
}
