package tech.powerjob.web.page.job;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.primefaces.PrimeFaces;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.User;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.job.JobDocument;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.job.VersionedJobs;
import tech.powerjob.server.job.VersionedJobs.ChangedException;
import tech.powerjob.server.schedule.Preview;
import tech.powerjob.server.schedule.PreviewRequest;
import tech.powerjob.server.schedule.SchedulePreview;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.ConsoleSession;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.Texts;
import tech.powerjob.web.page.admin.PendingMessages;

/** The form of one job: a new one, a copy, or one that is there. */
@Named
@ViewScoped
public class JobPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FIRINGS = 8;
  private static final Set<String> NOT_OURS =
      Set.of("id", "appId", "status", "nextTriggerTime", "created", "modified", "version");
  private static final Pattern FIELD = Pattern.compile("[a-zA-Z]+(\\.[a-zA-Z]+)*");

  @Inject JobService jobs;
  @Inject VersionedJobs versions;
  @Inject SchedulePreview previews;
  @Inject UserAdministration users;
  @Inject Console console;
  @Inject ConsoleSession session;
  @Inject Notices notices;
  @Inject PendingMessages pending;
  @Inject Texts texts;

  private Long id;
  private String version;
  private String name;
  private Map<String, String> values;
  private Map<String, String> opened;
  private transient Preview preview;
  private transient String previewProblem;
  private List<String> changedMeanwhile;

  @PostConstruct
  void open() {
    id = Address.number("id").orElse(null);
    var copied = Address.number("copy").orElse(null);
    if (id != null) {
      take(versions.get(console.appId(Permission.READ), id));
    } else if (copied != null) {
      var document = versions.get(console.appId(Permission.WRITE), copied);
      values = JobForm.write(document, viewer());
      values.put("jobName", document.getJobName() + "_COPY");
      values.put("enable", "false");
      ownFields();
    } else {
      console.appId(Permission.WRITE);
      values = JobForm.write(fresh(), viewer());
      ownFields();
    }
  }

  private void take(JobDocument document) {
    version = document.getVersion();
    name = document.getJobName();
    values = JobForm.write(document, viewer());
    ownFields();
    opened = Map.copyOf(values);
  }

  /** What the server says of a job is none of its fields. */
  private void ownFields() {
    values.keySet().removeAll(NOT_OURS);
  }

  private static SaveJobInfoRequest fresh() {
    var request = new SaveJobInfoRequest();
    request.setTimeExpressionType(TimeExpressionType.CRON);
    request.setExecuteType(ExecuteType.STANDALONE);
    request.setProcessorType(ProcessorType.BUILT_IN);
    return request;
  }

  private ZoneId viewer() {
    return session.zone();
  }

  private SaveJobInfoRequest read() {
    var request = JobForm.read(new SaveJobInfoRequest(), values, viewer());
    request.setAppId(console.getAppId());
    request.setId(id);
    return request;
  }

  /** Says what is wrong so far and when it would fire; called as one types. */
  public void check() {
    long appId = console.appId(Permission.READ);
    preview = null;
    previewProblem = null;
    String problem = null;
    try {
      var request = read();
      try {
        preview =
            previews.of(
                appId,
                new PreviewRequest(
                    request.getTimeExpressionType(),
                    request.getTimeExpression(),
                    request.getLifeCycle(),
                    request.getOptions(),
                    FIRINGS));
      } catch (PowerJobException | IllegalArgumentException e) {
        previewProblem = texts.said(e.getMessage());
      }
      request.setId(null);
      jobs.check(appId, request);
    } catch (PowerJobException | IllegalArgumentException e) {
      problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
    tell(problem);
  }

  private void tell(String problem) {
    var ajax = PrimeFaces.current().ajax();
    ajax.addCallbackParam("problem", problem == null ? "" : texts.said(problem));
    ajax.addCallbackParam("field", problem == null ? "" : field(problem));
  }

  /** The field that an objection speaks of. */
  static String field(String problem) {
    if (problem.startsWith("lifecycle")) {
      return "lifeCycle.end";
    }
    var words = FIELD.matcher(problem);
    while (words.find()) {
      if (words.group().contains(".") || FORM_FIELDS.contains(words.group())) {
        return daily(words.group());
      }
    }
    return problem.contains("xpression") || problem.contains("cron") || problem.contains("ms")
        ? "timeExpression"
        : "";
  }

  private static String daily(String field) {
    return DAILY_FIELDS.contains(field) ? "daily." + field : field;
  }

  private static final Set<String> DAILY_FIELDS =
      Set.of("interval", "startTimeOfDay", "endTimeOfDay", "daysOfWeek");
  private static final Set<String> FORM_FIELDS = fields();

  private static Set<String> fields() {
    var fields = new TreeSet<>(DAILY_FIELDS);
    for (var field : SaveJobInfoRequest.class.getDeclaredFields()) {
      fields.add(field.getName());
    }
    return fields;
  }

  /** Saves, unless somebody else has changed the job since this page was opened. */
  public void save() throws IOException {
    save(seen -> seen.equals(version));
  }

  /** Saves over what somebody else has saved meanwhile, after it was shown. */
  public void saveAnyway() throws IOException {
    save(seen -> true);
  }

  private void save(Predicate<String> expected) throws IOException {
    long appId = console.appId(Permission.WRITE);
    changedMeanwhile = null;
    try {
      var request = read();
      if (id == null) {
        id = jobs.save(appId, request);
      } else {
        versions.change(appId, id, expected, before -> request);
      }
      leave(appId, request.getJobName());
    } catch (ChangedException e) {
      compare(versions.get(appId, id));
      tell(texts.get("job.changedMeanwhile"));
    } catch (PowerJobException | IllegalArgumentException e) {
      tell(e.getMessage());
      notices.failed(texts.said(e.getMessage()));
    }
  }

  private void leave(long appId, String saved) throws IOException {
    var external = FacesContext.getCurrentInstance().getExternalContext();
    pending.later(texts.get("job.saved", saved));
    external.redirect(external.getRequestContextPath() + "/jobs.xhtml?app=" + appId + "&q=" + id);
  }

  /** What somebody else has changed, field by field. */
  private void compare(JobDocument now) {
    var theirs = JobForm.write(now, viewer());
    changedMeanwhile =
        Stream.concat(opened.keySet().stream(), theirs.keySet().stream())
            .distinct()
            .filter(field -> !NOT_OURS.contains(field))
            .filter(field -> !Objects.equals(opened.get(field), theirs.get(field)))
            .sorted(Comparator.naturalOrder())
            .map(field -> field + ": " + opened.get(field) + " → " + theirs.get(field))
            .toList();
    if (changedMeanwhile.isEmpty()) {
      changedMeanwhile = List.of(texts.get("job.changedSomehow"));
    }
  }

  /** Those who can be told when it fails. */
  public List<User> getPeople() {
    return users.findAll().stream().filter(User::enabled).limit(1_000).toList();
  }

  public String[] getReceivers() {
    var ids = values.get("notifyUserIds");
    return ids == null || ids.isBlank() ? new String[0] : ids.split("\n");
  }

  public void setReceivers(String[] receivers) {
    values.put("notifyUserIds", String.join("\n", receivers));
  }

  public String[] getDays() {
    var days = values.get("daily.daysOfWeek");
    return days == null || days.isBlank() ? new String[0] : days.split("\n");
  }

  public void setDays(String[] days) {
    values.put("daily.daysOfWeek", String.join("\n", days));
  }

  public boolean isEnabled() {
    return Boolean.parseBoolean(values.get("enable"));
  }

  public void setEnabled(boolean enabled) {
    values.put("enable", String.valueOf(enabled));
  }

  public boolean isReadOnly() {
    return !console.isEditor();
  }

  /** Names of the zones that there are. */
  public List<String> getZones() {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(
            zone -> zone.contains("/") && !zone.startsWith("Etc/") && !zone.startsWith("System"))
        .sorted()
        .toList();
  }

  public Map<String, String> getValues() {
    return values;
  }

  public Long getId() {
    return id;
  }

  public String getName() {
    return name;
  }

  public Preview getPreview() {
    return preview;
  }

  public String getPreviewProblem() {
    return previewProblem;
  }

  public List<String> getChangedMeanwhile() {
    return changedMeanwhile;
  }
}
