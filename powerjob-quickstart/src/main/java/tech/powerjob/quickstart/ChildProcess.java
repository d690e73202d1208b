package tech.powerjob.quickstart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A Java process with its output in a file. The file of the start before is kept beside it. */
final class ChildProcess {
  private static final int LINES = 15;

  /** How the server begins its only line when it cannot start. */
  private static final String REFUSAL = "PowerJob does not start: ";

  private static final Pattern KEY = Pattern.compile("powerjob(\\.[a-z-]+)+");

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a JVM of the kind that runs this one.
   *
   * @param arguments of {@code java}
   * @param environment variables beside those of this process
   */
  static ChildProcess java(
      String name, Path log, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/bin/sh"))) {
      // Ctrl-C goes to all processes of a terminal; this one is to be stopped in its turn.
      command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", name));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return start(name, log, command, environment);
  }

  private static ChildProcess start(
      String name, Path log, List<String> command, Map<String, String> environment) {
    try {
      Files.createDirectories(log.getParent());
      if (Files.exists(log)) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(nothing()));
      builder.environment().putAll(environment);
      return new ChildProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new QuickstartException(
          "the %s cannot be started: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static File nothing() {
    return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Fails if the process has ended.
   *
   * @throws QuickstartException with the last lines that it wrote
   */
  void requireAlive() {
    if (!process.isAlive()) {
      var lines = lastLines(LINES);
      var refusal = lines.stream().filter(line -> line.startsWith(REFUSAL)).findFirst();
      if (refusal.isPresent()) {
        throw new QuickstartException(explained(refusal.get()));
      }
      throw new QuickstartException(
          "the %s ended by itself (exit code %d). Its last lines:%n%n%s%n%nMore in %s"
              .formatted(
                  name,
                  process.exitValue(),
                  String.join(System.lineSeparator(), lines).indent(4).stripTrailing(),
                  log));
    }
  }

  /** What the server says about itself, and how to change the setting that it is about. */
  private static String explained(String refusal) {
    var key = KEY.matcher(refusal);
    var reason = refusal.substring(REFUSAL.length());
    return "the server does not start: "
        + (key.find()
            ? "%s%n  Set the environment variable %s."
                .formatted(
                    reason, key.group().replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT))
            : reason);
  }

  /** The end of what it wrote. */
  List<String> lastLines(int count) {
    try {
      var text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      var lines = text.lines().filter(line -> !line.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of("(" + log + " cannot be read)");
    }
  }

  /** Asks it to stop, and makes it after a while. */
  void stop(Duration patience) {
    process.destroy();
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
