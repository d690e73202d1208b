package tech.powerjob.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"/jobs.xhtml", "/instances.xhtml?app=1&text=a%20b+c", "/job.xhtml?id=7"})
  void pagesOfOurs_areGoneBackTo(String path) {
    assertThat(ReturnPath.isPage(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example/",
        "https://evil.example/jobs.xhtml",
        "/jobs.xhtml?x=\r\nSet-Cookie: a=b",
        "/jobs.xhtml?<script>",
        "/login.xhtml",
        "/WEB-INF/web.xml",
        "javascript:alert(1)",
        ""
      })
  void anythingElse_isNot(String path) {
    assertThat(ReturnPath.isPage(path)).isFalse();
  }
}
