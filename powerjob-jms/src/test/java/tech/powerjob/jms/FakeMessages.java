package tech.powerjob.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** JMS messages without a provider: properties and a text, with JMS's conversions. */
final class FakeMessages {
  private FakeMessages() {}

  static TextMessage text() {
    return message(TextMessage.class);
  }

  static BytesMessage bytes() {
    return message(BytesMessage.class);
  }

  private static <T extends Message> T message(Class<T> type) {
    Map<String, Object> properties = new HashMap<>();
    var body = new String[1];
    var proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                switch (method.getName()) {
                  case "setStringProperty", "setIntProperty", "setObjectProperty" ->
                      put(properties, args);
                  case "getStringProperty" ->
                      properties.get(args[0]) == null ? null : properties.get(args[0]).toString();
                  case "getIntProperty" -> toInt(properties.get(args[0]));
                  case "propertyExists" -> properties.containsKey(args[0]);
                  case "setText" -> body[0] = (String) args[0];
                  case "getText" -> body[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    return type.cast(proxy);
  }

  private static Object put(Map<String, Object> properties, Object[] args) {
    properties.put((String) args[0], args[1]);
    return null;
  }

  private static int toInt(Object value) throws MessageFormatException {
    if (value instanceof Integer number) {
      return number;
    }
    if (value == null || value instanceof String) {
      return Integer.parseInt((String) value);
    }
    throw new MessageFormatException("not an int: " + value.getClass());
  }
}
