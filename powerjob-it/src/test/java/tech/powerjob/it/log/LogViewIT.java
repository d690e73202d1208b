package tech.powerjob.it.log;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.it.console.Browsing;
import tech.powerjob.it.console.Looks;
import tech.powerjob.it.httpworker.ScriptedWorker;
import tech.powerjob.worker.PowerJobWorker;

/** The log view as people see it. */
@Timeout(180)
class LogViewIT {
  private static final String APP = "log-view";
  private static final String PASSWORD = "password-of-log-view";
  private static final double PATIENCE = 30_000;
  private static final Logger LOG = LoggerFactory.getLogger(LogViewIT.class);

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static Browsing browsing;
  private static Calls app;
  private static long appId;
  private static long job;
  private static String calm;

  private BrowserContext window;

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    var admin = AdminApi.login(server);
    appId = admin.createApp(APP, PASSWORD);
    admin.put(
        "/api/v1/apps/" + appId + "/http-workers", Map.of("networks", List.of("127.0.0.1/32")));
    worker = Workers.start(server, APP, PASSWORD);
    app = Calls.asApp(server, APP, PASSWORD);
    job = TalkingProcessor.save(server, APP, PASSWORD);
    calm = run("6000 30 1000");
    await("the calm log").atMost(Duration.ofSeconds(30)).until(() -> total(calm) == 6_000);
    browsing = new Browsing(server);
  }

  @AfterAll
  static void stop() throws Exception {
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

  private static String run(String params) {
    return app.post("/api/v1/jobs/" + job + "/runs", Calls.map("instanceParams", params))
        .json(201)
        .path("instanceId")
        .asText();
  }

  private static long total(String instance) {
    return app.get("/api/v1/instances/" + instance + "/logs?last=0")
        .json(200)
        .path("total")
        .asLong();
  }

  private Page open(ColorScheme colours, String language, String instance, String hash) {
    window = browsing.window(colours, language, "Europe/Paris");
    var page = Browsing.loggedIn(window, server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
    page.navigate(server.url("/log.xhtml?instance=" + instance + hash));
    return page;
  }

  private static Locator rows(Page page) {
    return page.locator(".logview-row");
  }

  private static LocatorAssertions.ContainsTextOptions patiently() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  @Test
  void longLog_isPagedThrough_fromEndToStart_inABoundedPage() {
    var page = open(ColorScheme.LIGHT, "en-GB", calm, "");
    assertThat(rows(page).last()).containsText("line 6000 ", patiently());
    assertThat(page.locator("[data-log=range]")).containsText("of 6,000");
    Looks.good(page, "log");

    var lines = page.locator("[data-log=lines]");
    lines.focus();
    var first = rows(page).first();
    for (int i = 0; i < 100 && !first.getAttribute("data-number").equals("1"); i++) {
      lines.evaluate("each => { each.scrollTop = 0; }");
      page.waitForTimeout(120);
    }
    assertThat(rows(page).first()).containsText("line 1 ", patiently());
    assertThat(rows(page).count()).isLessThanOrEqualTo(2_000);
    assertThat(page.locator("[data-log=follow]")).hasAttribute("aria-pressed", "false");

    page.keyboard().press("End");
    assertThat(rows(page).last()).containsText("line 6000 ", patiently());
    page.keyboard().press("Home");
    assertThat(rows(page).first()).containsText("line 1 ", patiently());
    page.keyboard().press("w");
    assertThat(page.locator(".logview")).hasClass(Pattern.compile("logview-wrapped"));
    page.keyboard().press("w");
  }

  @Test
  void search_marksHits_andAHitIsShownAmongItsNeighbours_byAnAddressToShare() {
    var page = open(ColorScheme.DARK, "en-GB", calm, "");
    assertThat(rows(page).last()).containsText("line 6000 ", patiently());
    page.locator("[data-log=level]").selectOption("WARN");
    assertThat(rows(page).first()).containsText("WARN", patiently());
    page.locator("[data-log=text]").fill("LINE 441");
    assertThat(rows(page)).hasCount(1);
    assertThat(rows(page).locator("mark")).hasText("line 441");
    Browsing.screenshot(page, "log-search-dark");
    assertThat(page.url()).contains("level=WARN").contains("text=LINE+441");

    rows(page).locator(".logview-number").click();

    var here = page.locator(".logview-here");
    assertThat(here).containsText("line 4410 ", patiently());
    assertThat(here).isInViewport();
    assertThat(page.locator("[data-number='4409']")).isVisible();
    page.navigate("about:blank");
    page.navigate(server.url("/log.xhtml?instance=" + calm + "#log:line=77"));
    assertThat(page.locator(".logview-here")).containsText("line 77 ", patiently());
    assertThat(page.locator(".logview-here")).isInViewport();
    page.locator("[data-log=text]").fill("nowhere to be found");
    assertThat(page.locator("[data-log=empty]")).hasText("No line matches.");
  }

  /** Notes long tasks, and whether the lines that come are those that follow. */
  private static final String OBSERVE =
      """
      () => {
        window.seen = { longest: 0, tasks: 0, next: 0, missing: 0, added: 0, rows: 0, behind: 0 };
        new PerformanceObserver(list => list.getEntries().forEach(task => {
          seen.tasks++;
          seen.longest = Math.max(seen.longest, task.duration);
        })).observe({ type: "longtask" });
        const rows = document.querySelector("[data-log=rows]");
        seen.next = Number(rows.lastElementChild.dataset.number) + 1;
        new MutationObserver(changes => {
          changes.forEach(change => change.addedNodes.forEach(row => {
            seen.missing += Number(row.dataset.number) === seen.next ? 0 : 1;
            seen.next = Number(row.dataset.number) + 1;
            seen.added++;
          }));
          seen.rows = Math.max(seen.rows, rows.childElementCount);
          const last = rows.lastElementChild.querySelector(".logview-text").textContent;
          seen.behind = Math.max(seen.behind, Date.now() - Number(last.split("@")[1]));
        }).observe(rows, { childList: true });
      }
      """;

  @Test
  void runOfAThousandLinesASecond_isFollowedSmoothly_andNothingIsLost() {
    var instance = run("20000 60 10 @");
    var page = open(ColorScheme.DARK, "en-GB", instance, "");
    assertThat(rows(page).first()).containsText("line", patiently());
    var session = window.newCDPSession(page);
    session.send("Performance.enable");
    long heap = heap(session);
    page.evaluate(OBSERVE);
    page.waitForTimeout(3_000);
    Browsing.screenshot(page, "log-following-dark");
    assertThat(rows(page).last()).containsText("line 20000 ", patiently());

    var seen = (Map<?, ?>) page.evaluate("seen");
    var grown = heap(session) - heap;
    LOG.info("followed 1,000 lines/s: {}, heap grown by {} KB", seen, grown / 1024);
    // Smooth is below 50 to 150 ms, which the log line tells; a busy machine has its own share.
    assertThat(number(seen, "longest")).as("longest task, ms").isLessThan(1_000);
    assertThat(number(seen, "missing")).as("lines that were left out").isZero();
    assertThat(number(seen, "next"))
        .as("the line after the last one")
        .isEqualTo(total(instance) + 1);
    assertThat(number(seen, "rows")).as("rows on the page").isLessThanOrEqualTo(2_000);
    assertThat(number(seen, "behind")).as("age of the newest line, ms").isLessThan(5_000);
    assertThat(grown).as("growth of the heap").isLessThan(20_000_000);
    assertThat(
            page.locator("[data-log=lines]")
                .evaluate("each => each.scrollHeight - each.scrollTop - each.clientHeight < 10"))
        .isEqualTo(true);
    assertThat(page.locator("[data-log=state]")).containsText("Run has ended", patiently());
  }

  private static long number(Map<?, ?> seen, String name) {
    return ((Number) seen.get(name)).longValue();
  }

  /** Bytes that the page's scripts hold, after the garbage has gone. */
  private static long heap(CDPSession session) {
    session.send("HeapProfiler.collectGarbage");
    for (var metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("JSHeapUsedSize")) {
        return metric.getAsJsonObject().get("value").getAsLong();
      }
    }
    throw new IllegalStateException("the browser does not say how large its heap is");
  }

  @Test
  void whatIsLogged_isTextAndNothingElse_alsoOnAPhoneAndInChinese() {
    var instance = run("1 1 1");
    var corpus =
        List.of(
            "<script>window.hacked = 1</script>",
            "<img src=x onerror='window.hacked = 1'>",
            "\\\"><svg onload=window.hacked=1>",
            "javascript:window.hacked=1",
            "#{7*7} ${7*7} {{7*7}}",
            "&lt;b&gt;bold&lt;/b&gt;",
            "第一行\\n\\tsecond line of a trace",
            "x".repeat(600));
    try (var http = new ScriptedWorker(server.url(""))) {
      http.beat(appId, "x");
      long time = 1_795_374_361_651L;
      for (var each : corpus) {
        http.tell(
            "reportLog",
            "{\"workerAddress\":\"%s\",\"instanceLogContents\":[{\"instanceId\":%s,\"logTime\":%d,\"logLevel\":4,\"logContent\":\"%s\"}]}"
                .formatted(http.address(), instance, time++, each));
      }
    }
    await("all lines").atMost(Duration.ofSeconds(20)).until(() -> total(instance) == 9);
    var page = open(ColorScheme.LIGHT, "zh-CN", instance, "");
    assertThat(rows(page)).hasCount(9);
    var all = page.locator("[data-log=rows]");
    assertThat(all).containsText("<img src=x onerror='window.hacked = 1'>");
    assertThat(all).containsText("&lt;b&gt;bold&lt;/b&gt;");
    assertThat(all).containsText("#{7*7} ${7*7} {{7*7}}");
    assertThat(all.locator("script, img, svg, b")).hasCount(0);
    page.locator("[data-log=text]").fill("<script>");
    assertThat(all.locator("mark")).hasText("<script>");
    page.locator("[data-log=text]").fill("");
    assertThat(rows(page)).hasCount(9);
    assertThat(page.evaluate("window.hacked")).isNull();
    assertThat(page.locator("[data-log=state]")).hasText("运行已结束");
    Browsing.screenshot(page, "log-zh-light");
    page.setViewportSize(390, 800);
    page.reload();
    assertThat(rows(page)).hasCount(9);
    assertThat(page.locator(".logview")).hasClass(Pattern.compile("logview-wrapped"));
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= 390")).isTrue();
    Browsing.screenshot(page, "log-phone-light");

    var download = page.waitForDownload(() -> page.locator("[data-log=download]").click());
    assertThat(download.suggestedFilename()).isEqualTo("oms-" + instance + ".log");
  }

  @Test
  void strangersAndPeopleWithoutTheRight_seeNothing() {
    assertThat(
            Calls.asStranger(server).get("/log-lines?instance=" + calm).text().contains("line 1"))
        .isFalse();
    var page = open(ColorScheme.LIGHT, "en-GB", "12345", "");
    assertThat(page.locator(".empty h2")).containsText("There is no such run");
    assertThat(page.locator(".logview")).hasCount(0);
    var unknown = window.request().get(server.url("/log-lines?instance=12345"));
    assertThat(unknown.status()).isEqualTo(404);
    var bad = window.request().get(server.url("/log-lines?instance=" + calm + "&limit=99999"));
    assertThat(bad.status()).isEqualTo(400);
  }
}
