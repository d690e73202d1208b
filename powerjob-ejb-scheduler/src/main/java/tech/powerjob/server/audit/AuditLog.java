package tech.powerjob.server.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditBudget;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.audit.AuditEntry.Outcome;
import tech.powerjob.domain.audit.AuditTrail;

/**
 * Writes the audit log: changes together with the change, logins and denied accesses by themselves.
 * Who is calling comes from {@link Actor}. Secrets in what is given are taken out. Thread-safe.
 */
@ApplicationScoped
public class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final Supplier<AuditActor> actor;
  private final AuditTrail joined;
  private final AuditTrail alone;
  private final Clock clock;
  private final AuditBudget budget = new AuditBudget();

  /** For the proxy. */
  protected AuditLog() {
    this(null, null, null, null);
  }

  @Inject
  public AuditLog(Actor actor, StoredAuditTrail trail) {
    this(actor::snapshot, trail, trail::addAlone, Clock.systemUTC());
  }

  /**
   * A log of any kind.
   *
   * @param joined adds a line in the caller's transaction
   * @param alone adds a line in a transaction of its own
   */
  public AuditLog(Supplier<AuditActor> actor, AuditTrail joined, AuditTrail alone, Clock clock) {
    this.actor = actor;
    this.joined = joined;
    this.alone = alone;
    this.clock = clock;
  }

  /** One that keeps nothing, for tests of those who write. */
  public static AuditLog ofNothing() {
    return new AuditLog(() -> AuditActor.SERVER, entry -> {}, entry -> {}, Clock.systemUTC());
  }

  /**
   * Notes a change in the caller's JTA transaction; a change that changed nothing is not noted.
   *
   * @param action such as {@code job.edit}
   * @param objectType such as {@code job}
   * @param objectId which one, may be {@code null}
   * @param appId application of the object, {@code null} if it has none
   * @param before bean, record or map of the state before, {@code null} if it did not exist
   * @param after the same afterwards, {@code null} if it does not exist any more
   */
  public void changed(
      String action, String objectType, Object objectId, Long appId, Object before, Object after) {
    var text = AuditText.of(before, after);
    if (!text.saysNothing()) {
      joined.add(entry(Outcome.DONE, action, objectType, objectId, appId, text, null));
    }
  }

  /**
   * The line about a change, for those who have their own JDBC transaction: to be written in it
   * with {@link AuditRows#insert}. Arguments as for {@link #changed}.
   */
  public AuditEntry change(
      String action, String objectType, Object objectId, Long appId, Object before, Object after) {
    var text = AuditText.of(before, after);
    return entry(Outcome.DONE, action, objectType, objectId, appId, text, null);
  }

  /**
   * Notes something that a person did and that is done, in a transaction of its own; what
   * applications do by the thousand is not noted.
   */
  public void doneByPerson(String action, String objectType, Object objectId, Long appId) {
    if (who().isPerson()) {
      alone.add(
          entry(
              Outcome.DONE, action, objectType, objectId, appId, new AuditText(null, null), null));
    }
  }

  /** Notes a login, in a transaction of its own, unless there are too many to note. */
  public void loggedIn(AuditActor who, String loginType) {
    bounded(who, Outcome.DONE, "login", loginType);
  }

  /** Notes a login that was refused; as {@link #denied}. */
  public void loginRefused(AuditActor who, String reason) {
    bounded(who, Outcome.DENIED, "login", reason);
  }

  /**
   * Notes that somebody was not let in, or not allowed to do something, in a transaction of its
   * own; unless there are too many to note, and whatever becomes of the noting: it never fails.
   *
   * @param action such as {@code access}
   * @param what what they wanted, such as a method and path
   * @param reason why they did not get it
   */
  public void denied(String action, String what, String reason) {
    var who = who();
    bounded(who, Outcome.DENIED, action, "door", what, reason);
  }

  private void bounded(AuditActor who, Outcome outcome, String action, String reason) {
    bounded(who, outcome, action, who.type().name().toLowerCase(Locale.ROOT), null, reason);
  }

  private void bounded(
      AuditActor who, Outcome outcome, String action, String type, String object, String reason) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var leftOut = budget.ask(outcome + " " + who.address(), now);
    if (leftOut.isEmpty()) {
      return;
    }
    var more =
        leftOut.getAsLong() == 0
            ? ""
            : " (%d more before this one are not listed)".formatted(leftOut.getAsLong());
    try {
      alone.add(
          new AuditEntry(
              0,
              now,
              who,
              action,
              type,
              object == null && who.id() != null ? who.id().toString() : object,
              who.type() == AuditActor.Type.APP ? who.id() : null,
              outcome,
              null,
              null,
              AuditText.redact(String.valueOf(reason)) + more));
    } catch (RuntimeException e) {
      LOG.warn("the audit log could not be written: action={} {}", action, e.toString());
    }
  }

  private AuditEntry entry(
      Outcome outcome,
      String action,
      String objectType,
      Object objectId,
      Long appId,
      AuditText text,
      String reason) {
    return new AuditEntry(
        0,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        who(),
        action,
        objectType,
        objectId == null ? null : objectId.toString(),
        appId,
        outcome,
        text.before(),
        text.after(),
        reason);
  }

  private AuditActor who() {
    try {
      return actor.get();
    } catch (ContextNotActiveException e) {
      return AuditActor.SERVER; // A thread of the server, on nobody's behalf.
    }
  }
}
