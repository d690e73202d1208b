package tech.powerjob.server.workflow.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions that end. The matcher reads its text through {@link Counted}, so that every
 * character it looks at counts as work and backtracking meets the limit. The only loops of the
 * matcher that look at no character are counted repetitions of nothing; these are kept small.
 */
final class Regex {
  private static final int MAX_PATTERN = 1_000;
  private static final long MAX_REPETITIONS = 1_000_000;
  private static final Pattern AT_LEAST = Pattern.compile("\\{\\s*([0-9]+)");
  private static final Pattern COMMENT_MODE = Pattern.compile("\\(\\?[a-zA-Z-]*x");

  private Regex() {}

  /**
   * @throws IllegalArgumentException if it is no pattern, or one that cannot be allowed
   */
  static Pattern compile(Evaluation evaluation, Object pattern) {
    if (pattern instanceof Pattern compiled) {
      return compiled;
    }
    if (pattern == null) {
      throw new NullPointerException("the pattern is null");
    }
    var text = Values.text(evaluation, pattern);
    check(text);
    evaluation.charge(text.length() * 20);
    return Pattern.compile(text);
  }

  /** Says what is wrong with a pattern that stands in the script. */
  static void check(String text) {
    if (text.length() > MAX_PATTERN) {
      throw new IllegalArgumentException(
          "a pattern of " + text.length() + " characters is longer than " + MAX_PATTERN);
    }
    if (COMMENT_MODE.matcher(text).find()) {
      throw new IllegalArgumentException("a pattern with the flag (?x)");
    }
    long product = 1;
    for (var counts = AT_LEAST.matcher(text); counts.find(); ) {
      var count = counts.group(1);
      product *= count.length() > 7 ? MAX_REPETITIONS + 1 : Math.max(1, Long.parseLong(count));
      if (product > MAX_REPETITIONS) {
        throw new IllegalArgumentException("a pattern with so many counted repetitions");
      }
    }
    try {
      Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("a pattern with an error: " + e.getDescription(), e);
    }
  }

  static Matcher matcher(Evaluation evaluation, Object pattern, String text) {
    return compile(evaluation, pattern).matcher(new Counted(evaluation, text, 0, text.length()));
  }

  static boolean matches(Evaluation evaluation, Object text, Object pattern) {
    if (text == null || pattern == null) {
      return false;
    }
    return matcher(evaluation, pattern, Values.text(evaluation, text)).matches();
  }

  static String replace(
      Evaluation evaluation, String text, Object pattern, String replacement, boolean all) {
    var matcher = matcher(evaluation, pattern, text);
    var result = new StringBuilder();
    long references = replacement.chars().filter(c -> c == '$').count();
    while (matcher.find()) {
      evaluation.willMakeText(
          result.length()
              + replacement.length()
              + references * (matcher.end() - matcher.start())
              + text.length());
      matcher.appendReplacement(result, replacement);
      if (!all) {
        break;
      }
    }
    matcher.appendTail(result);
    return evaluation.made(result.toString());
  }

  /** As {@link String#split(String, int)}. */
  static TextArray split(Evaluation evaluation, String text, Object pattern, int limit) {
    var parts = new ArrayList<String>();
    var matcher = matcher(evaluation, pattern, text);
    int from = 0;
    while ((limit <= 0 || parts.size() < limit - 1) && matcher.find()) {
      if (matcher.end() == 0) {
        continue;
      }
      parts.add(text.substring(from, matcher.start()));
      evaluation.willMakeList(parts.size());
      from = matcher.end();
    }
    if (from == 0) {
      return new TextArray(List.of(text));
    }
    parts.add(text.substring(from));
    if (limit == 0) {
      while (!parts.isEmpty() && parts.get(parts.size() - 1).equals("")) {
        parts.remove(parts.size() - 1);
      }
    }
    evaluation.willMakeText(text.length());
    return new TextArray(evaluation.made(parts));
  }

  /** A text of which every look at a character counts. */
  private record Counted(Evaluation evaluation, String text, int from, int to)
      implements CharSequence {
    @Override
    public int length() {
      return to - from;
    }

    @Override
    public char charAt(int index) {
      evaluation.charge(1);
      return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      evaluation.charge((end - start) / 8);
      return new Counted(evaluation, text, from + start, from + end);
    }

    @Override
    public String toString() {
      evaluation.charge(length() / 8 + 1);
      return text.substring(from, to);
    }
  }
}
