package tech.powerjob.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Makes calls from the description of the REST calls that a server gives of itself: for each
 * operation parameters and bodies of the described form, of which something is wrong. Not
 * thread-safe.
 */
final class DescribedCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOO_LARGE = 1_100_000;
  private static final int DEEPEST = 4;

  private final Random random;
  private final JsonNode description;

  /** Ids that stand for parameters of these names; those of another application. */
  private final Map<String, String> foreign;

  DescribedCalls(JsonNode description, Map<String, String> foreign, long seed) {
    this.description = description;
    this.foreign = foreign;
    random = new Random(seed);
  }

  /** One operation of the description. */
  record Operation(String method, String path, JsonNode node) {
    /** Whether it asks for a token of a user, and takes none of an application. */
    boolean isForUsers() {
      var security = node.path("security").toString();
      return security.contains("userToken") && !security.contains("appToken");
    }

    boolean isOpen() {
      return node.path("security").isEmpty();
    }

    boolean takesBody() {
      return node.has("requestBody");
    }
  }

  /**
   * One call.
   *
   * @param foreign whether it names an object of another application, so that it must be refused
   */
  record Call(Operation operation, String path, String type, String body, boolean foreign) {}

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    description
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        each -> {
                          if (each.getValue().has("operationId")) {
                            operations.add(
                                new Operation(
                                    each.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    each.getValue()));
                          }
                        }));
    return operations;
  }

  /** A call that names an object of another application where it can; else it is just wrong. */
  Call foreign(Operation operation) {
    boolean[] named = new boolean[1];
    var path =
        path(
            operation,
            name -> {
              var id = foreign.get(name);
              named[0] |= id != null && !name.equals("appId");
              return name.equals("appId") ? null : id;
            });
    String body = null;
    if (operation.takesBody()) {
      var value = example(operation);
      for (var each : foreign.entrySet()) {
        if (value.has(each.getKey())) {
          ((ObjectNode) value).put(each.getKey(), Long.parseLong(each.getValue()));
          named[0] = true;
        }
      }
      body = value.toString();
    }
    return new Call(operation, path, "application/json", body, named[0]);
  }

  /** A call of which something is wrong. */
  Call wrong(Operation operation) {
    var path = path(operation, name -> random.nextInt(4) == 0 ? null : text());
    var type =
        random.nextInt(8) == 0
            ? one(List.of("text/plain", "nonsense", "multipart/form-data", "application/xml"))
            : "application/json";
    return new Call(operation, path, type, operation.takesBody() ? body(operation) : null, false);
  }

  private interface Values {
    /** A value of the parameter; {@code null} for a plausible one. */
    String of(String name);
  }

  private String path(Operation operation, Values values) {
    var path = operation.path();
    var query = new StringJoiner("&");
    for (var parameter : operation.node().path("parameters")) {
      var name = parameter.path("name").asText();
      var value = values.of(name);
      switch (parameter.path("in").asText()) {
        case "path" -> path = path.replace("{" + name + "}", segment(value, parameter));
        case "query" -> {
          if (value != null || parameter.path("required").asBoolean()) {
            query.add(name + "=" + encoded(value == null ? plausible(parameter) : value));
          }
        }
        default -> {
          // Headers are the caller's affair.
        }
      }
    }
    path = path.replaceAll("\\{[^}]*}", "1");
    return query.length() == 0 ? path : path + "?" + query;
  }

  /** What is no path segment at all would ask for another operation. */
  private static String segment(String value, JsonNode parameter) {
    if (value == null) {
      return plausible(parameter);
    }
    var plain = value.replaceAll("[^A-Za-z0-9_-]", "");
    return plain.isEmpty() ? "0" : plain.substring(0, Math.min(60, plain.length()));
  }

  private static String plausible(JsonNode parameter) {
    return parameter.has("example") ? parameter.path("example").asText() : "1";
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String text() {
    return switch (random.nextInt(9)) {
      case 0 -> "";
      case 1 -> "x".repeat(random.nextInt(400));
      case 2 -> "多语言 ✓";
      case 3 -> "'; DROP TABLE job_info; --";
      case 4 -> "<script>alert(1)</script>${jndi:ldap://127.0.0.1/x}";
      case 5 -> Long.toString(random.nextLong());
      case 6 -> "-1";
      case 7 -> "%00\u0000..%2f";
      default -> "9".repeat(40);
    };
  }

  private JsonNode example(Operation operation) {
    var content = operation.node().path("requestBody").path("content");
    var media = content.elements().hasNext() ? content.elements().next() : JSON.nullNode();
    return media.path("example").isObject()
        ? media.path("example").deepCopy()
        : value(media.path("schema"), 0);
  }

  private String body(Operation operation) {
    var example = example(operation);
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> example.toString().substring(1);
      case 2 -> "null";
      case 3 -> "[" + example + "]";
      case 4 -> "[".repeat(2_000);
      case 5 ->
          random.nextInt(8) == 0
              ? "{\"jobName\":\"" + "x".repeat(TOO_LARGE) + "\"}"
              : "\"" + "x".repeat(200) + "\"";
      default -> spoilt(example, operation);
    };
  }

  /** One field is of another type, an unknown constant, or out of bounds. */
  private String spoilt(JsonNode example, Operation operation) {
    if (!example.isObject()) {
      return "{}";
    }
    var object = (ObjectNode) example.deepCopy();
    var names = new ArrayList<String>();
    schema(operation).path("properties").fieldNames().forEachRemaining(names::add);
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      return "{\"x\":1}";
    }
    var name = one(names);
    switch (random.nextInt(8)) {
      case 0 -> object.put(name, text());
      case 1 -> object.put(name, random.nextLong());
      case 2 -> object.put(name, -1);
      case 3 -> object.putNull(name);
      case 4 -> object.putObject(name).put("a", 1);
      case 5 -> object.putArray(name).add(true).add("x");
      case 6 -> object.put(name, "NO_SUCH_CONSTANT");
      default -> object.put(name, 1e300);
    }
    return object.toString();
  }

  private JsonNode schema(Operation operation) {
    var content = operation.node().path("requestBody").path("content");
    return resolved(
        content.elements().hasNext() ? content.elements().next().path("schema") : content);
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? description.at(schema.path("$ref").asText().substring(1)) : schema;
  }

  /** Some value of a schema. */
  private JsonNode value(JsonNode unresolved, int depth) {
    var schema = resolved(unresolved);
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    return switch (schema.path("type").asText("object")) {
      case "string" -> JSON.getNodeFactory().textNode("x" + random.nextInt(100));
      case "integer", "number" -> JSON.getNodeFactory().numberNode(random.nextInt(10));
      case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case "array" -> JSON.createArrayNode();
      default -> {
        var object = JSON.createObjectNode();
        if (depth < DEEPEST) {
          schema
              .path("properties")
              .fields()
              .forEachRemaining(
                  each -> {
                    if (random.nextInt(3) != 0) {
                      object.set(each.getKey(), value(each.getValue(), depth + 1));
                    }
                  });
        }
        yield object;
      }
    };
  }
}
