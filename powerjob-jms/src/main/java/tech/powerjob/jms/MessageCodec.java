package tech.powerjob.jms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tech.powerjob.wire.WireMessage;

/**
 * Turns wire messages into JMS text messages and back. The body is JSON without nulls; type and
 * version of the format travel as properties, so that brokers and tools can tell messages apart
 * without parsing. Fields that the reader does not know are ignored, which lets either end be one
 * release ahead. Thread-safe.
 */
public final class MessageCodec {
  /** String property: {@link WireMessage#type()}. */
  public static final String TYPE = "powerjob_type";

  /** Int property: {@link WireMessage#VERSION} of the writer. */
  public static final String VERSION = "powerjob_version";

  /** Longest part of a parser's complaint that gets into an error: it may quote the body. */
  private static final int REASON_LIMIT = 200;

  private static final Map<String, Class<?>> TYPES =
      Arrays.stream(WireMessage.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private final ObjectMapper json =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /**
   * Writes the message's body and properties.
   *
   * @throws JMSException if the provider refuses a property or the text
   */
  public void write(WireMessage message, TextMessage target) throws JMSException {
    target.setStringProperty(TYPE, message.type());
    target.setIntProperty(VERSION, WireMessage.VERSION);
    target.setText(toJson(message));
  }

  private String toJson(WireMessage message) {
    try {
      return json.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a " + message.type() + " as JSON", e);
    }
  }

  /**
   * Reads a message.
   *
   * @throws UnreadableMessageException if it is no text, its type or version is unknown, or its
   *     text is not that type's JSON
   * @throws JMSException if the provider cannot give properties or text
   */
  public WireMessage read(Message message) throws JMSException, UnreadableMessageException {
    var type = message.getStringProperty(TYPE);
    if (type == null) {
      throw new UnreadableMessageException("property " + TYPE + " is missing");
    }
    var javaType = TYPES.get(type);
    if (javaType == null) {
      throw new UnreadableMessageException(
          "%s is '%s' but must be one of %s"
              .formatted(TYPE, shortened(type), TYPES.keySet().stream().sorted().toList()));
    }
    requireKnownVersion(type, message);
    if (!(message instanceof TextMessage text)) {
      throw new UnreadableMessageException("a " + type + " must be a text message");
    }
    return parse(type, javaType, text.getText());
  }

  /**
   * Reads a message of one kind.
   *
   * @throws UnreadableMessageException as {@link #read(Message)}, or if it is of another kind
   * @throws JMSException if the provider cannot give properties or text
   */
  public <T extends WireMessage> T read(Message message, Class<T> kind)
      throws JMSException, UnreadableMessageException {
    var read = read(message);
    if (!kind.isInstance(read)) {
      throw new UnreadableMessageException(
          "it is a %s but only a %s belongs here".formatted(read.type(), kind.getSimpleName()));
    }
    return kind.cast(read);
  }

  private static void requireKnownVersion(String type, Message message)
      throws JMSException, UnreadableMessageException {
    if (!message.propertyExists(VERSION)) {
      throw new UnreadableMessageException(
          "property %s of a %s is missing".formatted(VERSION, type));
    }
    int version;
    try {
      version = message.getIntProperty(VERSION);
    } catch (NumberFormatException | MessageFormatException e) {
      throw new UnreadableMessageException(
          "property %s of a %s is not a whole number".formatted(VERSION, type), e);
    }
    if (version != WireMessage.VERSION) {
      throw new UnreadableMessageException(
          "%s of a %s is %d but this release understands only %d"
              .formatted(VERSION, type, version, WireMessage.VERSION));
    }
  }

  private WireMessage parse(String type, Class<?> javaType, String text)
      throws UnreadableMessageException {
    if (text == null) {
      throw new UnreadableMessageException("the text of a " + type + " is missing");
    }
    try {
      var message = json.readValue(text, javaType);
      if (message == null) {
        throw new UnreadableMessageException("the text of a " + type + " is the JSON null");
      }
      return (WireMessage) message;
    } catch (JsonProcessingException e) {
      // The cause stays out: its text and location may quote the body.
      throw new UnreadableMessageException(
          "the text of a %s (%d characters) is not its JSON%s: %s"
              .formatted(
                  type, text.length(), where(e.getLocation()), shortened(e.getOriginalMessage())));
    }
  }

  private static String where(JsonLocation location) {
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String shortened(String text) {
    // A line break would let a worker write lines of its own into the log.
    var line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= REASON_LIMIT ? line : line.substring(0, REASON_LIMIT) + "...";
  }
}
