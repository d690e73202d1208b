package tech.powerjob.worker.log;

/**
 * Logger of a run whose lines can be read at the server. Patterns are those of SLF4J ({@code {}});
 * a trailing {@link Throwable} adds its stack trace.
 */
public interface OmsLogger {
  void debug(String messagePattern, Object... args);

  void info(String messagePattern, Object... args);

  void warn(String messagePattern, Object... args);

  void error(String messagePattern, Object... args);
}
