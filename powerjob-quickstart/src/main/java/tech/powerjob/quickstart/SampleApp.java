package tech.powerjob.quickstart;

import java.util.List;
import tech.powerjob.client.ClientConfig;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.exception.PowerJobException;

/** The application of the quickstart: made at the first start, found again later. */
final class SampleApp {
  /** Seconds for connecting, sending and waiting each: a server that has just started is slow. */
  private static final int PATIENCE = 10;

  private final Places places;
  private final ConsoleApi console;
  private final Administrator administrator;
  private final Memory memory;

  SampleApp(Places places, ConsoleApi console, Administrator administrator, Memory memory) {
    this.places = places;
    this.console = console;
    this.administrator = administrator;
    this.memory = memory;
  }

  /**
   * A client of the application, which exists after that.
   *
   * @throws QuickstartException if it does not exist and cannot be made
   */
  PowerJobClient open() {
    var known = memory.appPassword();
    if (known.isPresent()) {
      try {
        return client(known.get());
      } catch (PowerJobException e) {
        if (!String.valueOf(e.getMessage()).startsWith("AUTH_FAILED_")) {
          throw new QuickstartException("the server cannot be called: " + e.getMessage(), e);
        }
        // The application is gone, or its password was changed: below it gets a new one.
      }
    }
    if (!administrator.loggedIn()) {
      throw new QuickstartException(
          "the application '%s' must be made, but the administrator's password was changed. Set"
                  .formatted(Memory.APP)
              + " POWERJOB_ADMIN_PASSWORD to it for this start.");
    }
    var password = Memory.newPassword();
    try {
      console.saveApp(console.findApp(Memory.APP).orElse(null), Memory.APP, password);
    } catch (ConsoleApi.RefusedException e) {
      throw new QuickstartException(
          "the application '%s' cannot be made: %s".formatted(Memory.APP, e.getMessage()), e);
    }
    memory.keep(password);
    return client(password);
  }

  private PowerJobClient client(String password) {
    return new PowerJobClient(
        new ClientConfig()
            .setAddressList(List.of(places.serverAddress()))
            .setAppName(Memory.APP)
            .setPassword(password)
            .setConnectionTimeout(PATIENCE)
            .setReadTimeout(PATIENCE)
            .setWriteTimeout(PATIENCE));
  }
}
