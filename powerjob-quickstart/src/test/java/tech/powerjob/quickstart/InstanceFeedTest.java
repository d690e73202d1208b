package tech.powerjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceFeedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-22 10:00:00.123 [10.0.0.1:27777] INFO Hello, you!          | Hello, you!
          2026-11-22 10:00:00.123 [[fd00:0:7]:27777] ERROR the [x] ERROR y   | the [x] ERROR y
          java.lang.IllegalStateException: no luck                           | java.lang.IllegalStateException: no luck
          """)
  void content_isWhatTheProcessorWrote(String line, String content) {
    assertThat(InstanceFeed.content(line)).isEqualTo(content);
  }
}
