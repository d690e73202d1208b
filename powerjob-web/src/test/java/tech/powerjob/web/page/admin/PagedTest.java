package tech.powerjob.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagedTest {
  private static final List<Integer> SIXTY = IntStream.range(0, 60).boxed().toList();

  @Test
  void page_hasItsRowsAndSaysWhichTheyAre() {
    var second = Paged.of(SIXTY, 2);
    assertThat(second.rows()).hasSize(25).startsWith(25).endsWith(49);
    assertThat(second.first()).isEqualTo(26);
    assertThat(second.last()).isEqualTo(50);
    assertThat(second.pages()).isEqualTo(3);
  }

  @Test
  void pageThatDoesNotExist_isTheNearestOne() {
    assertThat(Paged.of(SIXTY, 99).number()).isEqualTo(3);
    assertThat(Paged.of(SIXTY, -1).number()).isEqualTo(1);
    assertThat(Paged.of(SIXTY, null).number()).isEqualTo(1);
  }

  @Test
  void emptyList_hasOneEmptyPage() {
    var none = Paged.of(List.<Integer>of(), 1);
    assertThat(none.pages()).isEqualTo(1);
    assertThat(none.first()).isZero();
    assertThat(none.last()).isZero();
  }
}
