package tech.powerjob.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AreaTest {
  @Test
  void keysOfAreas_areLettersOfTheirOwn() {
    assertThat(Arrays.stream(Area.values()).map(Area::getKey).filter(key -> !key.isEmpty()))
        .hasSizeGreaterThan(10)
        .doesNotHaveDuplicates()
        .allMatch(key -> key.matches("[a-z]"));
  }
}
