package tech.powerjob.common.response;

import java.io.Serializable;
import java.util.List;

/**
 * One page of a list.
 *
 * @param <T> type of an element
 */
public class PageResult<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private int index;
  private int pageSize;
  private int totalPages;
  private long totalItems;
  private transient List<T> data;

  public PageResult() {}

  /** Zero-based number of this page. */
  public int getIndex() {
    return index;
  }

  public PageResult<T> setIndex(int index) {
    this.index = index;
    return this;
  }

  public int getPageSize() {
    return pageSize;
  }

  public PageResult<T> setPageSize(int pageSize) {
    this.pageSize = pageSize;
    return this;
  }

  public int getTotalPages() {
    return totalPages;
  }

  public PageResult<T> setTotalPages(int totalPages) {
    this.totalPages = totalPages;
    return this;
  }

  public long getTotalItems() {
    return totalItems;
  }

  public PageResult<T> setTotalItems(long totalItems) {
    this.totalItems = totalItems;
    return this;
  }

  public List<T> getData() {
    return data;
  }

  public PageResult<T> setData(List<T> data) {
    this.data = data;
    return this;
  }
}
