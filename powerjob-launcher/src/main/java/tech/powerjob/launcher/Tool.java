package tech.powerjob.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.ZipInputStream;

/**
 * What else this jar can do, with the libraries of the server but without starting one: they lie in
 * the web archive, from which they are unpacked for as long as it takes.
 */
final class Tool {
  private static final String ARCHIVE = "/POWERJOB-INF/powerjob.war";
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String ADOPT = "tech.powerjob.server.adopt.AdoptCommand";
  private static final int WRONG_ARGUMENTS = 2;

  private Tool() {}

  /** Runs the tool that the first argument names, and returns the exit code. */
  static int run(List<String> arguments) {
    if (!arguments.get(0).equals("adopt")) {
      System.err.println(
          "There is no command '%s'; without arguments the server starts, with 'adopt' the database of a PowerJob 5.1 server is taken over"
              .formatted(arguments.get(0)));
      return WRONG_ARGUMENTS;
    }
    // Migrations tell what they do, which is of no use here.
    Logger.getLogger("").setLevel(Level.WARNING);
    try {
      var folder = Files.createTempDirectory("powerjob");
      try (var loader = new URLClassLoader(unpack(folder), Tool.class.getClassLoader())) {
        Thread.currentThread().setContextClassLoader(loader);
        return (int)
            Class.forName(ADOPT, true, loader)
                .getMethod("run", List.class, PrintStream.class, PrintStream.class)
                .invoke(null, arguments.subList(1, arguments.size()), System.out, System.err);
      } finally {
        delete(folder);
      }
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the command failed", e.getCause());
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("the command cannot be run", e);
    }
  }

  private static URL[] unpack(Path folder) throws IOException {
    var urls = new ArrayList<URL>();
    try (InputStream in = Tool.class.getResourceAsStream(ARCHIVE)) {
      if (in == null) {
        throw new IOException("this jar lacks " + ARCHIVE);
      }
      var zip = new ZipInputStream(in);
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".jar")) {
          var file = folder.resolve(Path.of(entry.getName()).getFileName().toString());
          Files.copy(zip, file);
          urls.add(file.toUri().toURL());
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
