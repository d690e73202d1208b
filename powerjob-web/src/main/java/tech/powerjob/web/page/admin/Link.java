package tech.powerjob.web.page.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of pages with what they show: what is blank is left out. */
final class Link {
  private final StringBuilder text;
  private char separator = '?';

  private Link(String page) {
    text = new StringBuilder(page);
  }

  /** Of a page, by its file name. */
  static Link of(String page) {
    return new Link(page);
  }

  /** With a parameter, unless its value is {@code null}, blank or {@code false}. */
  Link with(String name, Object value) {
    if (value != null && !value.toString().isBlank() && !Boolean.FALSE.equals(value)) {
      text.append(separator)
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return this;
  }

  /** Whether anything stands behind the page's name. */
  boolean hasParameters() {
    return separator == '&';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
