package tech.powerjob.worker.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.wire.LogLine;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;
import tech.powerjob.worker.internal.RecordingOutbox;
import tech.powerjob.worker.log.OmsLogger;

class RunLoggersTest {
  private final ManualTicker ticker = new ManualTicker();
  private final RecordingOutbox outbox = new RecordingOutbox();
  private final LogShipper shipper =
      new LogShipper("w", "a", outbox, new ManualHost(ticker), ticker, LogShipper.Limits.DEFAULT);
  private final RunLoggers loggers = new RunLoggers(shipper);

  private static void writeEachLevel(OmsLogger logger) {
    logger.debug("d {}", 1);
    logger.info("i {}", 2);
    logger.warn("w {}", 3);
    logger.error("e {}", 4);
  }

  private List<String> online() {
    shipper.flush();
    return outbox.lines().stream().map(LogLine::content).toList();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(ints = {1, 5, -1})
  void withoutAKnownType_linesGoOnlineFromInfoOn(Integer type) {
    writeEachLevel(loggers.loggerOf(1, new LogConfig().setType(type)));

    assertThat(online()).containsExactly("i 2", "w 3", "e 4");
    assertThat(outbox.lines()).extracting(LogLine::level).containsExactly(2, 3, 4);
  }

  @Test
  void withoutAConfiguration_linesGoOnline() {
    writeEachLevel(loggers.loggerOf(1, null));

    assertThat(online()).containsExactly("i 2", "w 3", "e 4");
  }

  @Test
  void level_decidesWhatIsKept() {
    writeEachLevel(loggers.loggerOf(1, new LogConfig().setType(1).setLevel(1)));
    writeEachLevel(loggers.loggerOf(1, new LogConfig().setType(1).setLevel(4)));
    writeEachLevel(loggers.loggerOf(1, new LogConfig().setType(1).setLevel(99)));

    assertThat(online()).containsExactly("d 1", "i 2", "w 3", "e 4", "e 4");
  }

  @Test
  void trailingThrowable_addsItsTrace() {
    loggers.loggerOf(1, null).warn("no luck with {}", "x", new IllegalStateException("because"));

    assertThat(online().get(0))
        .startsWith("no luck with x\njava.lang.IllegalStateException: because\n\tat ")
        .doesNotEndWith("\n");
  }

  @Test
  void nullPattern_isALineToo() {
    loggers.loggerOf(1, null).info(null);

    assertThat(online()).containsExactly("null");
  }

  @Test
  void localTypes_writeToTheNamedLogger() {
    var lines = new ArrayList<String>();
    var handler = handler(lines);
    var logger = Logger.getLogger("acme.jobs");
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
    try {
      var local = new LogConfig().setLoggerName("acme.jobs").setLevel(1);
      writeEachLevel(loggers.loggerOf(1, local.setType(2)));
      assertThat(lines).containsExactly("FINE d 1", "INFO i 2", "WARNING w 3", "SEVERE e 4");
      assertThat(online()).isEmpty();

      loggers.loggerOf(1, local.setType(4)).info("both");
      assertThat(lines).last().isEqualTo("INFO both");
      assertThat(online()).containsExactly("both");
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void localWithoutAName_usesPowerJobsLogger() {
    var lines = new ArrayList<String>();
    var handler = handler(lines);
    var logger = Logger.getLogger("tech.powerjob.worker.log.impl.OmsLocalLogger");
    logger.addHandler(handler);
    try {
      loggers.loggerOf(1, new LogConfig().setType(2)).info("here");
      assertThat(lines).containsExactly("INFO here");
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void nullType_writesNothing() {
    writeEachLevel(loggers.loggerOf(1, new LogConfig().setType(999).setLevel(1)));

    assertThat(online()).isEmpty();
  }

  @Test
  void stdout_printsWithPrefix_errorsToStderr() {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var realOut = System.out;
    var realErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      writeEachLevel(loggers.loggerOf(1, new LogConfig().setType(3)));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("[PowerJob] [INFO] i 2\n[PowerJob] [WARN] w 3\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("[PowerJob] [ERROR] e 4\n");
    assertThat(online()).isEmpty();
  }

  @Test
  void unusedTime_isThatOfTheLine() {
    ticker.advance(Duration.ofSeconds(3));
    loggers.loggerOf(8, null).info("x");
    online();

    assertThat(outbox.lines()).containsExactly(new LogLine(8, ManualTicker.START + 3000, 2, "x"));
  }

  private static Handler handler(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        lines.add(record.getLevel() + " " + record.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
