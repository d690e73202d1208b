package tech.powerjob.server.adopt;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What is to be taken over, and how. Immutable.
 *
 * @param url JDBC URL of the database that a PowerJob 5.1 server used
 * @param user its user
 * @param into JDBC URL of the database that our servers will use; empty for the same one
 * @param intoUser its user
 * @param tablePrefix what the original's tables begin with, may be empty
 * @param history how old finished instances may be that come along
 * @param appPasswords file with passwords of applications, if there is one
 * @param zone zone in which the original's schedules were meant, to be kept with each; empty for
 *     the zone of this machine
 * @param disableSuspicious whether suspicious jobs come disabled
 * @param dryRun whether only to say what would be done
 */
public record AdoptOptions(
    String url,
    String user,
    Optional<String> into,
    String intoUser,
    String tablePrefix,
    Duration history,
    Optional<Path> appPasswords,
    Optional<ZoneId> zone,
    boolean disableSuspicious,
    boolean dryRun) {
  static final String USAGE =
      """
      Takes over the database of a PowerJob 5.1 server. Make a backup first, and stop that server.

        adopt --url JDBC-URL --user NAME [options]

        --into JDBC-URL        database for the new server; without it the same one is used, in
                               which the former tables are kept with names that begin with pj51_
        --into-user NAME       its user, if it is another one
        --table-prefix TEXT    what the former tables begin with (oms.table-prefix)
        --history-days N       finished instances of so many days come along; default 7, 0 for none
        --app-passwords FILE   lines app=password, of applications whose stored password cannot be read
        --time-zone ZONE       zone of the former server; default the one of this machine
        --disable-suspicious   jobs that are flagged as suspicious come disabled
        --dry-run              says what would be done, and changes nothing

        Passwords of the databases are read from the environment variables
        POWERJOB_ADOPT_PASSWORD and POWERJOB_ADOPT_INTO_PASSWORD, or asked for.
      """;

  private static final int DEFAULT_DAYS = 7;
  private static final int MOST_DAYS = 3_650;

  /**
   * Reads a command line.
   *
   * @throws AdoptException naming what is wrong with it
   */
  static AdoptOptions parse(List<String> arguments) {
    var rest = new ArrayDeque<>(arguments);
    String url = null;
    String user = null;
    String into = null;
    String intoUser = null;
    String prefix = "";
    int days = DEFAULT_DAYS;
    Path passwords = null;
    ZoneId zone = null;
    boolean disable = false;
    boolean dryRun = false;
    while (!rest.isEmpty()) {
      var option = rest.poll();
      switch (option) {
        case "--url" -> url = value(option, rest);
        case "--user" -> user = value(option, rest);
        case "--into" -> into = value(option, rest);
        case "--into-user" -> intoUser = value(option, rest);
        case "--table-prefix" -> prefix = prefix(value(option, rest));
        case "--history-days" -> days = days(value(option, rest));
        case "--app-passwords" -> passwords = Path.of(value(option, rest));
        case "--time-zone" -> zone = zone(value(option, rest));
        case "--disable-suspicious" -> disable = true;
        case "--dry-run" -> dryRun = true;
        default -> throw new AdoptException("there is no option '%s'".formatted(option));
      }
    }
    if (url == null || user == null) {
      throw new AdoptException("--url and --user are required");
    }
    if (into != null && into.equals(url)) {
      throw new AdoptException(
          "--into is the same as --url; leave it out to stay in that database");
    }
    return new AdoptOptions(
        url,
        user,
        Optional.ofNullable(into),
        intoUser == null ? user : intoUser,
        prefix,
        Duration.ofDays(days),
        Optional.ofNullable(passwords),
        Optional.ofNullable(zone),
        disable,
        dryRun);
  }

  private static String value(String option, ArrayDeque<String> rest) {
    if (rest.isEmpty()) {
      throw new AdoptException(option + " needs a value");
    }
    return rest.poll();
  }

  private static String prefix(String text) {
    if (!text.matches("[A-Za-z0-9_]{0,40}")) {
      throw new AdoptException(
          "--table-prefix is '%s' but must be letters, digits and _".formatted(text));
    }
    return text;
  }

  private static int days(String text) {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > MOST_DAYS) {
      throw new AdoptException(
          "--history-days is '%s' but must be from 0 to %d".formatted(text, MOST_DAYS));
    }
    return Integer.parseInt(text);
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new AdoptException(
          "--time-zone is '%s' but must be a zone such as Asia/Shanghai".formatted(text), e);
    }
  }

  /** What is stored with a schedule that goes by the clock; {@code null} for nothing. */
  String scheduleOptions() {
    return zone.map(each -> "{\"timeZone\":\"%s\"}".formatted(each.getId())).orElse(null);
  }

  /** Zone in which the original's times are meant. */
  ZoneId zoneOrLocal() {
    return zone.orElseGet(ZoneId::systemDefault);
  }

  /** Whether the new server will use the database of the former one. */
  boolean inPlace() {
    return into.isEmpty();
  }
}
