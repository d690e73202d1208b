package tech.powerjob.agent;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** The program: reads the command line, starts the worker, and stops it when it is told to. */
public final class Agent {
  static final int STARTED = 0;
  static final int FAILED = 1;
  static final int WRONG_ARGUMENTS = 2;

  /** A result of a script holds two outputs and a few words. */
  private static final int WORDS = 60;

  private static final int MIN_OUTPUT = 100;
  private static final int MAX_OUTPUT = 3_000;
  private static final String OUTPUT = "powerjob.official-processor.script.output-length";

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** Starts workers, so that tests need none. */
  @FunctionalInterface
  interface Starter {
    void start(PowerJobWorkerConfig config) throws Exception;
  }

  private final Properties properties;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream errors;
  private final Starter starter;

  Agent(
      Properties properties,
      Map<String, String> environment,
      PrintStream out,
      PrintStream errors,
      Starter starter) {
    this.properties = properties;
    this.environment = environment;
    this.out = out;
    this.errors = errors;
    this.starter = starter;
  }

  /** Runs the agent until a signal ends it. */
  public static void main(String[] arguments) {
    OutputLog.install();
    var agent =
        new Agent(
            System.getProperties(), System.getenv(), System.out, System.err, Agent::startWorker);
    int code = agent.run(arguments);
    if (code != STARTED) {
      System.exit(code);
    }
    // The worker's threads keep the JVM alive; help and version have none.
  }

  private static void startWorker(PowerJobWorkerConfig config) throws Exception {
    var worker = new PowerJobWorker(config);
    worker.init();
    StopSignals.handle(() -> stop(worker, config));
  }

  private static void stop(PowerJobWorker worker, PowerJobWorkerConfig config) {
    LOG.info("stopping; running jobs have {} s to end", config.getStopTimeout().toSeconds());
    try {
      worker.destroy();
    } catch (Exception e) {
      LOG.error("the worker did not stop in order", e);
    }
  }

  /** Starts what the arguments ask for and returns the exit code. */
  int run(String... arguments) {
    var options = new AgentOptions();
    var command = new CommandLine(options);
    command.registerConverter(Feature.class, Feature::of);
    command.setDefaultValueProvider(new Defaults(Settings.of(properties, environment)));
    try {
      command.parseArgs(arguments);
    } catch (ParameterException e) {
      return refuse(e.getMessage());
    }
    if (command.isUsageHelpRequested()) {
      command.usage(out);
      return STARTED;
    }
    if (command.isVersionHelpRequested()) {
      command.printVersionHelp(out);
      return STARTED;
    }
    return start(options);
  }

  private int start(AgentOptions options) {
    var config = options.config();
    try {
      config.setPassword(Password.find(options.passwordFile(), properties, environment));
      config.validate();
    } catch (IllegalArgumentException e) {
      return refuse(e.getMessage());
    }
    options.notices().forEach(notice -> LOG.info("{}", notice));
    options.enabled().forEach(feature -> properties.setProperty(feature.key(), "true"));
    LOG.info("switched on: {}", switchedOn());
    properties.putIfAbsent(OUTPUT, String.valueOf(output(options.length())));
    try {
      starter.start(config);
      return STARTED;
    } catch (PowerJobException | IllegalArgumentException e) {
      errors.println("powerjob-agent: " + e.getMessage());
    } catch (Exception e) {
      LOG.error("the worker could not be started", e);
    }
    return FAILED;
  }

  private List<Feature> switchedOn() {
    var settings = Settings.of(properties, environment);
    return Arrays.stream(Feature.values())
        .filter(each -> settings.text(each.key(), "").equals("true"))
        .toList();
  }

  private static int output(int length) {
    return Math.max(MIN_OUTPUT, Math.min(MAX_OUTPUT, (length - WORDS) / 2));
  }

  private int refuse(String reason) {
    errors.println("powerjob-agent: " + reason);
    errors.println("Try 'powerjob-agent --help'.");
    return WRONG_ARGUMENTS;
  }
}
