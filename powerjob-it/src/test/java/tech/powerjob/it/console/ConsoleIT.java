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
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.microsoft.playwright.options.WaitUntilState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;

/**
 * The console as people see it: a real server, a real worker, a real browser. What becomes of an
 * open page when the server is restarted is looked at where one is restarted, in {@code AlarmsIT}.
 */
class ConsoleIT {
  private static final String APP = "console-it";
  private static final String OTHER_APP = "console-it-other";
  private static final String BUSY_APP = "console-it-busy";
  private static final String PASSWORD = "app-password";
  private static final double PATIENCE = 15_000;
  private static final String HARM =
      "</pre><script>window.harmed=1</script><img src=x onerror=window.harmed=1>";

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static Browsing browsing;
  private static long greeterId;
  private static long appId;
  private static long busyAppId;

  private BrowserContext window;

  @BeforeAll
  static void startEverything() throws Exception {
    server = SHARED.process();
    var admin = AdminApi.login(server);
    appId = admin.createApp(APP, PASSWORD);
    admin.createApp(OTHER_APP, PASSWORD);
    busyAppId = admin.createApp(BUSY_APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    greeterId = save("Greet the world", TimeExpressionType.API, null, true);
    save("Nightly report", TimeExpressionType.CRON, "0 30 2 * * ?", true);
    save("Retired clean-up", TimeExpressionType.CRON, "0 0 4 * * ?", false);
    worker = Workers.start(server, APP, PASSWORD);
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.countWorkers(appId) == 1);
    run("Ada");
    run("fail <script>alert(1)</script>");
    browsing = new Browsing(server);
  }

  @AfterAll
  static void stopEverything() throws Exception {
    if (browsing != null) {
      browsing.close();
    }
    if (worker != null) {
      worker.destroy();
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
  void stranger_isLedToTheLoginPage_andFromThereToWhatTheyAskedFor() {
    var page = open(ColorScheme.LIGHT, "en-GB", "Europe/Paris");

    for (var path : List.of("/", "/jobs.xhtml", "/instances.xhtml?status=FAILED")) {
      page.navigate(server.url(path));
      assertThat(page).hasURL(server.url("/login.xhtml"));
    }
    Looks.good(page, "login");
    Browsing.logIn(page, "ADMIN", ServerProcess.ADMIN_PASSWORD);

    assertThat(page).hasURL(server.url("/instances.xhtml?status=FAILED"));
  }

  @Test
  void wrongPassword_isToldWithoutSayingWhatWasWrong() {
    var page = open(ColorScheme.DARK, "en-GB", "Europe/Paris");
    page.navigate(server.url("/login.xhtml"));
    for (var name : List.of("ADMIN", "nobody")) {
      Browsing.logIn(page, name, "not the password");
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
    var before = session();
    Browsing.logIn(page, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    assertThat(page).hasURL(server.url("/home.xhtml"));

    var after = session();
    assertThat(after.value).isNotEqualTo(before.value);
    assertThat(after.httpOnly).isTrue();
    assertThat(after.sameSite).isEqualTo(SameSiteAttribute.LAX);
  }

  @Test
  void logout_endsTheSession() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.locator(".bar details.menu summary").click();
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
    Browsing.logIn(page, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    assertThat(page).hasURL(server.url("/home.xhtml"));

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

    page.navigate(server.url("/jobs.xhtml"));
    assertThat(page).hasURL(server.url("/jobs.xhtml"));
  }

  @Test
  void newcomer_makesTheirFirstJobAndSeesItRun() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Asia/Tokyo");
    page.navigate(server.url("/jobs.xhtml?app=" + appId));
    page.getByRole(AriaRole.LINK, named("New job")).click();

    field(page, "jobName").fill("My first job");
    field(page, "timeExpression").fill("0 30 2 * * wrong");
    field(page, "processorInfo").fill(Greeter.class.getName());
    assertThat(page.locator("[data-problem-for=timeExpression]")).isVisible();
    field(page, "timeExpression").fill("0 30 2 * * ?");
    assertThat(page.locator("[data-problem-for=timeExpression]")).isHidden();
    assertThat(page.locator(".firings li")).hasCount(8);
    assertThat(page.locator(".firings li").first()).containsText("02:30:00");
    assertThat(page.locator(".firings .other-zone").first()).containsText(":30:00");
    page.getByRole(AriaRole.BUTTON, named("Save")).click();

    assertThat(row(page, "My first job")).containsText("0 30 2 * * ?");
    assertThat(page.locator(".ui-growl-title")).containsText("My first job was saved");
    button(row(page, "My first job"), "Run").first().click();
    assertThat(row(page, "My first job").locator(".pill.status-5")).isVisible(patiently());
    row(page, "My first job").locator("a.last").click();
    assertThat(page.locator("#log-panel")).containsText("greeting null", textPatiently());
  }

  @Test
  void operator_findsTheFailedRun_readsWhy_andRunsItAgain() {
    long id = run("fail once more");
    var page = loggedIn(ColorScheme.DARK, "en-GB", "Europe/Paris");
    page.navigate(server.url("/home.xhtml?app=" + appId));

    page.locator("a.stat").filter(new Locator.FilterOptions().setHasText("Failed")).click();
    assertThat(rows(page).locator(".pill:not(.status-4)")).hasCount(0);
    var failed = row(page, String.valueOf(id));
    assertThat(failed).containsText("failed as asked", textPatiently());
    failed.locator("a.name").click();
    assertThat(page.locator("pre.text").first()).hasText("failed as asked: <b>fail once more</b>");
    assertThat(page.locator("#log-panel"))
        .containsText("this one is asked to fail", textPatiently());
    Browsing.screenshot(page, "instance-failed-dark");
    page.getByRole(AriaRole.BUTTON, named("Run again")).click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Run this instance again?");
    Browsing.screenshot(page, "instance-confirm-dark");
    button(page.getByRole(AriaRole.DIALOG), "Run again").click();

    assertThat(page.locator(".story")).containsText("run again by user", textPatiently());
  }

  @Test
  void cancelledConfirmation_doesNothing() {
    long id = save("Stays as it is", TimeExpressionType.API, null, true);
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/jobs.xhtml?q=Stays as&app=" + appId));
    row(page, "Stays as it is").locator("details.menu summary").click();
    button(row(page, "Stays as it is"), "Delete").click();
    button(page.getByRole(AriaRole.DIALOG), "Cancel").click();

    page.reload();
    assertThat(row(page, "Stays as it is")).isVisible();
    row(page, "Stays as it is").locator("details.menu summary").click();
    button(row(page, "Stays as it is"), "Delete").click();
    button(page.getByRole(AriaRole.DIALOG), "Delete").click();
    assertThat(page.getByText("No job matches")).isVisible();
    assertThat(client.fetchJob(id).getData().getStatus()).isEqualTo(99);
  }

  @Test
  void twoBrowsers_doNotOverwriteEachOther() {
    long id = save("Edited by two", TimeExpressionType.API, null, true);
    var mine = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    mine.navigate(server.url("/job.xhtml?app=" + appId + "&id=" + id));
    try (var other = browsing.window(ColorScheme.DARK, "en-GB", "Europe/Paris")) {
      var theirs = Browsing.loggedIn(other, server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
      theirs.navigate(server.url("/job.xhtml?app=" + appId + "&id=" + id));
      field(theirs, "jobDescription").fill("theirs");
      theirs.getByRole(AriaRole.BUTTON, named("Save")).click();
      assertThat(row(theirs, "Edited by two")).isVisible();
    }

    field(mine, "tag").fill("mine");
    mine.getByRole(AriaRole.BUTTON, named("Save")).click();

    assertThat(mine.locator(".conflict")).containsText("Somebody else has changed this job");
    assertThat(mine.locator(".conflict li")).containsText("theirs");
    Browsing.screenshot(mine, "job-conflict-light");
    assertThat(client.fetchJob(id).getData().getJobDescription()).isEqualTo("theirs");
    mine.getByRole(AriaRole.BUTTON, named("Save over it")).click();
    assertThat(row(mine, "Edited by two")).isVisible();
    assertThat(client.fetchJob(id).getData().getTag()).isEqualTo("mine");
  }

  @Test
  void everyOptionOfAJob_comesBackAsItWasSaved() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/job.xhtml?app=" + appId));
    var values =
        Map.ofEntries(
            Map.entry("jobName", "All options"),
            Map.entry("timeExpression", "0 0 6 * * ?"),
            Map.entry("processorInfo", "com.example.Job"),
            Map.entry("options.timeZone", "America/New_York"),
            Map.entry("options.jitter", "30 s"),
            Map.entry("options.overlap.policy", "QUEUE"),
            Map.entry("options.overlap.queueLimit", "7"),
            Map.entry("options.misfire.policy", "FIRE_ALL"),
            Map.entry("options.misfire.limit", "3"),
            Map.entry("options.priority", "8"),
            Map.entry("options.pools", "warehouse 2\nmail"),
            Map.entry("options.rateLimit.runs", "10"),
            Map.entry("options.rateLimit.period", "1 min"),
            Map.entry("options.instanceBackoff.policy", "EXPONENTIAL"),
            Map.entry("options.instanceBackoff.delay", "5 s"),
            Map.entry("options.nonRetryableResults", "no such file"),
            Map.entry("instanceTimeLimit", "2 h"),
            Map.entry("lifeCycle.end", "2099-12-31T20:00"),
            Map.entry("minCpuCores", "0.5"),
            Map.entry("logConfig.level", "3"),
            Map.entry("alarmConfig.alertThreshold", "2"),
            Map.entry("alarmConfig.statisticWindowLen", "60"),
            Map.entry("alarmConfig.silenceWindowLen", "0"));
    values.forEach((name, value) -> set(page, name, value));
    page.getByRole(AriaRole.BUTTON, named("Save")).click();
    row(page, "All options").locator("a.name").click();

    values.forEach((name, value) -> assertThat(field(page, name)).hasValue(value));
    Looks.good(page, "job-all");
    var stored = client.fetchJob(Long.parseLong(page.url().replaceAll(".*id=", ""))).getData();
    assertThat(stored.getInstanceTimeLimit()).isEqualTo(7_200_000);
    assertThat(stored.getOptions().getRateLimit().period()).isEqualTo(60_000);
  }

  @Test
  void jobs_areFilteredWhileTyping_andTheAddressSaysSo() {
    var page = loggedIn(ColorScheme.DARK, "en-GB", "Europe/Paris");
    page.navigate(server.url("/jobs.xhtml?app=" + appId));

    page.getByLabel("Name, processor or id").fill("NIGHT");
    assertThat(rows(page)).hasCount(1);
    assertThat(rows(page)).containsText("Nightly report");
    assertThat(page).hasURL(server.url("/jobs.xhtml?app=" + appId + "&q=NIGHT"));
    page.reload();
    assertThat(rows(page)).hasCount(1);

    page.getByLabel("Name, processor or id").fill("no such job");
    assertThat(page.getByText("No job matches")).isVisible();
  }

  @Test
  void tickedJobs_areDisabledTogether() {
    save("Bulk one", TimeExpressionType.CRON, "0 0 1 * * ?", true);
    save("Bulk two", TimeExpressionType.CRON, "0 0 1 * * ?", true);
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/jobs.xhtml?q=Bulk&app=" + appId));
    assertThat(rows(page)).hasCount(2);
    page.getByLabel("Tick all").check();
    Browsing.screenshot(page, "jobs-ticked-light");
    button(page.locator(".picked"), "Disable").click();
    button(page.getByRole(AriaRole.DIALOG), "Disable").click();

    assertThat(page.locator(".switch[aria-checked=true]")).hasCount(0);
    assertThat(page.locator(".ui-growl-title")).containsText("2 disabled");
    row(page, "Bulk one").getByRole(AriaRole.SWITCH).click();
    assertThat(page.locator(".switch[aria-checked=true]")).hasCount(1);
  }

  @Test
  void jobRunsWithParametersAndADelay_andCanBeCancelled() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/jobs.xhtml?q=Greet&app=" + appId));
    row(page, "Greet the world").locator("details.menu summary").click();
    button(row(page, "Greet the world"), "Run with parameters").click();
    page.getByLabel("Parameters of this run").fill("later, " + HARM);
    page.getByLabel("Delay").fill("1 h");
    Browsing.screenshot(page, "job-run-light");
    button(page.getByRole(AriaRole.DIALOG), "Run").click();
    assertThat(page.locator(".ui-growl-title")).containsText("was started");

    row(page, "Greet the world").locator("a.last").click();
    assertThat(page.locator("pre.text").last()).hasText("later, " + HARM);
    assertThat(page.locator(".story .now").first()).containsText("Waits for its time");
    page.getByRole(AriaRole.BUTTON, named("Cancel the run")).click();
    button(page.getByRole(AriaRole.DIALOG), "Cancel the run").click();
    assertThat(page.locator("h1 .pill.status-9")).isVisible(patiently());
    assertThat(page.evaluate("window.harmed")).isNull();
  }

  @Test
  void instances_appearAndFinishByThemselves() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/instances.xhtml?app=" + appId));
    assertThat(row(page, "hello Ada")).containsText("Success");

    long id = run("Grace");

    var fresh = row(page, String.valueOf(id));
    assertThat(fresh.locator(".pill.status-5")).isVisible(patiently());
    assertThat(fresh).containsText("hello Grace");
  }

  @Test
  void pages_areTurnedAndStayTurnedWhileTheListRefreshes() {
    var busy = new PowerJobClient(server.address(), BUSY_APP, PASSWORD);
    long jobId = busy.saveJob(job("Without workers", TimeExpressionType.API, null, true)).getData();
    for (int i = 1; i <= 32; i++) {
      busy.runJob(jobId, "run " + i, 0);
    }
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/instances.xhtml?app=" + busyAppId));
    assertThat(rows(page)).hasCount(30);

    page.getByRole(AriaRole.BUTTON, named("Next")).click();
    assertThat(rows(page)).hasCount(2);
    assertThat(page).hasURL(Pattern.compile(".*after=\\d+"));
    busy.runJob(jobId, "run 33", 0);
    page.getByRole(AriaRole.BUTTON, named("Previous")).click();
    assertThat(rows(page)).hasCount(30);
    assertThat(page.getByRole(AriaRole.BUTTON, named("Previous"))).isDisabled();
  }

  @Test
  void everyPage_isReadableInBothThemesAndOnAPhone() {
    run("slow one");
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Asia/Tokyo");
    for (var name :
        List.of("home", "jobs", "instances", "timeline", "queues", "search", "job", "instance")) {
      page.navigate(server.url("/" + name + ".xhtml?app=" + appId + parameters(name)));
      Looks.good(page, name);
    }
    page.navigate(server.url("/job.xhtml?app=" + appId));
    Looks.good(page, "job-new");
  }

  private static String parameters(String page) {
    return switch (page) {
      case "search" -> "&q=report";
      case "job" -> "&id=" + greeterId;
      case "instance" -> "&id=" + run("fail <script>window.harmed=1</script>");
      default -> "";
    };
  }

  @Test
  void whatIsLoadedFirst_isSmall() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    var transferred = new AtomicLong();
    var session = window.newCDPSession(page);
    session.send("Network.enable");
    session.send("Network.clearBrowserCache");
    session.on(
        "Network.loadingFinished",
        event -> transferred.addAndGet(event.get("encodedDataLength").getAsLong()));
    page.navigate(
        server.url("/home.xhtml"),
        new Page.NavigateOptions().setWaitUntil(WaitUntilState.NETWORKIDLE));

    assertThat(transferred.get()).isBetween(20_000L, 500_000L);
  }

  @Test
  void language_isTheBrowsersAndCanBeSwitched() {
    var page = loggedIn(ColorScheme.LIGHT, "zh-CN", "Asia/Shanghai");
    page.navigate(server.url("/jobs.xhtml?app=" + appId));
    assertThat(page.getByRole(AriaRole.HEADING, named("任务").setExact(true))).isVisible();
    Browsing.screenshot(page, "jobs-chinese-light");
    page.navigate(server.url("/instances.xhtml?app=" + appId + "&text=Ada"));
    assertThat(row(page, "hello Ada")).containsText("成功");
    Browsing.screenshot(page, "instances-chinese-light");

    page.getByRole(AriaRole.BUTTON, named("English")).click();

    assertThat(page.getByRole(AriaRole.HEADING, named("Instances"))).isVisible();
    assertThat(page).hasURL(server.url("/instances.xhtml?app=" + appId + "&text=Ada"));
  }

  @Test
  void otherApplication_showsItsOwnJobsAndSaysHowToBegin() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    page.navigate(server.url("/jobs.xhtml"));

    page.getByLabel("Application").selectOption(OTHER_APP);

    assertThat(page.getByText("No jobs yet")).isVisible();
    Browsing.screenshot(page, "jobs-empty-light");
    page.navigate(server.url("/instances.xhtml"));
    assertThat(page.getByText("No runs yet")).isVisible();
  }

  @Test
  void observer_seesNoButtons_andTheCallsBehindThemAreRefused() {
    var admin = Calls.asUser(server, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    var created =
        admin
            .post("/pwjbUser/create", Map.of("username", "olaf", "password", "a-good-password"))
            .data();
    admin
        .post(
            "/appInfo/save",
            Map.of(
                "id",
                appId,
                "namespaceId",
                admin.post("/namespace/listAll", Map.of()).data().get(0).get("id").asLong(),
                "appName",
                APP,
                "componentUserRoleInfo",
                Map.of("observer", List.of(created.get("id").asLong()))))
        .data();
    window = browsing.window(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
    var page = Browsing.loggedIn(window, server.url(""), "olaf", "a-good-password");
    assertThat(page).hasURL(server.url("/home.xhtml"));
    page.navigate(server.url("/jobs.xhtml?app=" + appId));

    assertThat(row(page, "Greet the world")).isVisible();
    assertThat(page.locator("[data-act=run], [data-act=disable], [data-act=delete]")).hasCount(0);
    assertThat(page.getByRole(AriaRole.LINK, named("New job"))).hasCount(0);
    assertThat(page.getByRole(AriaRole.LINK, named("Users"))).hasCount(0);
    Browsing.screenshot(page, "jobs-observer-light");
    page.evaluate(
        "actOnPage([{name: 'act', value: 'run'}, {name: 'id', value: '" + greeterId + "'}])");
    assertThat(page.locator(".ui-growl-title")).containsText("Permission denied");
    page.navigate(server.url("/job.xhtml?app=" + appId));
    assertThat(page).hasURL(Pattern.compile(".*/error.xhtml\\?denied=1"));
  }

  private Page open(ColorScheme colours, String language, String zone) {
    window = browsing.window(colours, language, zone);
    return window.newPage();
  }

  private Page loggedIn(ColorScheme colours, String language, String zone) {
    window = browsing.window(colours, language, zone);
    var page = Browsing.loggedIn(window, server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
    assertThat(page).hasURL(server.url("/home.xhtml"));
    return page;
  }

  private Cookie session() {
    return window.cookies().stream()
        .filter(cookie -> cookie.name.equals("POWERJOB_SESSION"))
        .findFirst()
        .orElseThrow();
  }

  private static Locator field(Page page, String name) {
    return page.locator("[id='job:f_" + name.replace('.', '_') + "']");
  }

  private static void set(Page page, String name, String value) {
    var field = field(page, name);
    if (field.evaluate("input => input.tagName").equals("SELECT")) {
      field.selectOption(value);
    } else {
      field.fill(value);
    }
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private static Locator rows(Page page) {
    return page.locator("tbody tr[data-row]");
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

  private static long run(String params) {
    return client.runJob(greeterId, params, 0).getData();
  }

  private static long save(
      String name, TimeExpressionType type, String expression, boolean enabled) {
    return client.saveJob(job(name, type, expression, enabled)).getData();
  }

  private static SaveJobInfoRequest job(
      String name, TimeExpressionType type, String expression, boolean enabled) {
    var job = Jobs.onDemand(name, Greeter.class);
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    job.setEnable(enabled);
    return job;
  }
}
