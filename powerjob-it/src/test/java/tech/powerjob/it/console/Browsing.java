package tech.powerjob.it.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, and what went wrong in its pages. */
public final class Browsing implements AutoCloseable {
  private static final Path CHROMIUM =
      Path.of(System.getProperty("powerjob.it.chromium", "/usr/bin/chromium"));
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> problems = new ArrayList<>();

  /** Starts it. */
  public Browsing() {
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
    var context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setColorScheme(colours)
                .setLocale(language)
                .setTimezoneId(zone)
                .setViewportSize(1360, 860));
    context.setDefaultTimeout(15_000);
    context.onConsoleMessage(this::note);
    context.onWebError(error -> problems.add("script: " + error.error()));
    return context;
  }

  private void note(ConsoleMessage message) {
    if (message.type().equals("error")) {
      problems.add("console: " + message.text());
    }
  }

  /** Script errors, and what the content security policy had to stop. */
  public List<String> problems() {
    return problems;
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

  /** Chooses the colours as the buttons of the console do. */
  public static void theme(Page page, String theme) {
    var button = page.locator("[data-theme-choice=" + theme + "]");
    button.waitFor();
    button.evaluate("button => button.click()");
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
