package tech.powerjob.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Role;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.console.PageAction.Thing;
import tech.powerjob.it.console.PageAction.Way;

/**
 * What pages do not offer is refused when it is sent all the same: every action of every page about
 * jobs and workflows, for every role, and on what is another application's.
 */
class PageActionsIT {
  private static final String PASSWORD = "password-of-page-actions";
  private static final String APP = "page-actions";
  private static final String OTHER_APP = "page-actions-others";
  private static final String SECRET = "known-to-others-only";
  private static final int AN_HOUR = 3_600_000;
  private static final Path PAGES = Path.of("../powerjob-web/src/main/webapp");

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static final Map<Role, PageVisit> PEOPLE = new HashMap<>();

  private static ServerProcess server;
  private static App mine;
  private static App others;

  /** An application and what it does without the console. */
  private record App(long id, String jobName, Calls calls) {
    long make(Thing thing) {
      return switch (thing) {
        case JOB -> job();
        case DISABLED_JOB -> ask("/api/v1/jobs/%d/disable".formatted(job())).get("id").asLong();
        case INSTANCE ->
            ask("/api/v1/jobs/%d/runs".formatted(job()), Map.of("delay", AN_HOUR))
                .get("instanceId")
                .asLong();
        case ENDED_INSTANCE ->
            ask("/api/v1/instances/%d/cancel".formatted(make(Thing.INSTANCE)))
                .get("instanceId")
                .asLong();
        case WORKFLOW -> workflow();
        case DISABLED_WORKFLOW ->
            ask("/api/v1/workflows/%d/disable".formatted(workflow())).get("id").asLong();
        case RUN ->
            ask("/api/v1/workflows/%d/runs".formatted(workflow()), Map.of())
                .get("wfInstanceId")
                .asLong();
        case ENDED_RUN ->
            ask("/api/v1/workflow-runs/%d/stop".formatted(make(Thing.RUN)))
                .get("wfInstanceId")
                .asLong();
        case UNKNOWN_ALARM -> Integer.MAX_VALUE;
      };
    }

    private JsonNode ask(String path, Object... body) {
      return calls.with("If-Match", "*").post(path, body.length == 0 ? null : body[0]).data();
    }

    private long job() {
      return ask("/api/v1/jobs", definition("API")).get("id").asLong();
    }

    private Map<String, Object> definition(String type) {
      return Map.of(
          "jobName",
          jobName,
          "timeExpressionType",
          type,
          "executeType",
          "STANDALONE",
          "processorType",
          "BUILT_IN",
          "processorInfo",
          "x",
          // Else runs would fail while others are looked at: there is no worker.
          "options",
          Map.of("workerWait", AN_HOUR));
    }

    private long workflow() {
      return ask(
              "/api/v1/workflows",
              Map.of(
                  "wfName",
                  jobName,
                  "timeExpressionType",
                  "API",
                  "nodes",
                  List.of(Map.of("nodeId", -1, "type", "APPROVAL", "nodeName", "gate")),
                  "edges",
                  List.of()))
          .get("id")
          .asLong();
    }

    /** What somebody could have done with a thing. */
    String state(Thing thing, long id) {
      var paths =
          switch (thing) {
            case JOB, DISABLED_JOB ->
                List.of(
                    "/api/v1/jobs/" + id,
                    "/api/v1/jobs?name=forged&limit=200",
                    "/api/v1/instances?limit=3");
            case INSTANCE, ENDED_INSTANCE -> List.of("/api/v1/instances/" + id);
            case WORKFLOW, DISABLED_WORKFLOW ->
                List.of(
                    "/api/v1/workflows/" + id,
                    "/api/v1/workflows?name=COPY&limit=200",
                    "/api/v1/workflow-runs?limit=3");
            case RUN, ENDED_RUN -> List.of("/api/v1/workflow-runs/" + id);
            case UNKNOWN_ALARM -> List.<String>of();
          };
      return paths.stream()
          .map(path -> calls.get(path).text())
          // What waits for a worker is looked at again and again.
          .map(text -> text.replaceAll("\"modified\":\\d+", ""))
          .collect(Collectors.joining("\n"));
    }

    JsonNode workflow(long id) {
      return calls.get("/api/v1/workflows/" + id).data();
    }

    JsonNode run(long id) {
      return calls.get("/api/v1/workflow-runs/" + id).data();
    }
  }

  @BeforeAll
  static void prepare() {
    server = SHARED.process();
    var admin = AdminApi.login(server);
    var roles = new LinkedHashMap<String, List<Long>>();
    for (var role : List.of(Role.OBSERVER, Role.QA, Role.DEVELOPER)) {
      roles.put(
          role.name().toLowerCase(java.util.Locale.ROOT),
          List.of(admin.createUser(name(role), PASSWORD)));
    }
    mine = app(admin, APP, "ours", roles);
    others = app(admin, OTHER_APP, SECRET, Map.of());
    roles.keySet().stream()
        .map(role -> Role.valueOf(role.toUpperCase(java.util.Locale.ROOT)))
        .forEach(role -> PEOPLE.put(role, PageVisit.of(server, name(role), PASSWORD)));
  }

  private static String name(Role role) {
    return "page-actions-" + role;
  }

  private static App app(
      AdminApi admin, String name, String jobName, Map<String, List<Long>> roles) {
    return new App(
        admin.createApp(name, PASSWORD, roles), jobName, Calls.asApp(server, name, PASSWORD));
  }

  @Test
  void everyAction_isRefusedToThoseWhoMayNot_andOpenToThoseWhoMay() {
    var wrong = new ArrayList<String>();
    for (var action : PageAction.ALL) {
      for (var role : PEOPLE.keySet()) {
        var tried = attempt(PEOPLE.get(role), action);
        var answer = tried.answer();
        boolean changed = tried.changed();
        boolean may = role.permits(action.needs());
        if (!may && changed) {
          wrong.add(role + " did " + action);
        }
        if (!may && !isRefusal(answer) && action.way() != Way.BUTTON) {
          wrong.add(role + " was not told that it is refused: " + action + ": " + answer);
        }
        if (may && isRefusal(answer)) {
          wrong.add(role + " may not " + action);
        }
        if (may && action.needs() != Permission.READ && !changed && changes(action)) {
          wrong.add(role + " did without effect " + action + ": " + answer);
        }
        if (action.needs() == Permission.READ && changed) {
          wrong.add(action + " changes something");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What came of a forged request, and whether it had an effect. */
  private record Tried(String answer, boolean changed) {}

  /** On a new thing each time; what else goes on at the server is not taken for an effect. */
  private static Tried attempt(PageVisit visit, PageAction action) {
    Tried tried = null;
    for (int i = 0; i < 3 && (tried == null || tried.changed()); i++) {
      long id = mine.make(action.on());
      var before = mine.state(action.on(), id);
      var answer = send(visit, action, id, mine);
      tried = new Tried(answer, !mine.state(action.on(), id).equals(before));
      if (tried.changed() && !isRefusal(answer)) {
        return tried;
      }
    }
    return tried;
  }

  @Test
  void whatIsAnotherApplications_isNeitherShownNorChanged() {
    var developer = PEOPLE.get(Role.DEVELOPER);
    var wrong = new ArrayList<String>();
    for (var action : PageAction.ALL) {
      long id = others.make(action.on());
      var before = others.state(action.on(), id);
      var answer = sendFrom(developer, action, id);
      if (!others.state(action.on(), id).equals(before)) {
        wrong.add("changed by " + action);
      }
      if (answer.contains(SECRET)) {
        wrong.add("shown by " + action);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everythingThatPagesOffer_isInTheTable() throws IOException {
    var acts = new TreeSet<String>();
    var calls = new TreeSet<String>();
    var methods = new TreeSet<String>();
    try (var files = Files.walk(PAGES)) {
      for (var file : files.filter(each -> Files.isRegularFile(each)).toList()) {
        var name = PAGES.relativize(file).toString();
        if (name.startsWith("admin") || name.contains("/admin/")) {
          continue;
        }
        if (name.endsWith(".xhtml")) {
          var text = Files.readString(file);
          find("data-act=\"(\\w+)\"", text, acts);
          find("\\? '(\\w+)' : '\\w+'}\" data-id", text, acts);
          find("\\? '\\w+' : '(\\w+)'}\" data-id", text, acts);
          find("(?:action|actionListener|listener)=\"#\\{\\w+\\.(\\w+)\\(", text, methods);
        } else if (name.matches("resources/console/workflow-.*\\.js")) {
          var text = Files.readString(file);
          find("\\.ask\\((?:\\w+ \\? )?\"(\\w+)\"", text, calls);
          find("\\.ask\\(\\w+ \\? \"\\w+\" : \"(\\w+)\"", text, calls);
          find("\\bact\\(\"(\\w+)\"", text, calls);
        }
      }
    }
    assertThat(acts).hasSizeGreaterThan(15);
    assertThat(names(Way.ACT)).containsAll(acts);
    assertThat(calls).hasSizeGreaterThan(8);
    assertThat(names(Way.CALL)).containsAll(calls);
    methods.removeAll(PageAction.LOOKING);
    methods.removeAll(PageAction.OWN);
    methods.remove("switchLanguage");
    assertThat(PageAction.METHODS).containsAll(methods);
  }

  private static void find(String pattern, String text, Set<String> found) {
    Pattern.compile(pattern).matcher(text).results().forEach(each -> found.add(each.group(1)));
  }

  private static Set<String> names(Way way) {
    var names = new TreeSet<String>();
    PageAction.ALL.stream()
        .filter(action -> action.way() == way)
        .forEach(action -> names.add(action.name()));
    return names;
  }

  @Test
  void pagesForMakingSomething_areShownToThoseOnlyWhoMay() {
    long job = mine.make(Thing.JOB);
    for (var role : PEOPLE.keySet()) {
      for (var page : List.of("/job.xhtml?", "/job.xhtml?copy=" + job + "&", "/workflow.xhtml?")) {
        var shown = PEOPLE.get(role).open(page + "app=" + mine.id());
        assertThat(isRefusal(shown))
            .as("%s for %s", page, role)
            .isEqualTo(!role.permits(Permission.WRITE));
      }
    }
  }

  /** From a page of the object itself. */
  private static String send(PageVisit visit, PageAction action, long id, App app) {
    var parameters = parameters(action, id, app);
    var buttons = action.way() == Way.BUTTON ? buttons(action, id) : List.<String>of();
    visit.open(address(action, id));
    return submit(visit, action, id, parameters, buttons);
  }

  /** From a page of one's own application, about another one's object. */
  private static String sendFrom(PageVisit visit, PageAction action, long id) {
    var buttons = action.way() == Way.BUTTON ? buttons(action, id) : List.<String>of();
    var opened = visit.open(address(action, id));
    boolean offered =
        action.way() == Way.BUTTON ? !buttons.isEmpty() : visit.offers(command(action));
    return offered ? submit(visit, action, id, parameters(action, id, others), buttons) : opened;
  }

  private static String command(PageAction action) {
    return switch (action.way()) {
      case ACT, BUTTON -> "actOnPage";
      case CALL -> "callPage";
      case COMMAND -> action.name();
    };
  }

  private static String submit(
      PageVisit visit,
      PageAction action,
      long id,
      Map<String, String> parameters,
      List<String> buttons) {
    if (action.way() != Way.BUTTON) {
      return visit.command(command(action), parameters);
    }
    if (action.name().startsWith("run/")) {
      visit.command("actOnPage", Map.of("act", "ask", "id", String.valueOf(id)));
    }
    return visit.submit(buttons.get(Integer.parseInt(action.name().split("/")[1])), parameters);
  }

  private static Map<String, String> parameters(PageAction action, long id, App app) {
    var parameters = new LinkedHashMap<>(action.parameters(id));
    parameters.computeIfPresent(
        "body",
        (name, body) ->
            switch (body) {
              case "{workflow}" ->
                  app.workflow(id).toString().replace(app.jobName(), app.jobName() + "-forged");
              case "{node}" -> "{\"nodeId\":%d}".formatted(node(app, id));
              default -> body;
            });
    return parameters;
  }

  private static long node(App app, long runId) {
    return app.run(runId).get("dag").get("nodes").get(0).get("nodeId").asLong();
  }

  /** As somebody sees them who may do everything: their ids are the same for all. */
  private static List<String> buttons(PageAction action, long id) {
    var developer = PEOPLE.get(Role.DEVELOPER);
    developer.open(address(action, id));
    return developer.buttons(action.name().split("/")[0]);
  }

  private static String address(PageAction action, long id) {
    var page = action.page().replace("{id}", String.valueOf(id));
    return page + (page.contains("?") ? "&" : "?") + "app=" + mine.id();
  }

  private static boolean isRefusal(String answer) {
    return answer.contains("Permission denied") || answer.contains("denied=1");
  }

  /** Whether it has an effect on the fresh object that it is tried on. */
  private static boolean changes(PageAction action) {
    return action.on() != Thing.UNKNOWN_ALARM
        && !Set.of("ask", "retryTasks", "markSuccess", "import/0", "takeBack")
            .contains(action.name());
  }
}
