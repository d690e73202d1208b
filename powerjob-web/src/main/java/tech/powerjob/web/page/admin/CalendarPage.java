package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.schedule.CalendarService;
import tech.powerjob.server.schedule.SaveCalendar;
import tech.powerjob.server.schedule.StoredCalendars;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.Texts;

/** One calendar: its days, from lines of text or an iCalendar, and the jobs that go by it. */
@Named
@ViewScoped
public class CalendarPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LIST = "/admin/calendars.xhtml?faces-redirect=true";

  /** A job that goes by the calendar. */
  public record User(long jobId, String jobName, String app) implements Serializable {}

  /** The days of a year, to look at. */
  public record Year(int year, List<String> days) implements Serializable {}

  @Inject CalendarService calendars;
  @Inject AppAccounts accounts;
  @Inject CurrentUser caller;
  @Inject Console console;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private String name;
  private boolean global;
  private String days;
  private String ical;
  private Long appId;
  private boolean fresh;
  private List<User> users = List.of();
  private List<Year> years = List.of();

  /** Reads the calendar of the address, or prepares a new one. */
  public String load() {
    name = Address.text("name").orElse(null);
    global = Address.text("global").filter("true"::equals).isPresent();
    appId = console.getAppId();
    fresh = name == null;
    if (appId == null) {
      return LIST;
    }
    return fresh || attempts.succeeds(this::read) ? null : LIST;
  }

  private void read() {
    caller.app(Permission.READ, appId);
    var calendar =
        calendars.all(appId).stream()
            .filter(each -> each.name().equals(name) && each.global() == global)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(texts.get("calendar.unknown", name)));
    days = DateRanges.text(calendar.dates());
    var byYear = new TreeMap<Integer, List<String>>();
    calendar.dates().stream()
        .map(LocalDate::parse)
        .forEach(
            day ->
                byYear
                    .computeIfAbsent(day.getYear(), year -> new ArrayList<>())
                    .add(day.toString().substring(5)));
    years =
        byYear.entrySet().stream().map(each -> new Year(each.getKey(), each.getValue())).toList();
    users =
        calendars.usedBy(global ? StoredCalendars.EVERYBODY : appId, name).stream()
            .filter(job -> accounts.find(job.appId()).filter(this::isReadable).isPresent())
            .map(job -> new User(job.jobId(), job.jobName(), nameOf(job.appId())))
            .toList();
  }

  private String nameOf(long someApp) {
    return accounts.find(someApp).map(AppIdentity::name).orElse("");
  }

  private boolean isReadable(AppIdentity app) {
    return caller.get().grants().allows(Permission.READ, app.id(), app.namespaceId());
  }

  /** Stores the days of the text and of the iCalendar together. */
  public String save() {
    boolean done =
        attempts.succeeds(
            () ->
                calendars.save(
                    caller.ownerToChange(global, appId),
                    name,
                    new SaveCalendar(
                        DateRanges.entries(days), ical == null || ical.isBlank() ? null : ical)));
    if (!done) {
      return null;
    }
    attempts.done(texts.get("admin.saved", name));
    return Link.of("/admin/calendar.xhtml")
        .with("faces-redirect", true)
        .with("name", name)
        .with("global", global)
        .toString();
  }

  public String delete() {
    if (!attempts.succeeds(() -> calendars.delete(caller.ownerToChange(global, appId), name))) {
      return null;
    }
    attempts.done(texts.get("admin.deleted", name));
    return LIST;
  }

  /** Whether the viewer may change this one. */
  public boolean isChangeable() {
    return global && !fresh
        ? isEverywhere()
        : accounts
            .find(appId)
            .filter(
                app -> caller.get().grants().allows(Permission.WRITE, app.id(), app.namespaceId()))
            .isPresent();
  }

  /** Whether the viewer may make one for all applications. */
  public boolean isEverywhere() {
    return caller.get().grants().allowsEverywhere(Permission.SU);
  }

  public boolean isFresh() {
    return fresh;
  }

  public List<User> getUsers() {
    return users;
  }

  public List<Year> getYears() {
    return years;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public boolean isGlobal() {
    return global;
  }

  public void setGlobal(boolean global) {
    this.global = global;
  }

  public String getDays() {
    return days;
  }

  public void setDays(String days) {
    this.days = days;
  }

  public String getIcal() {
    return ical;
  }

  public void setIcal(String ical) {
    this.ical = ical;
  }
}
