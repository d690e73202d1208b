package tech.powerjob.web.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.powerjob.common.enums.ErrorCodes;

/**
 * What services say, in English and with values in it, said in another language. Services are there
 * for programs too and speak English only; the file {@code texts/phrase} holds what a viewer of the
 * console can meet of it, as patterns, and a test holds these against what the services say. What
 * is not there stays as it is. Immutable.
 *
 * <p>Places are written {@code {0}}; those from {@code {7}} on stand for a single word, so that
 * short patterns do not take in what comes before. Where no pattern fits, the parts of a list are
 * looked at one by one.
 */
final class Phrases {
  private static final String PREFIX = "phrase.";
  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z");

  /** Values that are phrases themselves are translated so deep. */
  private static final int DEPTH = 6;

  /** Longer texts are results of runs and the like. */
  private static final int LONGEST = 2_000;

  /** What the server itself says is the result of a run that it ends, or that never began. */
  private static final String RESULT = PREFIX + "result.";

  /** Places from here on stand for one word. */
  private static final int WORD = 7;

  private static final String AND = ", ";

  /** What could be a part of many texts. */
  private static final String GENERAL = PREFIX + "general.";

  /** Those with the most words of their own first: what is special goes before what is general. */
  private static final List<Phrase> ALL =
      Wording.in(Locale.ENGLISH).entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(PREFIX))
          .map(entry -> Phrase.of(entry.getKey(), entry.getValue()))
          .sorted(
              Comparator.comparing((Phrase phrase) -> phrase.key().startsWith(GENERAL))
                  .thenComparing(Phrase::literals, Comparator.reverseOrder())
                  .thenComparing(Phrase::key))
          .toList();

  private record Phrase(String key, Pattern pattern, List<Integer> places, int literals) {
    static Phrase of(String key, String text) {
      var regex = new StringBuilder();
      var places = new ArrayList<Integer>();
      int end = 0;
      int literals = 0;
      var place = PLACE.matcher(text);
      while (place.find()) {
        int number = Integer.parseInt(place.group(1));
        regex
            .append(Pattern.quote(text.substring(end, place.start())))
            .append(number < WORD ? "(.*?)" : "(\\S+)");
        literals += place.start() - end;
        places.add(number);
        end = place.end();
      }
      regex.append(Pattern.quote(text.substring(end)));
      literals += text.length() - end;
      return new Phrase(key, Pattern.compile(regex.toString(), Pattern.DOTALL), places, literals);
    }
  }

  private final Locale locale;
  private final Function<Instant, String> clock;
  private final UnaryOperator<String> field;

  /**
   * For one viewer.
   *
   * @param clock writes an instant in the viewer's zone
   * @param field name of a form's field as the viewer reads it; what is none stays as it is
   */
  Phrases(Locale locale, Function<Instant, String> clock, UnaryOperator<String> field) {
    this.locale = locale;
    this.clock = clock;
    this.field = field;
  }

  /** Key of the phrase that a text is; empty if it is none that is known. */
  static Optional<String> keyOf(String text) {
    return ALL.stream()
        .filter(phrase -> phrase.pattern().matcher(text).matches())
        .map(Phrase::key)
        .findFirst();
  }

  /** The text in the viewer's language and zone, as far as it is known. */
  String say(String text) {
    return text == null ? null : instants(say(withoutCode(text), DEPTH));
  }

  /**
   * The result of a run: what the server itself says is said in the viewer's language; what a
   * processor returned stays as it is.
   */
  String result(String text) {
    return text != null && text.length() <= LONGEST && isServers(text) ? say(text) : text;
  }

  private static boolean isServers(String result) {
    return ALL.stream()
        .filter(phrase -> phrase.key().startsWith(RESULT))
        .anyMatch(phrase -> phrase.pattern().matcher(result).matches());
  }

  /** Exceptions put a code before their text, for programs. */
  private static String withoutCode(String text) {
    for (var code : ErrorCodes.values()) {
      if (text.startsWith(code.getMsg() + ":")) {
        return text.substring(code.getMsg().length() + 1).strip();
      }
    }
    return text;
  }

  private String say(String text, int depth) {
    if (depth == 0 || text.length() > LONGEST || locale.equals(Locale.ENGLISH)) {
      return text;
    }
    for (var phrase : ALL) {
      var found = phrase.pattern().matcher(text);
      if (found.matches()) {
        return fill(Wording.in(locale).get(phrase.key()), phrase, found, depth);
      }
    }
    return text.contains(AND) ? list(text, depth - 1) : text;
  }

  private String list(String text, int depth) {
    var parts = List.of(text.split(AND));
    var said = parts.stream().map(part -> say(part, depth)).toList();
    return said.equals(parts) ? text : String.join("，", said);
  }

  private String fill(String wording, Phrase phrase, Matcher found, int depth) {
    var filled = new StringBuilder();
    int end = 0;
    var place = PLACE.matcher(wording);
    while (place.find()) {
      int number = Integer.parseInt(place.group(1));
      var value = found.group(phrase.places().indexOf(number) + 1);
      filled.append(wording, end, place.start());
      filled.append(number == 0 ? field.apply(say(value, depth - 1)) : say(value, depth - 1));
      end = place.end();
    }
    return filled.append(wording.substring(end)).toString();
  }

  private String instants(String text) {
    return INSTANT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(at(found.group())));
  }

  private String at(String iso) {
    try {
      return clock.apply(Instant.parse(iso));
    } catch (DateTimeException e) {
      return iso;
    }
  }
}
