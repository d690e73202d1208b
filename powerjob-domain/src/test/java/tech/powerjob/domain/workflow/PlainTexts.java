package tech.powerjob.domain.workflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stands in for JSON where no test looks closely: members and elements have no commas in them. */
final class PlainTexts implements JsonTexts {
  @Override
  public Optional<Map<String, String>> members(String text) {
    if (!text.startsWith("{")) {
      return Optional.empty();
    }
    var members = new LinkedHashMap<String, String>();
    for (var each : inner(text)) {
      members.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
    }
    return Optional.of(members);
  }

  @Override
  public Optional<List<String>> elements(String text) {
    return text.startsWith("[") ? Optional.of(inner(text)) : Optional.empty();
  }

  private static List<String> inner(String text) {
    var inner = text.substring(1, text.length() - 1);
    return inner.isEmpty() ? List.of() : Arrays.asList(inner.split(","));
  }

  @Override
  public Optional<String> at(String text, String pointer) {
    return pointer.isEmpty()
        ? Optional.of(text)
        : members(text).map(members -> members.get(pointer.substring(1)));
  }

  @Override
  public String object(Map<String, String> members) {
    var text = members.toString();
    return text.replace(", ", ",");
  }

  @Override
  public String array(List<String> elements) {
    return elements.toString().replace(", ", ",");
  }
}
