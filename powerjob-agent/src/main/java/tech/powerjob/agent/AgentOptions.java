package tech.powerjob.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** The command line of the agent. Options that are not given come from {@link Defaults}. */
@Command(
    name = "powerjob-agent",
    description = "Runs the jobs of one application with the official processors.",
    mixinStandardHelpOptions = true,
    versionProvider = AgentVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "The application's password comes from --password-file, or from the environment variable"
          + " POWERJOB_WORKER_PASSWORD, or from the system property powerjob.worker.password.",
      "Every option can be given as an environment variable too: POWERJOB_WORKER_APP_NAME,"
          + " _SERVER_ADDRESS, _TAG, _MAX_RESULT_LENGTH, _PORT, _ENABLE, _STOP_TIMEOUT,"
          + " _ALLOW_LAZY_CONNECT_SERVER, _PASSWORD_FILE.",
      "Exit codes: 0 stopped by a signal, 1 could not start, 2 wrong arguments."
    })
final class AgentOptions {
  @Option(
      names = {"-a", "--app"},
      required = true,
      descriptionKey = "app-name",
      paramLabel = "NAME",
      description = "Application whose jobs are run. Required.")
  private String app;

  @Option(
      names = {"-s", "--server"},
      split = ",",
      required = true,
      descriptionKey = "server-address",
      paramLabel = "HOST:PORT",
      description = "Servers, with commas between. Default: localhost:7700.")
  private List<String> servers;

  @Option(
      names = "--password-file",
      descriptionKey = "password-file",
      paramLabel = "FILE",
      description = "File with the application's password in its first line.")
  private Path passwordFile;

  @Option(
      names = {"-t", "--tag"},
      descriptionKey = "tag",
      paramLabel = "TEXT",
      description = "Tag that jobs can ask for.")
  private String tag;

  @Option(
      names = {"-l", "--length"},
      required = true,
      descriptionKey = "max-result-length",
      paramLabel = "CHARS",
      description = "Longest result text. Default: 1024.")
  private int length;

  @Option(
      names = "--enable",
      split = ",",
      descriptionKey = "enable",
      paramLabel = "WHAT",
      description =
          "Dangerous abilities that jobs may use, with commas between: shell, python, cmd,"
              + " powershell, file-cleanup, dynamic-datasource, config-file. Default: none.")
  private Set<Feature> enabled = new LinkedHashSet<>();

  @Option(
      names = "--stop-timeout",
      required = true,
      descriptionKey = "stop-timeout",
      paramLabel = "SECONDS",
      description =
          "How long running jobs get to end after SIGTERM, before they are interrupted."
              + " Default: 30.")
  private int stopTimeout;

  @Option(
      names = "--wait",
      descriptionKey = "allow-lazy-connect-server",
      description = "Start although no server answers, and go on trying.")
  private boolean wait;

  @Option(
      names = {"-p", "--port"},
      descriptionKey = "port",
      paramLabel = "PORT",
      description =
          "Port in the address under which the agent is shown. It opens none. Default: 27777.")
  private Integer port;

  @Option(
      names = {"-o", "--protocol"},
      descriptionKey = "protocol",
      paramLabel = "NAME",
      description = "Of PowerJob's agent; has no meaning here.")
  private String protocol;

  @Option(
      names = {"-e", "--persistence"},
      descriptionKey = "store-strategy",
      paramLabel = "NAME",
      description = "Of PowerJob's agent; has no meaning here.")
  private String persistence;

  Set<Feature> enabled() {
    return enabled;
  }

  Path passwordFile() {
    return passwordFile;
  }

  int length() {
    return length;
  }

  /** What the worker needs to know, but for the password. */
  PowerJobWorkerConfig config() {
    var config = new PowerJobWorkerConfig();
    config.setAppName(app);
    config.setServerAddress(new ArrayList<>(servers.stream().map(String::trim).toList()));
    config.setTag(tag);
    config.setMaxResultLength(length);
    config.setStopTimeout(Duration.ofSeconds(stopTimeout));
    config.setAllowLazyConnectServer(wait);
    if (port != null) {
      config.setPort(port);
    }
    return config;
  }

  /** What to tell about options that do less than with PowerJob's agent. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (port != null) {
      notices.add("-p: the agent opens no port; " + port + " is only shown");
    }
    if (protocol != null) {
      notices.add("-o: the agent always talks to the servers' broker; ignored");
    }
    if (persistence != null) {
      notices.add("-e: the agent stores nothing; ignored");
    }
    return notices;
  }
}
