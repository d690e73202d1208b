package tech.powerjob.web.page.admin;

import java.io.Serializable;
import java.util.List;

/**
 * One page of a list that is in memory.
 *
 * @param rows its rows
 * @param number of the page, from 1
 * @param pages how many there are, at least 1
 * @param total rows of all pages
 */
public record Paged<T extends Serializable>(List<T> rows, int number, int pages, int total)
    implements Serializable {
  /** Rows of a page. */
  static final int SIZE = 25;

  /** A page; a number that does not exist means the nearest that does. */
  static <T extends Serializable> Paged<T> of(List<T> all, Integer wanted) {
    int pages = Math.max(1, (all.size() + SIZE - 1) / SIZE);
    int number = Math.min(pages, Math.max(1, wanted == null ? 1 : wanted));
    int from = (number - 1) * SIZE;
    var rows = List.copyOf(all.subList(from, Math.min(from + SIZE, all.size())));
    return new Paged<>(rows, number, pages, all.size());
  }

  /** Number of the first row, from 1; 0 if there is none. */
  public int first() {
    return rows.isEmpty() ? 0 : (number - 1) * SIZE + 1;
  }

  /** Number of the last row. */
  public int last() {
    return (number - 1) * SIZE + rows.size();
  }
}
