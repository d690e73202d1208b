package tech.powerjob.official.processors.impl.script;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import tech.powerjob.config.Settings;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * The environment variables of one script: what says who and where, taken from the worker; what the
 * worker's owner adds; and what the run is about. Nothing else of the worker's own environment,
 * which may hold secrets such as the application's password.
 */
final class ScriptEnvironment {
  /** Names one run in the environment of all its processes, so that they can be found. */
  static final String MARK = "POWERJOB_RUN";

  private static final String MORE = "powerjob.official-processor.script.environment";

  /** Names, or beginnings of names that end in a star. */
  private static final String ALLOWED =
      "PATH,HOME,USER,LOGNAME,SHELL,LANG,LANGUAGE,LC_*,TZ,TMPDIR,TMP,TEMP,"
          + "SYSTEMROOT,SYSTEMDRIVE,WINDIR,COMSPEC,PATHEXT,USERNAME,USERPROFILE,HOMEDRIVE,HOMEPATH,"
          + "APPDATA,LOCALAPPDATA,PROGRAMDATA,PROGRAMFILES*,COMMONPROGRAMFILES*,PSMODULEPATH,"
          + "COMPUTERNAME,NUMBER_OF_PROCESSORS,PROCESSOR_ARCHITECTURE,OS";

  /** Linux takes no variable beyond 128 KiB, and a character may be three bytes. */
  private static final int MAX_VALUE = 40_000;

  private final Map<String, String> variables;

  private ScriptEnvironment(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * The environment of a run.
   *
   * @param script the parameters that are the script, which are not repeated in the environment
   */
  static ScriptEnvironment of(TaskContext context, String script) {
    return of(context, script, System.getenv(), Settings.ofProcess().text(MORE, ""));
  }

  static ScriptEnvironment of(
      TaskContext context, String script, Map<String, String> worker, String more) {
    Map<String, String> variables = new TreeMap<>();
    worker.forEach(
        (name, value) -> {
          if (matches(ALLOWED, name) || matches(more, name)) {
            variables.put(name, value);
          }
        });
    // Output arrives when it is printed, and in the charset in which it is read.
    variables.put("PYTHONUNBUFFERED", "1");
    variables.put("PYTHONIOENCODING", "utf-8");
    variables.put(MARK, UUID.randomUUID().toString());
    ofRun(context, script)
        .forEach(
            (name, value) -> {
              if (value != null) {
                variables.put(name, fitting(name, value, context));
              }
            });
    return new ScriptEnvironment(variables);
  }

  private static boolean matches(String list, String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    return patterns(list)
        .anyMatch(
            each ->
                each.endsWith("*")
                    ? upper.startsWith(each.substring(0, each.length() - 1))
                    : upper.equals(each));
  }

  private static Stream<String> patterns(String list) {
    return Arrays.stream(list.split(","))
        .map(each -> each.trim().toUpperCase(Locale.ROOT))
        .filter(each -> !each.isEmpty());
  }

  private static Map<String, String> ofRun(TaskContext context, String script) {
    Map<String, String> run = new LinkedHashMap<>();
    run.put("POWERJOB_JOB_ID", text(context.getJobId()));
    run.put("POWERJOB_INSTANCE_ID", text(context.getInstanceId()));
    run.put("POWERJOB_WF_INSTANCE_ID", text(context.getWorkflowContext().getWfInstanceId()));
    run.put("POWERJOB_TASK_ID", context.getTaskId());
    run.put("POWERJOB_TASK_NAME", context.getTaskName());
    run.put("POWERJOB_EPOCH", text(context.getEpoch()));
    run.put("POWERJOB_RETRY", text(context.getCurrentRetryTimes()));
    run.put("POWERJOB_JOB_PARAMS", unless(script, context.getJobParams()));
    run.put("POWERJOB_INSTANCE_PARAMS", unless(script, context.getInstanceParams()));
    return run;
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static String unless(String script, String value) {
    return script.equals(value) ? null : value;
  }

  private static String fitting(String name, String value, TaskContext context) {
    if (value.length() <= MAX_VALUE) {
      return value;
    }
    context
        .getOmsLogger()
        .warn("[SYSTEM] {} is cut to {} of {} characters", name, MAX_VALUE, value.length());
    return value.substring(0, MAX_VALUE);
  }

  Map<String, String> variables() {
    return variables;
  }

  /** Where programs are looked for. */
  String path() {
    return variables.entrySet().stream()
        .filter(variable -> variable.getKey().equalsIgnoreCase("PATH"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** What no other run's processes have in their environment. */
  String mark() {
    return MARK + "=" + variables.get(MARK);
  }
}
