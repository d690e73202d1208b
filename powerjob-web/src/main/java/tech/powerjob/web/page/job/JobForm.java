package tech.powerjob.web.page.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.web.rest.JsonBody;

/**
 * A job's definition as texts to fill in, each under the name that the rules call the field: {@code
 * options.misfire.limit}. What a form does not show stays as it was. Durations are texts such as
 * {@code 5 min}; lists have one value per line.
 */
final class JobForm {
  private static final Set<String> DURATIONS =
      Set.of(
          "instanceTimeLimit",
          "options.jitter",
          "options.workerWait",
          "options.misfire.window",
          "options.rateLimit.period",
          "options.instanceBackoff.delay",
          "options.instanceBackoff.maxDelay",
          "options.taskBackoff.delay",
          "options.taskBackoff.maxDelay",
          "options.taskTimeLimit",
          "options.startDeadline",
          "options.finishDeadline");
  private static final Set<String> LISTS =
      Set.of(
          "options.includeCalendars",
          "options.excludeCalendars",
          "options.nonRetryableResults",
          "notifyUserIds");
  private static final String POOLS = "options.pools";
  private static final Set<String> LIFE = Set.of("lifeCycle.start", "lifeCycle.end");
  private static final String DAILY = "daily.";

  private JobForm() {}

  /** The texts of a definition. */
  static Map<String, String> write(SaveJobInfoRequest request, ZoneId viewer) {
    var values = new HashMap<String, String>();
    flatten("", JsonBody.mapper().valueToTree(request), values);
    DURATIONS.forEach(field -> values.computeIfPresent(field, (f, text) -> Durations.write(text)));
    var type = request.getTimeExpressionType();
    if (type == TimeExpressionType.FIXED_RATE || type == TimeExpressionType.FIXED_DELAY) {
      values.computeIfPresent("timeExpression", (f, text) -> Durations.write(text));
    }
    if (type == TimeExpressionType.DAILY_TIME_INTERVAL) {
      writeDaily(request.getTimeExpression(), values);
    }
    if (request.getLifeCycle() != null) {
      values.put("lifeCycle.start", local(request.getLifeCycle().getStart(), viewer));
      values.put("lifeCycle.end", local(request.getLifeCycle().getEnd(), viewer));
    }
    return values;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              each ->
                  flatten(
                      name.isEmpty() ? each.getKey() : name + "." + each.getKey(),
                      each.getValue(),
                      values));
    } else if (name.equals(POOLS)) {
      values.put(name, lines(node, JobForm::pool));
    } else if (node.isArray()) {
      values.put(name, lines(node, JsonNode::asText));
    } else if (node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue())) {
      values.put(name, String.valueOf(node.longValue()));
    } else if (!node.isNull()) {
      values.put(name, node.asText());
    }
  }

  private static String lines(JsonNode array, java.util.function.Function<JsonNode, String> line) {
    var lines = new java.util.StringJoiner("\n");
    array.forEach(each -> lines.add(line.apply(each)));
    return lines.toString();
  }

  private static String pool(JsonNode use) {
    var permits = use.path("permits");
    return use.path("name").asText() + (permits.isNumber() ? " " + permits.asInt() : "");
  }

  private static void writeDaily(String expression, Map<String, String> values) {
    try {
      var daily = JsonBody.mapper().readTree(expression);
      daily
          .fields()
          .forEachRemaining(
              each ->
                  values.put(
                      DAILY + each.getKey(),
                      each.getValue().isArray()
                          ? lines(each.getValue(), JsonNode::asText)
                          : each.getValue().asText()));
    } catch (JsonProcessingException e) {
      // Then there is nothing to take over; the expression itself is shown and objected to.
      values.put(DAILY + "interval", "");
    }
  }

  private static String local(Long millis, ZoneId zone) {
    return millis == null
        ? ""
        : LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone)
            .truncatedTo(ChronoUnit.MINUTES)
            .toString();
  }

  /**
   * The definition that the texts make.
   *
   * @param before what it was; fields that have no text stay as they are there
   * @throws IllegalArgumentException naming the field, the value and the rule
   */
  static SaveJobInfoRequest read(
      SaveJobInfoRequest before, Map<String, String> values, ZoneId viewer) {
    ObjectNode tree = JsonBody.mapper().valueToTree(before);
    tree.remove("lifeCycle");
    for (var field : new TreeSet<>(values.keySet())) {
      if (!LIFE.contains(field) && !field.startsWith(DAILY)) {
        put(tree, field, node(field, blankToNull(values.get(field))));
      }
    }
    prune(tree);
    try {
      var request = JsonBody.mapper().treeToValue(tree, SaveJobInfoRequest.class);
      request.setTimeExpression(expression(request, values));
      request.setLifeCycle(lifeCycle(values, viewer));
      return request;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(JsonBody.describe(e), e);
    }
  }

  private static JsonNode node(String field, String text) {
    var nodes = JsonBody.mapper().getNodeFactory();
    if (text == null) {
      return nodes.nullNode();
    }
    if (DURATIONS.contains(field)) {
      return nodes.numberNode(Durations.read(field, text));
    }
    if (field.equals(POOLS)) {
      return pools(text);
    }
    if (LISTS.contains(field)) {
      var array = nodes.arrayNode();
      entries(text).forEach(array::add);
      return array;
    }
    return nodes.textNode(text);
  }

  private static ArrayNode pools(String text) {
    var array = JsonBody.mapper().createArrayNode();
    entries(text)
        .forEach(
            line -> {
              var parts = line.split("[\\s:]+", 2);
              var use = array.addObject().put("name", parts[0]);
              if (parts.length == 2) {
                use.put("permits", parts[1].trim());
              }
            });
    return array;
  }

  private static Stream<String> entries(String text) {
    return text.lines().map(String::trim).filter(line -> !line.isEmpty());
  }

  private static void put(ObjectNode tree, String field, JsonNode value) {
    int dot = field.indexOf('.');
    if (dot < 0) {
      if (value.isNull()) {
        tree.remove(field);
      } else {
        tree.set(field, value);
      }
      return;
    }
    var name = field.substring(0, dot);
    var inner = tree.path(name).isObject() ? (ObjectNode) tree.get(name) : tree.putObject(name);
    put(inner, field.substring(dot + 1), value);
  }

  /** An object in which nothing is said is as good as none. */
  private static void prune(ObjectNode tree) {
    var names = new TreeSet<String>();
    tree.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      if (tree.get(name).isNull()) {
        tree.remove(name);
      } else if (tree.get(name).isObject()) {
        prune((ObjectNode) tree.get(name));
        if (tree.get(name).isEmpty()) {
          tree.remove(name);
        }
      }
    }
  }

  private static String expression(SaveJobInfoRequest request, Map<String, String> values) {
    var text = blankToNull(values.get("timeExpression"));
    if (request.getTimeExpressionType() == null) {
      return text;
    }
    return switch (request.getTimeExpressionType()) {
      case API, WORKFLOW -> null;
      case CRON -> text;
      case FIXED_RATE, FIXED_DELAY ->
          text == null ? null : String.valueOf(Durations.read("timeExpression", text));
      case DAILY_TIME_INTERVAL -> daily(values);
    };
  }

  private static String daily(Map<String, String> values) {
    var daily = JsonBody.mapper().createObjectNode();
    var interval = blankToNull(values.get(DAILY + "interval"));
    if (interval != null) {
      if (!interval.matches("[0-9]{1,12}")) {
        throw new IllegalArgumentException(
            "daily.interval is '%s' but must be a whole number".formatted(interval));
      }
      daily.put("interval", Long.parseLong(interval));
    }
    for (var field : List.of("intervalUnit", "startTimeOfDay", "endTimeOfDay")) {
      var text = blankToNull(values.get(DAILY + field));
      if (text != null) {
        daily.put(field, seconds(field, text));
      }
    }
    var days = blankToNull(values.get(DAILY + "daysOfWeek"));
    if (days != null) {
      var array = daily.putArray("daysOfWeek");
      entries(days).filter(day -> day.matches("[0-9]")).map(Integer::valueOf).forEach(array::add);
    }
    return daily.toString();
  }

  /** Browsers leave out the seconds of a time when there are none. */
  private static String seconds(String field, String text) {
    return field.endsWith("TimeOfDay") && text.matches("[0-9]{2}:[0-9]{2}") ? text + ":00" : text;
  }

  private static LifeCycle lifeCycle(Map<String, String> values, ZoneId viewer) {
    var start = millis("lifeCycle.start", values, viewer);
    var end = millis("lifeCycle.end", values, viewer);
    if (start == null && end == null) {
      return null;
    }
    var lifeCycle = new LifeCycle();
    lifeCycle.setStart(start);
    lifeCycle.setEnd(end);
    return lifeCycle;
  }

  private static Long millis(String field, Map<String, String> values, ZoneId zone) {
    var text = blankToNull(values.get(field));
    try {
      return text == null
          ? null
          : LocalDateTime.parse(text).atZone(zone).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a time such as 2026-03-04T05:06".formatted(field, text), e);
    }
  }

  private static String blankToNull(String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
