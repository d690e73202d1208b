package tech.powerjob.web.page;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.Permission;

/**
 * The areas of the console in the order of the navigation, with the pages that belong to each.
 * Whoever adds a page names it here: the front door lets through no other.
 */
public enum Area {
  OVERVIEW(Group.WORK, "overview", "/home.xhtml"),
  JOBS(Group.WORK, "jobs", "/jobs.xhtml", "/job.xhtml"),
  INSTANCES(Group.WORK, "instances", "/instances.xhtml", "/instance.xhtml", "/log.xhtml"),
  WORKFLOWS(
      Group.WORK, "workflows", "/workflows.xhtml", "/workflow.xhtml", "/workflow-versions.xhtml"),
  WORKFLOW_RUNS(Group.WORK, "runs", "/workflow-runs.xhtml", "/workflow-run.xhtml"),
  TIMELINE(Group.WORK, "timeline", "/timeline.xhtml"),
  QUEUES(Group.WORK, "worker", "/queues.xhtml"),
  ALARMS(Group.WORK, "alarms", "/alarms.xhtml"),
  POOLS(Group.RULES, "pools", "/admin/pools.xhtml"),
  CALENDARS(Group.RULES, "calendars", "/admin/calendars.xhtml", "/admin/calendar.xhtml"),
  PAUSES(Group.RULES, "pauses", "/admin/pauses.xhtml"),
  COMMANDS(Group.RULES, "commands", "/admin/commands.xhtml"),
  APPS(Group.ADMINISTRATION, "apps", "/admin/apps.xhtml", "/admin/app.xhtml"),
  NAMESPACES(
      Group.ADMINISTRATION, "namespaces", "/admin/namespaces.xhtml", "/admin/namespace.xhtml"),
  USERS(Group.ADMINISTRATION, "users", "/admin/users.xhtml", "/admin/user.xhtml"),
  AUDIT(Group.ADMINISTRATION, "audit", "/admin/audit.xhtml"),
  SETTINGS(Group.ADMINISTRATION, "settings", "/admin/admins.xhtml"),
  /** Pages that the navigation does not list; links elsewhere lead there. */
  OTHER(Group.NONE, "user", "/password.xhtml", "/admin/personal.xhtml", "/search.xhtml");

  /** A section of the navigation. */
  public enum Group {
    WORK,
    RULES,
    ADMINISTRATION,
    NONE
  }

  private static final Set<Area> FOR_ADMINISTRATORS = Set.of(USERS, SETTINGS);

  /** Letters after {@code g}, by the names of the areas. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("OVERVIEW", "h"),
          Map.entry("JOBS", "j"),
          Map.entry("INSTANCES", "i"),
          Map.entry("WORKFLOWS", "w"),
          Map.entry("WORKFLOW_RUNS", "r"),
          Map.entry("TIMELINE", "t"),
          Map.entry("QUEUES", "q"),
          Map.entry("ALARMS", "m"),
          Map.entry("POOLS", "p"),
          Map.entry("CALENDARS", "c"),
          Map.entry("PAUSES", "z"),
          Map.entry("COMMANDS", "d"),
          Map.entry("APPS", "a"),
          Map.entry("NAMESPACES", "n"),
          Map.entry("USERS", "u"),
          Map.entry("AUDIT", "l"),
          Map.entry("SETTINGS", "s"));

  private final Group group;
  private final String icon;
  private final List<String> pages;

  Area(Group group, String icon, String... pages) {
    this.group = group;
    this.icon = icon;
    this.pages = List.of(pages);
  }

  /** All pages of the console that need a login, by their path in the application. */
  public static Set<String> allPages() {
    return new TreeSet<>(pages().toList());
  }

  private static Stream<String> pages() {
    return Arrays.stream(values()).flatMap(area -> area.pages.stream());
  }

  /** The area that a page belongs to. */
  public static Optional<Area> of(String page) {
    return Arrays.stream(values()).filter(area -> area.pages.contains(page)).findFirst();
  }

  /**
   * Whether somebody may open its pages at all. What they may see there is decided for each object;
   * this only leaves out what would be empty.
   */
  public boolean isFor(Grants grants) {
    if (this == AUDIT) {
      return grants.allowsSomewhere(Permission.SU);
    }
    return !FOR_ADMINISTRATORS.contains(this) || grants.allowsEverywhere(Permission.SU);
  }

  public Group getGroup() {
    return group;
  }

  /** Name of its icon. */
  public String getIcon() {
    return icon;
  }

  /** The letter that leads there after {@code g}; empty if none does. */
  public String getKey() {
    return KEYS.getOrDefault(name(), "");
  }

  /** Its first page. */
  public String getPage() {
    return pages.get(0);
  }
}
