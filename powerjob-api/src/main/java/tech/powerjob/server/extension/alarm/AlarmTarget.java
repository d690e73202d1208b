package tech.powerjob.server.extension.alarm;

import java.io.Serializable;
import java.util.Map;

/** Somebody who is told of failures. All but the name may be {@code null}. Not thread-safe. */
public class AlarmTarget implements Serializable {
  private static final long serialVersionUID = 1L;

  private String name;
  private String phone;
  private String email;
  private String webHook;
  private String extra;
  private transient Map<String, Object> attributes;

  public String getName() {
    return name;
  }

  public AlarmTarget setName(String name) {
    this.name = name;
    return this;
  }

  public String getPhone() {
    return phone;
  }

  public AlarmTarget setPhone(String phone) {
    this.phone = phone;
    return this;
  }

  public String getEmail() {
    return email;
  }

  public AlarmTarget setEmail(String email) {
    this.email = email;
    return this;
  }

  /** A URL of the person's own. */
  public String getWebHook() {
    return webHook;
  }

  public AlarmTarget setWebHook(String webHook) {
    this.webHook = webHook;
    return this;
  }

  /** Whatever the person's account says besides. */
  public String getExtra() {
    return extra;
  }

  public AlarmTarget setExtra(String extra) {
    this.extra = extra;
    return this;
  }

  /** Further properties, for plug-ins among themselves; the server sets none. */
  public Map<String, Object> getAttributes() {
    return attributes;
  }

  public AlarmTarget setAttributes(Map<String, Object> attributes) {
    this.attributes = attributes;
    return this;
  }
}
