package tech.powerjob.server.store;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that pages show and that may change under them.
 *
 * @param id of the application, instance or run
 */
public record Topic(Kind kind, long id) {
  /** What it is about. */
  public enum Kind {
    /** Jobs, instances, workflows and runs of an application, its pauses and pools. */
    APP,
    /** One instance: its state, its tasks and the decisions about it. */
    INSTANCE,
    /** One run of a workflow. */
    RUN,
    /** The log of an instance. */
    LOG
  }

  private static final Pattern TEXT = Pattern.compile("(app|instance|run|log):(\\d{1,19})");

  /** The topic that {@link #toString} wrote; empty if it is none. */
  public static Optional<Topic> parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Topic(
              Kind.valueOf(parts.group(1).toUpperCase(Locale.ROOT)),
              Long.parseLong(parts.group(2))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** For example {@code app:5}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + id;
  }
}
