package tech.powerjob.official.processors.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.worker.core.processor.ProcessResult;

class ConfigProcessorTest {
  private static final String SWITCH = "powerjob.official-processor.config-file.enable";

  private final ConfigProcessor processor = new ConfigProcessor();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void switchOff() {
    System.clearProperty(SWITCH);
  }

  private ProcessResult process(String params) throws Exception {
    return processor.process(Contexts.of(params, null, log));
  }

  @Test
  void config_isThereForAllCode_inPlaceOfTheOneBefore() throws Exception {
    process("{\"config\":{\"old\":1}}");

    var result = process("{\"config\":{\"a\":\"b\",\"c\":{\"d\":[1,2]}}}");

    assertThat(result.getMsg()).isEqualTo("UPDATE_SUCCESS");
    assertThat(result.isSuccess()).isTrue();
    assertThat(ConfigProcessor.fetchConfig())
        .isEqualTo(Map.of("a", "b", "c", Map.of("d", List.of(1, 2))));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{}", "{\"config\":null}"})
  void withoutConfig_fails(String params) throws Exception {
    assertThat(process(params).getMsg()).isEqualTo("CONFIG_IS_NULL");
    assertThat(process(params).isSuccess()).isFalse();
  }

  @Test
  void file_isWrittenIfSwitchedOn(@TempDir Path folder) throws Exception {
    var params =
        "{\"config\":{\"a\":\"%s\"},\"persistentFileName\":\"%s\"}"
            .formatted("%s", folder.resolve("sub/config.json"));

    var refused = process(params.formatted(1));
    assertThat(refused.isSuccess()).isFalse();
    assertThat(refused.getMsg())
        .isEqualTo(
            "ConfigProcessor is not enabled, please set '-D" + SWITCH + "=true' to enable it");
    assertThat(folder).isEmptyDirectory();

    System.setProperty(SWITCH, "true");
    process(params.formatted(2));
    assertThat(process(params.formatted(3)).isSuccess()).isTrue();
    assertThat(folder.resolve("sub/config.json")).hasContent("{\"a\":\"3\"}");
    assertThat(folder.resolve("sub")).isDirectoryNotContaining("glob:**.tmp");
  }
}
