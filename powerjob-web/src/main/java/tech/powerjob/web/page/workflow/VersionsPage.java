package tech.powerjob.web.page.workflow;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.server.workflow.GraphDifference;
import tech.powerjob.server.workflow.WholeWorkflows;
import tech.powerjob.server.workflow.WorkflowDocument;
import tech.powerjob.server.workflow.WorkflowHistory;
import tech.powerjob.server.workflow.WorkflowVersions.Version;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.PageTexts;
import tech.powerjob.web.page.Texts;
import tech.powerjob.web.page.admin.PendingMessages;

/** What a workflow was like before, what has changed since, and the way back. */
@Named
@ViewScoped
public class VersionsPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String TEXTS = "workflow.";

  /** A line of the difference: a kind of {@code workflow.version.}, and which node or edge. */
  public record Line(String kind, String what, String more) {}

  /** For the script. */
  record Picture(List<Shown> nodes, List<WorkflowEdge> edges) {}

  /**
   * A node of the version, and what became of it.
   *
   * @param mark changed, removed, or {@code null} if it is as it was
   */
  record Shown(
      long nodeId,
      String type,
      Long jobId,
      String nodeName,
      boolean enable,
      boolean skipWhenFailed,
      WorkflowDocument.Place place,
      String mark) {}

  @Inject WorkflowHistory history;
  @Inject WholeWorkflows whole;
  @Inject Console console;
  @Inject Notices notices;
  @Inject PendingMessages pending;
  @Inject Texts texts;
  @Inject PageTexts allTexts;

  private long id;
  private Integer version;
  private String seen;
  private transient WorkflowDocument present;
  private transient List<Version> versions;
  private transient WorkflowDefinition past;
  private transient GraphDifference difference;

  @PostConstruct
  void open() {
    id = Address.number("id").orElse(0L);
    version = Address.number("version").map(Math::toIntExact).orElse(null);
    seen = present().version();
  }

  private WorkflowDocument present() {
    if (present == null) {
      present = whole.get(console.appId(Permission.READ), id);
    }
    return present;
  }

  /** All versions that are kept, the newest first. */
  public List<Version> getVersions() {
    if (versions == null) {
      versions = history.versions(console.appId(Permission.READ), id);
    }
    return versions;
  }

  /** The one that is looked at: what the address says, or the one before the present. */
  public int getVersion() {
    return Optional.ofNullable(version)
        .filter(wanted -> getVersions().stream().anyMatch(each -> each.version() == wanted))
        .orElseGet(
            () ->
                getVersions().stream()
                    .map(Version::version)
                    .filter(each -> each < present().graphVersion())
                    .findFirst()
                    .orElse(present().graphVersion()));
  }

  private WorkflowDefinition past() {
    if (past == null) {
      past = history.get(console.appId(Permission.READ), id, getVersion());
    }
    return past;
  }

  private GraphDifference difference() {
    if (difference == null) {
      difference = history.since(console.appId(Permission.READ), id, getVersion());
    }
    return difference;
  }

  /** What has changed since, line by line. */
  public List<Line> getLines() {
    var found = difference();
    var lines = new ArrayList<Line>();
    if (!past().name().equals(present().wfName())) {
      lines.add(new Line("renamed", past().name(), present().wfName()));
    }
    if (past().maxInstances() != present().maxWfInstanceNum()
        || !PageCall.write(past().options()).equals(PageCall.write(present().options()))) {
      lines.add(new Line("settings", "", ""));
    }
    found.added().forEach(node -> lines.add(new Line("added", title(node), "")));
    found.removed().forEach(node -> lines.add(new Line("removed", title(node), "")));
    found
        .changed()
        .forEach(
            each ->
                lines.add(
                    new Line("changed", title(each.then()), String.join(", ", each.fields()))));
    var before = names(past().graph().nodes().stream());
    found.removedEdges().forEach(edge -> lines.add(new Line("edgeRemoved", way(edge, before), "")));
    var now = names(history.get(appId(), id, present().graphVersion()).graph().nodes().stream());
    found.addedEdges().forEach(edge -> lines.add(new Line("edgeAdded", way(edge, now), "")));
    return lines;
  }

  private long appId() {
    return console.appId(Permission.READ);
  }

  private Map<Long, String> names(Stream<WorkflowNode> nodes) {
    return nodes.collect(Collectors.toMap(WorkflowNode::nodeId, this::title));
  }

  private String title(WorkflowNode node) {
    return node.name() == null || node.name().isBlank()
        ? texts.get("workflow.type." + node.type()) + " " + node.nodeId()
        : node.name();
  }

  private static String way(WorkflowEdge edge, Map<Long, String> names) {
    return names.get(edge.from())
        + " → "
        + names.get(edge.to())
        + (edge.property() == null ? "" : " (" + edge.property() + ")");
  }

  /** The picture, for the script. */
  public String getData() {
    var marks = new HashMap<Long, String>();
    difference().removed().forEach(node -> marks.put(node.nodeId(), "removed"));
    difference().changed().forEach(each -> marks.put(each.then().nodeId(), "changed"));
    var nodes = past().graph().nodes();
    var places = whole.places(nodes.stream().map(WorkflowNode::nodeId).toList());
    return PageCall.write(
        new Picture(
            nodes.stream()
                .map(
                    node ->
                        new Shown(
                            node.nodeId(),
                            node.type().name(),
                            node.jobId(),
                            node.name(),
                            node.enabled(),
                            node.skipWhenFailed(),
                            places.get(node.nodeId()),
                            marks.get(node.nodeId())))
                .toList(),
            past().graph().edges()));
  }

  /** The script's texts. */
  public String getScriptTexts() {
    return PageCall.write(
        allTexts.entrySet().stream()
            .filter(text -> text.getKey().startsWith(TEXTS))
            .collect(
                Collectors.toMap(
                    text -> text.getKey().substring(TEXTS.length()), Map.Entry::getValue)));
  }

  /** Does what a button asks for. */
  public void act() {
    var act = ActRequest.current();
    notices.attempt(
        () -> {
          if (!act.name().equals("takeBack")) {
            throw new IllegalArgumentException("there is no act " + act.name());
          }
          history.takeBack(
              console.appId(Permission.WRITE), id, getVersion(), found -> found.equals(seen));
          pending.later(texts.get("workflow.takenBack", getVersion()));
          lead();
        });
  }

  private void lead() {
    var external = FacesContext.getCurrentInstance().getExternalContext();
    try {
      external.redirect(
          "%s/workflow.xhtml?app=%d&id=%d"
              .formatted(external.getRequestContextPath(), console.getAppId(), id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long getId() {
    return id;
  }

  public String getName() {
    return present().wfName();
  }

  /** Number of the version that new runs use. */
  public int getPresentVersion() {
    return present().graphVersion();
  }

  /** Whether an older one is looked at. */
  public boolean isPast() {
    return !Objects.equals(getVersion(), present().graphVersion());
  }
}
