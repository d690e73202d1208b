package tech.powerjob.domain.workflow;

import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.RUNNING;
import static tech.powerjob.common.enums.InstanceStatus.STOPPED;
import static tech.powerjob.common.enums.InstanceStatus.SUCCEED;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_DISPATCH;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.WorkflowNodeOptions.FanOut;
import tech.powerjob.domain.workflow.NodeState.Element;

/** Nodes that run their job once for each element of a list. */
final class FanOuts {
  /** Longer lists are refused: each element is an instance, and a distributed job suits more. */
  static final int MOST_ELEMENTS = 1_000;

  private static final int AT_ONCE = 10;
  private static final String ELEMENT_KEY = "element";

  private final Walk walk;
  private final Progress progress;
  private final Endings endings;

  FanOuts(Walk walk, Progress progress, Endings endings) {
    this.walk = walk;
    this.progress = progress;
    this.endings = endings;
  }

  private FanOut options(int node) {
    return walk.topology.node(node).options().getFanOut();
  }

  void begin(int node) {
    var definition = walk.topology.node(node);
    var key = options(node).itemsKey();
    walk.set(node, walk.state(node).begun(walk.now, null, progress.patience(definition)));
    var text = walk.context().get(key);
    var items = text == null ? Optional.<List<String>>empty() : walk.around.json().elements(text);
    if (items.isEmpty()) {
      fail(node, "the context of the workflow has no JSON array as '%s'".formatted(key));
    } else if (items.get().size() > MOST_ELEMENTS) {
      fail(
          node,
          "the list '%s' has %d elements but may have at most %d"
              .formatted(key, items.get().size(), MOST_ELEMENTS));
    } else {
      var elements = new ArrayList<Element>(items.get().size());
      items.get().forEach(item -> elements.add(new Element(WAITING_DISPATCH, null, item)));
      goOn(node, elements);
    }
  }

  private void fail(int node, String text) {
    endings.end(node, FAILED, text, walk.now);
  }

  /** Launches what may be launched; ends the node when nothing is left. */
  private void goOn(int node, List<Element> elements) {
    int most = options(node).parallelism() == null ? AT_ONCE : options(node).parallelism();
    int running = 0;
    int waiting = 0;
    for (var element : elements) {
      running += element.status() == RUNNING ? 1 : 0;
      waiting += element.status() == WAITING_DISPATCH ? 1 : 0;
    }
    if (!walk.isFinished()) {
      for (int i = 0; i < elements.size() && running < most && waiting > 0; i++) {
        if (elements.get(i).status() != WAITING_DISPATCH) {
          continue;
        }
        var instance = progress.instance(walk.topology.node(node), params(node, elements.get(i)));
        if (instance.isEmpty()) {
          walk.set(node, walk.state(node).withElements(elements));
          halt(node, FAILED, "can't find job by id " + walk.topology.node(node).jobId());
          return;
        }
        walk.commands.add(new RunCommand.Launch(instance.get()));
        elements.set(i, new Element(RUNNING, instance.get().instanceId(), null));
        running++;
        waiting--;
      }
    }
    walk.set(node, walk.state(node).withElements(elements));
    if (running == 0) {
      if (waiting == 0) {
        gather(node, elements);
      } else {
        // The run has ended otherwise; a retry begins the node anew.
        walk.set(node, walk.state(node).again());
      }
    }
  }

  private String params(int node, Element element) {
    var params = new LinkedHashMap<>(walk.context());
    var key = options(node).elementKey();
    params.put(key == null ? ELEMENT_KEY : key, element.text());
    return walk.around.json().object(params);
  }

  private void gather(int node, List<Element> elements) {
    int failed = 0;
    var results = new ArrayList<String>(elements.size());
    for (var element : elements) {
      failed += element.status() == SUCCEED ? 0 : 1;
      results.add(element.status() == SUCCEED ? element.text() : null);
    }
    var text =
        "total:%d,succeed:%d,failed:%d"
            .formatted(elements.size(), elements.size() - failed, failed);
    var key = options(node).resultKey();
    endings.succeed(
        node,
        text,
        text,
        key == null ? Map.of() : Map.of(key, walk.around.json().array(results)),
        walk.now);
  }

  /** An instance has ended; returns whether it is that of an element of this node. */
  boolean ended(int node, RunEvent.InstanceEnded event) {
    var elements = new ArrayList<>(walk.state(node).elements());
    for (int i = 0; i < elements.size(); i++) {
      var element = elements.get(i);
      if (element.instanceId() != null && element.instanceId() == event.instanceId()) {
        if (!element.isFinished()) {
          var text = options(node).resultKey() == null ? null : event.result();
          elements.set(i, new Element(event.status(), element.instanceId(), text));
          walk.set(node, walk.state(node).withElements(elements));
          follow(node, i, elements, event);
        }
        return true;
      }
    }
    return false;
  }

  private void follow(int node, int index, List<Element> elements, RunEvent.InstanceEnded event) {
    var objection = walk.addToContext(event.appended());
    if (objection.isPresent()) {
      walk.note(RunNote.Kind.CONTEXT_REFUSED, node, objection.get(), Map.of("element", index));
      halt(node, FAILED, objection.get());
      return;
    }
    long failed =
        elements.stream()
            .filter(element -> element.isFinished() && element.status() != SUCCEED)
            .count();
    int tolerated =
        options(node).toleratedFailures() == null ? 0 : options(node).toleratedFailures();
    if (event.status() == STOPPED) {
      halt(node, STOPPED, "the instance of element %d was stopped".formatted(index));
    } else if (failed > tolerated) {
      halt(node, FAILED, "element %d failed: %s".formatted(index, event.result()));
    } else {
      goOn(node, elements);
    }
  }

  private void halt(int node, InstanceStatus how, String text) {
    walk.stopWork(node, "stopped because another element of the list was not done");
    walk.set(node, halted(walk.state(node)));
    endings.endBadly(node, how, text, text, walk.now);
  }

  /** The state with nothing under way; without effect on nodes that have no elements. */
  static NodeState halted(NodeState state) {
    if (state.elements().isEmpty()) {
      return state;
    }
    return state.withElements(
        state.elements().stream()
            .map(
                element ->
                    element.isFinished()
                        ? element
                        : new Element(STOPPED, element.instanceId(), null))
            .toList());
  }
}
