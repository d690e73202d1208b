package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import tech.powerjob.it.ServerProcess;

/** A list of one row that the administrator has open while the server is restarted. */
public final class OpenPage implements AutoCloseable {
  private static final double PATIENCE = 15_000;

  private final Browsing browsing;
  private final ServerProcess server;
  private final BrowserContext window;
  private final Page page;
  private final String url;

  /**
   * Opens it.
   *
   * @param path of the list, with its query
   */
  public OpenPage(Browsing browsing, ServerProcess server, String path) {
    this.browsing = browsing;
    this.server = server;
    url = server.url(path);
    window = browsing.window(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page = Browsing.loggedIn(window, server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(url);
    awaitRow();
  }

  /** The server is gone: the page says so by itself. */
  public void awaitOfflineNote() {
    assertThat(page.locator("#offline"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    Browsing.screenshot(page, "offline-light");
  }

  /** The server is back: the page leads to the login by itself, and that back to the page. */
  public void awaitReturn() {
    page.waitForURL(
        server.url("/login.xhtml"), new Page.WaitForURLOptions().setTimeout(2 * PATIENCE));
    Browsing.logIn(page, "ADMIN", ServerProcess.ADMIN_PASSWORD);

    assertThat(page).hasURL(url);
    awaitRow();
    Browsing.awaitTrue(page, "PowerJobLive.isOpen()");
    // What the browser says of connections that failed is not a fault of the page.
    browsing.problems().removeIf(problem -> problem.contains("Failed to load resource"));
    browsing.problems().removeIf(problem -> problem.contains("WebSocket connection to"));
    // Nor is an empty style, which says nothing, and whose hash this is.
    browsing.problems().removeIf(problem -> problem.contains("'sha256-47DEQpj8HBSa+/"));
  }

  private void awaitRow() {
    assertThat(page.locator("tbody tr[data-row]")).hasCount(1);
  }

  @Override
  public void close() {
    window.close();
  }
}
