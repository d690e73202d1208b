package tech.powerjob.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import tech.powerjob.config.Settings;

/** Stock Payara Micro in this process. */
final class PayaraServer {
  private static final String CONFIG = "configs.config.server-config.";
  private static final String HTTP =
      CONFIG + "network-config.protocols.protocol.http-listener.http.";

  private static final String COMPRESSED =
      "text/html,text/xml,text/css,text/javascript,application/javascript,image/svg+xml";

  private static final Logger LOG = Logger.getLogger(PayaraServer.class.getName());

  private final PayaraMicroRuntime runtime;
  private final Path folder;
  private final List<String> deployed = new ArrayList<>();
  private boolean stopped;

  private PayaraServer(PayaraMicroRuntime runtime, Path folder) {
    this.runtime = runtime;
    this.folder = folder;
  }

  /**
   * Starts an empty server that listens on the HTTP port and on no other.
   *
   * @throws StartRefusedException if it does not start
   */
  static PayaraServer boot(Settings settings, DataFolder data) throws IOException {
    var folder = data.freshRuntime();
    // Before anybody asks for a temporary file, for the platform looks once.
    System.setProperty("java.io.tmpdir", Files.createDirectory(folder.resolve("tmp")).toString());
    PayaraMicro.setUpackedJarDir(folder.resolve("jars").toFile());
    PayaraMicro.unpackJars();
    try {
      var micro =
          PayaraMicro.getInstance()
              .setRootDir(folder.resolve("payara").toFile())
              .setHttpPort(settings.httpPort())
              .setNoCluster(true)
              .setLogPropertiesFile(data.logs().resolve("logging.properties").toFile());
      micro.setPreBootHandler(commands -> configure(commands, settings));
      return new PayaraServer(micro.bootStrap(), folder);
    } catch (BootstrapException e) {
      throw new StartRefusedException("Payara Micro failed: " + e.getMessage(), e);
    }
  }

  private static void configure(AdminCommandRunner commands, Settings settings) {
    List.of(
            CONFIG
                + "network-config.network-listeners.network-listener.http-listener.address="
                + settings.httpHost(),
            HTTP + "server-header=false",
            HTTP + "xpowered-by=false",
            // Pages and what they are made of; answers to programs are left as they are, for speed.
            HTTP + "compression=on",
            HTTP + "compressable-mime-type=" + COMPRESSED,
            HTTP + "compression-min-size-bytes=2048",
            // Clients keep their connections; by default each would end after 256 calls.
            HTTP + "max-connections=-1",
            // A call waits for its commit, so the more wait together the fewer commits there are.
            CONFIG + "thread-pools.thread-pool.http-thread-pool.max-thread-pool-size=64",
            // Its port would be open to all, whatever else is said about clusters.
            CONFIG + "hazelcast-config-specific-configuration.enabled=false",
            // Both answer anybody; the application has its own, behind its front door.
            CONFIG + "microprofile-metrics-configuration.enabled=false",
            CONFIG + "microprofile-openapi-configuration.enabled=false")
        .forEach(setting -> commands.run("set", setting));
    // It says ready as long as it knows of nothing to check; the application answers itself.
    commands.run("set-microprofile-healthcheck-configuration", "--enabled=false");
  }

  /**
   * Deploys an archive of this jar; not any more once the server was asked to stop.
   *
   * @throws StartRefusedException if it does not deploy; the log says more
   */
  synchronized void deploy(String name, String archive) throws IOException {
    if (stopped) {
      return;
    }
    deployed.add(name);
    var reason = FailureReason.listen();
    try {
      if (!runtime.deploy(name, "/", unpack(archive).toFile())
          || !runtime.getDeployedApplicationNames().contains(name)) {
        throw new StartRefusedException(
            "module '%s' does not deploy: %s; logs/server.log in powerjob.data-dir says more"
                .formatted(name, reason.find().orElse("for a reason it does not tell")));
      }
    } finally {
      reason.close();
    }
  }

  private Path unpack(String archive) throws IOException {
    try (var in = PayaraServer.class.getResourceAsStream("/POWERJOB-INF/" + archive)) {
      if (in == null) {
        throw new StartRefusedException("this jar lacks " + archive);
      }
      var file = folder.resolve(archive);
      Files.copy(in, file);
      return file;
    }
  }

  /** Stops the application, then what it used: first in, last out. Waits for what is under way. */
  synchronized void stop() {
    stopped = true;
    var names = new ArrayList<>(deployed);
    Collections.reverse(names);
    try {
      names.forEach(runtime::undeploy);
      runtime.shutdown();
    } catch (BootstrapException | RuntimeException e) {
      LOG.log(Level.WARNING, "Payara Micro did not stop cleanly", e);
    }
  }
}
