package tech.powerjob.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final List<Integer> ALL = IntStream.range(0, 25).boxed().toList();

  @Test
  void pages_cutTheList() {
    var page = Pages.of(ALL, 2, 10);

    assertThat(page.getData()).containsExactly(20, 21, 22, 23, 24);
    assertThat(page.getTotalPages()).isEqualTo(3);
    assertThat(page.getTotalItems()).isEqualTo(25);
  }

  @Test
  void missingOrImpossibleNumbers_areReplaced() {
    assertThat(Pages.of(ALL, null, null).getData()).hasSize(10);
    assertThat(Pages.of(ALL, -1, 0).getData()).containsExactly(0);
    assertThat(Pages.of(ALL, Integer.MAX_VALUE, 10).getData()).isEmpty();
    assertThat(Pages.of(ALL, 0, Integer.MAX_VALUE).getPageSize()).isEqualTo(1000);
  }

  @Test
  void emptyList_hasNoPages() {
    var page = Pages.of(List.of(), 0, 10);

    assertThat(page.getTotalPages()).isZero();
    assertThat(page.getData()).isEmpty();
  }
}
