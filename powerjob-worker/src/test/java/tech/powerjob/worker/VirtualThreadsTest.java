package tech.powerjob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.powerjob.worker.host.StandaloneHost;

/** A virtual thread that waits inside a monitor holds up its carrier, so the worker has none. */
class VirtualThreadsTest {
  private static final Pattern MONITOR =
      Pattern.compile("\\bmonitorenter\\b|^ +(?:\\w+ )*synchronized .*\\(");

  /** The lines of a class's code that enter a monitor, with the name of the class. */
  private static List<String> monitors(List<String> classFiles) {
    var code = new StringWriter();
    var arguments = Stream.concat(Stream.of("-c", "-p"), classFiles.stream());
    int status =
        ToolProvider.findFirst("javap")
            .orElseThrow()
            .run(
                new PrintWriter(code),
                new PrintWriter(System.err, true),
                arguments.toArray(String[]::new));
    assertThat(status).isZero();
    var found = new ArrayList<String>();
    var compiledFrom = "";
    for (var line : code.toString().lines().toList()) {
      if (line.startsWith("Compiled from")) {
        compiledFrom = line;
      } else if (MONITOR.matcher(line).find()) {
        found.add(compiledFrom + line);
      }
    }
    return found;
  }

  private static List<String> classFiles(Class<?> one) throws Exception {
    var folder = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".class")).toList();
    }
  }

  @Test
  void code_entersNoMonitor() throws Exception {
    var files = classFiles(PowerJobWorker.class);

    assertThat(files).hasSizeGreaterThan(50);
    assertThat(monitors(files)).isEmpty();
  }

  @Test
  void monitors_areFound() throws IOException {
    var location = getClass().getProtectionDomain().getCodeSource().getLocation().getPath();
    var file = location + Synchronized.class.getName().replace('.', '/') + ".class";

    assertThat(monitors(List.of(file))).hasSize(2);
  }

  @Test
  void executorOfOthers_runsProcessors_andIsLeftAlone() {
    var threads = new ArrayList<Thread>();
    var host =
        new StandaloneHost(
            run -> {
              var thread = new Thread(run, "somebody's");
              threads.add(thread);
              thread.start();
            });
    var name = new CompletableFuture<String>();

    host.run(() -> name.complete(Thread.currentThread().getName()));
    host.renewThreads();
    host.close();

    assertThat(name.join()).isEqualTo("somebody's");
    assertThat(threads).hasSize(1);
  }

  /** What must not be. */
  static final class Synchronized {
    private int count;

    synchronized void method() {
      count++;
    }

    void block() {
      synchronized (this) {
        count--;
      }
    }
  }
}
