package tech.powerjob.server.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;

/**
 * Jobs that somebody should look at before they run again. The original let anybody in who knew an
 * application's name or a default password, and its worker runs scripts.
 */
final class SuspiciousJobs {
  /** Names of jobs that intruders leave behind. */
  private static final Pattern PLANTED = Pattern.compile("sync_health_[A-Za-z0-9]{8}");

  private static final Pattern SCRIPT_PROCESSOR =
      Pattern.compile("(?i).*\\.(shell|python|cmd|powershell)processor");
  private static final Pattern FETCHES =
      Pattern.compile(
          "(?is).*(\\b(curl|wget|certutil|bitsadmin|invoke-webrequest|invoke-expression)\\b"
              + "|/dev/tcp/|\\bnc(at)?\\s+-|base64\\s+(-d|--decode)|\\burllib|\\brequests\\.get"
              + "|https?://|ftp://).*");

  private SuspiciousJobs() {}

  /** What is suspicious about a job, in words; empty if nothing is. */
  static List<String> reasons(OriginalRow job) {
    var reasons = new ArrayList<String>();
    var name = String.valueOf(job.text("job_name")).trim();
    if (PLANTED.matcher(name).matches()) {
      reasons.add("its name is like those of jobs that intruders plant");
    }
    var info = String.valueOf(job.text("processor_info")).trim();
    long type = job.number("processor_type", 0);
    boolean inlineScript =
        type == ProcessorType.SHELL.getV() || type == ProcessorType.PYTHON.getV();
    boolean script = inlineScript || SCRIPT_PROCESSOR.matcher(info).matches();
    boolean api = job.number("time_expression_type", 0) == TimeExpressionType.API.getV();
    if (script && api) {
      reasons.add("it runs a script for whoever calls it by API");
    }
    var text = (inlineScript ? info + "\n" : "") + String.valueOf(job.text("job_params"));
    if (script && FETCHES.matcher(text).matches()) {
      reasons.add("its script fetches or decodes something");
    }
    if (type == ProcessorType.EXTERNAL.getV()) {
      reasons.add("it runs a jar that the former server gave to its workers");
    }
    if (info.toLowerCase(Locale.ROOT).matches("(https?|ftp|ldap|rmi)://.*")) {
      reasons.add("its processor is an address");
    }
    return reasons;
  }
}
