package tech.powerjob.domain.workflow;

import java.util.Map;

/**
 * The language of decisions. Bounded in time and steps, without access to anything. Thread-safe.
 */
public interface Conditions {
  /**
   * What a script says about a context.
   *
   * @throws ConditionException if it cannot be run, ends at a limit, or says neither yes nor no;
   *     its message is PowerJob's text with the reason
   */
  boolean evaluate(String script, Map<String, String> context);

  /**
   * Refuses a script that could never run.
   *
   * @throws IllegalArgumentException that names the construct and its place
   */
  void check(String script);

  /** A decision could not be made. */
  final class ConditionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConditionException(String message) {
      super(message);
    }

    public ConditionException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
