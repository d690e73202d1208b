package tech.powerjob.server.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.workflow.WorkflowRun;

class JacksonTextsTest {
  private final JacksonTexts texts = new JacksonTexts();

  @Test
  void members_areTexts() {
    assertThat(texts.members("{\"a\":1,\"b\":\"x\",\"c\":{\"d\":[1.50,true]},\"e\":null}"))
        .contains(Map.of("a", "1", "b", "x", "c", "{\"d\":[1.50,true]}"));
    for (var other : List.of("", "x", "[1]", "5", "{\"a\":", "{} {}", "\"{}\"")) {
      assertThat(texts.members(other)).as(other).isEmpty();
    }
  }

  @Test
  void elements_areTexts() {
    assertThat(texts.elements("[1,\"x\",{\"a\":2}]")).contains(List.of("1", "x", "{\"a\":2}"));
    assertThat(texts.elements("{}")).isEmpty();
  }

  @Test
  void pointers_leadIntoResults() {
    assertThat(texts.at("{\"a\":{\"b\":[7,\"x\"]}}", "/a/b/1")).contains("x");
    assertThat(texts.at("{\"a/b\":1}", "/a~1b")).contains("1");
    assertThat(texts.at("plain", "")).contains("plain");
    assertThat(texts.at("plain", "/a")).isEmpty();
    assertThat(texts.at("{\"a\":null}", "/a")).isEmpty();
    assertThatThrownBy(() -> texts.at("{}", "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsWritten_isJson() {
    var members = new LinkedHashMap<String, String>();
    members.put("k", "\"quoted\"\n");
    assertThat(texts.object(members)).isEqualTo("{\"k\":\"\\\"quoted\\\"\\n\"}");
    assertThat(texts.array(Arrays.asList("a", null))).isEqualTo("[\"a\",null]");
  }

  @Test
  void initParams_becomeTheContext() {
    assertThat(WorkflowRun.contextOf("{\"a\":1}", texts)).containsExactly(Map.entry("a", "1"));
    assertThat(WorkflowRun.contextOf("text", texts))
        .containsExactly(Map.entry("initParams", "text"));
    assertThat(WorkflowRun.contextOf("{}", texts)).containsExactly(Map.entry("initParams", "{}"));
    assertThat(WorkflowRun.contextOf(null, texts)).isEmpty();
  }
}
