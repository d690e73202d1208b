package tech.powerjob.web.console;

import java.util.List;
import java.util.function.Function;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.server.store.PageRequest;

/** Pages of lists, for those who may ask for any number. */
final class Pages {
  private static final int DEFAULT_SIZE = 10;
  private static final int MAX_SIZE = 1000;

  private Pages() {}

  /** A missing or impossible index or size is replaced by the nearest possible one. */
  static PageRequest request(Integer index, Integer pageSize) {
    return request(index, pageSize, MAX_SIZE);
  }

  /** As {@link #request(Integer, Integer)}, with at most so many on a page. */
  static PageRequest request(Integer index, Integer pageSize, int most) {
    return new PageRequest(
        index == null ? 0 : Math.max(0, index),
        pageSize == null ? DEFAULT_SIZE : Math.min(Math.max(1, pageSize), most));
  }

  /** The same page with something made of each item. */
  static <T, R> PageResult<R> map(PageResult<T> page, Function<T, R> mapping) {
    List<T> items = page.getData();
    return new PageResult<R>()
        .setIndex(page.getIndex())
        .setPageSize(page.getPageSize())
        .setTotalPages(page.getTotalPages())
        .setTotalItems(page.getTotalItems())
        .setData(items == null ? null : items.stream().map(mapping).toList());
  }
}
