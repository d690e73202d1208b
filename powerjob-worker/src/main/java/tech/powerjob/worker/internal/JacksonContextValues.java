package tech.powerjob.worker.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.worker.core.processor.ContextValues;

/** Values of a workflow's context by Jackson. Thread-safe. */
public final class JacksonContextValues implements ContextValues {
  private static final TypeReference<LinkedHashMap<String, JsonNode>> OBJECT =
      new TypeReference<>() {};

  @Override
  public String write(Object value) {
    try {
      return value instanceof String text ? text : Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a %s cannot be written as JSON".formatted(value.getClass().getName()), e);
    }
  }

  @Override
  public Map<String, String> read(String context) {
    Map<String, JsonNode> nodes;
    try {
      nodes = Json.mapper().readValue(context, OBJECT);
    } catch (JsonProcessingException e) {
      // Without the cause, whose text quotes the context.
      throw new IllegalArgumentException("the workflow's context is not a JSON object");
    }
    var values = new LinkedHashMap<String, String>();
    if (nodes != null) {
      nodes.forEach((name, node) -> values.put(name, text(node)));
    }
    return values;
  }

  private static String text(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    return node.isTextual() ? node.textValue() : node.toString();
  }
}
