package tech.powerjob.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveDoorTest {
  private static final String PUBLIC = "jobs.example:7700";

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:7700, 127.0.0.1:7700",
    "https://console.example, console.example",
    "https://console.example, console.example:443",
    "http://console.example:80, CONSOLE.example",
    "http://[::1]:7700, [::1]:7700",
    "https://[::1], [::1]",
    // A proxy that does not hand the name on.
    "http://jobs.example:7700, 10.0.0.1:7700",
  })
  void ownPage_mayListen(String origin, String host) {
    assertThat(LiveDoor.isOwn(origin, host, PUBLIC)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, console.example",
    "https://console.example.evil.example, console.example",
    "https://console.example@evil.example, console.example",
    "https://evil.example/console.example, console.example",
    "http://console.example:8080, console.example",
    "http://console.example, console.example:443",
    "file://, console.example",
    "file://console.example, console.example",
    "null, console.example",
    "'', console.example",
    "'http://', console.example",
    "'http:// console.example', console.example",
    ", console.example",
    "https://evil.example,",
  })
  void otherPage_mayNot(String origin, String host) {
    assertThat(LiveDoor.isOwn(origin, host, PUBLIC)).isFalse();
  }
}
