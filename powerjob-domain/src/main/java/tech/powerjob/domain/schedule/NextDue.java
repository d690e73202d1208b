package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Optional;

/** What is known of a schedule's next due instant. */
public sealed interface NextDue {
  /** This is the instant. */
  record At(Instant due) implements NextDue {}

  /** It follows from the end of the run that is under way, and is not known before. */
  record AfterEnd() implements NextDue {}

  /** There is none any more: the schedule has ended. */
  record Never() implements NextDue {}

  static NextDue of(Optional<Instant> instant) {
    return instant.isPresent() ? new At(instant.get()) : new Never();
  }

  /** The instant, if it is known. */
  default Optional<Instant> instant() {
    return this instanceof At at ? Optional.of(at.due()) : Optional.empty();
  }
}
