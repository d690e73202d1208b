package tech.powerjob.official.processors.impl.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.official.processors.impl.Contexts;

class InjectWorkflowContextProcessorTest {
  private final InjectWorkflowContextProcessor processor = new InjectWorkflowContextProcessor();
  private final List<String> log = new ArrayList<>();

  @Test
  void entriesOfTheNodesParameters_areAddedAsJson() throws Exception {
    var context = Contexts.of(8L, "{\"a\":1,\"b\":\"text\",\"c\":{\"d\":[true]}}", "{}", log);

    var result = processor.process(context);

    assertThat(result.isSuccess()).isTrue();
    assertThat(result.getMsg()).isNull();
    assertThat(context.getWorkflowContext().getAppendedContextData())
        .isEqualTo(Map.of("a", "1", "b", "\"text\"", "c", "{\"d\":[true]}"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "[]", "{\"a\":", "text"})
  void otherParameters_areAFailureWithoutText(String params) throws Exception {
    var result = processor.process(Contexts.of(8L, params, "{}", log));

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.getMsg()).isNull();
    assertThat(log).hasSize(1);
  }
}
