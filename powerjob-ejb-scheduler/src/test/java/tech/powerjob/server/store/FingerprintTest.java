package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
  /** Stored with keys of calls, so it must never change. */
  @Test
  void fingerprint_isSha256() {
    assertThat(Fingerprint.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Fingerprint.version("abc")).isEqualTo("ba7816bf8f01cfea414140de");
  }
}
