package tech.powerjob.worker.internal.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.common.enums.LogType;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.worker.log.OmsLogger;

/** Makes the logger of a run out of the job's log configuration. Thread-safe. */
public final class RunLoggers {
  /** PowerJob's name of the local logger, so that existing logging configurations still match. */
  static final String DEFAULT_LOCAL_LOGGER = "tech.powerjob.worker.log.impl.OmsLocalLogger";

  private final LogShipper shipper;

  public RunLoggers(LogShipper shipper) {
    this.shipper = shipper;
  }

  /**
   * The logger of a run.
   *
   * @param config {@code null}, or parts that are {@code null} or unknown, mean online from INFO on
   */
  public OmsLogger loggerOf(long instanceId, LogConfig config) {
    return loggersOf(instanceId, config).apply(null);
  }

  /**
   * The loggers of the tasks of a run, by the task's id; that of {@code null} belongs to no task.
   *
   * @param config as in {@link #loggerOf}
   */
  public Function<String, OmsLogger> loggersOf(long instanceId, LogConfig config) {
    var given = config == null ? new LogConfig() : config;
    int level = given.getLevel() == null ? LogLevel.INFO.getV() : given.getLevel();
    return switch (typeOf(given)) {
      case ONLINE -> task -> new RunLogger(level, List.of(online(instanceId, task)));
      case LOCAL -> same(level, List.of(local(given)));
      case STDOUT -> same(level, List.of(RunLoggers::print));
      case LOCAL_AND_ONLINE -> {
        var local = local(given);
        yield task -> new RunLogger(level, List.of(local, online(instanceId, task)));
      }
      case NULL -> same(level, List.of());
    };
  }

  private static Function<String, OmsLogger> same(int level, List<RunLogger.Sink> sinks) {
    var logger = new RunLogger(level, sinks);
    return task -> logger;
  }

  private static LogType typeOf(LogConfig config) {
    return Arrays.stream(LogType.values())
        .filter(each -> each.getV().equals(config.getType()))
        .findAny()
        .orElse(LogType.ONLINE);
  }

  private RunLogger.Sink online(long instanceId, String task) {
    return (level, text, thrown) ->
        shipper.append(
            instanceId, task, level, thrown == null ? text : text + '\n' + trace(thrown));
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  private static RunLogger.Sink local(LogConfig config) {
    var name = config.getLoggerName();
    var logger =
        LoggerFactory.getLogger(name == null || name.isBlank() ? DEFAULT_LOCAL_LOGGER : name);
    return (level, text, thrown) -> log(logger, level, text, thrown);
  }

  private static void log(Logger logger, LogLevel level, String text, Throwable thrown) {
    switch (level) {
      case DEBUG -> logger.debug(text, thrown);
      case INFO -> logger.info(text, thrown);
      case WARN -> logger.warn(text, thrown);
      case ERROR -> logger.error(text, thrown);
      case OFF -> throw new IllegalArgumentException("no line has the level OFF");
    }
  }

  private static void print(LogLevel level, String text, Throwable thrown) {
    PrintStream stream = level == LogLevel.ERROR ? System.err : System.out;
    stream.println("[PowerJob] [" + level + "] " + text);
    if (thrown != null) {
      stream.println(trace(thrown));
    }
  }
}
