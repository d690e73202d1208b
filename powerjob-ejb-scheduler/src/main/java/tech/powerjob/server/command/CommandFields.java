package tech.powerjob.server.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tech.powerjob.wire.CommandProperties;

/**
 * The fields of a message: the entries of a map, or the members of a JSON object, as text or as
 * bytes in UTF-8. Numbers may also be written as text, for not every sender has numbers of 64 bits.
 */
final class CommandFields {
  /** Most of a value that an answer repeats. */
  private static final int SHOWN = 100;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, Object> values;

  private CommandFields(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * Reads the body.
   *
   * @throws UnreadableCommandException if it is neither map nor JSON object
   * @throws JMSException if the provider cannot give it
   */
  static CommandFields of(Message message) throws JMSException, UnreadableCommandException {
    if (message instanceof MapMessage map) {
      var values = new LinkedHashMap<String, Object>();
      for (var names = map.getMapNames(); names.hasMoreElements(); ) {
        var name = (String) names.nextElement();
        values.put(name, map.getObject(name));
      }
      return new CommandFields(values);
    }
    if (message instanceof TextMessage text) {
      return ofJson(text.getText());
    }
    if (message instanceof BytesMessage bytes) {
      return ofJson(utf8(bytes));
    }
    throw new UnreadableCommandException(
        "the message has neither text nor bytes nor map entries, but must be one of these");
  }

  private static CommandFields ofJson(String text) throws UnreadableCommandException {
    if (text == null || text.isBlank()) {
      throw new UnreadableCommandException("the message is empty but must be a JSON object");
    }
    try {
      if (JSON.readValue(text, Object.class) instanceof Map<?, ?> object) {
        var values = new LinkedHashMap<String, Object>();
        object.forEach((name, value) -> values.put((String) name, value));
        return new CommandFields(values);
      }
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new UnreadableCommandException(
          "the text is not JSON"
              + (where == null
                  ? ""
                  : " at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr())));
    }
    throw new UnreadableCommandException("the text is JSON but not an object");
  }

  private static String utf8(BytesMessage message) throws JMSException, UnreadableCommandException {
    long length = message.getBodyLength();
    if (length > CommandProperties.MAX_BYTES) {
      throw new UnreadableCommandException(
          "the message has %d bytes but may have at most %d"
              .formatted(length, CommandProperties.MAX_BYTES));
    }
    var bytes = new byte[(int) length];
    message.readBytes(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableCommandException("the bytes are not text in UTF-8");
    }
  }

  /**
   * Refuses fields that nobody reads: a mistyped name would otherwise change what is asked.
   *
   * @throws UnreadableCommandException naming the field and those that there are
   */
  void require(String command, Set<String> known) throws UnreadableCommandException {
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw new UnreadableCommandException(
            "there is no field '%s'; a command '%s' has %s"
                .formatted(shown(name), command, String.join(", ", sorted(known))));
      }
    }
  }

  private static List<String> sorted(Set<String> names) {
    var sorted = new ArrayList<>(names);
    Collections.sort(sorted);
    return sorted;
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  /** The text; {@code null} if there is none. */
  String text(String name) throws UnreadableCommandException {
    var value = values.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name, value, "a text");
  }

  /** The number; {@code null} if there is none. */
  Long number(String name) throws UnreadableCommandException {
    var value = values.get(name);
    if (value == null) {
      return null;
    }
    if (Stream.of(Long.class, Integer.class, Short.class, Byte.class)
        .anyMatch(type -> type.isInstance(value))) {
      return ((Number) value).longValue();
    }
    if (value instanceof String || value instanceof BigInteger) {
      try {
        return Long.valueOf(value.toString().trim());
      } catch (NumberFormatException e) {
        // Said below.
      }
    }
    throw wrong(name, value, "a whole number of at most 64 bits");
  }

  /** The number, which must be there. */
  long requireNumber(String command, String name) throws UnreadableCommandException {
    var value = number(name);
    if (value == null) {
      throw new UnreadableCommandException(
          "%s is missing but a command '%s' must have it".formatted(name, command));
    }
    return value;
  }

  private static UnreadableCommandException wrong(String name, Object value, String rule) {
    return new UnreadableCommandException(
        "%s is '%s' but must be %s".formatted(name, shown(String.valueOf(value)), rule));
  }

  /** Short, and on one line of a log. */
  static String shown(String text) {
    var line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
