package tech.powerjob.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ViewerTest {
  private final Viewer viewer = new Viewer();

  @Test
  void language_isTheFirstThatWeSpeak() {
    assertThat(preferred("zh-TW", "en")).isEqualTo(Locale.SIMPLIFIED_CHINESE);
    assertThat(preferred("fr", "de-AT", "en-GB", "zh")).isEqualTo(Locale.ENGLISH);
    assertThat(preferred("fr", "zh-Hans-CN")).isEqualTo(Locale.SIMPLIFIED_CHINESE);
    assertThat(preferred("fr")).isEqualTo(Locale.ENGLISH);
  }

  @Test
  void durations_areShortAndReadable() {
    assertThat(viewer.duration(1L, 8L)).isEqualTo("7 ms");
    assertThat(viewer.duration(1000L, 2500L)).isEqualTo("1.5 s");
    assertThat(viewer.duration(1000L, 13_900L)).isEqualTo("12 s");
    assertThat(viewer.duration(1000L, 126_000L)).isEqualTo("2 min 5 s");
  }

  @Test
  void unfinished_hasNoDuration() {
    assertThat(viewer.duration(1L, null)).isEmpty();
    assertThat(viewer.duration(null, 1L)).isEmpty();
    assertThat(viewer.duration(5L, 1L)).isEmpty();
  }

  private static Locale preferred(String... tags) {
    return Viewer.preferred(List.of(tags).stream().map(Locale::forLanguageTag).iterator());
  }
}
