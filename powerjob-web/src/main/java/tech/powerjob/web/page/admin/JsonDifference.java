package tech.powerjob.web.page.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What differs between two states of an object, field by field, as people read it. */
public final class JsonDifference {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A field that differs.
   *
   * @param name its path, with dots
   * @param before {@code null} if it was not there
   * @param after {@code null} if it is not there any more
   */
  public record Field(String name, String before, String after) implements Serializable {}

  private JsonDifference() {}

  /**
   * The fields that differ, in the order in which the states name them. Texts that are no JSON
   * objects are shown whole.
   *
   * @param before {@code null} for none
   * @param after {@code null} for none
   */
  static List<Field> of(String before, String after) {
    var old = fields(before);
    var fresh = fields(after);
    var names = new LinkedHashSet<>(old.keySet());
    names.addAll(fresh.keySet());
    var differences = new ArrayList<Field>();
    for (var name : names) {
      var from = old.get(name);
      var to = fresh.get(name);
      if (!Objects.equals(from, to) || isSecret(from)) {
        differences.add(new Field(name, from, to));
      }
    }
    return differences;
  }

  /** Two secrets look alike here, and are named only because they differed. */
  private static boolean isSecret(String text) {
    return "[redacted]".equals(text);
  }

  private static Map<String, String> fields(String text) {
    var found = new LinkedHashMap<String, String>();
    if (text == null) {
      return found;
    }
    try {
      collect("", JSON.readTree(text), found);
    } catch (JsonProcessingException e) {
      found.put("", text);
    }
    return found;
  }

  private static void collect(String path, JsonNode node, Map<String, String> found) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  collect(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      found));
    } else if (node.isArray() && node.size() > 0 && node.get(0).isObject()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "[" + i + "]", node.get(i), found);
      }
    } else if (node.isArray()) {
      var items = new ArrayList<String>();
      node.forEach(item -> items.add(item.isTextual() ? item.textValue() : item.toString()));
      if (!items.isEmpty()) {
        found.put(path, String.join(", ", items));
      }
    } else if (!node.isNull()) {
      found.put(path, node.isTextual() ? node.textValue() : node.toString());
    }
  }
}
