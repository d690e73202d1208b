package tech.powerjob.web.page;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.primefaces.PrimeFaces;

/**
 * A list of which one page is shown. Pages are found by where the one before ended and never
 * counted, so that the millionth costs as much as the first. Not thread-safe; lives in a view.
 *
 * <p>A page's bean extends it: it says what a page is ({@link #read}) and what its state looks like
 * in the address bar ({@link #address}). Rows should have {@code equals}, so that {@link #refresh}
 * sees whether something has changed.
 *
 * @param <T> a row; serialisable, or the bean keeps it otherwise
 */
public abstract class KeysetPage<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Some of many.
   *
   * @param next where the next page begins; {@code null} at the end
   */
  public record Slice<T>(List<T> rows, String next) {
    public Slice {
      rows = List.copyOf(rows);
    }

    /** Of one more row than fits: whether there is more is then known without counting. */
    public static <T> Slice<T> of(
        List<T> oneMore, int size, java.util.function.Function<T, Object> key) {
      boolean more = oneMore.size() > size;
      var rows = more ? oneMore.subList(0, size) : oneMore;
      return new Slice<>(rows, more ? String.valueOf(key.apply(rows.get(size - 1))) : null);
    }
  }

  private final Deque<String> before = new ArrayDeque<>();
  private String cursor = "";
  private transient Slice<T> shown;

  /**
   * Reads a page.
   *
   * @param cursor where it begins, as {@link Slice#next} said; empty for the first page
   */
  protected abstract Slice<T> read(String cursor);

  /** The filters as they stand in the address bar. */
  protected abstract Address address();

  /** Begins where the address says ({@code after}). Called once, when the page is made. */
  protected final void begin() {
    cursor = Address.text("after").orElse("");
  }

  /** Other filters begin on their first page. */
  public void filter() {
    first();
  }

  public void first() {
    before.clear();
    goTo("");
  }

  public void next() {
    if (isMore()) {
      before.push(cursor);
      goTo(shown().next());
    }
  }

  /** The page before; the first if it is not known, because a link led into the middle. */
  public void previous() {
    goTo(before.isEmpty() ? "" : before.pop());
  }

  private void goTo(String cursor) {
    this.cursor = cursor;
    shown = null;
    address().with("after", cursor).show();
  }

  /**
   * Reads the page anew.
   *
   * @return whether there is something else to see than before
   */
  public boolean reread() {
    var old = shown();
    shown = read(cursor);
    return !shown.equals(old);
  }

  /** Reads anew; draws the table only if something has changed, so that nothing flickers. */
  public void refresh() {
    if (reread()) {
      PrimeFaces.current().ajax().update("list:rows");
    }
  }

  private Slice<T> shown() {
    if (shown == null) {
      shown = read(cursor);
    }
    return shown;
  }

  public List<T> getRows() {
    return shown().rows();
  }

  public boolean isMore() {
    return shown().next() != null;
  }

  public boolean isAtStart() {
    return cursor.isEmpty();
  }

  /** Number of the page from 1, as far as it is known. */
  public int getPageNumber() {
    return before.size() + 1;
  }
}
