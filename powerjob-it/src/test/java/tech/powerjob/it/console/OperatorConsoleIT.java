package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;

/**
 * What people do who live in the console: by keyboard, on a chosen worker, with what was before.
 */
class OperatorConsoleIT {
  private static final String APP = "operator-console";
  private static final String PASSWORD = "password-of-operator-console";
  private static final double PATIENCE = 20_000;

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static long appId;
  private static Calls calls;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static Browsing browsing;
  private static long greet;

  private final List<BrowserContext> windows = new ArrayList<>();

  @BeforeAll
  static void startEverything() throws Exception {
    server = SHARED.process();
    var admin = Calls.asAdmin(server);
    long observer =
        admin
            .post("/pwjbUser/create", Map.of("username", "ottilie", "password", PASSWORD))
            .data()
            .get("id")
            .asLong();
    long namespace = admin.post("/namespace/listAll", Map.of()).data().get(0).get("id").asLong();
    appId =
        admin
            .post(
                "/appInfo/save",
                Map.of(
                    "appName",
                    APP,
                    "password",
                    PASSWORD,
                    "namespaceId",
                    namespace,
                    "componentUserRoleInfo",
                    Map.of("observer", List.of(observer))))
            .data()
            .get("id")
            .asLong();
    calls = Calls.asApp(server, APP, PASSWORD).with("If-Match", "*");
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    greet = job("Greet the world");
    job("Another job");
    worker = Workers.start(server, APP, PASSWORD);
    browsing = new Browsing(server);
  }

  private static long job(String name) {
    var definition =
        Map.of(
            "jobName",
            name,
            "timeExpressionType",
            "API",
            "executeType",
            "STANDALONE",
            "processorType",
            "BUILT_IN",
            "processorInfo",
            Greeter.class.getName());
    return calls.post("/api/v1/jobs", definition).data().get("id").asLong();
  }

  private static long workflow(String name) {
    var nodes =
        List.of(
            Map.of("nodeId", -1, "type", "JOB", "jobId", greet, "nodeName", "First"),
            Map.of("nodeId", -2, "type", "APPROVAL", "nodeName", "Gate"),
            Map.of("nodeId", -3, "type", "JOB", "jobId", greet, "nodeName", "Last"));
    var edges = List.of(Map.of("from", -1, "to", -2), Map.of("from", -2, "to", -3));
    return calls
        .post(
            "/api/v1/workflows",
            Map.of("wfName", name, "timeExpressionType", "API", "nodes", nodes, "edges", edges))
        .data()
        .get("id")
        .asLong();
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
  void closeWindows_thatHadNoScriptErrors() {
    windows.forEach(BrowserContext::close);
    assertThat(browsing.problems()).isEmpty();
  }

  @Test
  void observer_seesWorkflows_andNothingToChangeThemWith() {
    long id = workflow("Observed");
    long run = client.runWorkflow(id).getData();
    var page = loggedIn("ottilie", PASSWORD, "en-GB");

    page.navigate(url("/workflows.xhtml"));
    assertThat(row(page, "Observed")).isVisible();
    assertThat(page.locator("main [data-act]")).hasCount(0);
    assertThat(page.getByRole(AriaRole.LINK, named("New workflow"))).hasCount(0);

    page.navigate(url("/workflow.xhtml") + "&id=" + id);
    assertThat(page.locator(".wf-node")).hasCount(3);
    assertThat(page.locator("[data-tool=save], [data-tool=JOB], [data-tool=delete]")).hasCount(0);
    assertThat(page.locator(".wf-port")).hasCount(0);
    assertThat(
            page.locator("#workflow-panel")
                .locator("input:enabled, select:enabled, textarea:enabled"))
        .hasCount(0);
    var node = page.locator(".wf-node").first();
    var before = node.getAttribute("transform");
    node.focus();
    page.keyboard().press("Alt+ArrowDown");
    page.keyboard().press("Delete");
    page.keyboard().press("Control+s");
    assertThat(page.locator(".wf-node")).hasCount(3);
    assertThat(node).hasAttribute("transform", before);
    assertThat(
            page.locator("#workflow-panel")
                .locator("input:enabled, select:enabled, textarea:enabled"))
        .hasCount(0);
    Browsing.screenshot(page, "workflow-observer-light");

    page.navigate(url("/workflow-versions.xhtml") + "&id=" + id);
    assertThat(page.locator(".wf-node")).hasCount(3);
    assertThat(page.locator("main [data-act]")).hasCount(0);

    page.navigate(url("/workflow-run.xhtml") + "&id=" + run);
    assertThat(page.locator(".wf-node.type-APPROVAL.status-3")).isVisible(patiently());
    page.locator(".wf-node.type-APPROVAL").click();
    assertThat(page.locator(".wf-why")).containsText("approve");
    assertThat(page.locator("main [data-act]")).hasCount(0);
    assertThat(page.locator("#workflow-panel button, #workflow-panel textarea")).hasCount(0);
    page.navigate(url("/workflow-runs.xhtml"));
    assertThat(row(page, "Observed")).isVisible();
    assertThat(page.locator("main [data-act]")).hasCount(0);
  }

  @Test
  void keys_leadThroughListsAndPages_butNotWhileSomebodyTypes() {
    var page = admin("en-GB");
    page.navigate(url("/jobs.xhtml"));
    page.keyboard().press("?");
    assertThat(page.locator("#keys")).isVisible();
    Browsing.screenshot(page, "keys-light");
    assertThat(Accessibility.seriousFaults(page)).isEmpty();
    page.keyboard().press("Escape");
    assertThat(page.locator("#keys")).isHidden();

    page.keyboard().press("j");
    var links = page.locator("table.rows tbody tr a.name");
    assertThat(links.nth(0)).isFocused();
    page.keyboard().press("ArrowDown");
    assertThat(links.nth(1)).isFocused();
    page.keyboard().press("k");
    assertThat(links.nth(0)).isFocused();
    page.keyboard().press("x");
    assertThat(page.locator("[data-picked-bar]")).isVisible();
    page.keyboard().press("x");
    assertThat(page.locator("[data-picked-bar]")).isHidden();

    var box = page.locator("[id='list:q']");
    box.click();
    page.keyboard().type("gw j?");
    assertThat(box).hasValue("gw j?");
    assertThat(page.locator("#keys")).isHidden();
    page.keyboard().press("Tab");
    box.fill("");
    page.locator("h1").click();
    page.keyboard().press("g");
    page.keyboard().press("w");
    assertThat(page).hasURL(Pattern.compile(".*/workflows\\.xhtml.*"));
    page.waitForLoadState();
    page.keyboard().press("g");
    page.keyboard().press("j");
    assertThat(page).hasURL(Pattern.compile(".*/jobs\\.xhtml.*"));
    page.waitForLoadState();
    page.keyboard().press("r");
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/job\\.xhtml.*"));

    var chinese = admin("zh-CN");
    chinese.navigate(url("/timeline.xhtml"));
    chinese.keyboard().press("?");
    assertThat(chinese.locator("#keys")).containsText("前往页面");
  }

  @Test
  void operator_runsAJobOnTheWorkerOfTheirChoice_andReadsObjectionsInTheirLanguage() {
    var page = admin("zh-CN");
    page.navigate(url("/jobs.xhtml"));
    var row = row(page, "Greet the world");
    row.locator("details.menu summary").click();
    row.locator("[data-act=ask]").click();
    var choice = page.locator("#runWorker");
    assertThat(choice.locator("option")).hasCount(2);
    assertThat(choice.locator("option").nth(1))
        .containsText(Pattern.compile(":\\d+ · (正常|繁忙) · \\d+ 个运行"));
    var address = choice.locator("option").nth(1).getAttribute("value");
    choice.selectOption(address);
    Browsing.screenshot(page, "run-dialog-chinese-light");
    page.locator("[id='run:delay']").fill("soon");
    page.locator("#runDialog .primary").click();
    assertThat(page.locator(".ui-growl-title")).containsText("必须为时长");
    page.locator("[id='run:delay']").fill("");
    choice.selectOption(address);
    page.locator("#runDialog .primary").click();
    assertThat(page.locator("#runDialog")).isHidden();
    page.navigate(url("/instances.xhtml") + "&job=" + greet);
    assertThat(page.locator("tr[data-row] .pill.status-5").first()).isVisible(patiently());
    assertThat(page.locator("tr[data-row]").first()).containsText(address);
  }

  @Test
  void whereNodesAreDrawn_isSavedWithTheWorkflow_andOutlivesOtherClients() {
    long id = workflow("Drawn");
    var page = admin("en-GB");
    page.navigate(url("/workflow.xhtml") + "&id=" + id);
    var node = node(page, "Last");
    node.focus();
    for (int i = 0; i < 4; i++) {
      page.keyboard().press("Alt+ArrowDown");
    }
    assertThat(page.locator("#workflow-changed")).isVisible();
    var place = node.getAttribute("transform");
    page.locator("[data-tool=save]").click();
    assertThat(page.locator("#workflow-note")).hasText("Saved.");
    assertThat(page.locator("#workflow-changed")).isHidden();

    saveAsPowerJobsClient(id);
    var colleague = admin("en-GB");
    colleague.navigate(url("/workflow.xhtml") + "&id=" + id);
    assertThat(node(colleague, "Last")).hasAttribute("transform", place);
    long run = client.runWorkflow(id).getData();
    colleague.navigate(url("/workflow-run.xhtml") + "&id=" + run);
    assertThat(node(colleague, "Last")).hasAttribute("transform", place);
    colleague.navigate(url("/workflow.xhtml") + "&id=" + id);
    colleague.locator("[data-tool=arrange]").click();
    assertThat(node(colleague, "Last")).not().hasAttribute("transform", place);
    assertThat(calls.get("/api/v1/workflows/" + id).data().get("graphVersion").asInt())
        .as("a picture is no version of the graph")
        .isOne();
    colleague.evaluate("window.onbeforeunload = null");
  }

  /** Saves it again without a word of what PowerJob's clients do not know. */
  private static void saveAsPowerJobsClient(long id) {
    var now = calls.get("/api/v1/workflows/" + id).data();
    var nodes = new ArrayList<PEWorkflowDAG.Node>();
    for (var each : now.get("nodes")) {
      int type = each.get("type").asText().equals("JOB") ? 1 : 12;
      nodes.add(new PEWorkflowDAG.Node(each.get("nodeId").asLong(), type));
    }
    var edges = new ArrayList<PEWorkflowDAG.Edge>();
    now.get("edges")
        .forEach(
            each ->
                edges.add(
                    new PEWorkflowDAG.Edge(
                        each.get("from").asLong(), each.get("to").asLong(), null)));
    var request = new SaveWorkflowRequest();
    request.setId(id);
    request.setWfName("Drawn");
    request.setTimeExpressionType(TimeExpressionType.API);
    request.setDag(new PEWorkflowDAG(nodes, edges));
    var saved = client.saveWorkflow(request);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
  }

  @Test
  void formerVersion_showsWhatHasChangedSince_andIsTakenBack() {
    long id = workflow("Changed");
    var now = calls.get("/api/v1/workflows/" + id).data();
    calls.call("PUT", "/api/v1/workflows/" + id, without(now, "Gate")).json(200);
    var page = admin("en-GB");
    page.navigate(url("/workflow.xhtml") + "&id=" + id);
    assertThat(page.locator(".wf-node")).hasCount(2);
    page.getByRole(AriaRole.LINK, named("Versions")).click();

    assertThat(page.locator("h1")).hasText("Version 1");
    assertThat(page.locator(".wf-node")).hasCount(3);
    assertThat(page.locator(".wf-node.mark-removed")).hasCount(1);
    assertThat(page.locator(".wf-difference"))
        .containsText(Pattern.compile("Removed since\\s+Gate"));
    assertThat(page.locator(".wf-difference")).containsText("First → Gate");
    assertThat(page.locator(".wf-versions li")).hasCount(2);
    Looks.good(page, "workflow-versions");
    page.locator("[data-act=takeBack]").click();
    page.locator("#confirm [data-answer=yes]").click();
    page.waitForURL("**/workflow.xhtml?**");
    assertThat(page.locator(".wf-node")).hasCount(3);
    assertThat(calls.get("/api/v1/workflows/" + id).data().get("graphVersion").asInt())
        .isEqualTo(3);
    page.navigate(url("/workflow-versions.xhtml") + "&id=" + id + "&version=1");
    assertThat(page.locator(".wf-difference")).containsText("this is as it is now");
  }

  /** The workflow without one of its nodes and what leads to and from it. */
  private static JsonNode without(JsonNode workflow, String node) {
    var changed = (ObjectNode) workflow.deepCopy();
    long gone = 0;
    var nodes = changed.putArray("nodes");
    for (var each : workflow.get("nodes")) {
      if (each.get("nodeName").asText().equals(node)) {
        gone = each.get("nodeId").asLong();
      } else {
        nodes.add(each);
      }
    }
    var edges = changed.putArray("edges");
    for (var each : workflow.get("edges")) {
      if (each.get("from").asLong() != gone && each.get("to").asLong() != gone) {
        edges.add(each);
      }
    }
    return changed;
  }

  @Test
  void listOfWorkflows_showsTheLastRunOfEach() {
    long id = workflow("Run lately");
    long run = client.runWorkflow(id).getData();
    workflow("Never run");
    var page = admin("zh-CN");
    page.navigate(url("/workflows.xhtml"));
    assertThat(row(page, "Never run")).containsText("从未");
    row(page, "Run lately").locator("a.last").click();
    assertThat(page).hasURL(Pattern.compile(".*/workflow-run\\.xhtml.*id=" + run + ".*"));
    assertThat(page.locator(".wf-node.type-APPROVAL.status-3")).isVisible(patiently());
    page.locator(".wf-node.type-APPROVAL").click();
    assertThat(page.locator(".wf-why")).containsText("等待审批");
  }

  private static Locator node(Page page, String text) {
    return page.locator(".wf-node").filter(new Locator.FilterOptions().setHasText(text)).first();
  }

  private static Locator row(Page page, String text) {
    return page.locator("tr[data-row]")
        .filter(new Locator.FilterOptions().setHasText(text))
        .first();
  }

  private static String url(String page) {
    return server.url(page + "?app=" + appId);
  }

  private Page admin(String language) {
    return loggedIn("ADMIN", ServerProcess.ADMIN_PASSWORD, language);
  }

  private Page loggedIn(String user, String password, String language) {
    var window = browsing.window(ColorScheme.LIGHT, language, "Europe/Paris");
    windows.add(window);
    return Browsing.loggedIn(window, server.url(""), user, password);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static LocatorAssertions.IsVisibleOptions patiently() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
  }
}
