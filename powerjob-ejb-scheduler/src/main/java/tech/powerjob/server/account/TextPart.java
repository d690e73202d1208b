package tech.powerjob.server.account;

import java.util.Locale;

/** Looks for a part of a text, as people do who type a filter. */
public final class TextPart {
  private TextPart() {}

  /** Whether the part is in the text, in any case of letters; a blank part is in every text. */
  public static boolean isIn(String text, String part) {
    if (part == null || part.isBlank()) {
      return true;
    }
    return text != null
        && text.toLowerCase(Locale.ROOT).contains(part.trim().toLowerCase(Locale.ROOT));
  }
}
