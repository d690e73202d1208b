package tech.powerjob.web.page.workflow;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.workflow.Conditions;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.schedule.PreviewRequest;
import tech.powerjob.server.schedule.SchedulePreview;
import tech.powerjob.server.workflow.WholeWorkflows;
import tech.powerjob.server.workflow.WorkflowDocument;
import tech.powerjob.server.workflow.WorkflowQuery;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.PageTexts;
import tech.powerjob.web.page.Texts;
import tech.powerjob.web.page.Viewer;
import tech.powerjob.web.page.workflow.EditorData.Found;
import tech.powerjob.web.page.workflow.EditorData.Saved;

/** The workflow editor. What is drawn is in the browser until it is saved. */
@Named
@ViewScoped
public class WorkflowPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_FOUND = 30;
  private static final int MOST_PEOPLE = 500;
  private static final int FIRINGS = 5;
  private static final String TEXTS = "workflow.";

  @Inject WholeWorkflows whole;
  @Inject WorkflowService workflows;
  @Inject JobService jobs;
  @Inject Conditions conditions;
  @Inject SchedulePreview previews;
  @Inject UserAdministration users;
  @Inject Console console;
  @Inject Viewer viewer;
  @Inject PageTexts texts;
  @Inject Texts said;

  private Long id;
  private String name;
  private transient WorkflowDocument document;

  @PostConstruct
  void open() {
    id = Address.number("id").orElse(null);
    if (id == null) {
      console.appId(Permission.WRITE);
      document = fresh();
    } else {
      document = whole.get(console.appId(Permission.READ), id);
      name = document.wfName();
    }
  }

  private static WorkflowDocument fresh() {
    return new WorkflowDocument(
        null,
        null,
        null,
        null,
        TimeExpressionType.API,
        null,
        1,
        true,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** What the script begins with. */
  public String getData() {
    long appId = console.appId(Permission.READ);
    return PageCall.write(
        new EditorData(
            appId,
            console.isEditor(),
            document,
            List.of(
                TimeExpressionType.API.name(),
                TimeExpressionType.CRON.name(),
                TimeExpressionType.DAILY_TIME_INTERVAL.name()),
            jobNames(appId),
            workflows.names(referred(WorkflowNodeType.NESTED_WORKFLOW)),
            people()));
  }

  private Set<Long> referred(WorkflowNodeType type) {
    return document.nodes().stream()
        .filter(node -> node.type() == type)
        .map(WorkflowDocument.Node::jobId)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<Long, String> jobNames(long appId) {
    var names = new HashMap<Long, String>();
    for (var job : referred(WorkflowNodeType.JOB)) {
      try {
        names.put(job, jobs.get(appId, job).getJobName());
      } catch (PowerJobException | IllegalArgumentException e) {
        // Another application's, or gone; the node then shows the id.
        names.put(job, "#" + job);
      }
    }
    return names;
  }

  private List<Found> people() {
    return users.findAll().stream()
        .filter(User::enabled)
        .limit(MOST_PEOPLE)
        .map(user -> new Found(user.id(), user.showName(), null))
        .toList();
  }

  /** The script's texts. */
  public String getScriptTexts() {
    return PageCall.write(
        texts.entrySet().stream()
            .filter(text -> text.getKey().startsWith(TEXTS))
            .collect(
                Collectors.toMap(
                    text -> text.getKey().substring(TEXTS.length()), Map.Entry::getValue)));
  }

  /** Answers the script. */
  public void call() {
    PageCall.answer(
        said,
        call ->
            switch (call.name()) {
              case "jobs" -> findJobs(call.text());
              case "workflows" -> findWorkflows(call.text());
              case "condition" -> problemOf(call.text());
              case "preview" -> preview(call.as(WorkflowDocument.class));
              case "save" -> save(call.as(WorkflowDocument.class), false);
              case "saveAnyway" -> save(call.as(WorkflowDocument.class), true);
              default -> throw new IllegalArgumentException("there is no call " + call.name());
            });
  }

  private List<Found> findJobs(String text) {
    long appId = console.appId(Permission.READ);
    var query = new JobInfoQuery();
    query.setStatusIn(List.of(1, 2));
    if (text.matches("[0-9]{1,18}")) {
      query.setIdEq(Long.valueOf(text));
    } else if (!text.isBlank()) {
      query.setJobNameLike("%" + text.trim() + "%");
    }
    return jobs.find(appId, query, MOST_FOUND).stream()
        .map(
            job ->
                new Found(
                    job.getId(),
                    job.getJobName(),
                    texts.get("schedule." + job.getTimeExpressionType())))
        .toList();
  }

  private List<Found> findWorkflows(String text) {
    var query =
        new WorkflowQuery(
            Optional.of(text.trim()).filter(part -> !part.isEmpty()),
            List.of(),
            List.of(),
            Optional.empty(),
            true);
    return workflows.find(console.appId(Permission.READ), query, 0, MOST_FOUND).stream()
        .filter(view -> !view.id().equals(id))
        .map(view -> new Found(view.id(), view.wfName(), null))
        .toList();
  }

  /** What the server would say to a condition; empty for nothing. */
  private String problemOf(String script) {
    console.appId(Permission.READ);
    try {
      conditions.check(script);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private List<String> preview(WorkflowDocument wanted) {
    var options = wanted.options() == null ? null : Schedules.Definition.of(wanted.options());
    var preview =
        previews.of(
            console.appId(Permission.READ),
            new PreviewRequest(
                wanted.timeExpressionType(),
                wanted.timeExpression(),
                wanted.lifeCycle(),
                options,
                FIRINGS));
    var lines =
        new ArrayList<String>(
            preview.firings().stream()
                .map(
                    due ->
                        viewer.time(due.at())
                            + (viewer.differs(due.at(), preview.timeZone())
                                ? " · " + viewer.timeIn(due.at(), preview.timeZone())
                                : ""))
                .toList());
    if (preview.note() != null) {
      lines.add(preview.note());
    }
    return lines;
  }

  private Saved save(WorkflowDocument sent, boolean anyway) {
    long appId = console.appId(Permission.WRITE);
    var saved =
        id == null
            ? whole.create(appId, sent)
            : whole.change(
                appId, id, seen -> anyway || seen.equals(sent.version()), before -> sent);
    id = saved.id();
    name = saved.wfName();
    return new Saved(
        saved,
        IntStream.range(0, saved.nodes().size())
            .mapToObj(i -> List.of(sent.nodes().get(i).nodeId(), saved.nodes().get(i).nodeId()))
            .toList());
  }

  public Long getId() {
    return id;
  }

  public String getName() {
    return name;
  }
}
