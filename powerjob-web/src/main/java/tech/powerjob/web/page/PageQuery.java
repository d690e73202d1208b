package tech.powerjob.web.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * The query in the address bar of the page that a request comes from. Scripts send it along, since
 * browsers are told to keep addresses to themselves.
 */
public final class PageQuery {
  /** Header of Ajax requests. */
  static final String HEADER = "Page-Query";

  /** Parameter of forms. */
  static final String PARAMETER = "pageQuery";

  private static final int LONGEST = 2_000;
  private static final Pattern PLAIN = Pattern.compile("\\?[A-Za-z0-9%&=._~+*:,;@!()-]*");

  private PageQuery() {}

  /** With its question mark; empty when there is none or it is none. */
  public static String of(HttpServletRequest request) {
    var header = request.getHeader(HEADER);
    var query = header == null ? request.getParameter(PARAMETER) : header;
    return query != null && isPlain(query) ? query : "";
  }

  /** Whether it is a query that can be put behind a path as it is. */
  static boolean isPlain(String query) {
    return query.length() <= LONGEST && PLAIN.matcher(query).matches();
  }
}
