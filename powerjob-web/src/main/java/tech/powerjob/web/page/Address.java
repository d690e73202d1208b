package tech.powerjob.web.page;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.faces.context.FacesContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.primefaces.PrimeFaces;

/**
 * The state of a page as it stands in its address, so that it can be shared and survives a reload.
 * A page reads it once when it is made, and writes it whenever its state changes.
 */
public final class Address {
  private final StringJoiner query = new StringJoiner("&");

  /** An address that names the application and nothing else yet. */
  public Address() {
    with("app", CDI.current().select(Console.class).get().getAppId());
  }

  /** A parameter of the present request; empty when missing or blank. */
  public static Optional<String> text(String name) {
    return Optional.ofNullable(parameters().get(name))
        .map(String::trim)
        .filter(value -> !value.isEmpty());
  }

  /** A parameter that is a number; empty when it is missing or none. */
  public static Optional<Long> number(String name) {
    return text(name).flatMap(Address::parse);
  }

  /**
   * A text that is a number; empty when it is none. Ids of instances have nineteen digits, and not
   * everything with nineteen is a number.
   */
  public static Optional<Long> parse(String value) {
    try {
      return Optional.of(Long.valueOf(value));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A parameter that names a constant; empty when it is missing or none. */
  public static <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    return text(name)
        .flatMap(
            value -> {
              for (var each : type.getEnumConstants()) {
                if (each.name().equalsIgnoreCase(value)) {
                  return Optional.of(each);
                }
              }
              return Optional.empty();
            });
  }

  private static Map<String, String> parameters() {
    return FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap();
  }

  /** Adds a parameter, unless it has no value. */
  public Address with(String name, Object value) {
    var text = value == null ? "" : value.toString();
    if (!text.isBlank()) {
      query.add(name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
    return this;
  }

  /** The query without its question mark; nothing in it needs escaping in a script. */
  @Override
  public String toString() {
    return query.toString();
  }

  /** Puts it into the browser's address bar, in answer to an Ajax request. */
  public void show() {
    if (FacesContext.getCurrentInstance().getPartialViewContext().isAjaxRequest()) {
      PrimeFaces.current().executeScript("PowerJob.address('" + query + "')");
    }
  }
}
