package tech.powerjob.common.request.query;

import tech.powerjob.common.PowerQuery;

/** The page part of a query: zero-based index, page size and order. */
public class PowerPageQuery extends PowerQuery {
  private Integer index = 0;
  private Integer pageSize = 10;
  private String sortBy;
  private boolean asc;

  public Integer getIndex() {
    return index;
  }

  public void setIndex(Integer index) {
    this.index = index;
  }

  public Integer getPageSize() {
    return pageSize;
  }

  public void setPageSize(Integer pageSize) {
    this.pageSize = pageSize;
  }

  public String getSortBy() {
    return sortBy;
  }

  public void setSortBy(String sortBy) {
    this.sortBy = sortBy;
  }

  public boolean isAsc() {
    return asc;
  }

  public void setAsc(boolean asc) {
    this.asc = asc;
  }
}
