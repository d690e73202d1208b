package tech.powerjob.server.auth;

import java.util.Map;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;

/**
 * A way to log in. Every CDI bean of this type is found and offered, so that one more is one more
 * jar in the application. Users are named {@code <type>_<name>}. Implementations are thread-safe
 * and log no secrets; they fail with {@link PowerJobException}, whose message strangers may read.
 */
public interface ThirdPartyLoginService {
  /** Short name of this way, of capital letters: part of the names of its users. */
  String type();

  /** What people read on its button. */
  String name();

  /** URL of the picture on its button; {@code null} for none. */
  default String iconUrl() {
    return null;
  }

  /** Whether it is configured; one that is not is not offered. */
  boolean isAvailable();

  /**
   * Where the browser goes to log in.
   *
   * @return a URL that carries the attempt's state; or {@code FE-REDIRECT:} and a page of the
   *     console
   */
  String begin(LoginAttempt attempt);

  /**
   * Who has come back from there. The state has been checked.
   *
   * @param parameters the query of the URL with which they came back
   */
  ThirdPartyUser finish(LoginAttempt attempt, Map<String, String> parameters);

  /**
   * Who says so with credentials in the call itself, where this way has such.
   *
   * @param originParams the credentials, in a form of this way
   */
  default ThirdPartyUser direct(String originParams) {
    throw new PowerJobException(
        ErrorCodes.INVALID_REQUEST, "this login type takes no credentials here");
  }
}
