package tech.powerjob.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is said to a command, in the form of the command. Immutable. */
record Answer(Map<String, Object> fields) {
  /** The message was no command; it is kept on the queue of dead commands. */
  static final String INVALID = "INVALID";

  /** The command is understood but breaks a rule. */
  static final String REFUSED = "REFUSED";

  /** The server could not carry the command out; it is kept on the queue of dead commands. */
  static final String FAILED = "FAILED";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Readers of JSON in some languages have numbers of 53 bits only. */
  private static final Set<String> LONG_IDS = Set.of("instanceId", "wfInstanceId");

  /** The command was carried out. */
  static Answer done(Command command, Map<String, Object> result) {
    var fields = started(command.word(), true);
    fields.putAll(result);
    return new Answer(fields);
  }

  /**
   * The command was not carried out.
   *
   * @param word of the command, {@code null} if the message has none
   */
  static Answer not(String word, String code, String reason) {
    var fields = started(word, false);
    fields.put("code", code);
    fields.put("message", reason);
    return new Answer(fields);
  }

  private static Map<String, Object> started(String word, boolean success) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", CommandReader.VERSION);
    if (word != null) {
      fields.put("command", word);
    }
    fields.put("success", success);
    return fields;
  }

  /** A map to a map, text to everything else. */
  Message to(Message command, Session session) throws JMSException {
    if (!(command instanceof MapMessage)) {
      return session.createTextMessage(text());
    }
    var map = session.createMapMessage();
    for (var field : fields.entrySet()) {
      var value = field.getValue();
      boolean simple =
          value instanceof String || value instanceof Number || value instanceof Boolean;
      map.setObject(field.getKey(), simple ? value : json(value));
    }
    return map;
  }

  private String text() {
    var written = new LinkedHashMap<>(fields);
    LONG_IDS.forEach(name -> written.computeIfPresent(name, (key, id) -> id.toString()));
    return json(written);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer to a command cannot be written", e);
    }
  }
}
