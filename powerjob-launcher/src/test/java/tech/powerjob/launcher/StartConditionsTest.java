package tech.powerjob.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.config.Settings;

class StartConditionsTest {
  @TempDir Path folder;

  @Test
  void allIsWell_takesFolderForItsOwnerOnly() throws IOException {
    try (var data = StartConditions.check(settings(Map.of()))) {
      assertThat(data.root()).isEqualTo(folder.resolve("data"));
      assertThat(data.logs()).isDirectory();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void httpPortInUse_isRefused() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertThatThrownBy(() -> StartConditions.check(settings(Map.of("powerjob.http.port", port))))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageStartingWith(
              "powerjob.http.port is '%s' but must be a free port of powerjob.http.host '127.0.0.1'",
              port);
    }
  }

  @Test
  void jmsPortInUse_isRefused() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertThatThrownBy(() -> StartConditions.check(settings(Map.of("powerjob.jms.port", port))))
          .hasMessageStartingWith("powerjob.jms.port is '%s' but must be a free port", port);
    }
  }

  @Test
  void samePortTwice_isRefused() throws IOException {
    var port = Integer.toString(freePort());

    assertThatThrownBy(
            () ->
                StartConditions.check(
                    settings(Map.of("powerjob.http.port", port, "powerjob.jms.port", port))))
        .hasMessage("powerjob.jms.port is '%s' but must differ from powerjob.http.port", port);
  }

  @Test
  void protocolThatNobodySpeaks_isRefused() {
    assertThatThrownBy(
            () -> StartConditions.check(settings(Map.of("powerjob.jms.protocols", "AMQP,MQTT"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "powerjob.jms.protocols is 'AMQP,MQTT' but must be CORE, or CORE with AMQP or STOMP");
  }

  @Test
  void hostOfAnotherMachine_isRefused() {
    assertThatThrownBy(
            () -> StartConditions.check(settings(Map.of("powerjob.jms.host", "192.0.2.1"))))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("powerjob.jms.host '192.0.2.1'");
  }

  @Test
  void folderOfAnotherServer_isRefused() throws IOException {
    try (var first = StartConditions.check(settings(Map.of()))) {
      assertThatThrownBy(() -> StartConditions.check(settings(Map.of())))
          .isInstanceOf(StartRefusedException.class)
          .hasMessage(
              "powerjob.data-dir is '%s' but another server uses that folder; each needs its own",
              first.root());
    }
  }

  @Test
  void folderThatIsAFile_isRefused() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(
            () -> StartConditions.check(settings(Map.of("powerjob.data-dir", file.toString()))))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageStartingWith("powerjob.data-dir is '%s' but must be a folder", file);
  }

  @Test
  void runtimeOfFormerProcess_isEmptied() throws IOException {
    try (var data = StartConditions.check(settings(Map.of()))) {
      Files.createDirectories(data.freshRuntime().resolve("payara/config"));
      Files.writeString(data.root().resolve("runtime/payara/config/domain.xml"), "old");

      assertThat(data.freshRuntime()).isEmptyDirectory();
    }
  }

  /** Free ports and a folder of the test, unless said otherwise. */
  private Settings settings(Map<String, String> others) {
    var values = new HashMap<String, String>();
    values.put("powerjob.data-dir", folder.resolve("data").toString());
    values.put("powerjob.http.port", Integer.toString(freePort()));
    values.put("powerjob.jms.port", Integer.toString(freePort()));
    values.putAll(others);
    var properties = new Properties();
    properties.putAll(values);
    return Settings.of(properties, Map.of());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
