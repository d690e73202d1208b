package tech.powerjob.server.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.workflow.NodeState;
import tech.powerjob.domain.workflow.NodeState.Element;
import tech.powerjob.domain.workflow.NodeState.LeftOut;
import tech.powerjob.domain.workflow.RunState;

/**
 * The state of a run as compact JSON, since it is written at every step: {@code
 * [finishBy,parentNodeId,parentEpoch,lastResult,[nodes]]}. A node that nothing has happened to is
 * {@code 0}, any other an array of its fields in order, an element of a fan-out likewise.
 */
final class RunStateJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final LeftOut[] LEFT_OUTS = LeftOut.values();

  private RunStateJson() {}

  static String write(RunState state) {
    var text = new StringWriter(32 + 64 * state.nodes().size());
    try (var json = FACTORY.createGenerator(text)) {
      json.writeStartArray();
      write(json, millis(state.finishBy()));
      write(json, state.parentNodeId());
      json.writeNumber(state.parentEpoch());
      json.writeString(state.lastResult());
      json.writeStartArray();
      for (var node : state.nodes()) {
        write(json, node);
      }
      json.writeEndArray();
      json.writeEndArray();
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the state of a run", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, NodeState node) throws IOException {
    if (node.equals(NodeState.waiting())) {
      json.writeNumber(0);
      return;
    }
    json.writeStartArray();
    json.writeNumber(node.status().getV());
    json.writeNumber(node.epoch());
    json.writeNumber(node.attempt());
    write(json, node.runId());
    write(json, millis(node.started()));
    write(json, millis(node.finished()));
    write(json, millis(node.wakeAt()));
    json.writeString(node.result());
    json.writeNumber(node.leftOut().ordinal());
    if (!node.elements().isEmpty()) {
      json.writeStartArray();
      for (var element : node.elements()) {
        json.writeStartArray();
        json.writeNumber(element.status().getV());
        write(json, element.instanceId());
        json.writeString(element.text());
        json.writeEndArray();
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Long value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private static Long millis(Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  static RunState read(String text) {
    try (var json = FACTORY.createParser(text)) {
      json.nextToken();
      var finishBy = instant(json);
      var parentNodeId = number(json);
      int parentEpoch = json.nextIntValue(0);
      var lastResult = json.nextTextValue();
      json.nextToken();
      var nodes = new ArrayList<NodeState>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        nodes.add(json.currentToken() == JsonToken.START_ARRAY ? node(json) : NodeState.waiting());
      }
      return new RunState(nodes, finishBy, parentNodeId, parentEpoch, lastResult);
    } catch (IOException e) {
      throw new IllegalStateException("a column holds no state of a run", e);
    }
  }

  private static NodeState node(JsonParser json) throws IOException {
    var status = InstanceStatus.of(json.nextIntValue(0));
    int epoch = json.nextIntValue(0);
    int attempt = json.nextIntValue(0);
    var runId = number(json);
    var started = instant(json);
    var finished = instant(json);
    var wakeAt = instant(json);
    var result = json.nextTextValue();
    var leftOut = LEFT_OUTS[json.nextIntValue(0)];
    var elements = new ArrayList<Element>();
    if (json.nextToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.START_ARRAY) {
        elements.add(element(json));
      }
      json.nextToken();
    }
    return new NodeState(
        status, epoch, attempt, runId, started, finished, wakeAt, result, leftOut, elements);
  }

  private static Element element(JsonParser json) throws IOException {
    var element =
        new Element(InstanceStatus.of(json.nextIntValue(0)), number(json), json.nextTextValue());
    json.nextToken();
    return element;
  }

  private static Long number(JsonParser json) throws IOException {
    return json.nextToken() == JsonToken.VALUE_NULL ? null : json.getLongValue();
  }

  private static Instant instant(JsonParser json) throws IOException {
    var millis = number(json);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
