package tech.powerjob.web.rest;

import java.util.Arrays;
import java.util.function.Predicate;
import tech.powerjob.common.exception.PowerJobException;

/** Which version of a thing the caller has seen, as the header {@code If-Match} says. */
public final class IfMatch {
  private IfMatch() {}

  /** The call does not say which version it is about. */
  public static final class MissingException extends PowerJobException {
    private static final long serialVersionUID = 1L;

    MissingException() {
      super(
          "the header If-Match can't be empty: it names the version (ETag) that was read, or * for"
              + " whatever is there");
    }
  }

  /**
   * Whether a version is one that the caller has seen.
   *
   * @param header its value, may be {@code null}
   * @throws MissingException if the call has no such header
   */
  public static Predicate<String> required(String header) {
    if (header == null || header.isBlank()) {
      throw new MissingException();
    }
    if (header.trim().equals("*")) {
      return version -> true;
    }
    var seen = Arrays.stream(header.split(",")).map(String::trim).toList();
    return version -> seen.contains(tag(version));
  }

  /** The header {@code ETag} of a version. */
  public static String tag(String version) {
    return '"' + version + '"';
  }
}
