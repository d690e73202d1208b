package tech.powerjob.web.page.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.primefaces.PrimeFaces;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.store.JsonConverters;
import tech.powerjob.server.workflow.WholeWorkflows.ChangedException;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Texts;

/**
 * A question of a page's script ({@code PowerJobCalls.ask}) to the page's bean.
 *
 * @param name what is asked
 * @param number which question it is, for the script
 * @param body what about
 */
record PageCall(String name, String number, JsonNode body) {
  private static final Pattern NODE = Pattern.compile("node id : (-?\\d+)");
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Answers a question; what it objects to is told to the script. */
  @FunctionalInterface
  interface Answer {
    Object of(PageCall call);
  }

  /** The question of the present request. */
  static void answer(Texts texts, Answer answer) {
    var ajax = PrimeFaces.current().ajax();
    ajax.addCallbackParam("number", Address.text("number").orElse(""));
    try {
      ajax.addCallbackParam("answer", write(answer.of(current())));
    } catch (ChangedException e) {
      ajax.addCallbackParam("changed", true);
      ajax.addCallbackParam("problem", texts.said(e.getMessage()));
    } catch (PowerJobException | IllegalArgumentException e) {
      ajax.addCallbackParam(
          "problem", texts.said(Objects.requireNonNullElse(e.getMessage(), e.toString())));
      node(e.getMessage()).ifPresent(id -> ajax.addCallbackParam("node", id));
    }
  }

  /** The node that an objection speaks of. */
  private static Optional<String> node(String problem) {
    var found = NODE.matcher(String.valueOf(problem));
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private static PageCall current() {
    return new PageCall(
        Address.text("call").orElse(""),
        Address.text("number").orElse(""),
        tree(Address.text("body").orElse("null")));
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the request is no JSON", e);
    }
  }

  static String write(Object value) {
    return value == null ? "null" : JsonConverters.write(value);
  }

  /**
   * What it is about, as a bean or record.
   *
   * @throws IllegalArgumentException if it is none
   */
  <T> T as(Class<T> type) {
    try {
      return JSON.treeToValue(body, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** A text that is all it is about. */
  String text() {
    return body.asText("");
  }
}
