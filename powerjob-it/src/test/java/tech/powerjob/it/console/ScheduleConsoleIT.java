package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;

/**
 * What people say in the console of when things run: missed instants, pauses; and why they failed.
 */
class ScheduleConsoleIT {
  private static final String APP = "schedule-console";
  private static final String PASSWORD = "password-of-schedule-console";
  private static final double PATIENCE = 20_000;
  private static final ZoneId ZONE = ZoneId.of("Europe/Paris");
  private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  /** Two English words in a row. */
  private static final Pattern ENGLISH = Pattern.compile("[a-zA-Z]{2,} [a-z]{2,}");

  @RegisterExtension static final SharedServer SHARED = new SharedServer();
  @RegisterExtension static final Browsing BROWSING = new Browsing(SHARED::process);

  private static ServerProcess server;
  private static long appId;
  private static Calls calls;
  private static PowerJobWorker worker;

  @BeforeAll
  static void startEverything() throws Exception {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    calls = Calls.asApp(server, APP, PASSWORD).with("If-Match", "*");
    worker = Workers.start(server, APP, PASSWORD);
  }

  @AfterAll
  static void stopEverything() throws Exception {
    if (worker != null) {
      worker.destroy();
    }
  }

  @Test
  void misfireOfAJob_isChosenInItsForm_andObjectionsStandBesideTheirFields() {
    var page = admin("en-GB");
    page.navigate(url("/job.xhtml"));
    field(page, "jobName").fill("Missed often");
    field(page, "processorInfo").fill(Greeter.class.getName());
    field(page, "timeExpression").fill("0 0 6 * * ?");
    field(page, "options.timeZone").fill("Asia/Tokyo");
    assertThat(page.locator(".preview .firings li")).hasCount(8);
    assertThat(page.locator(".preview .firings li").first()).containsText("06:00:00 Asia/Tokyo");
    field(page, "options.misfire.policy").selectOption("FIRE_ALL");
    field(page, "options.misfire.limit").fill("1001");
    assertThat(problem(page, "options.misfire.limit")).containsText("from 1 to 1000");
    assertThat(field(page, "options.misfire.limit")).hasAttribute("aria-invalid", "true");
    field(page, "options.misfire.limit").fill("3");
    assertThat(problem(page, "options.misfire.limit")).isHidden();
    field(page, "options.misfire.window").fill("soon");
    assertThat(problem(page, "options.misfire.window")).containsText("must be a duration");
    page.getByRole(AriaRole.BUTTON, named("Save")).click();
    assertThat(field(page, "options.misfire.window")).isFocused();
    Browsing.screenshot(page, "job-misfire-wrong-light");
    field(page, "options.misfire.window").fill("1 h");
    assertThat(problem(page, "options.misfire.window")).isHidden();
    page.getByRole(AriaRole.BUTTON, named("Save")).click();

    row(page, "Missed often").locator("a.name").click();
    assertThat(field(page, "options.misfire.policy")).hasValue("FIRE_ALL");
    assertThat(field(page, "options.misfire.window")).hasValue("1 h");
    long id = Long.parseLong(page.url().replaceAll(".*[?&]id=(\\d+).*", "$1"));
    var stored = calls.get("/api/v1/jobs/" + id).json(200).at("/options/misfire");
    assertThat(stored.path("policy").asText()).isEqualTo("FIRE_ALL");
    assertThat(stored.path("limit").asInt()).isEqualTo(3);
    assertThat(stored.path("window").asLong()).isEqualTo(3_600_000);

    var chinese = admin("zh-CN");
    chinese.navigate(url("/job.xhtml") + "&id=" + id);
    field(chinese, "options.misfire.limit").fill("0");
    assertThat(problem(chinese, "options.misfire.limit")).containsText("必须在 1 到 1000 之间");
    Browsing.screenshot(chinese, "job-misfire-wrong-chinese-light");
  }

  @Test
  void misfireOfAWorkflow_isChosenInItsSettings_andIsSaved() {
    long id = workflow("Missed flow", node(-1, "JOB", "First", job("Step of missed flow")));
    var page = admin("en-GB");
    page.navigate(url("/workflow.xhtml") + "&id=" + id);
    exactly(page, "Schedule").selectOption("CRON");
    exactly(page, "Expression").fill("0 0 3 * * ?");
    assertThat(page.locator(".wf-preview li").first()).containsText(":00:00");
    page.getByText("Missed instants", new Page.GetByTextOptions().setExact(true)).click();
    exactly(page, "What becomes of them").selectOption("FIRE_ALL");
    exactly(page, "At most").fill("5000");
    exactly(page, "Not older than").fill("soon");
    assertThat(beside(page, "This must be a whole number from 1 to 1000.")).isVisible();
    assertThat(beside(page, "This is no length of time")).isVisible();
    Browsing.screenshot(page, "workflow-misfire-wrong-light");
    page.locator("[data-tool=save]").click();
    assertThat(page.locator("#workflow-note")).containsText("from 1 to 1000");
    exactly(page, "At most").fill("5");
    exactly(page, "Not older than").fill("2h");
    assertThat(page.locator(".field-problem:not([hidden])")).hasCount(0);
    page.locator("[data-tool=save]").click();
    assertThat(page.locator("#workflow-note")).hasText("Saved.");

    var stored = calls.get("/api/v1/workflows/" + id).json(200);
    assertThat(stored.at("/options/misfire/policy").asText()).isEqualTo("FIRE_ALL");
    assertThat(stored.at("/options/misfire/limit").asInt()).isEqualTo(5);
    assertThat(stored.at("/options/misfire/window").asLong()).isEqualTo(7_200_000);
    assertThat(stored.path("nextTriggerTime").asLong()).isPositive();
    var chinese = admin("zh-CN");
    chinese.navigate(url("/workflow.xhtml") + "&id=" + id);
    assertThat(exactly(chinese, "处理方式")).hasValue("FIRE_ALL");
    exactly(chinese, "最多").fill("0");
    assertThat(beside(chinese, "必须为 1 到 1000 之间的整数。")).isVisible();
    Browsing.screenshot(chinese, "workflow-misfire-wrong-chinese-light");
    chinese.evaluate("window.onbeforeunload = null");
  }

  @Test
  void pauseOfAJob_isPlanned_andEnded_asItsPageShowsToEverybody() {
    job("Kept for the window");
    var page = admin("en-GB");
    page.navigate(url("/admin/pauses.xhtml"));
    chooseJob(page, "Kept for the window");
    page.getByLabel("Reason").fill("Maintenance");
    page.getByLabel("From").fill("2020-01-01T00:00");
    begin(page);
    assertThat(page.locator(".field-problem")).hasCount(1);
    assertThat(around(page, "from")).containsText("This is in the past.");
    assertThat(page.locator("[id='pause:job_input']"))
        .hasValue(Pattern.compile("Kept for the window \\(\\d+\\)"));
    Browsing.screenshot(page, "pause-wrong-light");
    var tomorrow = ZonedDateTime.now(ZONE).plusDays(1);
    page.getByLabel("From").fill(WALL.format(tomorrow));
    page.getByLabel("Until").fill(WALL.format(tomorrow.minusHours(1)));
    begin(page);
    assertThat(around(page, "until")).containsText("This is not after the beginning.");
    page.getByLabel("Until").fill(WALL.format(tomorrow.plusHours(1)));
    begin(page);

    assertThat(page.locator(".ui-growl-title")).containsText("The pause is planned.");
    var planned = page.locator("tbody tr").filter(has("Kept for the window"));
    assertThat(planned).containsText("Planned");
    assertThat(planned).containsText(WALL.format(tomorrow).replace('T', ' '));
    assertThat(planned).containsText("Maintenance");
    Browsing.screenshot(page, "pause-planned-light");
    assertThat(Accessibility.seriousFaults(page)).isEmpty();
    var colleague = admin("zh-CN");
    colleague.navigate(url("/admin/pauses.xhtml"));
    var theirs = colleague.locator("tbody tr").filter(has("Kept for the window"));
    assertThat(theirs).containsText("已计划");
    Browsing.screenshot(colleague, "pause-planned-chinese-light");
    page.getByRole(AriaRole.BUTTON, named("Resume: Kept for the window")).click();
    confirm(page);
    assertThat(page.locator(".ui-growl-title")).containsText("Resumed.");
    assertThat(planned).hasCount(0);
    assertThat(theirs).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(5_000));
  }

  @Test
  void pauseOfAJob_holdsItsRuns_untilItIsEnded() {
    long id = job("Held for a while");
    var page = admin("zh-CN");
    page.navigate(url("/admin/pauses.xhtml") + "&job=" + id);
    page.getByLabel("原因").fill("维护");
    begin(page);
    assertThat(page.locator("tbody tr").filter(has("Held for a while"))).isVisible();
    page.navigate(url("/admin/pauses.xhtml") + "&job=" + id);
    page.getByLabel("原因").fill("更多维护");
    page.getByLabel("开始时间").fill(WALL.format(ZonedDateTime.now(ZONE).plusDays(1)));
    begin(page);
    assertThat(around(page, "from")).containsText("已处于暂停状态");
    var instance =
        calls.post("/api/v1/jobs/" + id + "/runs", Map.of()).json(201).path("instanceId").asText();
    var run = admin("zh-CN");
    run.navigate(url("/instance.xhtml") + "&id=" + instance);
    assertThat(run.locator(".story .now").first()).containsText("处于暂停状态", textPatiently());
    Browsing.screenshot(run, "instance-paused-chinese-light");
    assertThat(run.locator(".story").textContent()).doesNotContainPattern(ENGLISH);
    page.getByRole(AriaRole.BUTTON, named("恢复: Held for a while")).click();
    confirm(page);
    assertThat(run.locator("h1 .pill.status-5")).isVisible(patiently());
  }

  @Test
  void whyThingsFailed_isReadInChinese() {
    long job = job("Fails at once");
    long id =
        workflow(
            "Explained in Chinese",
            node(-1, "JOB", "甲", job),
            Map.of(
                "nodeId",
                -2,
                "type",
                "DECISION",
                "nodeName",
                "乙",
                "nodeParams",
                "context.rows.toInteger() > 0"),
            node(-3, "JOB", "丙", job),
            node(-4, "JOB", "丁", job));
    var run =
        calls
            .post("/api/v1/workflows/" + id + "/runs", Map.of())
            .json(201)
            .path("wfInstanceId")
            .asText();
    var page = admin("zh-CN");
    page.navigate(url("/workflow-run.xhtml") + "&id=" + run);
    assertThat(page.locator(".wf-node.type-DECISION.status-4")).isVisible(patiently());
    page.locator(".wf-node.type-DECISION").click();
    assertThat(page.locator(".wf-why")).containsText("判断节点的条件无法计算：第 1 行第");
    assertThat(page.locator("main")).containsText("进入下一步失败");
    Browsing.screenshot(page, "run-failed-chinese-light");
    var shown =
        page.locator(".wf-why").textContent()
            + page.locator("[id='run:head'] pre").first().textContent();
    assertThat(shown).doesNotContainPattern(ENGLISH);
    page.locator(".wf-node").filter(has("丁")).click();
    assertThat(page.locator(".wf-why")).containsText("尚未开始");
    assertThat(page.locator(".wf-why").textContent()).doesNotContainPattern(ENGLISH);

    var refused = job("For a worker that is not there", Map.of("designatedWorkers", "10.0.0.1:1"));
    var instance =
        calls
            .post("/api/v1/jobs/" + refused + "/runs", Map.of())
            .json(201)
            .path("instanceId")
            .asText();
    page.navigate(url("/instance.xhtml") + "&id=" + instance);
    assertThat(page.locator("h1 .pill.status-4")).isVisible(patiently());
    assertThat(page.locator(".story")).containsText("应用的执行器都不合适");
    assertThat(page.locator(".story")).containsText("不在指定的执行器之列");
    assertThat(page.locator("pre.text").first()).hasText("没有可用的执行器");
    assertThat(page.locator(".story").textContent()).doesNotContainPattern(ENGLISH);
    Browsing.screenshot(page, "instance-refused-chinese-light");
    assertThat(calls.get("/api/v1/instances/" + instance).json(200).path("worker").isNull())
        .isTrue();
    var english = admin("en-GB");
    english.navigate(url("/instance.xhtml") + "&id=" + instance);
    assertThat(english.locator("pre.text").first()).hasText("no worker available");
    Browsing.screenshot(english, "instance-refused-light");
  }

  private static Map<String, Object> node(long id, String type, String name, long job) {
    return Map.of("nodeId", id, "type", type, "nodeName", name, "jobId", job);
  }

  @SafeVarargs
  private static long workflow(String name, Map<String, Object>... nodes) {
    var edges = new ArrayList<Map<String, Object>>();
    if (nodes.length > 1) {
      edges.add(Map.of("from", -1, "to", -2));
      edges.add(Map.of("from", -2, "to", -3, "property", "true"));
      edges.add(Map.of("from", -2, "to", -4, "property", "false"));
    }
    return created(
        "/api/v1/workflows",
        Map.of(
            "wfName", name, "timeExpressionType", "API", "nodes", List.of(nodes), "edges", edges));
  }

  private static long job(String name) {
    return job(name, Map.of());
  }

  private static long job(String name, Map<String, Object> more) {
    var definition = new LinkedHashMap<String, Object>();
    definition.put("jobName", name);
    definition.put("timeExpressionType", "API");
    definition.put("executeType", "STANDALONE");
    definition.put("processorType", "BUILT_IN");
    definition.put("processorInfo", Greeter.class.getName());
    definition.putAll(more);
    return created("/api/v1/jobs", definition);
  }

  private static long created(String path, Map<String, Object> definition) {
    JsonNode made = calls.post(path, definition).json(201);
    return made.path("id").asLong();
  }

  private static void chooseJob(Page page, String name) {
    page.locator("[id='pause:scope']").selectOption("JOB");
    page.locator("[id='pause:job_input']").pressSequentially(name.substring(0, 8));
    page.locator(".ui-autocomplete-item").filter(has(name)).first().click();
  }

  private static void begin(Page page) {
    page.locator("[id='pause:begin']").click();
    confirm(page);
    page.waitForLoadState();
  }

  private static void confirm(Page page) {
    page.locator("#confirm [data-answer=yes]").click();
  }

  /** The field of a form of pauses with what is said beside it. */
  private static Locator around(Page page, String field) {
    return page.locator(".field:has([id='pause:" + field + "']) .field-problem");
  }

  private static Locator field(Page page, String name) {
    return page.locator("[data-field='" + name + "']").locator("input, select, textarea").first();
  }

  private static Locator problem(Page page, String field) {
    return page.locator("[data-problem-for='" + field + "']");
  }

  private static Locator exactly(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  /** What is said beside a field. */
  private static Locator beside(Page page, String text) {
    return page.locator(".field-problem:not([hidden])").filter(has(text));
  }

  private static Locator row(Page page, String text) {
    return page.locator("tr[data-row]").filter(has(text)).first();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static String url(String page) {
    return server.url(page + "?app=" + appId);
  }

  private static Page admin(String language) {
    var window = BROWSING.window(ColorScheme.LIGHT, language, ZONE.getId());
    return Browsing.loggedIn(window, server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
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
}
