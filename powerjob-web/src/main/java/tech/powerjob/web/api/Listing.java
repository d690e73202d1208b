package tech.powerjob.web.api;

import java.util.List;
import java.util.function.Function;

/**
 * Some of many.
 *
 * @param next what to send as {@code cursor} for those that follow; {@code null} at the end
 */
public record Listing<T>(List<T> items, String next) {
  public Listing {
    items = List.copyOf(items);
  }

  /** Of one more than is shown, if there are so many: whether more follow is then known. */
  static <T> Listing<T> ofOneMore(List<T> found, int limit, Function<T, ?> cursor) {
    boolean more = found.size() > limit;
    var shown = more ? found.subList(0, limit) : found;
    return new Listing<>(shown, more ? cursor.apply(shown.get(limit - 1)).toString() : null);
  }

  /** Of as many as are shown; one that is just full may be the last, and the next then empty. */
  static <T> Listing<T> ofMost(List<T> found, int limit, Function<T, ?> cursor) {
    return new Listing<>(
        found, found.size() < limit ? null : cursor.apply(found.get(limit - 1)).toString());
  }
}
