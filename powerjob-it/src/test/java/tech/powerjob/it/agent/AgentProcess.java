package tech.powerjob.it.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The agent's jar in a process of its own. Its output goes to {@code target/servers}. */
final class AgentProcess implements AutoCloseable {
  private static final Path LOGS = Path.of("target", "servers");

  private final Process process;
  private final Path log;

  private AgentProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param name of its log
   * @param workspace where it keeps scripts
   * @param environment in place of one's own, except where programs are
   */
  static AgentProcess start(
      String name, Path workspace, Map<String, String> environment, String... arguments)
      throws IOException {
    Files.createDirectories(LOGS);
    var log = LOGS.resolve("agent-" + name + ".log");
    Files.deleteIfExists(log);
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-Dpowerjob.network.local.address=127.0.0.1",
                "-Dpowerjob.worker.workspace=" + workspace,
                "-jar",
                Path.of(
                        System.getProperty(
                            "powerjob.it.agent", "../powerjob-agent/target/powerjob-agent.jar"))
                    .toAbsolutePath()
                    .normalize()
                    .toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    builder.environment().putAll(environment);
    var process = builder.redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new AgentProcess(process, log);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end and returns the exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the agent does not end");
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
  }
}
