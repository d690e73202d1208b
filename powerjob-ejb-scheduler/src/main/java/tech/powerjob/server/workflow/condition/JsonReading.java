package tech.powerjob.server.workflow.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;

/** JSON in a text of the context, read as {@code groovy.json.JsonSlurper} reads it. */
final class JsonReading {
  /** Stands for a {@code new JsonSlurper()}. */
  static final Object SLURPER = new JsonReading();

  static final MethodTable<JsonReading> TABLE =
      new MethodTable<JsonReading>()
          .with("parseText", 1, (run, json, a) -> parse(run, MethodTable.text(a[0])));

  private static final JsonMapper MAPPER = mapper();

  private JsonReading() {}

  private static JsonMapper mapper() {
    var mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(100).maxNumberLength(500).build());
    return mapper;
  }

  private static Object parse(Evaluation run, String text) {
    run.willMakeText(text.length());
    run.charge(text.length());
    try {
      return value(run, MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the text is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Object value(Evaluation run, JsonNode node) {
    run.charge(5);
    if (node.isObject()) {
      var map = new LinkedHashMap<String, Object>();
      node.properties().forEach(each -> map.put(each.getKey(), value(run, each.getValue())));
      return Collections.unmodifiableMap(map);
    }
    if (node.isArray()) {
      var list = new ArrayList<Object>();
      node.forEach(each -> list.add(value(run, each)));
      return run.made(Collections.unmodifiableList(list));
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNumber() ? number(run, node) : null;
  }

  private static Number number(Evaluation run, JsonNode node) {
    if (!node.isIntegralNumber()) {
      // Never a conversion to another form before its size is known.
      return run.made((BigDecimal) node.numberValue());
    }
    return run.made(node.numberValue());
  }
}
