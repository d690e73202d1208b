package tech.powerjob.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTest {
  @Test
  void whatIsBlankOrOff_isLeftOut_andTheRestIsEncoded() {
    assertThat(
            Link.of("apps.xhtml")
                .with("id", null)
                .with("name", " ")
                .with("mine", false)
                .with("tag", "a&b <c>")
                .with("page", 2))
        .hasToString("apps.xhtml?tag=a%26b+%3Cc%3E&page=2");
    assertThat(Link.of("apps.xhtml")).hasToString("apps.xhtml");
  }
}
