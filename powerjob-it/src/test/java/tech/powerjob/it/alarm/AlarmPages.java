package tech.powerjob.it.alarm;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.console.Accessibility;
import tech.powerjob.it.console.Browsing;
import tech.powerjob.it.console.Looks;

/** Looks at what the console shows of alarms, in a real browser. */
final class AlarmPages implements AutoCloseable {
  private final ServerProcess server;
  private final long appId;
  private final Browsing browsing;
  private final BrowserContext window;
  private final Page page;

  /** Logs in. */
  AlarmPages(Browsing browsing, ServerProcess server, long appId) {
    this.browsing = browsing;
    this.server = server;
    this.appId = appId;
    window = browsing.window(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page = loggedIn(window);
  }

  void look() {
    list();
    again();
    chinese();
    personal();
  }

  private Page loggedIn(BrowserContext window) {
    return Browsing.loggedIn(window, server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
  }

  private void list() {
    page.navigate(server.url("/home.xhtml?app=" + appId));
    page.locator(".side a", new Page.LocatorOptions().setHasText("Alarms")).click();
    assertThat(page.locator("tbody tr").first()).containsText("Sent");
    assertThat(page.locator("tbody")).containsText("夜间 report");
    assertThat(page.locator("tbody")).containsText("no worker available");
    assertThat(page.locator("tbody")).containsText("Jane");
    Looks.good(page, "alarms");

    page.getByLabel("Show").selectOption("FAILED");
    assertThat(page.getByText("No alarm matches")).isVisible();
    assertThat(page).hasURL(server.url("/alarms.xhtml?app=" + appId + "&show=FAILED"));
    page.reload();
    assertThat(page.getByText("No alarm matches")).isVisible();
    page.getByLabel("Show").selectOption("TOLD");
  }

  private void again() {
    page.locator("tbody tr [data-act=resend]").last().click();
    page.getByRole(AriaRole.DIALOG)
        .getByRole(
            AriaRole.BUTTON,
            new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Send again"))
        .click();
    assertThat(page.getByText("The alarm is sent again.")).isVisible();
    page.locator("tbody a.name").last().click();
    assertThat(page.locator("h1")).containsText("夜间 report");
  }

  private void chinese() {
    try (var other = browsing.window(ColorScheme.LIGHT, "zh-CN", "Asia/Shanghai")) {
      var theirs = loggedIn(other);
      theirs.navigate(server.url("/alarms.xhtml?app=" + appId));
      assertThat(theirs.locator("h1")).hasText("告警");
      assertThat(theirs.locator("main")).not().containsText("???");
    }
  }

  private void personal() {
    page.navigate(server.url("/admin/personal.xhtml"));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send me a test alarm"))
        .click();
    assertThat(page.locator("[data-channel=mail]")).containsText("sent");
    assertThat(page.locator("[data-channel=dingtalk]")).containsText("not set up on the server");
    assertThat(Accessibility.seriousFaults(page)).isEmpty();
    Browsing.whole(page, "personal-test-alarm");
  }

  @Override
  public void close() {
    window.close();
  }
}
