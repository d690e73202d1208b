package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.schedule.CalendarService;
import tech.powerjob.server.schedule.CalendarView;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.ConsoleSession;

/** The calendars that jobs of the application can go by. */
@Named
@ViewScoped
public class CalendarsPage implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A calendar in the list.
   *
   * @param next its first day from today on; {@code null} if all are past
   */
  public record Row(String name, boolean global, int days, String next, String last)
      implements Serializable {
    static Row of(CalendarView calendar, LocalDate today) {
      var dates = calendar.dates();
      return new Row(
          calendar.name(),
          calendar.global(),
          dates.size(),
          dates.stream()
              .filter(date -> !LocalDate.parse(date).isBefore(today))
              .findFirst()
              .orElse(null),
          dates.isEmpty() ? null : dates.get(dates.size() - 1));
    }
  }

  @Inject CalendarService calendars;
  @Inject CurrentUser caller;
  @Inject Console console;
  @Inject ConsoleSession session;

  private List<Row> rows = List.of();

  /** Reads the list. */
  public void load() {
    if (console.app().isEmpty()) {
      return;
    }
    var today = LocalDate.now(session.zone());
    rows =
        calendars.all(console.appId(Permission.READ)).stream()
            .map(calendar -> Row.of(calendar, today))
            .toList();
  }

  /** Whether the viewer may make one of some kind. */
  public boolean isChangeable() {
    return console
        .app()
        .filter(app -> caller.get().grants().allows(Permission.WRITE, app.id(), app.namespaceId()))
        .isPresent();
  }

  public List<Row> getRows() {
    return rows;
  }
}
