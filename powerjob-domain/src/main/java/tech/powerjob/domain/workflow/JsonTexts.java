package tech.powerjob.domain.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs of workflows need to know of JSON. Pure and thread-safe. */
public interface JsonTexts {
  /**
   * The members of a JSON object as texts: strings as they are, everything else as JSON; empty if
   * the text is not a JSON object.
   */
  Optional<Map<String, String>> members(String text);

  /** The elements of a JSON array as in {@link #members}; empty if the text is not an array. */
  Optional<List<String>> elements(String text);

  /**
   * What a JSON Pointer leads to in a text, as in {@link #members}; empty if it leads nowhere. A
   * text that is not JSON is its own only content.
   *
   * @throws IllegalArgumentException if the pointer is not one
   */
  Optional<String> at(String text, String pointer);

  /** A JSON object of texts. */
  String object(Map<String, String> members);

  /** A JSON array of texts; {@code null} stays null. */
  String array(List<String> elements);
}
