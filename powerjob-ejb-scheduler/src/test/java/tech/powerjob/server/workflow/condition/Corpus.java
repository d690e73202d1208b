package tech.powerjob.server.workflow.condition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Scripts in a file, with a line of dashes between them. */
final class Corpus {
  private Corpus() {}

  static List<String> read(String name) {
    try (var in = Corpus.class.getResourceAsStream(name)) {
      return Arrays.stream(
              new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^----.*\\R"))
          .filter(script -> !script.isBlank())
          .map(String::stripTrailing)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
