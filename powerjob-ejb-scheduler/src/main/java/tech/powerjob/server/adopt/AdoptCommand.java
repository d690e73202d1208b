package tech.powerjob.server.adopt;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import tech.powerjob.config.Settings;
import tech.powerjob.server.platform.SwitchingDataSource;

/** The command line of the takeover: {@code java -jar powerjob.jar adopt …}. */
public final class AdoptCommand {
  private static final String PASSWORD = "POWERJOB_ADOPT_PASSWORD";
  private static final String INTO_PASSWORD = "POWERJOB_ADOPT_INTO_PASSWORD";

  private AdoptCommand() {}

  /**
   * Runs it.
   *
   * @param arguments what follows {@code adopt}
   * @return 0 when all is done, 1 when it is refused or fails, 2 when the arguments are wrong
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream error) {
    if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
      out.print(AdoptOptions.USAGE);
      return arguments.isEmpty() ? 2 : 0;
    }
    AdoptOptions options;
    try {
      options = AdoptOptions.parse(arguments);
    } catch (AdoptException e) {
      error.println(e.getMessage());
      error.print(AdoptOptions.USAGE);
      return 2;
    }
    try {
      var source = open(options.url(), options.user(), password(PASSWORD, options.url()));
      var target =
          options.into().isEmpty()
              ? source
              : open(
                  options.into().get(),
                  options.intoUser(),
                  password(INTO_PASSWORD, options.into().get()));
      new Adoption(options, source, target, Clock.systemUTC().instant(), Alive.WATCH, out::println)
          .run();
      return 0;
    } catch (AdoptException e) {
      error.println("Not taken over: " + e.getMessage());
      return 1;
    } catch (RuntimeException e) {
      error.println("Not taken over, it can be tried again: " + e.getMessage());
      e.printStackTrace(error);
      return 1;
    }
  }

  private static DataSource open(String url, String user, String password) {
    var values =
        Map.of("powerjob.db.url", url, "powerjob.db.user", user, "powerjob.db.password", password);
    return new SwitchingDataSource(Settings.from(key -> Optional.ofNullable(values.get(key))));
  }

  private static String password(String variable, String url) {
    var given = System.getenv(variable);
    if (given != null) {
      return given;
    }
    var console = System.console();
    if (console == null) {
      throw new AdoptException("there is no terminal to ask for a password; set " + variable);
    }
    var typed = console.readPassword("Password for %s: ", url.split("[?;]", 2)[0]);
    return typed == null ? "" : new String(typed);
  }
}
