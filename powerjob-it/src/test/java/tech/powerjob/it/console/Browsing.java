package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tech.powerjob.it.ServerProcess;

/**
 * Debian's Chromium, and what went wrong in its pages, or behind them. It starts with the first
 * window. As an extension of a test class it closes the windows of each test after it, sees that
 * nothing went wrong, and ends with the class. Not thread-safe.
 */
public final class Browsing
    implements BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {
  private static final Path CHROMIUM =
      Path.of(System.getProperty("powerjob.it.chromium", "/usr/bin/chromium"));
  private static final double PATIENCE = 20_000;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final List<Supplier<ServerProcess>> servers;
  private final List<String> problems = new ArrayList<>();
  private final Map<Path, Long> logs = new LinkedHashMap<>();
  private final Set<BrowserContext> windows = new LinkedHashSet<>();
  private Playwright playwright;
  private Browser browser;

  /**
   * One that has not started.
   *
   * @param servers whose pages are looked at: what fails on them from the start on is a problem too
   */
  @SafeVarargs
  public Browsing(Supplier<ServerProcess>... servers) {
    this.servers = List.of(servers);
  }

  private void start() {
    for (var server : servers) {
      var log = server.get().log();
      logs.put(log, log.toFile().length());
    }
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** A browser window of its own, as of another person. */
  public BrowserContext window(ColorScheme colours, String language, String zone) {
    if (browser == null) {
      start();
    }
    var context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setColorScheme(colours)
                // Colours that are still on their way are neither pictured nor judged.
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale(language)
                .setTimezoneId(zone)
                .setViewportSize(1360, 860));
    context.setDefaultTimeout(15_000);
    context.onConsoleMessage(this::note);
    context.onWebError(error -> problems.add("script: " + error.error()));
    context.onClose(windows::remove);
    windows.add(context);
    return context;
  }

  /**
   * A page on which somebody has logged in.
   *
   * @param base URL of a server, or of what stands before it, without a path
   */
  public static Page loggedIn(BrowserContext window, String base, String user, String password) {
    var page = window.newPage();
    page.navigate(base + "/login.xhtml");
    logIn(page, user, password);
    assertThat(page.locator(".side"))
        .isAttached(new LocatorAssertions.IsAttachedOptions().setTimeout(PATIENCE));
    return page;
  }

  /** Fills in the login page, which is shown. */
  public static void logIn(Page page, String user, String password) {
    page.locator("[id='login:username']").fill(user);
    page.locator("[id='login:password']").fill(password);
    page.locator("[id='login:submit']").click();
  }

  private void note(ConsoleMessage message) {
    if (message.type().equals("error")) {
      problems.add("console: " + message.text());
    }
  }

  /** Script errors, what the content security policy had to stop, and pages that failed. */
  public List<String> problems() {
    logs.replaceAll(this::readOn);
    return problems;
  }

  /** Pages can go on although a request failed, so that only the server's log tells of it. */
  private long readOn(Path log, long from) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("Page failed:") || lines.get(i).contains("GRIZZLY0013")) {
          problems.add(String.join("\n", lines.subList(i, Math.min(lines.size(), i + 2))));
        }
      }
      return from + bytes.length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a picture for people to look at. */
  public static void screenshot(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /** Keeps a picture of all of the page, also of what has to be scrolled to. */
  public static void whole(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /**
   * Waits until a script's expression is true. Playwright's own waiting takes an eval within the
   * page, which the console's policy forbids.
   */
  static void awaitTrue(Page page, String expression) {
    await(expression)
        .atMost(Duration.ofSeconds(20))
        .until(() -> Boolean.TRUE.equals(page.evaluate(expression)));
  }

  /** Chooses the colours as the buttons of the console do. */
  public static void theme(Page page, String theme) {
    var button = page.locator("[data-theme-choice=" + theme + "]");
    button.waitFor();
    button.evaluate("button => button.click()");
  }

  /** Windows that were opened for all tests stay open after each of them. */
  @Override
  public void beforeEach(ExtensionContext test) {
    windows.clear();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    List.copyOf(windows).forEach(BrowserContext::close);
    var found = List.copyOf(problems());
    problems.clear();
    assertThat(found).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext testClass) {
    close();
  }

  @Override
  public void close() {
    if (browser != null) {
      browser.close();
      playwright.close();
    }
  }
}
