package tech.powerjob.web.page.workflow;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.primefaces.PrimeFaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.workflow.WholeWorkflows;
import tech.powerjob.server.workflow.WorkflowDocument.Place;
import tech.powerjob.server.workflow.run.NodeExplanation;
import tech.powerjob.server.workflow.run.RunView;
import tech.powerjob.server.workflow.run.WorkflowRunService;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.PageTexts;
import tech.powerjob.web.page.Texts;
import tech.powerjob.web.page.Viewer;

/** One run: its graph as it goes, and what can be done with it. */
@Named
@ViewScoped
public class RunPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String TEXTS = "run.";

  /** What a click on a node asks for. */
  record NodeAct(long nodeId, String comment) {}

  /**
   * Why a node is where it is, in the viewer's words.
   *
   * @param until when time by itself changes something, written for people
   * @param events decisions: time and text
   */
  record Why(List<String> summary, String until, List<List<String>> events) {}

  @Inject WorkflowRunService runs;
  @Inject WholeWorkflows whole;
  @Inject Console console;
  @Inject Notices notices;
  @Inject Viewer viewer;
  @Inject Texts texts;
  @Inject PageTexts allTexts;

  private long id;
  private transient RunView view;
  private transient Map<Long, Place> places;
  private String shown;

  @PostConstruct
  void open() {
    id = Address.number("id").orElse(0L);
    shown = graph();
  }

  private RunView view() {
    if (view == null) {
      view = runs.info(console.appId(Permission.READ), id);
    }
    return view;
  }

  private String graph() {
    if (places == null) {
      places = whole.places(view().nodes().stream().map(node -> node.node().nodeId()).toList());
    }
    return PageCall.write(RunGraph.of(view(), console.isOperator(), places, texts::result));
  }

  /** Reads anew, and draws if something has changed. */
  public void refresh() {
    view = null;
    var now = graph();
    if (!now.equals(shown)) {
      shown = now;
      PrimeFaces.current().ajax().update("run:head", "run:data");
    }
  }

  /** Does what a button asks for. */
  public void act() {
    var act = ActRequest.current();
    notices.attempt(
        () -> {
          long appId = console.appId(Permission.OPS);
          var by = console.getUser().username();
          switch (act.name()) {
            case "stop" -> runs.stop(appId, id, by);
            case "retry" -> runs.retry(appId, id, by);
            default -> throw new IllegalArgumentException("there is no act " + act.name());
          }
          notices.done(texts.get("run.done." + act.name(), String.valueOf(id)));
        });
    refresh();
  }

  /** Answers the script. */
  public void call() {
    PageCall.answer(
        texts,
        call -> {
          var act = call.as(NodeAct.class);
          if (call.name().equals("explain")) {
            return why(act.nodeId());
          }
          act(call.name(), act);
          view = null;
          shown = graph();
          PrimeFaces.current().ajax().update("run:head", "run:data");
          return "";
        });
  }

  private void act(String name, NodeAct act) {
    long appId = console.appId(Permission.OPS);
    var by = console.getUser().username();
    switch (name) {
      case "markSuccess" -> runs.markSuccess(appId, id, act.nodeId(), by);
      case "approve" -> runs.approve(appId, id, act.nodeId(), true, by, act.comment());
      case "reject" -> runs.approve(appId, id, act.nodeId(), false, by, act.comment());
      case "rerun" -> runs.rerunFrom(appId, id, List.of(act.nodeId()), by);
      default -> throw new IllegalArgumentException("there is no call " + name);
    }
  }

  /** How many lines tell more than the events, which follow with their times. */
  private static int own(NodeExplanation found) {
    return found.summary().size() - found.events().size();
  }

  private Why why(long nodeId) {
    var found = runs.explain(console.appId(Permission.READ), id, nodeId);
    return new Why(
        found.summary().stream().limit(own(found)).map(texts::said).toList(),
        found.until() == null ? null : viewer.time(found.until()),
        found.events().stream()
            .map(
                event ->
                    List.of(
                        viewer.time(event.time()),
                        event.detail() == null ? event.kind() : texts.said(event.detail())))
            .toList());
  }

  /** The graph, for the script. */
  public String getData() {
    return shown;
  }

  /** The script's texts. */
  public String getScriptTexts() {
    var own =
        allTexts.entrySet().stream()
            .filter(text -> text.getKey().startsWith(TEXTS))
            .collect(
                Collectors.toMap(
                    text -> text.getKey().substring(TEXTS.length()), Map.Entry::getValue));
    for (var code : List.of(1, 2, 3, 4, 5, 9, 10)) {
      own.put("instance." + code, texts.get("status." + code));
    }
    return PageCall.write(own);
  }

  public long getId() {
    return id;
  }

  public RunRow getRun() {
    return RunRow.of(view().run(), view().definition().name());
  }

  /** The run that this one is nested in; {@code null} if it is in none. */
  public Long getParentId() {
    return view().run().parent().orElse(null);
  }

  public int getVersion() {
    return view().run().workflowVersion();
  }

  public Long getActualTriggerTime() {
    return view().run().actualTriggerTime().toEpochMilli();
  }

  public String getInitParams() {
    return view().run().initParams();
  }

  public String getContext() {
    return view().context();
  }

  /** How long it took, or takes so far: hours, minutes and seconds. */
  public String getDuration() {
    var run = view().run();
    var took =
        Duration.between(run.expectedTriggerTime(), run.finishedTime().orElseGet(Instant::now));
    long seconds = Math.max(0, took.toSeconds());
    return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
