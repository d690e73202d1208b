package tech.powerjob.domain.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRangesTest {
  private static InetAddress ip(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16,10.1.255.255,true",
    "10.1.0.0/16,10.2.0.0,false",
    "10.1.2.3,10.1.2.3,true",
    "10.1.2.3,10.1.2.4,false",
    "10.1.2.3/32,10.1.2.3,true",
    "192.168.7.128/25,192.168.7.127,false",
    "192.168.7.128/25,192.168.7.200,true",
    "192.168.7.200/25,192.168.7.129,true",
    "0.0.0.0/0,8.8.8.8,true",
    "0.0.0.0/0,::1,false",
    "::/0,fd00::1,true",
    "::/0,10.1.2.3,false",
    "fd00::/8,fdff::1,true",
    "fd00::/8,fe00::1,false",
    "2001:db8::/33,2001:db8:7fff::1,true",
    "2001:db8::/33,2001:db8:8000::1,false",
    "::ffff:10.1.0.0,10.1.0.0,true",
    "127.0.0.1/32,::ffff:127.0.0.1,true"
  })
  void contains_whatLiesInIt(String range, String address, boolean inside) throws Exception {
    assertThat(NetworkRanges.of(List.of(range)).contains(ip(address))).isEqualTo(inside);
  }

  @Test
  void severalRanges_areOneSet() throws Exception {
    var ranges = NetworkRanges.parse(" 10.0.0.0/8, fd00::/8\n192.168.0.1 ");
    assertThat(ranges.list()).containsExactly("10.0.0.0/8", "fd00::/8", "192.168.0.1");
    assertThat(ranges.contains(ip("192.168.0.1"))).isTrue();
    assertThat(ranges.contains(ip("172.16.0.1"))).isFalse();
    assertThat(NetworkRanges.parse(ranges.toString())).isEqualTo(ranges);
  }

  @Test
  void nothing_containsNothing() throws Exception {
    for (var text : new String[] {null, "", " , "}) {
      assertThat(NetworkRanges.parse(text).isEmpty()).isTrue();
      assertThat(NetworkRanges.parse(text).contains(ip("127.0.0.1"))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "example.org/24",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0/8",
        "10.0.0.256",
        "fd00::/129",
        "fd00::%eth0/64",
        "1:2",
        "/8",
        "10.0.0.0/8/8",
        "0x7f.0.0.1"
      })
  void whatIsNoRange_isRefusedByName(String text) {
    assertThatThrownBy(() -> NetworkRanges.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void tooManyRanges_areRefused() {
    var many = IntStream.range(0, 51).mapToObj(i -> "10.0.0." + i).toList();
    assertThatThrownBy(() -> NetworkRanges.of(many)).hasMessageContaining("51");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:27777,27777",
    "[fd00::1]:1,1",
    "127.0.0.1:65535,65535",
    "fd00::1:27777,",
    "localhost:27777,",
    "10.0.0.1:0,",
    "10.0.0.1:65536,",
    "10.0.0.1:+1,",
    "10.0.0.1,",
    ":27777,",
    "10.0.0.1@evil:80,",
    "[10.0.0.1:80,",
  })
  void workerAddress_isAnIpAddressAndAPort(String text, Integer port) {
    assertThat(WorkerAddress.parse(text).map(WorkerAddress::port).orElse(null)).isEqualTo(port);
  }

  @Test
  void idOfAnHttpWorker_tellsItsAddress() {
    var id = WorkerProtocol.httpId(7, "[fd00::1]:27777");
    assertThat(WorkerProtocol.of(id)).isEqualTo(WorkerProtocol.HTTP);
    assertThat(WorkerProtocol.httpAddress(id)).isEqualTo("[fd00::1]:27777");
    assertThat(WorkerProtocol.of("3f2a-4711")).isEqualTo(WorkerProtocol.JMS);
    assertThat(WorkerProtocol.of(null)).isEqualTo(WorkerProtocol.JMS);
  }
}
