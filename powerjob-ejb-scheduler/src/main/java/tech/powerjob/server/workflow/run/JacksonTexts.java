package tech.powerjob.server.workflow.run;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.workflow.JsonTexts;

/** JSON texts, read and written by Jackson. Thread-safe. */
public final class JacksonTexts implements JsonTexts {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // Numbers stay as they were written.
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  @Override
  public Optional<Map<String, String>> members(String text) {
    return parsed(text)
        .filter(JsonNode::isObject)
        .map(
            object -> {
              var members = new LinkedHashMap<String, String>();
              object
                  .fields()
                  .forEachRemaining(
                      each -> {
                        if (!each.getValue().isNull()) {
                          members.put(each.getKey(), text(each.getValue()));
                        }
                      });
              return members;
            });
  }

  @Override
  public Optional<List<String>> elements(String text) {
    return parsed(text)
        .filter(JsonNode::isArray)
        .map(
            array -> {
              var elements = new ArrayList<String>(array.size());
              array.forEach(each -> elements.add(each.isNull() ? null : text(each)));
              return elements;
            });
  }

  @Override
  public Optional<String> at(String text, String pointer) {
    var path = JsonPointer.compile(pointer);
    if (path.matches()) {
      return Optional.of(text);
    }
    return parsed(text)
        .map(json -> json.at(path))
        .filter(json -> !json.isMissingNode() && !json.isNull())
        .map(JacksonTexts::text);
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      // Most texts that are not JSON are told apart by their first character.
      var start = text.stripLeading();
      return start.startsWith("{") || start.startsWith("[")
          ? Optional.ofNullable(JSON.readTree(text))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode json) {
    return json.isTextual() ? json.textValue() : json.toString();
  }

  @Override
  public String object(Map<String, String> members) {
    return written(members);
  }

  @Override
  public String array(List<String> elements) {
    return written(elements);
  }

  private static String written(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write texts as JSON", e);
    }
  }
}
