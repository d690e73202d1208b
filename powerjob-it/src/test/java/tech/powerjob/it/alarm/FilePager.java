package tech.powerjob.it.alarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import tech.powerjob.server.extension.alarm.Alarm;
import tech.powerjob.server.extension.alarm.AlarmTarget;
import tech.powerjob.server.extension.alarm.Alarmable;

/**
 * A plug-in as others write them: compiled against the API alone, found in a jar of its own. It
 * writes each alarm into a file that an environment variable names.
 */
public final class FilePager implements Alarmable {
  /** The environment variable. */
  static final String FILE = "PAGER_FILE";

  @Override
  public void onFailed(Alarm alarm, List<AlarmTarget> targets) {
    var names = targets.stream().map(AlarmTarget::getName).collect(Collectors.joining(","));
    try {
      Files.writeString(
          Path.of(System.getenv(FILE)),
          "== %s for %s%n%s%n".formatted(alarm.fetchTitle(), names, alarm.fetchContent()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs this class, and nothing else of the tests. */
  static void pack(Path jar) throws IOException {
    var name = FilePager.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var type = FilePager.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry("META-INF/services/" + Alarmable.class.getName()));
      out.write(FilePager.class.getName().getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new JarEntry(name));
      type.transferTo(out);
    }
  }
}
