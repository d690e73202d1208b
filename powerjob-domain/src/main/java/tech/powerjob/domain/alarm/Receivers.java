package tech.powerjob.domain.alarm;

import java.util.Arrays;
import java.util.List;

/** Who is to be told of the failures of a job or workflow. */
public final class Receivers {
  private Receivers() {}

  /**
   * Ids of users, each once.
   *
   * @param text ids with commas between; {@code null} and blank mean nobody
   */
  public static List<Long> parse(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(","))
            .map(String::trim)
            .filter(id -> id.matches("\\d{1,18}"))
            .map(Long::valueOf)
            .distinct()
            .toList();
  }
}
