package tech.powerjob.web.rest;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes problems of failures. */
public final class Problems {
  private static final String TYPE = "urn:powerjob:problem:";

  /** Kind and title by status. */
  private static final Map<Integer, List<String>> KINDS =
      Map.ofEntries(
          kind(400, "invalid-request", "The request breaks a rule"),
          kind(401, "unauthenticated", "The caller has to log in"),
          kind(403, "forbidden", "The caller may not do this"),
          kind(404, "not-found", "There is no such thing"),
          kind(405, "method-not-allowed", "The path does not know this method"),
          kind(409, "conflict", "The present state does not allow this"),
          kind(412, "changed", "Somebody else has changed it"),
          kind(413, "too-large", "The request is too large"),
          kind(415, "media-type", "The content is of another type than the call takes"),
          kind(422, "unprocessable", "The content cannot be taken"),
          kind(428, "version-required", "The call has to say which version it is about"),
          kind(500, "internal", "The server failed"));

  private static final String NAME = "([\\w.\\[\\]-]{1,80})";
  private static final Pattern NAMED = Pattern.compile("^\\w*Exception: ");
  private static final Pattern MUST =
      Pattern.compile("^" + NAME + " is '?(.{0,200}?)'? but (must be .*)$", Pattern.DOTALL);
  private static final Pattern NO =
      Pattern.compile("^" + NAME + " is '(.*)', which is no (.*)$", Pattern.DOTALL);
  private static final Pattern LONG =
      Pattern.compile("^" + NAME + " has (\\d+ characters) but (m.*)$", Pattern.DOTALL);
  private static final Pattern MISSING = Pattern.compile("^" + NAME + " can't be (empty|null)$");

  private Problems() {}

  private static Map.Entry<Integer, List<String>> kind(int status, String name, String title) {
    return Map.entry(status, List.of(name, title));
  }

  /** The problem that a failure is; what nobody expected is logged under an id that it carries. */
  public static Problem of(Throwable failure, String method, String path) {
    var answer = Failures.answer(failure, method, path);
    return of(Failures.status(failure, answer.getCode()), answer.getMessage(), answer.getCode());
  }

  /**
   * A problem.
   *
   * @param text what is wrong, with or without the name of an exception before it
   * @param code may be {@code null}
   */
  public static Problem of(int status, String text, String code) {
    var kind = KINDS.getOrDefault(status, KINDS.get(status < 500 ? 400 : 500));
    var detail = NAMED.matcher(text == null ? "" : text).replaceFirst("");
    var parts = parts(detail);
    return new Problem(
        TYPE + kind.get(0), kind.get(1), status, detail, code, parts[0], parts[1], parts[2]);
  }

  /** Field, value and rule: the texts of this server name them in a few forms only. */
  private static String[] parts(String detail) {
    for (var form : List.of(MUST, LONG)) {
      var found = form.matcher(detail);
      if (found.matches()) {
        return new String[] {found.group(1), found.group(2), found.group(3)};
      }
    }
    var other = NO.matcher(detail);
    if (other.matches()) {
      return new String[] {other.group(1), other.group(2), "must be a " + other.group(3)};
    }
    var missing = MISSING.matcher(detail);
    return missing.matches()
        ? new String[] {missing.group(1), null, "must not be " + missing.group(2)}
        : new String[3];
  }
}
