package tech.powerjob.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.config.Settings;
import tech.powerjob.server.extension.alarm.Alarm;
import tech.powerjob.server.extension.alarm.AlarmTarget;
import tech.powerjob.server.extension.alarm.Alarmable;

class PluginsTest {
  private static final String SERVICE = "META-INF/services/" + Alarmable.class.getName();

  /** One that does nothing. */
  public static final class Silent implements Alarmable {
    @Override
    public void onFailed(Alarm alarm, List<AlarmTarget> targets) {
      // Nobody is told.
    }
  }

  @TempDir Path folder;

  private void jar(String name, String service) throws IOException {
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      jar.putNextEntry(new JarEntry(SERVICE));
      jar.write(service.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<Alarmable> find(String folder) {
    Map<String, String> environment =
        folder == null ? Map.of() : Map.of("POWERJOB_ALARM_PLUGINS", folder);
    var settings = Settings.of(new Properties(), environment);
    try (var plugins = Plugins.open(settings, PluginsTest.class.getClassLoader())) {
      return plugins.find();
    }
  }

  @Test
  void servicesOfTheFoldersJars_areFound_andBrokenOnesLeftOut() throws IOException {
    jar("a-broken.jar", "example.NotThere\n");
    jar("b-wrong.jar", "java.lang.String\n");
    jar("c-good.jar", Silent.class.getName() + "\n");
    Files.writeString(folder.resolve("notes.txt"), "no jar");
    assertThat(find(folder.toString())).hasSize(1).first().isInstanceOf(Silent.class);
  }

  @Test
  void withoutTheSettingOrWithAnEmptyFolder_thereAreNone() {
    assertThat(find(null)).isEmpty();
    assertThat(find(folder.toString())).isEmpty();
  }

  @Test
  void folderThatIsNotThere_isRefused_withKeyAndValue() {
    var missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> find(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("powerjob.alarm.plugins is '" + missing + "'");
  }
}
