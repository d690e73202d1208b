package tech.powerjob.worker.extension.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.annotation.PowerJobHandler;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

class HandlerMethodTest {
  private final Handlers handlers = new Handlers();

  private ProcessResult call(String name) throws Exception {
    var context = new TaskContext();
    context.setJobParams("params");
    return HandlerMethod.of(Handlers.class, name, handlers, handlers).process(context);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          own     | false | no disk
          secret  | true  | params
          text    | true  | plain
          number  | true  | 42
          object  | true  | {"rows":[1,2]}
          nothing | true  |
          inherited | true | from above
          """)
  void returnedValue_becomesTheResult(String name, boolean success, String text) throws Exception {
    var result = call(name);
    assertThat(result.isSuccess()).isEqualTo(success);
    assertThat(result.getMsg()).isEqualTo(text);
  }

  @Test
  void missingProcessResult_staysMissing() throws Exception {
    assertThat(call("null")).isNull();
  }

  @Test
  void exception_comesOutAsItWasThrown() {
    assertThatThrownBy(() -> call("failing"))
        .isInstanceOf(IOException.class)
        .hasMessage("no network");
  }

  @Test
  void error_comesOutAsItWasThrown() {
    assertThatThrownBy(() -> call("fatal")).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void override_countsOnce() throws Exception {
    assertThat(call("overridden").getMsg()).isEqualTo("below");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          absent | has no method with @PowerJobHandler(name = "absent")
          twice  | has 2 methods with @PowerJobHandler(name = "twice")
          strange | must take one TaskContext or nothing
          """)
  void unusableHandler_isRefusedWithTheReason(String name, String reason) {
    assertThatThrownBy(() -> HandlerMethod.of(Handlers.class, name, handlers, handlers))
        .isInstanceOf(PowerJobException.class)
        .hasMessageContaining(Handlers.class.getName())
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({"#a", "a#", "#", "' # '"})
  void emptyPart_isRefused(String info) {
    assertThatThrownBy(() -> HandlerName.parse(info))
        .isInstanceOf(PowerJobException.class)
        .hasMessageContaining("'" + info.trim() + "'");
  }

  static class Base {
    @PowerJobHandler(name = "inherited")
    String fromAbove() {
      return "from above";
    }

    @PowerJobHandler(name = "overridden")
    String which() {
      return "above";
    }
  }

  @SuppressWarnings("UnusedMethod") // Found by their annotation.
  static class Handlers extends Base {
    @PowerJobHandler(name = "own")
    public ProcessResult own(TaskContext context) {
      return new ProcessResult(false, "no disk");
    }

    @PowerJobHandler(name = "secret")
    private String secret(TaskContext context) {
      return context.getJobParams();
    }

    @PowerJobHandler(name = "text")
    String text() {
      return "plain";
    }

    @PowerJobHandler(name = "number")
    int number() {
      return 42;
    }

    @PowerJobHandler(name = "object")
    Map<String, List<Integer>> object() {
      return Map.of("rows", List.of(1, 2));
    }

    @PowerJobHandler(name = "nothing")
    void nothing() {}

    @PowerJobHandler(name = "null")
    ProcessResult none() {
      return null;
    }

    @PowerJobHandler(name = "failing")
    void failing() throws IOException {
      throw new IOException("no network");
    }

    @PowerJobHandler(name = "fatal")
    void fatal() {
      throw new StackOverflowError();
    }

    @Override
    @PowerJobHandler(name = "overridden")
    String which() {
      return "below";
    }

    @PowerJobHandler(name = "twice")
    void once() {}

    @PowerJobHandler(name = "twice")
    void again() {}

    @PowerJobHandler(name = "strange")
    void strange(String text) {}
  }
}
