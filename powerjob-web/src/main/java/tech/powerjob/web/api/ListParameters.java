package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tech.powerjob.web.rest.RequestParameters;

/** Conditions of searches, in the query string. */
@RequestScoped
public class ListParameters {
  private static final int SHOWN = 40;

  @Inject RequestParameters parameters;

  /** The value; empty when missing or blank. */
  public Optional<String> text(String name) {
    return parameters.find(name).map(String::trim).filter(value -> !value.isEmpty());
  }

  /**
   * How many are wanted.
   *
   * @throws IllegalArgumentException if that is not from 1 to the most
   */
  public int limit(int usual, int most) {
    long limit = parameters.findNumber("limit").orElse((long) usual);
    if (limit < 1 || limit > most) {
      throw new IllegalArgumentException(
          "limit is %d but must be from 1 to %d".formatted(limit, most));
    }
    return (int) limit;
  }

  /**
   * Where the answer before ended.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public Optional<Long> cursor() {
    return text("cursor")
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                    "cursor is '%s' but must be what an answer's 'next' said"
                        .formatted(shorten(text)),
                    e);
              }
            });
  }

  /**
   * Names of constants, separated by commas.
   *
   * @throws IllegalArgumentException if one is unknown
   */
  public <E extends Enum<E>> List<E> constants(String name, Class<E> type) {
    return text(name).stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(each -> constant(name, each.trim(), type))
        .toList();
  }

  private static <E extends Enum<E>> E constant(String name, String text, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is '%s' but must be one of %s"
                        .formatted(name, shorten(text), List.of(type.getEnumConstants()))));
  }

  /**
   * An instant: epoch milliseconds, or ISO-8601 with an offset.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public Optional<Instant> instant(String name) {
    return text(name).map(text -> instant(name, text));
  }

  /**
   * As {@link #instant(String)}, of a text.
   *
   * @param name of the parameter, for the objection
   */
  public static Instant instant(String name, String text) {
    try {
      return text.matches("[0-9]{1,15}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be epoch milliseconds or such as 2026-03-04T05:06:07Z"
              .formatted(name, shorten(text)),
          e);
    }
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
