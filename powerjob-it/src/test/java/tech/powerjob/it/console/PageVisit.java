package tech.powerjob.it.console;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tech.powerjob.it.PageClient;
import tech.powerjob.it.ServerProcess;

/**
 * Somebody at the console without a browser, so that they can send what no page of theirs offers.
 * Not thread-safe.
 */
final class PageVisit {
  private final PageClient pages;
  private String path;
  private String page;

  private PageVisit(PageClient pages) {
    this.pages = pages;
  }

  /** Logs in. */
  static PageVisit of(ServerProcess server, String user, String password) {
    return new PageVisit(new PageClient(server.url("")).logIn(user, password));
  }

  /** Goes to a page and says what it shows. */
  String open(String path) {
    this.path = path;
    page = shown(pages.get(path));
    return page;
  }

  /** What the page sends when a script calls one of its commands. */
  String command(String name, Map<String, String> parameters) {
    var id =
        first(Pattern.compile(Pattern.quote(name) + "\\s*=\\s*function\\(.*?s:\"([^\"]+)\""), page);
    return submit(id, parameters);
  }

  /** What a button of that id sends, whether the page has it or not. */
  String submit(String id, Map<String, String> parameters) {
    var form = id.substring(0, id.indexOf(':'));
    var sent = new LinkedHashMap<String, String>();
    sent.put("jakarta.faces.partial.ajax", "true");
    sent.put("jakarta.faces.source", id);
    sent.put("jakarta.faces.partial.execute", "@all");
    sent.put(form, form);
    sent.put(id, id);
    sent.putAll(parameters);
    return shown(pages.post(path, page, sent));
  }

  /** Whether the page has a command of that name. */
  boolean offers(String name) {
    return page.matches("(?s).*\\b" + Pattern.quote(name) + "\\s*=\\s*function.*");
  }

  /** Ids of the buttons of a form, in the order of the page. */
  List<String> buttons(String form) {
    return Pattern.compile(
            "<button[^>]* id=\"(" + form + ":[^\"]+)\"|<button id=\"(" + form + ":[^\"]+)\"")
        .matcher(page)
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .toList();
  }

  private static String shown(HttpResponse<String> answer) {
    // The page that says so names no permission.
    return answer.uri().toString().contains("denied=1")
        ? "denied=1 " + answer.body()
        : answer.body();
  }

  private static String first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .map((MatchResult found) -> found.group(1))
        .orElseThrow(() -> new AssertionError("nothing like " + pattern + " in " + text));
  }
}
