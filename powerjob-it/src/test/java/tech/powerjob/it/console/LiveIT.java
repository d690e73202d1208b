package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.db.DatabaseKind;
import tech.powerjob.it.db.DatabaseServer;
import tech.powerjob.it.fault.TcpProxy;

/** What one person does is seen by the others, on two servers of one database. */
@Timeout(120)
class LiveIT {
  private static final String APP = "live";
  private static final String OTHER_APP = "not-hers";
  private static final String PASSWORD = "password-of-live";

  /** Far less than a page without a hint waits. */
  private static final double SOON = 2_000;

  private static final long FAR = 3_600_000;

  @TempDir static Path folder;

  private static DatabaseServer database;
  private static ServerProcess first;
  private static ServerProcess second;

  @RegisterExtension static final Browsing BROWSING = new Browsing(() -> first, () -> second);

  private static PowerJobClient client;
  private static long appId;
  private static long otherAppId;
  private static long job;

  @BeforeAll
  static void start() throws Exception {
    database = DatabaseServer.start(DatabaseKind.POSTGRESQL, folder);
    var url = database.newDatabase();
    first = server("server0", url);
    second = server("server1", url);
    first.launch();
    second.launch();
    first.awaitReady();
    var admin = AdminApi.login(first);
    appId = admin.createApp(APP, PASSWORD);
    otherAppId = admin.createApp(OTHER_APP, PASSWORD);
    client = new PowerJobClient(first.address(), APP, PASSWORD);
    var request = Jobs.onDemand("sleeper", Greeter.class);
    job = client.saveJob(request).getData();
    second.awaitReady();
  }

  private static ServerProcess server(String name, String url) {
    return ServerProcess.in(folder.resolve(name))
        .with("POWERJOB_DB_URL", url)
        .with("POWERJOB_DB_USER", DatabaseServer.USER)
        .with("POWERJOB_DB_PASSWORD", DatabaseServer.PASSWORD)
        .withJvmOption("-Xmx512m")
        .withJvmOption("-XX:TieredStopAtLevel=1");
  }

  @AfterAll
  static void stop() throws Exception {
    if (client != null) {
      client.close();
    }
    for (var server : new ServerProcess[] {second, first}) {
      if (server != null) {
        server.close();
      }
    }
    if (database != null) {
      database.close();
    }
  }

  private static long run() {
    return client.runJob(job, "later", FAR).getData();
  }

  private static BrowserContext window() {
    return BROWSING.window(ColorScheme.LIGHT, "en-GB", "Europe/Paris");
  }

  private static Page loggedIn(BrowserContext window, String address, String name, String word) {
    return Browsing.loggedIn(window, "http://" + address, name, word);
  }

  private static Page watching(BrowserContext window, String address, String path) {
    var page = loggedIn(window, address, "ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.addInitScript(
        "document.addEventListener('powerjob:line', () => { window.lineSince = performance.now() })");
    page.navigate("http://" + address + path);
    page.evaluate("window.marker = 1");
    return page;
  }

  /** A page asks once more when its line has come, and by itself no more for a long time. */
  private static void awaitQuiet(Page page) {
    awaitLine(page);
    Browsing.awaitTrue(
        page,
        "performance.getEntriesByType('resource').some("
            + "each => each.initiatorType === 'xmlhttprequest' && each.startTime >= lineSince)");
  }

  private static void awaitLine(Page page) {
    Browsing.awaitTrue(page, "PowerJobLive.isOpen()");
  }

  private static Locator state(Page page, long instance, int status) {
    return page.locator("tr[data-row='" + instance + "'] .status-" + status);
  }

  private static LocatorAssertions.IsVisibleOptions soon() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(SOON);
  }

  @Test
  void runStoppedInOneBrowser_isSeenInTheOthers_onThisServerAndTheOther() {
    long instance = run();
    try (var mine = window();
        var theirs = window();
        var elsewhere = window()) {
      var here = loggedIn(mine, first.address(), "ADMIN", ServerProcess.ADMIN_PASSWORD);
      here.navigate(first.url("/instances.xhtml?app=" + appId));
      var there = watching(theirs, first.address(), "/instances.xhtml?app=" + appId);
      var far = watching(elsewhere, second.address(), "/instance.xhtml?id=" + instance);
      awaitQuiet(there);
      awaitQuiet(far);
      assertThat(there.locator(".live")).hasText("Live");
      here.locator("[data-act=stop][data-id='" + instance + "']").click();

      here.locator("#confirm [data-answer=yes]").click();

      assertThat(state(there, instance, 10)).isVisible(soon());
      assertThat(far.locator(".head .status-10").first()).isVisible(soon());
      assertThat(there.evaluate("window.marker")).isEqualTo(1);
      assertThat(far.evaluate("window.marker")).isEqualTo(1);

      long another = run();
      assertThat(state(there, another, 1)).isVisible(soon());
    }
  }

  @Test
  void lineThatBreaks_comesBack_andThePageCatchesUp() throws Exception {
    long instance = run();
    try (var proxy = new TcpProxy(second.httpPort());
        var mine = window()) {
      var page = watching(mine, "127.0.0.1:" + proxy.port(), "/instances.xhtml?app=" + appId);
      awaitQuiet(page);
      assertThat(state(page, instance, 1)).isVisible();
      proxy.cut();
      client.stopInstance(instance);
      page.waitForTimeout(1_000);
      assertThat(state(page, instance, 1)).isVisible();

      proxy.heal();

      assertThat(state(page, instance, 10)).isVisible(soon());
      awaitLine(page);
      assertThat(page.evaluate("window.marker")).isEqualTo(1);
      assertThat(page.locator(".live")).hasText("Live");
    }
    BROWSING.problems().removeIf(problem -> problem.contains("ERR_CONNECTION"));
  }

  @Test
  void strangersAndForeignPages_areRefused() {
    try (var window = window()) {
      loggedIn(window, first.address(), "ADMIN", ServerProcess.ADMIN_PASSWORD);
      var cookies = cookies(window);
      var own = "http://" + first.address();
      assertRefused(own, null, 401);
      assertRefused(own, "POWERJOB_SESSION=made-up", 401);
      for (var origin :
          new String[] {"https://evil.example", "http://127.0.0.1:1", "null", "", null}) {
        assertRefused(origin, cookies, 403);
      }
      try (var wire = Wire.open(first.address(), own, cookies)) {
        wire.say("{\"watch\":[\"app:" + appId + "\"]}");
        wire.awaitMessage("{\"watching\":[\"app:" + appId + "\"]}");
        run();
        wire.awaitMessage("{\"changed\":[\"app:" + appId + "\"]}");
      }
      for (var nonsense : new String[] {"nonsense", "{\"watch\":[\"app:x\"]}", "[]"}) {
        try (var wire = Wire.open(first.address(), own, cookies)) {
          wire.say(nonsense);
          assertThat(wire.awaitOver()).isEqualTo("NOT_UNDERSTOOD");
        }
      }
    }
  }

  private static void assertRefused(String origin, String cookies, int status) {
    assertThatThrownBy(() -> Wire.open(first.address(), origin, cookies))
        .as("from %s", origin)
        .isInstanceOf(Wire.RefusedException.class)
        .hasMessage(Integer.toString(status));
  }

  private static String cookies(BrowserContext window) {
    return window.cookies().stream()
        .map(cookie -> cookie.name + "=" + cookie.value)
        .collect(Collectors.joining("; "));
  }

  @Test
  void listener_hearsOfWhatTheyMaySee_asLongAsTheyMay() {
    var admin = AdminApi.login(first);
    long olga = admin.createUser("olga", "a-good-password");
    var observer = Map.of("observer", List.of(olga));
    var nobody = Map.of("observer", List.<Long>of());
    admin.appoint(appId, observer);
    var own = "http://" + first.address();
    long instance = run();
    try (var window = window()) {
      loggedIn(window, first.address(), "olga", "a-good-password");
      var cookies = cookies(window);
      for (var hidden : List.of("app:" + otherAppId, "instance:12345", "log:" + instance)) {
        try (var wire = Wire.open(first.address(), own, cookies)) {
          wire.say("{\"watch\":[\"" + hidden + "\"]}");
          assertThat(wire.awaitOver()).as(hidden).isEqualTo("FORBIDDEN");
          assertThat(wire.heard()).isEmpty();
        }
      }
      try (var wire = Wire.open(first.address(), own, cookies)) {
        wire.say("{\"watch\":[\"app:" + otherAppId + "\",\"instance:" + instance + "\"]}");
        wire.awaitMessage("{\"watching\":[\"instance:" + instance + "\"]}");
        admin.appoint(appId, nobody);
        assertThat(wire.awaitOver()).as("without the role").isEqualTo("FORBIDDEN");
      }
      admin.appoint(appId, observer);
      try (var wire = Wire.open(first.address(), own, cookies)) {
        wire.say("{\"watch\":[\"app:" + appId + "\"]}");
        wire.awaitMessage("{\"watching\":[\"app:" + appId + "\"]}");
        Calls.asAdmin(first).post("/api/v1/users/" + olga + "/sessions/revoke").data();
        assertThat(wire.awaitOver()).as("without the session").isEqualTo("FORBIDDEN");
      }
    }
    try (var window = window()) {
      var page = loggedIn(window, first.address(), "olga", "a-good-password");
      try (var wire = Wire.open(first.address(), own, cookies(window))) {
        wire.say("{\"watch\":[\"app:" + appId + "\"]}");
        wire.awaitMessage("{\"watching\":[\"app:" + appId + "\"]}");
        wire.stays();
        page.locator(".bar details.menu summary").click();
        page.locator("[id='bar:logout']").click();
        assertThat(wire.awaitOver()).as("after the logout").isEqualTo("FORBIDDEN");
        hearsNothing(wire);
      }
    }
  }

  /** Who does not leave when it is over is told nothing, whatever they say. */
  private static void hearsNothing(Wire stubborn) {
    var before = List.copyOf(stubborn.heard());
    try (var window = window()) {
      loggedIn(window, first.address(), "ADMIN", ServerProcess.ADMIN_PASSWORD);
      try (var wire = Wire.open(first.address(), "http://" + first.address(), cookies(window))) {
        var topic = "[\"app:" + appId + "\"]";
        stubborn.say("{\"watch\":" + topic + "}");
        wire.say("{\"watch\":" + topic + "}");
        wire.awaitMessage("{\"watching\":" + topic + "}");
        run();
        wire.awaitMessage("{\"changed\":" + topic + "}");
      }
    }
    assertThat(stubborn.heard()).isEqualTo(before);
  }
}
