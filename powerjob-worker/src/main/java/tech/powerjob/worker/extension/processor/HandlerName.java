package tech.powerjob.worker.extension.processor;

import java.util.Optional;
import tech.powerjob.common.exception.PowerJobException;

/**
 * What a job says about built-in code, taken apart.
 *
 * @param owner name of a bean or a class
 * @param handler name of a handler method, empty for the whole bean or class
 */
public record HandlerName(String owner, Optional<String> handler) {
  /**
   * Reads {@code owner} or {@code owner#handler}.
   *
   * @throws PowerJobException if one of the two names is empty
   */
  public static HandlerName parse(String processorInfo) {
    var text = processorInfo.trim();
    int sign = text.indexOf('#');
    if (sign < 0) {
      return new HandlerName(text, Optional.empty());
    }
    var owner = text.substring(0, sign).trim();
    var handler = text.substring(sign + 1).trim();
    if (owner.isEmpty() || handler.isEmpty()) {
      throw new PowerJobException(
          "processorInfo is '%s' but must be a bean or class, '#' and a handler".formatted(text));
    }
    return new HandlerName(owner, Optional.of(handler));
  }
}
