package tech.powerjob.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;

/** The journey of somebody who draws workflows and looks at what becomes of them. */
class WorkflowConsoleIT {
  private static final String APP = "workflow-console";
  private static final String PASSWORD = "password-of-workflow-console";
  private static final String HARM = "<img src=x onerror=window.harmed=1>";

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static long appId;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static Calls calls;
  private static Browsing browsing;
  private static long greet;
  private static long broken;

  private BrowserContext window;

  @BeforeAll
  static void startEverything() throws Exception {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    calls = Calls.asApp(server, APP, PASSWORD);
    greet = job("Greet the world", Greeter.class.getName());
    broken = job("Broken import", "no.such.Processor");
    job("Tell " + HARM, Greeter.class.getName());
    worker = Workers.start(server, APP, PASSWORD);
    browsing = new Browsing(server);
  }

  private static long job(String name, String processor) {
    var job = Jobs.onDemand(name, processor);
    return client.saveJob(job).getData();
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
    window.close();
    assertThat(browsing.problems()).isEmpty();
  }

  @Test
  void designer_drawsAWorkflow_runsItAndSeesHowItGoes() {
    var page = loggedIn(ColorScheme.LIGHT, "en-GB");
    page.navigate(url("/workflows.xhtml"));
    page.getByRole(AriaRole.LINK, named("New workflow")).first().click();
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Settlement " + HARM);
    addJob(page, "Greet the world");
    assertThat(nodes(page)).hasCount(1);
    page.locator("[data-tool=DECISION]").click();
    var script = page.getByLabel("Condition", new Page.GetByLabelOptions().setExact(true));
    script.fill("System.exit(1)");
    assertThat(page.locator(".wf-condition.bad"))
        .containsText("line 1, column 1: the class System");
    Browsing.screenshot(page, "workflow-condition-refused-light");
    script.fill("context.get('count') == null");
    assertThat(page.locator(".wf-condition.good")).hasText("This can be run.");
    addJob(page, "Tell ");
    node(page, "Condition").click();
    addJob(page, "Greet the world");
    assertThat(nodes(page)).hasCount(4);
    assertThat(page.locator(".wf-edge")).hasCount(3);
    assertThat(page.locator(".wf-tag")).hasText(new String[] {"Yes", "No"});
    assertThat(page.locator(".wf-problems")).isHidden();

    page.keyboard().press("Escape");
    node(page, "Tell").press("Delete");
    assertThat(nodes(page)).hasCount(3);
    assertThat(page.locator("#workflow-problems")).containsText("two ways");
    page.keyboard().press("Control+z");
    assertThat(nodes(page)).hasCount(4);
    page.locator("[data-tool=arrange]").click();
    page.locator("[data-tool=save]").click();
    assertThat(page.locator("#workflow-note")).hasText("Saved.");
    assertThat(page.locator("#workflow-changed")).isHidden();
    page.reload();
    assertThat(nodes(page)).hasCount(4);
    assertThat(page.locator("#workflow-title")).hasText("Settlement " + HARM);
    Looks.good(page, "workflow");

    page.navigate(url("/workflows.xhtml"));
    row(page, "Settlement").getByRole(AriaRole.BUTTON, in("Run:")).click();
    assertThat(page.locator(".ui-growl-title")).containsText("Started");
    Looks.good(page, "workflows");
    page.navigate(url("/workflow-runs.xhtml"));
    assertThat(row(page, "Settlement").locator(".pill.status-5")).isVisible(patiently());
    Looks.good(page, "workflow-runs");
    row(page, "Settlement").getByRole(AriaRole.LINK).first().click();
    assertThat(page.locator(".wf-node.status-5")).hasCount(3);
    assertThat(page.locator(".wf-node.status-9")).hasCount(1);
    node(page, "Greet the world").click();
    assertThat(page.locator("#workflow-panel")).containsText("hello");
    assertThat(page.getByRole(AriaRole.LINK, named("Open the instance"))).isVisible();
    Looks.good(page, "workflow-run");
    assertThat(page.evaluate("window.harmed")).isNull();
  }

  @Test
  void operator_marksWhatFailedAsGood_retriesAndApproves() {
    long id = failingWorkflow();
    long run = client.runWorkflow(id).getData();
    var page = loggedIn(ColorScheme.DARK, "en-GB");
    page.navigate(url("/workflow-run.xhtml") + "&id=" + run);

    assertThat(page.locator(".wf-node.status-4")).hasCount(1, countPatiently());
    assertThat(page.locator(".wf-head .pill")).hasText("Failed");
    node(page, "Import").click();
    assertThat(page.locator(".wf-why")).containsText(Pattern.compile("\\S"));
    Browsing.screenshot(page, "workflow-run-failed-dark");
    page.getByRole(AriaRole.BUTTON, named("Mark as success")).click();
    page.locator("#confirm [data-answer=yes]").click();
    assertThat(page.locator(".wf-node.status-4")).hasCount(0);
    page.locator(".wf-head").getByRole(AriaRole.BUTTON, in("Retry")).click();
    assertThat(page.locator(".wf-node.type-APPROVAL.status-3")).isVisible(patiently());
    node(page, "Sign-off").click();
    page.getByLabel("Comment").fill("looks right");
    Browsing.screenshot(page, "workflow-run-approval-dark");
    page.getByRole(AriaRole.BUTTON, named("Approve")).click();
    assertThat(page.locator(".wf-head .pill")).hasText("Success", textPatiently());
  }

  @Test
  void keyboard_walksConnectsAndMoves() {
    long id = failingWorkflow();
    var page = loggedIn(ColorScheme.DARK, "zh-CN");
    page.navigate(url("/workflow.xhtml") + "&id=" + id);
    assertThat(page.locator(".wf-edge")).hasCount(2);
    node(page, "Import").focus();
    page.keyboard().press("ArrowRight");
    assertThat(node(page, "Sign-off")).isFocused();
    page.keyboard().press("ArrowLeft");
    page.keyboard().press("c");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Enter");
    assertThat(page.locator(".wf-edge")).hasCount(3);
    node(page, "Last").focus();
    var before = node(page, "Last").getAttribute("transform");
    page.keyboard().press("Alt+ArrowDown");
    assertThat(node(page, "Last")).not().hasAttribute("transform", before);
    page.locator("[data-tool=undo]").click();
    assertThat(node(page, "Last")).hasAttribute("transform", before);
    Browsing.screenshot(page, "workflow-editor-chinese-dark");
    assertThat(Accessibility.seriousFaults(page)).isEmpty();

    page.setViewportSize(390, 844);
    page.locator("[data-tool=fit]").click();
    Browsing.whole(page, "workflow-editor-phone-dark");
    // Else it would ask whether to leave.
    page.evaluate("localStorage.clear()");
  }

  /** A job that fails, an approval, a job. */
  private static long failingWorkflow() {
    var nodes =
        List.of(
            Map.of("nodeId", -1, "type", "JOB", "jobId", broken, "nodeName", "Import"),
            Map.of("nodeId", -2, "type", "APPROVAL", "nodeName", "Sign-off"),
            Map.of("nodeId", -3, "type", "JOB", "jobId", greet, "nodeName", "Last"));
    var edges = List.of(Map.of("from", -1, "to", -2), Map.of("from", -2, "to", -3));
    return calls
        .post(
            "/api/v1/workflows",
            Map.of(
                "wfName",
                "Import with sign-off",
                "timeExpressionType",
                "API",
                "nodes",
                nodes,
                "edges",
                edges))
        .json()
        .get("id")
        .asLong();
  }

  private static void addJob(Page page, String name) {
    page.locator("[data-tool=JOB]").click();
    var dialog = page.locator("#workflow-jobs-dialog");
    dialog.getByRole(AriaRole.CHECKBOX, new Locator.GetByRoleOptions().setName(name)).check();
    dialog.locator("[data-tool=importJobs]").click();
  }

  private static Locator nodes(Page page) {
    return page.locator(".wf-node");
  }

  private static Locator node(Page page, String text) {
    return nodes(page).filter(new Locator.FilterOptions().setHasText(text)).first();
  }

  private static Locator row(Page page, String text) {
    return page.locator("tr[data-row]")
        .filter(new Locator.FilterOptions().setHasText(text))
        .first();
  }

  private static String url(String page) {
    return server.url(page + "?app=" + appId);
  }

  private Page loggedIn(ColorScheme colours, String language) {
    window = browsing.window(colours, language, "Europe/Paris");
    return Browsing.loggedIn(window, server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Locator.GetByRoleOptions in(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private static LocatorAssertions.IsVisibleOptions patiently() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(20_000);
  }

  private static LocatorAssertions.HasTextOptions textPatiently() {
    return new LocatorAssertions.HasTextOptions().setTimeout(20_000);
  }

  private static LocatorAssertions.HasCountOptions countPatiently() {
    return new LocatorAssertions.HasCountOptions().setTimeout(20_000);
  }
}
