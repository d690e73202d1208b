package tech.powerjob.server.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.calendar.HolidayCalendar;
import tech.powerjob.domain.job.Job;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.lifecycle.RunningServer;

/** What users do with calendars. Thread-safe. */
@ApplicationScoped
public class CalendarService {
  /** Most characters of an iCalendar text. */
  private static final int LONGEST_TEXT = 2_000_000;

  private static final int MOST_NAMED = 10;

  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private StoredCalendars calendars;
  @Inject private JobService jobs;
  @Inject private RunningServer server;
  @Inject private Actor actor;
  @Inject private AuditLog audit;

  /** The application's own calendars and the global ones, by name. */
  public List<CalendarView> all(long appId) {
    return calendars.all(appId).stream().map(CalendarView::of).toList();
  }

  /**
   * The calendar that a job of the application means by a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public CalendarView get(long appId, String name) {
    return all(appId).stream()
        .filter(each -> each.name().equals(name))
        .min((a, b) -> Boolean.compare(a.global(), b.global()))
        .orElseThrow(() -> unknown(name));
  }

  /**
   * Adds or replaces a calendar. Jobs that use it get a new next trigger time.
   *
   * @param appId {@link StoredCalendars#EVERYBODY} for a global one
   * @throws IllegalArgumentException if name or days break a rule
   */
  public void save(long appId, String name, SaveCalendar request) {
    if (request.dates() == null && request.ical() == null) {
      throw new IllegalArgumentException("dates and ical are missing but one must be given");
    }
    var now = server.engine().now();
    var days = new TreeSet<LocalDate>();
    if (request.dates() != null) {
      days.addAll(CalendarText.dates(request.dates()));
    }
    if (request.ical() != null) {
      if (request.ical().length() > LONGEST_TEXT) {
        throw new IllegalArgumentException(
            "ical has %d characters but may have at most %d"
                .formatted(request.ical().length(), LONGEST_TEXT));
      }
      days.addAll(
          CalendarText.iCalendar(
              request.ical(), LocalDate.ofInstant(now, server.engine().schedules().zone())));
    }
    var fresh = new HolidayCalendar(name, days);
    var before = calendars.read(appId, name).map(CalendarService::state).orElse(null);
    calendars.save(
        appId,
        fresh,
        actor.name(),
        now,
        audit.change("calendar.save", "calendar", name, appOrNull(appId), before, state(fresh)));
    var users = users(appId, name).stream().map(Job::getId).toList();
    if (!users.isEmpty()) {
      jobs.calendarChanged(users, name);
    }
  }

  /**
   * Deletes a calendar that no job uses.
   *
   * @throws IllegalArgumentException if it does not exist, or naming jobs that use it
   */
  public void delete(long appId, String name) {
    if (calendars.read(appId, name).isEmpty()) {
      throw unknown(name);
    }
    var users = users(appId, name);
    if (!users.isEmpty()) {
      throw new IllegalArgumentException(
          "calendar '%s' is used by %d jobs and cannot be deleted: %s%s"
              .formatted(
                  name,
                  users.size(),
                  users.stream()
                      .limit(MOST_NAMED)
                      .map(job -> "%d (%s)".formatted(job.getId(), job.getJobName()))
                      .collect(Collectors.joining(", ")),
                  users.size() > MOST_NAMED ? " and others" : ""));
    }
    calendars.delete(
        appId,
        name,
        audit.change("calendar.delete", "calendar", name, appOrNull(appId), null, null));
  }

  /**
   * The jobs that use a calendar, by id.
   *
   * @param appId {@link StoredCalendars#EVERYBODY} for a global one, whose users are of many
   *     applications
   */
  public List<CalendarUser> usedBy(long appId, String name) {
    return users(appId, name).stream()
        .map(job -> new CalendarUser(job.getId(), job.getJobName(), job.getAppId()))
        .toList();
  }

  /** For the audit log: a list of thousands of days would say no more to a reader. */
  private static Map<String, Object> state(HolidayCalendar calendar) {
    var days = calendar.days();
    return days.isEmpty()
        ? Map.of("days", 0)
        : Map.of(
            "days",
            days.size(),
            "first",
            days.iterator().next().toString(),
            "digest",
            Integer.toHexString(days.hashCode()));
  }

  private static Long appOrNull(long appId) {
    return appId == StoredCalendars.EVERYBODY ? null : appId;
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("there is no calendar '%s'".formatted(name));
  }

  /** Jobs that mean this calendar by its name. */
  private List<Job> users(long appId, String name) {
    // The text of the options narrows the search; what it says is judged below.
    var ids =
        entities
            .createNativeQuery(
                "SELECT id FROM job_info WHERE options LIKE ?"
                    + (appId == StoredCalendars.EVERYBODY ? "" : " AND app_id = " + appId))
            .setParameter(1, "%\"" + name + "\"%")
            .getResultList()
            .stream()
            .map(id -> ((Number) id).longValue())
            .toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery("SELECT j FROM Job j WHERE j.id IN :ids ORDER BY j.id", Job.class)
        .setParameter("ids", ids)
        .getResultStream()
        .filter(job -> job.getStatus() != SwitchableStatus.DELETED)
        .filter(job -> names(job, name))
        .filter(
            job ->
                appId != StoredCalendars.EVERYBODY
                    || calendars.read(job.getAppId(), name).isEmpty())
        .toList();
  }

  private static boolean names(Job job, String name) {
    var options = job.getOptions();
    return (options.getIncludeCalendars() != null && options.getIncludeCalendars().contains(name))
        || (options.getExcludeCalendars() != null && options.getExcludeCalendars().contains(name));
  }
}
