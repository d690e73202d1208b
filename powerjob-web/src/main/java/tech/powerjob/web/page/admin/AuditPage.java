package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.audit.AuditEntry.Outcome;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.audit.AuditQuery;
import tech.powerjob.server.audit.StoredAuditTrail;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.ConsoleSession;
import tech.powerjob.web.page.Texts;

/**
 * Who did what: all of it for global administrators, that of an application for its administrators.
 * A page of it goes on where the one before ended, so that the last is as quick as the first.
 */
@Named
@ViewScoped
public class AuditPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ELSEWHERE = "/home.xhtml?faces-redirect=true";
  private static final int SIZE = 50;
  private static final String BUILT_IN = PwjbUser.ACCOUNT_TYPE + "_";
  private static final List<String> ACTIONS =
      List.of(
          "login",
          "logout",
          "access",
          "job.create",
          "job.edit",
          "job.enable",
          "job.disable",
          "job.delete",
          "job.backfill",
          "instance.stop",
          "instance.cancel",
          "instance.retry",
          "instance.retry-tasks",
          "command.discard",
          "pause.begin",
          "pause.end",
          "pool.save",
          "pool.delete",
          "calendar.save",
          "calendar.delete",
          "app.create",
          "app.edit",
          "app.delete",
          "app.become-admin",
          "app.end-tokens",
          "app.http-workers",
          "namespace.create",
          "namespace.edit",
          "namespace.delete",
          "user.create",
          "user.modify",
          "user.enable",
          "user.disable",
          "user.password",
          "user.reset-password",
          "user.end-sessions",
          "user.role-given",
          "user.role-lost",
          "server.admins");
  private static final List<String> OBJECT_TYPES =
      List.of(
          "job",
          "instance",
          "app",
          "namespace",
          "user",
          "pool",
          "calendar",
          "command",
          "server",
          "door",
          "stranger");

  /** A line; {@code at} in epoch milliseconds. */
  public record Row(
      long id,
      long at,
      String actorType,
      String actor,
      String address,
      String action,
      String objectType,
      String objectId,
      Long appId,
      String app,
      boolean denied,
      String reason,
      List<JsonDifference.Field> fields,
      boolean hadBefore)
      implements Serializable {}

  @Inject StoredAuditTrail trail;
  @Inject AppAccounts accounts;
  @Inject CurrentUser caller;
  @Inject Console console;
  @Inject ConsoleSession session;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private Long app;
  private String actor;
  private String action;
  private String objectType;
  private String objectId;
  private Outcome outcome;
  private String from;
  private String to;
  private Long before;
  private List<Row> rows = List.of();
  private boolean more;

  /** Reads the lines, or leads away who may not see them. */
  public String load() {
    app = Address.number("of").orElse(null);
    actor = Address.text("actor").orElse(null);
    action = Address.text("action").orElse(null);
    objectType = Address.text("type").orElse(null);
    objectId = Address.text("object").orElse(null);
    outcome = Address.constant("outcome", Outcome.class).orElse(null);
    from = Address.text("from").orElse(null);
    to = Address.text("to").orElse(null);
    before = Address.number("before").orElse(null);
    return attempts.succeeds(this::read) ? null : ELSEWHERE;
  }

  private void read() {
    if (app == null && !isEverything()) {
      app = ownApp();
    }
    caller.appOrEverything(Permission.SU, app);
    var found = find();
    if (found.isEmpty() && actor != null && !actor.startsWith(BUILT_IN) && before == null) {
      // People say the name that they log in with.
      var said = actor;
      actor = BUILT_IN + actor.trim();
      found = find();
      actor = found.isEmpty() ? said : actor;
    }
    more = found.size() > SIZE;
    var names = getApps().stream().collect(Collectors.toMap(App::id, App::name));
    rows = found.stream().limit(SIZE).map(entry -> row(entry, names)).toList();
  }

  /** The application that is shown if its lines are the viewer's to see, or the first that is. */
  private Long ownApp() {
    var own = getApps().stream().map(App::id).toList();
    var shown = console.getAppId();
    return own.contains(shown) || own.isEmpty() ? shown : own.get(0);
  }

  private List<AuditEntry> find() {
    var zone = session.zone();
    return trail.find(
        new AuditQuery(
            app,
            trimmed(actor),
            trimmed(action),
            trimmed(objectType),
            trimmed(objectId),
            outcome,
            WallTime.parse(from, zone),
            WallTime.parse(to, zone),
            before,
            SIZE + 1));
  }

  private static Row row(AuditEntry entry, Map<Long, String> apps) {
    var actor = entry.actor();
    return new Row(
        entry.id(),
        entry.at().toEpochMilli(),
        actor.type().name(),
        actor.name(),
        actor.address(),
        entry.action(),
        entry.objectType(),
        entry.objectId(),
        entry.appId(),
        entry.appId() == null ? null : apps.get(entry.appId()),
        entry.outcome() == Outcome.DENIED,
        entry.reason(),
        JsonDifference.of(entry.before(), entry.after()),
        entry.before() != null);
  }

  private static String trimmed(String text) {
    return text == null || text.isBlank() ? null : text.trim();
  }

  /** Whether the viewer may see the lines of everything. */
  public boolean isEverything() {
    return caller.get().grants().allowsEverywhere(Permission.SU);
  }

  /** The applications whose lines the viewer may see. */
  public List<App> getApps() {
    return accounts.findAll(caller.get().grants(), Permission.SU);
  }

  /** What was done, in words. */
  public String nameOf(String what) {
    return texts.find("audit.action." + what).orElse(what);
  }

  /** Kind of object, in words. */
  public String typeOf(String type) {
    return texts.find("audit.object." + type).orElse(type);
  }

  private Link filters() {
    return Link.of("audit.xhtml")
        .with("of", app)
        .with("actor", actor)
        .with("action", action)
        .with("type", objectType)
        .with("object", objectId)
        .with("outcome", outcome)
        .with("from", from)
        .with("to", to);
  }

  /** Address of the lines with the same filters that are older than those shown. */
  public String getOlder() {
    return filters().with("before", rows.get(rows.size() - 1).id()).toString();
  }

  /** Address of the newest lines with the same filters. */
  public String getNewest() {
    return filters().toString();
  }

  /** Address of what somebody did. */
  public String ofActor(Row row) {
    return Link.of("audit.xhtml").with("of", app).with("actor", row.actor()).toString();
  }

  /** Address of what was done to an object. */
  public String ofObject(Row row) {
    return Link.of("audit.xhtml")
        .with("of", app)
        .with("type", row.objectType())
        .with("object", row.objectId())
        .toString();
  }

  public boolean isMore() {
    return more;
  }

  public List<Row> getRows() {
    return rows;
  }

  public List<String> getActions() {
    return ACTIONS;
  }

  public List<String> getObjectTypes() {
    return OBJECT_TYPES;
  }

  public Outcome[] getOutcomes() {
    return Outcome.values();
  }

  public Long getApp() {
    return app;
  }

  public void setApp(Long app) {
    this.app = app;
  }

  public String getActor() {
    return actor;
  }

  public void setActor(String actor) {
    this.actor = actor;
  }

  public String getAction() {
    return action;
  }

  public void setAction(String action) {
    this.action = action;
  }

  public String getObjectType() {
    return objectType;
  }

  public void setObjectType(String objectType) {
    this.objectType = objectType;
  }

  public String getObjectId() {
    return objectId;
  }

  public void setObjectId(String objectId) {
    this.objectId = objectId;
  }

  public Outcome getOutcome() {
    return outcome;
  }

  public void setOutcome(Outcome outcome) {
    this.outcome = outcome;
  }

  public String getFrom() {
    return from;
  }

  public void setFrom(String from) {
    this.from = from;
  }

  public String getTo() {
    return to;
  }

  public void setTo(String to) {
    this.to = to;
  }

  public Long getBefore() {
    return before;
  }

  public void setBefore(Long before) {
    this.before = before;
  }
}
