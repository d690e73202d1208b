package tech.powerjob.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path folder;

  @Test
  void line_hasTimeLevelLoggerAndMessage() throws IOException {
    var file = new LogFile(folder.resolve("server.log"), 1_000);
    file.publish(line("tech.powerjob.x", Level.INFO, "hello"));
    file.close();

    assertThat(Files.readString(folder.resolve("server.log")))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO    \\[tech.powerjob.x] hello\\R");
  }

  @Test
  void fullFile_isSetAsideAndOldestGoes() throws IOException {
    var file = new LogFile(folder.resolve("server.log"), 0);
    for (int i = 0; i <= LogFile.KEPT + 2; i++) {
      file.publish(line("x", Level.INFO, "line " + i));
    }
    file.close();

    assertThat(folder.resolve("server.log")).content().contains("line " + (LogFile.KEPT + 2));
    assertThat(folder.resolve("server.log.1")).content().contains("line " + (LogFile.KEPT + 1));
    assertThat(folder.resolve("server.log." + LogFile.KEPT)).content().contains("line 2");
    assertThat(folder.resolve("server.log." + (LogFile.KEPT + 1))).doesNotExist();
  }

  @Test
  void secondProcess_appends() throws IOException {
    var path = folder.resolve("server.log");
    Files.writeString(path, "before\n");
    var file = new LogFile(path, 1_000);
    file.publish(line("x", Level.INFO, "after"));
    file.close();

    assertThat(path).content().startsWith("before\n").contains("after");
  }

  @Test
  void terminal_showsOurLinesAndWarningsOfOthers() {
    var terminal = new ConsoleLines();

    assertThat(terminal.isLoggable(line("tech.powerjob.server.x", Level.INFO, "m"))).isTrue();
    assertThat(terminal.isLoggable(line("org.other", Level.WARNING, "m"))).isTrue();
    assertThat(terminal.isLoggable(line("org.other", Level.INFO, "m"))).isFalse();
    assertThat(terminal.isLoggable(line(null, Level.INFO, "m"))).isFalse();
  }

  @Test
  void configuration_namesHandlersThatExist() throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(ServerLog.write(folder))) {
      properties.load(in);
    }

    assertThat(properties.getProperty("handlers").split(", "))
        .containsExactly(LogFile.class.getName(), ConsoleLines.class.getName());
    assertThat(properties.getProperty(LogFile.class.getName() + ".path"))
        .isEqualTo(folder.resolve("server.log").toString());
  }

  private static LogRecord line(String logger, Level level, String message) {
    var record = new LogRecord(level, message);
    record.setLoggerName(logger);
    return record;
  }
}
