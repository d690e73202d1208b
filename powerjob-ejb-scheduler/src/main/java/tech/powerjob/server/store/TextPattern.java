package tech.powerjob.server.store;

import java.util.Locale;

/** Conditions, of SQL and JPQL, on a part of a text, whatever its case. */
public final class TextPattern {
  private TextPattern() {}

  /**
   * A condition on a column.
   *
   * @param mark stands for the value, which is what {@link #containing} says
   */
  public static String condition(String column, String mark) {
    return "LOWER(" + column + ") LIKE " + mark + " ESCAPE '!'";
  }

  /** The value for all texts with this part, which is taken literally. */
  public static String containing(String part) {
    var plain =
        part.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return "%" + plain + "%";
  }
}
