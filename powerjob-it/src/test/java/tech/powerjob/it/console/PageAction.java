package tech.powerjob.it.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tech.powerjob.domain.account.Permission;

/**
 * Something that a page of the console can be asked for, and what it takes.
 *
 * @param page its address without the application; {@code {id}} stands for the object
 * @param way how it is asked
 * @param name which button or call
 * @param needs the permission
 * @param on what it is done to
 * @param more further request parameters
 */
record PageAction(
    String page, Way way, String name, Permission needs, Thing on, Map<String, String> more) {
  /** How pages are asked. */
  enum Way {
    /** A button with {@code data-act}. */
    ACT,
    /** A question of a script. */
    CALL,
    /** A command of the page itself. */
    COMMAND,
    /** A button of a dialog or form; the name is {@code form/number}, the number from 0. */
    BUTTON
  }

  /** What something is done to. */
  enum Thing {
    JOB,
    DISABLED_JOB,
    INSTANCE,
    ENDED_INSTANCE,
    WORKFLOW,
    DISABLED_WORKFLOW,
    RUN,
    ENDED_RUN,
    /** There is none: only who may ask is looked at here, the rest in {@code AlarmsIT}. */
    UNKNOWN_ALARM
  }

  /** All of them; {@code PageActionsIT} finds those that are missing here. */
  static final List<PageAction> ALL =
      Stream.of(
              on("/jobs.xhtml", Thing.JOB)
                  .acts(Permission.OPS, "run", "ask", "runAll")
                  .act(Permission.WRITE, "enable", Thing.DISABLED_JOB)
                  .act(Permission.WRITE, "enableAll", Thing.DISABLED_JOB)
                  .acts(Permission.WRITE, "disable", "delete", "disableAll", "deleteAll")
                  .acts(Permission.READ, "export", "exportAll")
                  .command("refreshPage")
                  .button(Permission.OPS, "run/0", Map.of("run:params", "forged"))
                  .button(Permission.WRITE, "import/0", imported())
                  .button(Permission.WRITE, "import/1", imported()),
              on("/job.xhtml?id={id}", Thing.JOB)
                  .command("checkForm")
                  .button(Permission.WRITE, "job/0", form("forged")),
              on("/instances.xhtml", Thing.INSTANCE)
                  .acts(Permission.OPS, "stop", "cancel", "stopAll", "cancelAll")
                  .act(Permission.OPS, "retry", Thing.ENDED_INSTANCE)
                  .act(Permission.OPS, "retryAll", Thing.ENDED_INSTANCE)
                  .command("refreshPage"),
              on("/instance.xhtml?id={id}", Thing.INSTANCE)
                  .acts(Permission.OPS, "stop", "cancel", "retryTasks")
                  .act(Permission.OPS, "retry", Thing.ENDED_INSTANCE)
                  .command("refreshPage"),
              on("/workflows.xhtml", Thing.WORKFLOW)
                  .acts(Permission.OPS, "run", "ask")
                  .act(Permission.WRITE, "enable", Thing.DISABLED_WORKFLOW)
                  .acts(Permission.WRITE, "disable", "delete", "copy")
                  .command("refreshPage")
                  .button(Permission.OPS, "run/0", Map.of("run:params", "forged")),
              on("/workflow.xhtml?id={id}", Thing.WORKFLOW)
                  .call(Permission.READ, "jobs", "\"\"")
                  .call(Permission.READ, "workflows", "\"\"")
                  .call(Permission.READ, "condition", "\"true\"")
                  .call(Permission.READ, "preview", "{\"timeExpressionType\":\"API\"}")
                  .call(Permission.WRITE, "save", "{workflow}")
                  .call(Permission.WRITE, "saveAnyway", "{workflow}"),
              on("/workflow-versions.xhtml?id={id}", Thing.WORKFLOW)
                  .acts(Permission.WRITE, "takeBack"),
              on("/workflow-runs.xhtml", Thing.RUN)
                  .acts(Permission.OPS, "stop")
                  .act(Permission.OPS, "retry", Thing.ENDED_RUN)
                  .command("refreshPage"),
              on("/workflow-run.xhtml?id={id}", Thing.RUN)
                  .acts(Permission.OPS, "stop")
                  .act(Permission.OPS, "retry", Thing.ENDED_RUN)
                  .command("refreshPage")
                  .call(Permission.READ, "explain", "{node}")
                  .call(Permission.OPS, "approve", "{node}")
                  .call(Permission.OPS, "reject", "{node}")
                  .call(Permission.OPS, "rerun", "{node}", Thing.ENDED_RUN)
                  .call(Permission.OPS, "markSuccess", "{node}", Thing.ENDED_RUN),
              on("/alarms.xhtml", Thing.UNKNOWN_ALARM)
                  .acts(Permission.OPS, "resend")
                  .command("refreshPage"),
              on("/home.xhtml", Thing.JOB).command("refreshPage"),
              on("/timeline.xhtml", Thing.JOB).command("refreshPage"),
              on("/queues.xhtml", Thing.JOB).command("refreshPage"))
          .flatMap(Page::actions)
          .toList();

  /** What pages are asked for that only chooses what of the readable is shown. */
  static final List<String> LOOKING =
      List.of(
          "filter",
          "first",
          "next",
          "previous",
          "refresh",
          "chooseSpan",
          "searchTasks",
          "nextTasks",
          "previousTasks");

  /** What everybody does for themselves: see {@code ConsoleIT} and {@code AdminConsoleIT}. */
  static final List<String> OWN =
      List.of("login", "logout", "skip", "arrive", "change", "register", "show");

  /** Methods behind the ways of asking, each of them in the table. */
  static final List<String> METHODS =
      List.of("act", "call", "check", "save", "saveAnyway", "runAsked", "tryImport", "doImport");

  private static Map<String, String> imported() {
    return Map.of(
        "import:text",
        "{\"format\":\"powerjob-jobs/1\",\"jobs\":[{\"jobName\":\"forged\",\"timeExpressionType\":\"API\","
            + "\"executeType\":\"STANDALONE\",\"processorType\":\"BUILT_IN\","
            + "\"processorInfo\":\"x\"}]}",
        "import:conflict",
        "SKIP");
  }

  private static Map<String, String> form(String jobName) {
    return Map.of(
        "job:f_jobName",
        jobName,
        "job:f_timeExpressionType",
        "API",
        "job:f_executeType",
        "STANDALONE",
        "job:f_processorType",
        "BUILT_IN",
        "job:f_processorInfo",
        "x");
  }

  private static Page on(String page, Thing thing) {
    return new Page(page, thing, List.of());
  }

  /** Request parameters of the click or call. */
  Map<String, String> parameters(long id) {
    var all = new LinkedHashMap<String, String>();
    switch (way) {
      case ACT -> {
        all.put("act", name);
        all.put(name.endsWith("All") ? "pick" : "id", String.valueOf(id));
      }
      case CALL -> {
        all.put("call", name);
        all.put("number", "1");
      }
      default -> {}
    }
    all.putAll(more);
    return all;
  }

  @Override
  public String toString() {
    return page + " " + way + " " + name;
  }

  /** A page with what it can be asked for so far. */
  private record Page(String path, Thing thing, List<PageAction> all) {
    Stream<PageAction> actions() {
      return all.stream();
    }

    private Page with(Stream<PageAction> more) {
      return new Page(path, thing, Stream.concat(all.stream(), more).toList());
    }

    private Page with(
        Way way, String name, Permission needs, Thing on, Map<String, String> parameters) {
      return with(Stream.of(new PageAction(path, way, name, needs, on, parameters)));
    }

    Page acts(Permission needs, String... names) {
      return with(
          Stream.of(names)
              .map(name -> new PageAction(path, Way.ACT, name, needs, thing, Map.of())));
    }

    Page act(Permission needs, String name, Thing on) {
      return with(Way.ACT, name, needs, on, Map.of());
    }

    Page call(Permission needs, String name, String body) {
      return call(needs, name, body, thing);
    }

    Page call(Permission needs, String name, String body, Thing on) {
      return with(Way.CALL, name, needs, on, Map.of("body", body));
    }

    Page command(String name) {
      return with(Way.COMMAND, name, Permission.READ, thing, Map.of());
    }

    Page button(Permission needs, String name, Map<String, String> parameters) {
      return with(Way.BUTTON, name, needs, thing, parameters);
    }
  }
}
