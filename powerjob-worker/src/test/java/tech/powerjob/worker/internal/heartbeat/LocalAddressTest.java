package tech.powerjob.worker.internal.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.powerjob.config.Settings;
import tech.powerjob.worker.internal.heartbeat.LocalAddress.Nic;

class LocalAddressTest {
  private static final Settings NONE = settings(Map.of());

  private static Settings settings(Map<String, String> values) {
    return Settings.from(key -> Optional.ofNullable(values.get(key)));
  }

  private static Nic nic(String name, String... addresses) throws UnknownHostException {
    List<InetAddress> parsed = new ArrayList<>();
    for (var address : addresses) {
      parsed.add(InetAddress.getByName(address));
    }
    return new Nic(name, "Adapter " + name, parsed);
  }

  @Test
  void firstInterfaceWithAnAddress_isTaken() throws Exception {
    var nics = List.of(nic("eth0"), nic("eth1", "10.1.0.5"), nic("eth2", "10.2.0.5"));

    assertThat(LocalAddress.choose(nics, NONE)).isEqualTo("10.1.0.5");
  }

  @Test
  void ipv4_isPreferred_ipv6IsBracketed() throws Exception {
    assertThat(LocalAddress.choose(List.of(nic("eth0", "fd00::7", "10.1.0.5")), NONE))
        .isEqualTo("10.1.0.5");
    assertThat(LocalAddress.choose(List.of(nic("eth0", "fe80::1", "fd00::7")), NONE))
        .isEqualTo("[fd00:0:0:0:0:0:0:7]");
  }

  @Test
  void nothingBetter_isLoopback() throws Exception {
    assertThat(LocalAddress.choose(List.of(), NONE)).isEqualTo("127.0.0.1");
    assertThat(LocalAddress.choose(List.of(nic("eth0", "169.254.3.4")), NONE))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void preferredInterface_byNameOrDisplayName() throws Exception {
    var nics = List.of(nic("eth0", "10.1.0.5"), nic("wlan0", "10.2.0.5"));

    assertThat(
            LocalAddress.choose(
                nics, settings(Map.of("powerjob.network.interface.preferred", "wlan0"))))
        .isEqualTo("10.2.0.5");
    assertThat(
            LocalAddress.choose(
                nics, settings(Map.of("powerjob.network.interface.preferred", "Adapter wlan0"))))
        .isEqualTo("10.2.0.5");
    assertThat(
            LocalAddress.choose(
                nics, settings(Map.of("powerjob.network.interface.preferred", "gone"))))
        .isEqualTo("10.1.0.5");
  }

  @Test
  void ignoredInterfaces_areSkipped() throws Exception {
    var nics = List.of(nic("docker0", "172.17.0.1"), nic("eth0", "10.1.0.5"));

    assertThat(
            LocalAddress.choose(
                nics, settings(Map.of("powerjob.network.interface.ignored", "docker.*|veth.*"))))
        .isEqualTo("10.1.0.5");
    assertThatThrownBy(
            () ->
                LocalAddress.choose(
                    nics, settings(Map.of("powerjob.network.interface.ignored", "*"))))
        .hasMessageContaining("powerjob.network.interface.ignored is '*'");
  }

  @Test
  void configuredAddress_winsOverDetection_externalOverLocal() {
    var local = Map.of("powerjob.network.local.address", "127.0.0.1");
    assertThat(LocalAddress.find(settings(local), 27777)).isEqualTo("127.0.0.1:27777");

    var external =
        Map.of(
            "powerjob.network.local.address", "127.0.0.1",
            "powerjob.network.external.address", "203.0.113.9",
            "powerjob.network.external.port", "8080");
    assertThat(LocalAddress.find(settings(external), 27777)).isEqualTo("203.0.113.9:8080");
  }

  @Test
  void negativePort_becomesARandomOne() {
    var settings = settings(Map.of("powerjob.network.local.address", "h"));

    for (int i = 0; i < 100; i++) {
      int port = Integer.parseInt(LocalAddress.find(settings, -1).substring(2));
      assertThat(port).isBetween(30000, 65535);
    }
  }
}
