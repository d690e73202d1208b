package tech.powerjob.server.alarm.channel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people are told.
 *
 * @param key the same whenever this is sent again, so that receivers can recognise a repeat
 * @param title one line
 * @param text all fields, one {@code name: value} per line, ends of lines as in mails
 * @param fields by name, in order; none is {@code null}
 */
public record Notice(String key, String title, String text, Map<String, Object> fields) {
  public Notice {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
