package tech.powerjob.web.page.admin;

import java.io.Serializable;
import java.util.List;
import tech.powerjob.web.page.Address;

/**
 * A list that is in memory, of which one page is shown; its filters and its page stand in the
 * address. Not thread-safe; lives in a view.
 *
 * @param <T> a row
 */
public abstract class FilteredList<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  private Integer page;
  private Paged<T> rows;

  /** The address of the list with its filters, without the page. */
  abstract Link filters();

  /** Reads from the address which page is wanted. */
  void readPage() {
    page = Address.number("page").map(Long::intValue).orElse(null);
  }

  /** Shows the wanted page of all these. */
  void show(List<T> all) {
    rows = Paged.of(all, page);
  }

  public String link(int toPage) {
    return filters().with("page", toPage).toString();
  }

  public boolean isFiltered() {
    return filters().hasParameters();
  }

  public Paged<T> getRows() {
    return rows;
  }

  public Integer getPage() {
    return page;
  }

  public void setPage(Integer page) {
    this.page = page;
  }
}
