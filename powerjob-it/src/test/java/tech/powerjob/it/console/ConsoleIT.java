package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** The console as people see it: a real server, a real worker, a real browser. */
class ConsoleIT {
  private static final String APP = "console-it";
  private static final String OTHER_APP = "other-app";
  private static final String BUSY_APP = "busy-app";
  private static final String PASSWORD = "app-password";
  private static final double PATIENCE = 15_000;

  @TempDir static Path dataDir;

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static Browsing browsing;
  private static long greeterId;

  private BrowserContext window;

  @BeforeAll
  static void startEverything() throws Exception {
    server = ServerProcess.in(dataDir).start();
    var admin = AdminApi.login(server);
    long appId = admin.createApp(APP, PASSWORD);
    admin.createApp(OTHER_APP, PASSWORD);
    admin.createApp(BUSY_APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    greeterId = save("Greet the world", TimeExpressionType.API, null, true);
    save("Nightly report", TimeExpressionType.CRON, "0 30 2 * * ?", true);
    save("Retired clean-up", TimeExpressionType.CRON, "0 0 4 * * ?", false);
    worker = startWorker();
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.countWorkers(appId) == 1);
    run("Ada");
    run("fail <script>alert(1)</script>");
    browsing = new Browsing();
  }

  @AfterAll
  static void stopEverything() throws Exception {
    if (browsing != null) {
      browsing.close();
    }
    if (worker != null) {
      worker.destroy();
    }
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void closeWindow_thatHadNoScriptErrors() {
    if (window != null) {
      window.close();
    }
    assertThat(browsing.problems()).isEmpty();
  }

  @Test
  void stranger_isLedToTheLoginPage() {
    var page = open(ColorScheme.LIGHT, "en-GB", "Europe/Paris");

    for (var path : List.of("/", "/jobs.xhtml", "/instances.xhtml")) {
      page.navigate(server.url(path));
      assertThat(page).hasURL(server.url("/login.xhtml"));
    }
    Browsing.screenshot(page, "login-light");
  }

  @Test
  void wrongPassword_isToldWithoutSayingWhatWasWrong() {
    var page = open(ColorScheme.DARK, "en-GB", "Europe/Paris");
    page.navigate(server.url("/login.xhtml"));
    for (var name : List.of("ADMIN", "nobody")) {
      login(page, name, "not the password");
      assertThat(page.locator(".problem")).hasText("User name or password is wrong.");
    }
    Browsing.screenshot(page, "login-wrong-dark");

    page.navigate(server.url("/jobs.xhtml"));
    assertThat(page).hasURL(server.url("/login.xhtml"));
  }

  @Test
  void login_changesTheSessionAndProtectsItsCookie() {
    var page = open(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/login.xhtml"));
    var before = window.cookies().get(0);
    login(page, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    assertThat(page).hasURL(server.url("/jobs.xhtml"));

    var after = window.cookies().get(0);
    assertThat(after.name).isEqualTo("POWERJOB_SESSION");
    assertThat(after.value).isNotEqualTo(before.value);
    assertThat(after.httpOnly).isTrue();
    assertThat(after.sameSite).isEqualTo(SameSiteAttribute.LAX);
  }

  @Test
  void logout_endsTheSession() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.getByRole(AriaRole.BUTTON, named("Log out")).click();
    assertThat(page).hasURL(server.url("/login.xhtml"));

    page.navigate(server.url("/jobs.xhtml"));
    assertThat(page).hasURL(server.url("/login.xhtml"));
  }

  @Test
  void description_isShownToThoseWhoAreLoggedIn() {
    var page = open(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/openapi/ui"));
    assertThat(page).hasURL(server.url("/login.xhtml"));
    login(page, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    assertThat(page).hasURL(server.url("/jobs.xhtml"));

    page.navigate(server.url("/openapi/ui"));
    assertThat(page.locator(".info .title")).containsText("PowerJob for Jakarta EE");
    page.getByText("API v1", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#operations-API_v1-JobsApi_find")).isVisible();
    page.locator("#operations-API_v1-JobsApi_find button").first().click();
    assertThat(page.locator("#operations-API_v1-JobsApi_find")).containsText("next of the answer");
    Browsing.screenshot(page, "description");
  }

  @Test
  void formFromElsewhere_withoutViewState_doesNothing() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    var forged = FormData.create().set("bar", "bar").set("bar:logout", "Log out");
    window.request().post(server.url("/jobs.xhtml"), RequestOptions.create().setForm(forged));

    page.reload();
    assertThat(page).hasURL(server.url("/jobs.xhtml"));
  }

  @Test
  void jobs_areListedWithTheirNextTriggerInTheViewersZoneAndTheServersBeside() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Asia/Tokyo");

    var nightly = row(page, "Nightly report");
    assertThat(nightly).containsText("0 30 2 * * ?");
    assertThat(nightly).containsText("Enabled");
    var serverTime = "02:30:00 " + zoneOfServer();
    assertThat(nightly.locator("td.time .quiet")).containsText(serverTime);
    assertThat(nightly.locator("td.time > div").first())
        .hasText(Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:30:00"));
    assertThat(row(page, "Retired clean-up")).containsText("Disabled");
    assertThat(row(page, "Greet the world").locator(".pill.status-4, .pill.status-5")).isVisible();
    Browsing.screenshot(page, "jobs-light");
  }

  @Test
  void jobs_areFilteredByNameWhileTyping() {
    var page = loggedIn(ColorScheme.DARK, "en-GB", "Europe/Paris");

    page.getByLabel("Filter by name").fill("night");
    assertThat(rows(page)).hasCount(1);
    assertThat(rows(page)).containsText("Nightly report");
    Browsing.screenshot(page, "jobs-filtered-dark");

    page.getByLabel("Filter by name").fill("no such job");
    assertThat(page.getByText("No job has this in its name")).isVisible();
  }

  @Test
  void job_runsAtAClick() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");

    row(page, "Greet the world").getByRole(AriaRole.BUTTON).click();

    assertThat(page.locator(".ui-growl-title")).containsText("Greet the world was started");
    assertThat(page.locator(".ui-growl-item-container")).hasCSS("opacity", "1");
    Browsing.screenshot(page, "jobs-run-light");
  }

  @Test
  void instances_appearAndFinishByThemselves() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/instances.xhtml"));
    assertThat(row(page, "hello Ada")).containsText("Success");

    long id = run("Grace");

    var fresh = row(page, String.valueOf(id));
    assertThat(fresh.locator(".pill.status-5")).isVisible(patiently());
    assertThat(fresh).containsText("hello Grace");
    Browsing.screenshot(page, "instances-light");
  }

  @Test
  void detail_showsResultAndLogAsTextAndNotAsMarkup() {
    var page = loggedIn(ColorScheme.DARK, "en-GB", "Europe/Paris");
    page.navigate(server.url("/instances.xhtml"));

    row(page, "failed as asked").click();

    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).isVisible();
    assertThat(dialog).containsText("failed as asked: <b>fail <script>alert(1)</script></b>");
    assertThat(dialog.locator(".log")).containsText("ERROR this one is asked to fail");
    assertThat(dialog.locator(".text b, .log script")).hasCount(0);
    Browsing.screenshot(page, "detail-dark");

    page.keyboard().press("Escape");
    assertThat(dialog).isHidden();
  }

  @Test
  void logOfARunningInstance_isFollowedInTheOpenDialog() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/instances.xhtml"));
    long id = run("slow one");

    var slow = row(page, String.valueOf(id));
    assertThat(slow.locator(".pill.status-3")).isVisible(patiently());
    slow.click();
    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.locator(".log")).containsText("step 3 of 20", textPatiently());
    Browsing.screenshot(page, "detail-running-light");
    assertThat(dialog.locator(".log")).containsText("step 20 of 20", textPatiently());
    assertThat(dialog.locator(".pill.status-5")).isVisible(patiently());
    assertThat(
            dialog
                .locator(".log")
                .evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight < 10"))
        .isEqualTo(true);
  }

  @Test
  void refresh_keepsScrollAndKeyboardFocus() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.setViewportSize(1360, 420);
    page.navigate(server.url("/instances.xhtml"));
    var table = page.locator("[id='list:instances_data']");
    table.focus();
    page.keyboard().press("ArrowDown");
    var walkedTo = page.locator("tr.ui-state-hover");
    var key = walkedTo.getAttribute("data-rk");
    page.evaluate("window.scrollTo(0, 60)");

    long id = run("Linus");
    assertThat(row(page, String.valueOf(id)).locator(".pill.status-5")).isVisible(patiently());

    assertThat(table).isFocused();
    assertThat(walkedTo).hasAttribute("data-rk", key);
    assertThat(((Number) page.evaluate("window.scrollY")).intValue()).isBetween(50, 70);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText(key);
  }

  @Test
  void instances_areFilteredByJobAndStatus() {
    var page = loggedIn(ColorScheme.DARK, "en-GB", "Europe/Paris");
    page.navigate(server.url("/instances.xhtml?job=" + greeterId));

    page.getByRole(AriaRole.COMBOBOX, named("Status")).selectOption("4");
    assertThat(rows(page).locator(".pill:not(.status-4)")).hasCount(0);
    assertThat(rows(page).first()).containsText("failed as asked");
    Browsing.screenshot(page, "instances-failed-dark");

    page.getByRole(AriaRole.COMBOBOX, named("Status")).selectOption("9");
    assertThat(page.getByText("No instance matches")).isVisible();
  }

  @Test
  void pages_areTurnedAndStayTurnedWhileTheListRefreshes() {
    var busy = new PowerJobClient(server.address(), BUSY_APP, PASSWORD);
    long jobId = busy.saveJob(job("Without workers", TimeExpressionType.API, null, true)).getData();
    for (int i = 1; i <= 16; i++) {
      busy.runJob(jobId, "run " + i, 0);
    }
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.getByLabel("Application").selectOption(BUSY_APP);
    assertThat(row(page, "Without workers")).isVisible();
    page.navigate(server.url("/instances.xhtml"));
    assertThat(rows(page)).hasCount(15);
    var report = page.locator(".ui-paginator-current");

    page.getByLabel("Next Page").click();
    assertThat(report).hasText("16–16 of 16");
    busy.runJob(jobId, "run 17", 0);

    // What was last on the first page moves over; the page stays the second.
    assertThat(report).hasText("16–17 of 17");
    assertThat(rows(page)).hasCount(2);
    Browsing.screenshot(page, "instances-page-2-light");
    page.getByRole(AriaRole.COMBOBOX, named("Job")).selectOption(String.valueOf(jobId));
    assertThat(report).hasText("1–15 of 17");
  }

  @Test
  void language_isTheBrowsersAndCanBeSwitched() {
    var page = loggedIn(ColorScheme.LIGHT, "zh-CN", "Asia/Shanghai");
    assertThat(page.getByRole(AriaRole.HEADING, named("任务").setExact(true))).isVisible();
    page.navigate(server.url("/instances.xhtml"));
    assertThat(row(page, "hello Ada")).containsText("成功");
    Browsing.screenshot(page, "instances-chinese-light");

    page.getByRole(AriaRole.BUTTON, named("English")).click();

    assertThat(page.getByRole(AriaRole.HEADING, named("Instances"))).isVisible();
    assertThat(row(page, "hello Ada")).containsText("Success");
  }

  @Test
  void otherApplication_showsItsOwnJobsAndSaysHowToBegin() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");

    page.getByLabel("Application").selectOption(OTHER_APP);

    assertThat(page.getByText("No jobs yet")).isVisible();
    Browsing.screenshot(page, "jobs-empty-light");
    page.navigate(server.url("/instances.xhtml"));
    assertThat(page.getByText("No runs yet")).isVisible();
  }

  @Test
  void narrowWindow_staysUsable() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.setViewportSize(420, 800);

    assertThat(page.getByRole(AriaRole.BUTTON, named("Log out"))).isInViewport();
    Browsing.screenshot(page, "jobs-narrow-light");
    var wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assertThat(page.evaluate(wider)).isEqualTo(false);
  }

  private Page open(ColorScheme colours, String language, String zone) {
    window = browsing.window(colours, language, zone);
    return window.newPage();
  }

  private Page loggedIn(ColorScheme colours, String language, String zone) {
    var page = open(colours, language, zone);
    page.navigate(server.url("/login.xhtml"));
    login(page, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    assertThat(page).hasURL(server.url("/jobs.xhtml"));
    return page;
  }

  private static void login(Page page, String name, String password) {
    page.locator("[id='login:username']").fill(name);
    page.locator("[id='login:password']").fill(password);
    page.locator("[id='login:submit']").click();
  }

  private static Locator rows(Page page) {
    return page.locator("tbody tr[data-ri]");
  }

  private static Locator row(Page page, String text) {
    return rows(page).filter(new Locator.FilterOptions().setHasText(text)).first();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static LocatorAssertions.IsVisibleOptions patiently() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.ContainsTextOptions textPatiently() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private static String zoneOfServer() {
    return ZoneId.systemDefault().getId().contains("/") ? ZoneId.systemDefault().getId() : "UTC";
  }

  private static long run(String params) {
    return client.runJob(greeterId, params, 0).getData();
  }

  private static long save(
      String name, TimeExpressionType type, String expression, boolean enabled) {
    return client.saveJob(job(name, type, expression, enabled)).getData();
  }

  private static SaveJobInfoRequest job(
      String name, TimeExpressionType type, String expression, boolean enabled) {
    var job = new SaveJobInfoRequest();
    job.setJobName(name);
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo(Greeter.class.getName());
    job.setEnable(enabled);
    return job;
  }

  private static PowerJobWorker startWorker() throws Exception {
    var config = new PowerJobWorkerConfig();
    config.setAppName(APP);
    config.setPassword(PASSWORD);
    config.setServerAddress(List.of(server.address()));
    config.setPort(-1);
    var started = new PowerJobWorker(config);
    started.init();
    return started;
  }
}
