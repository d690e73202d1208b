package tech.powerjob.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void numbers_areReadWhateverTheirLength_andNothingElseIs() {
    assertThat(Address.parse("7")).contains(7L);
    assertThat(Address.parse("1005223009432109120")).contains(1005223009432109120L);
    assertThat(Address.parse("9999999999999999999")).isEmpty();
    assertThat(Address.parse("7x")).isEmpty();
  }
}
