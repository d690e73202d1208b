package tech.powerjob.web.console;

import java.util.List;
import java.util.function.Function;
import tech.powerjob.common.response.PageResult;

/** Pages of lists. */
final class Pages {
  private static final int DEFAULT_SIZE = 10;
  private static final int MAX_SIZE = 1000;

  private Pages() {}

  /** One page; a missing or impossible index or size is replaced by the nearest possible one. */
  static <T> PageResult<T> of(List<T> all, Integer index, Integer pageSize) {
    int size = size(pageSize);
    int pages = (all.size() + size - 1) / size;
    int page = index(index);
    int from = (int) Math.min((long) page * size, all.size());
    return new PageResult<T>()
        .setIndex(page)
        .setPageSize(size)
        .setTotalPages(pages)
        .setTotalItems(all.size())
        .setData(all.subList(from, Math.min(from + size, all.size())));
  }

  /** One page that somebody else has cut out. */
  static <T> PageResult<T> counted(List<T> page, int index, int size, long total) {
    return new PageResult<T>()
        .setIndex(index)
        .setPageSize(size)
        .setTotalPages((int) Math.min(Integer.MAX_VALUE, (total + size - 1) / size))
        .setTotalItems(total)
        .setData(page);
  }

  /** How many come before a page. */
  static int skipped(int index, int size) {
    return (int) Math.min(Integer.MAX_VALUE, (long) index * size);
  }

  static <T, R> PageResult<R> map(PageResult<T> page, Function<T, R> mapping) {
    return new PageResult<R>()
        .setIndex(page.getIndex())
        .setPageSize(page.getPageSize())
        .setTotalPages(page.getTotalPages())
        .setTotalItems(page.getTotalItems())
        .setData(page.getData() == null ? null : page.getData().stream().map(mapping).toList());
  }

  static int index(Integer index) {
    return index == null ? 0 : Math.max(0, index);
  }

  static int size(Integer pageSize) {
    return pageSize == null ? DEFAULT_SIZE : Math.min(Math.max(1, pageSize), MAX_SIZE);
  }
}
