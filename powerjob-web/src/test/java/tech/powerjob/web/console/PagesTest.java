package tech.powerjob.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.server.store.PageRequest;

class PagesTest {
  @Test
  void possibleNumbers_stay() {
    assertThat(Pages.request(2, 30)).isEqualTo(new PageRequest(2, 30));
  }

  @Test
  void missingOrImpossibleNumbers_areReplaced() {
    assertThat(Pages.request(null, null)).isEqualTo(new PageRequest(0, 10));
    assertThat(Pages.request(-1, 0)).isEqualTo(new PageRequest(0, 1));
    assertThat(Pages.request(Integer.MAX_VALUE, Integer.MAX_VALUE))
        .isEqualTo(new PageRequest(Integer.MAX_VALUE, 1_000));
    assertThat(Pages.request(0, 201, 200)).isEqualTo(new PageRequest(0, 200));
  }

  @Test
  void map_keepsWhereThePageIs() {
    var page = Pages.map(new PageRequest(1, 2).cut(List.of(1, 2, 3)), number -> "n" + number);

    assertThat(page.getData()).containsExactly("n3");
    assertThat(page.getIndex()).isEqualTo(1);
    assertThat(page.getPageSize()).isEqualTo(2);
    assertThat(page.getTotalPages()).isEqualTo(2);
    assertThat(page.getTotalItems()).isEqualTo(3);
  }
}
