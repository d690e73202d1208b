package tech.powerjob.domain.job;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.domain.calendar.HolidayCalendar;

/**
 * What a job's options must be like to be saved. Every objection is an {@link
 * IllegalArgumentException} that names the field, the value and the rule.
 */
public final class OptionRules {
  /** Longest wait for a worker, and latest deadline: a year. */
  static final long LONGEST = 31_536_000_000L;

  private static final long DAY = 86_400_000;
  private static final int MOST_CALENDARS = 20;
  private static final int MOST_POOLS = 10;
  private static final int MOST_PATTERNS = 20;
  private static final int LONGEST_PATTERN = 200;
  private static final Pattern POOL_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private OptionRules() {}

  /**
   * Checks everything that can be judged without looking at other data.
   *
   * @param options {@code null} is fine
   * @throws IllegalArgumentException if a field breaks a rule
   */
  public static void check(JobOptions options) {
    if (options == null) {
      return;
    }
    checkMisfire(options.getMisfire());
    range("options.jitter", options.getJitter(), 0, DAY);
    checkNames("options.includeCalendars", options.getIncludeCalendars());
    checkNames("options.excludeCalendars", options.getExcludeCalendars());
    checkOverlap(options.getOverlap());
    range("options.workerWait", options.getWorkerWait(), 0, LONGEST);
    range("options.priority", options.getPriority(), 1, 10);
    checkRate(options.getRateLimit());
    checkPools(options.getPools());
    checkBackoff("options.instanceBackoff", options.getInstanceBackoff());
    checkBackoff("options.taskBackoff", options.getTaskBackoff());
    checkPatterns(options.getNonRetryableResults());
    range("options.taskTimeLimit", options.getTaskTimeLimit(), 0, LONGEST);
    checkDeadlines(options.getStartDeadline(), options.getFinishDeadline());
  }

  private static void checkMisfire(JobOptions.Misfire misfire) {
    if (misfire != null) {
      require("options.misfire.policy", misfire.policy());
      range("options.misfire.limit", misfire.limit(), 1, 1_000);
      range("options.misfire.window", misfire.window(), 0, LONGEST);
    }
  }

  private static void checkNames(String field, List<String> calendars) {
    if (calendars != null) {
      range("the number of " + field, calendars.size(), 0, MOST_CALENDARS);
      for (int i = 0; i < calendars.size(); i++) {
        HolidayCalendar.checkName("%s[%d]".formatted(field, i), calendars.get(i));
      }
    }
  }

  private static void checkOverlap(JobOptions.Overlap overlap) {
    if (overlap == null) {
      return;
    }
    require("options.overlap.policy", overlap.policy());
    range("options.overlap.queueLimit", overlap.queueLimit(), 1, 100_000);
    if (overlap.queueLimit() != null && overlap.policy() != JobOptions.OverlapPolicy.QUEUE) {
      throw new IllegalArgumentException(
          "options.overlap.queueLimit is %d but options.overlap.policy is %s; only QUEUE has a limit"
              .formatted(overlap.queueLimit(), overlap.policy()));
    }
  }

  private static void checkRate(JobOptions.RateLimit rate) {
    if (rate != null) {
      range("options.rateLimit.runs", rate.runs(), 1, 1_000_000);
      range("options.rateLimit.period", rate.period(), 1, DAY);
    }
  }

  private static void checkPools(List<JobOptions.PoolUse> pools) {
    if (pools == null) {
      return;
    }
    range("the number of options.pools", pools.size(), 0, MOST_POOLS);
    var names = new HashSet<String>();
    for (int i = 0; i < pools.size(); i++) {
      var field = "options.pools[%d]".formatted(i);
      require(field, pools.get(i));
      require(field + ".name", pools.get(i).name());
      checkPoolName(field + ".name", pools.get(i).name());
      range(field + ".permits", pools.get(i).permits(), 1, 1_000_000);
      if (!names.add(pools.get(i).name())) {
        throw new IllegalArgumentException(
            "%s.name is '%s', which is in the list already; each pool may be named once"
                .formatted(field, pools.get(i).name()));
      }
    }
  }

  /**
   * Checks the name of a pool.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static void checkPoolName(String field, String name) {
    if (!POOL_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          ("%s is '%s' but must have 1 to 64 letters, digits, hyphens and underscores,"
                  + " the first a letter or digit")
              .formatted(field, name));
    }
  }

  /**
   * Checks pauses between attempts.
   *
   * @param backoff {@code null} is fine
   * @throws IllegalArgumentException if a part breaks a rule
   */
  public static void checkBackoff(String field, JobOptions.Backoff backoff) {
    if (backoff == null) {
      return;
    }
    require(field + ".policy", backoff.policy());
    range(field + ".delay", backoff.delay(), 0, DAY);
    range(field + ".factor", backoff.factor(), 1, 10);
    range(field + ".maxDelay", backoff.maxDelay(), backoff.delay(), DAY);
    range(field + ".jitter", backoff.jitter(), 0, 1);
  }

  private static void checkPatterns(List<String> patterns) {
    if (patterns == null) {
      return;
    }
    range("the number of options.nonRetryableResults", patterns.size(), 0, MOST_PATTERNS);
    for (int i = 0; i < patterns.size(); i++) {
      var field = "options.nonRetryableResults[%d]".formatted(i);
      var pattern = patterns.get(i);
      require(field, pattern);
      range("the length of " + field, pattern.length(), 1, LONGEST_PATTERN);
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "%s is '%s' but must be a regular expression: %s"
                .formatted(field, pattern, e.getDescription()),
            e);
      }
    }
  }

  private static void checkDeadlines(Long start, Long finish) {
    range("options.startDeadline", start, 1, LONGEST);
    range("options.finishDeadline", finish, 1, LONGEST);
    if (start != null && finish != null && finish < start) {
      throw new IllegalArgumentException(
          "options.finishDeadline is %d but must not be before options.startDeadline, which is %d"
              .formatted(finish, start));
    }
  }

  private static void require(String field, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing but must be given");
    }
  }

  /** Refuses a number outside the bounds; {@code null} is fine. */
  static void range(String field, Number value, long min, long max) {
    if (value != null && !(value.doubleValue() >= min && value.doubleValue() <= max)) {
      throw new IllegalArgumentException(
          "%s is %s but must be from %d to %d".formatted(field, value, min, max));
    }
  }
}
