package tech.powerjob.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackingTest {
  @Test
  void whatIsPacked_isUnpacked_whateverItIs() {
    var random = new Random(3);
    for (int length : new int[] {0, 1, 127, 128, 129, 1_000, 70_000}) {
      var noise = new byte[length];
      random.nextBytes(noise);
      assertThat(Packing.unpack(Packing.pack(noise, length), length)).isEqualTo(noise);
      assertThat(Packing.pack(noise, length)).hasSizeLessThanOrEqualTo(length + 1);
    }
  }

  @Test
  void lines_getSmall() {
    var text = "2026-03-04 INFO order 4711 is done in 12 ms\n".repeat(100);
    var raw = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 100_000);

    var packed = Packing.pack(raw, text.length());

    assertThat(packed).hasSizeLessThan(text.length() / 8);
    assertThat(new String(Packing.unpack(packed, text.length()), StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Test
  void bytesOfSomethingElse_areRefused() {
    assertThatThrownBy(() -> Packing.unpack(new byte[] {1, 9, 9, 9, 9, 9}, 1_000))
        .isInstanceOf(IllegalStateException.class);
  }
}
