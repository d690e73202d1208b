package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageRequestTest {
  private static final List<Integer> ALL = IntStream.range(0, 25).boxed().toList();

  @Test
  void result_countsThePages() {
    var request = new PageRequest(1, 10);

    assertThat(request.skipped()).isEqualTo(10);
    assertThat(request.result(List.of("a"), 20).getTotalPages()).isEqualTo(2);
    var page = request.result(List.of("a"), 21);
    assertThat(page.getIndex()).isEqualTo(1);
    assertThat(page.getPageSize()).isEqualTo(10);
    assertThat(page.getTotalPages()).isEqualTo(3);
    assertThat(page.getTotalItems()).isEqualTo(21);
    assertThat(page.getData()).containsExactly("a");
    assertThat(request.result(List.of(), 0).getTotalPages()).isZero();
  }

  @Test
  void cut_takesItsPartOfTheList() {
    assertThat(new PageRequest(0, 10).cut(ALL).getData()).isEqualTo(ALL.subList(0, 10));
    assertThat(new PageRequest(2, 10).cut(ALL).getData()).isEqualTo(ALL.subList(20, 25));
    assertThat(new PageRequest(2, 10).cut(ALL).getTotalItems()).isEqualTo(25);
    assertThat(new PageRequest(3, 10).cut(ALL).getData()).isEmpty();
    assertThat(new PageRequest(0, Integer.MAX_VALUE).cut(ALL).getData()).isEqualTo(ALL);
  }

  @Test
  void hugeNumbers_doNotOverflow() {
    var far = new PageRequest(Integer.MAX_VALUE, 1_000);

    assertThat(far.skipped()).isEqualTo(Integer.MAX_VALUE);
    assertThat(far.cut(ALL).getData()).isEmpty();
    assertThat(new PageRequest(0, 1).result(List.of(), Long.MAX_VALUE / 2).getTotalPages())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void impossibleNumbers_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PageRequest(-1, 10))
        .withMessage("index is -1 but must be at least 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PageRequest(0, 0))
        .withMessage("size is 0 but must be at least 1");
  }
}
