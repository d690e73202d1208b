package tech.powerjob.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One server for all test classes that ask nothing special of theirs: starting one is the most of
 * what a small test costs. It is started by the first of them and stopped after the last. Each uses
 * applications with names of its own and leaves nothing behind that concerns others.
 */
public final class SharedServer implements BeforeAllCallback {
  private ServerProcess process;

  @Override
  public void beforeAll(ExtensionContext context) {
    process =
        context
            .getRoot()
            .getStore(Namespace.create(SharedServer.class))
            .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class)
            .process();
  }

  /** The server, which nobody stops. */
  public ServerProcess process() {
    return process;
  }

  private record Running(ServerProcess process, Path folder) implements AutoCloseable {
    static Running start() {
      try {
        var folder = Files.createTempDirectory("powerjob-shared-server");
        return new Running(start(folder), folder);
      } catch (IOException e) {
        throw new IllegalStateException("there is no folder for the server", e);
      }
    }

    private static ServerProcess start(Path folder) throws IOException {
      return ServerProcess.in(folder)
          .withJvmOption("-Xmx1g")
          .thatLastsLong()
          .with("POWERJOB_REGISTRATION", "on")
          .start();
    }

    @Override
    public void close() throws IOException {
      process.close();
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
