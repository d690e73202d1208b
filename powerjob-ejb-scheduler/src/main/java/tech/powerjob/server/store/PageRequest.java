package tech.powerjob.server.store;

import java.util.List;
import tech.powerjob.common.response.PageResult;

/**
 * A page of a list, asked for by its number.
 *
 * @param index of the page, from 0
 * @param size of each page, at least 1
 */
public record PageRequest(int index, int size) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException naming the parameter, its value and the rule
   */
  public PageRequest {
    if (index < 0) {
      throw new IllegalArgumentException("index is %d but must be at least 0".formatted(index));
    }
    if (size < 1) {
      throw new IllegalArgumentException("size is %d but must be at least 1".formatted(size));
    }
  }

  /** How many come before the page; beyond what an {@code int} holds there is nothing. */
  public int skipped() {
    return (int) Math.min(Integer.MAX_VALUE, (long) index * size);
  }

  /**
   * The answer with a page that was cut out already.
   *
   * @param total how many there are on all pages
   */
  public <T> PageResult<T> result(List<T> page, long total) {
    return new PageResult<T>()
        .setIndex(index)
        .setPageSize(size)
        .setTotalPages((int) Math.min(Integer.MAX_VALUE, (total + size - 1) / size))
        .setTotalItems(total)
        .setData(page);
  }

  /** The answer with the page cut out of the whole list. */
  public <T> PageResult<T> cut(List<T> all) {
    int from = Math.min(skipped(), all.size());
    int to = (int) Math.min((long) from + size, all.size());
    return result(all.subList(from, to), all.size());
  }
}
