package tech.powerjob.web.api;

import java.util.List;

/**
 * Some of many.
 *
 * @param next what to send as {@code cursor} for those that follow; {@code null} at the end
 */
public record Listing<T>(List<T> items, String next) {
  public Listing {
    items = List.copyOf(items);
  }
}
