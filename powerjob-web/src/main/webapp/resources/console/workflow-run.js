/* The view of a run: its graph in the colours of its nodes, and what there is to know and do about one of them. */
(function () {
  "use strict";

  const F = window.PowerJobFields;
  const texts = PowerJobCalls.read("run-texts");
  const place = document.getElementById("run-place").dataset;
  const panel = document.getElementById("workflow-panel");
  let shown = document.getElementById("run-data").textContent;
  let run = JSON.parse(shown);
  let selection = null;
  let asked = 0;

  const nodeOf = id => run.nodes.find(node => node.nodeId === id);
  const titleOf = node => node.nodeName || texts["type." + node.type];
  const two = number => String(number).padStart(2, "0");

  /* As everywhere in the console, in the browser's zone. */
  function time(millis) {
    const date = new Date(millis);
    return millis ? `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}` : "–";
  }

  function statusOf(node) {
    if (node.leftOut) {
      return texts["leftOut"];
    }
    if (node.status === 1) {
      return node.attempt ? texts["waitsForRetry"] : texts["waitsForOthers"];
    }
    return node.type === "APPROVAL" && node.status === 3 ? texts["waitsForApproval"] : texts["instance." + node.status];
  }

  function describe(node) {
    const badges = [];
    if (node.skipWhenFailed) {
      badges.push({ kind: "still", icon: "right", text: texts["skipWhenFailed"] });
    }
    if (!node.enable) {
      badges.push({ kind: "still", icon: "pauses", text: texts["disabled"] });
    }
    const note = node.elements ? statusOf(node) + " " + node.elements[1] + "/" + node.elements[0] : statusOf(node);
    return { title: titleOf(node), note: note, badges: badges, classes: "status-" + (node.leftOut ? 9 : node.status) + (node.enable ? "" : " off"),
      name: [texts["type." + node.type], titleOf(node), note].join(", ") };
  }

  function describeEdge(edge) {
    const decision = nodeOf(edge.from)?.type === "DECISION";
    return { text: decision ? (edge.property === "true" ? texts["yes"] : texts["no"]) : null, classes: edge.enabled ? "" : "quiet" };
  }

  const graph = new PowerJobGraph.Graph({
    host: document.getElementById("workflow-graph"), editable: false, label: texts["canvas"], describe: describe, describeEdge: describeEdge,
    onSelect: chosen => { selection = chosen; showPanel(); },
    onOpen: () => panel.querySelector("a, button")?.focus()
  });

  function fact(name, ...value) {
    return F.element("div", {}, F.element("dt", {}, name), F.element("dd", {}, ...value));
  }

  function act(call, node, more) {
    return F.element("button", { type: "button", class: more?.primary ? "primary" : "small-button", title: more?.hint,
      "data-confirm": more?.confirm, "data-confirm-yes": texts["act." + call],
      onclick: () => PowerJobCalls.ask(call, { nodeId: node.nodeId, comment: more?.comment?.() || null }).then(() => say(""), problem => say(problem.message || texts["notReached"])) },
    more?.icon ? F.icon(more.icon) : null, texts["act." + call]);
  }

  function say(text) {
    const note = document.getElementById("run-note");
    note.textContent = text;
    note.hidden = !text;
  }

  function showPanel() {
    const node = selection?.node && nodeOf(selection.node);
    if (!node) {
      panel.replaceChildren(F.element("p", { class: "quiet" }, texts["choose"]));
      return;
    }
    const comment = panel.querySelector("textarea")?.value;
    const link = node.runId && (node.type === "NESTED_WORKFLOW"
      ? `${place.path}/workflow-run.xhtml?app=${place.app}&id=${node.runId}`
      : `${place.path}/instance.xhtml?app=${place.app}&id=${node.runId}`);
    const parts = [
      F.element("h2", { class: "wf-panel-title" }, F.element("span", {}, titleOf(node)),
        F.element("span", { class: "pill status-" + (node.leftOut ? 9 : node.status) }, statusOf(node))),
      F.element("p", { class: "quiet small" }, texts["type." + node.type])
    ];
    if (link) {
      parts.push(F.element("p", {}, F.element("a", { class: "button", href: link }, node.type === "NESTED_WORKFLOW" ? texts["openNested"] : texts["openInstance"])));
    }
    parts.push(F.element("dl", { class: "facts" },
      fact(texts["started"], time(node.started)), fact(texts["finished"], time(node.finished)),
      node.attempt > 1 ? fact(texts["attempt"], String(node.attempt)) : null,
      node.runId ? fact(texts["instanceId"], F.element("span", { class: "mono" }, node.runId)) : null,
      node.elements ? fact(texts["elements"], `${node.elements[1]} / ${node.elements[0]}` + (node.elements[2] ? ` (${node.elements[2]} ✕)` : "")) : null));
    const why = F.element("div", { class: "wf-why" });
    parts.push(why);
    if (node.type === "APPROVAL" && node.status === 3 && run.operable) {
      const area = F.area(texts["comment"], comment, () => {}, { rows: 2 });
      const said = () => area.querySelector("textarea").value;
      parts.push(area, F.element("div", { class: "buttons" }, act("reject", node, { comment: said, confirm: texts["confirm.reject"] }), act("approve", node, { comment: said, primary: true })));
    }
    if (node.result) {
      parts.push(F.element("h3", {}, texts["result"]), F.element("pre", { class: "text" }, node.result));
    }
    if (node.nodeParams) {
      parts.push(F.element("h3", {}, node.type === "DECISION" ? texts["condition"] : texts["params"]), F.element("pre", { class: "code" }, node.nodeParams));
    }
    if (run.operable && run.ended) {
      const buttons = [];
      if (node.status === 4 && !node.skipWhenFailed) {
        buttons.push(act("markSuccess", node, { icon: "good", hint: texts["markSuccessHint"], confirm: texts["confirm.markSuccess"] + " " + titleOf(node) }));
      }
      buttons.push(act("rerun", node, { icon: "retry", hint: texts["rerunHint"], confirm: texts["confirm.rerun"] + " " + titleOf(node) }));
      parts.push(F.element("div", { class: "wf-panel-end" }, ...buttons));
    }
    panel.replaceChildren(...parts);
    explain(node, why);
  }

  function explain(node, host) {
    const mine = ++asked;
    PowerJobCalls.ask("explain", { nodeId: node.nodeId }).then(found => {
      if (mine !== asked) {
        return;
      }
      const lines = (found.summary || []).map(line => F.element("li", {}, line));
      if (found.until) {
        lines.push(F.element("li", {}, texts["until"] + " " + found.until));
      }
      // The summary tells some of the events already.
      const told = (found.summary || []).join("\n");
      (found.events || []).filter(event => !told.includes(event[1])).forEach(event => lines.push(F.element("li", {}, F.element("span", { class: "quiet small time" }, event[0] + " "), event[1])));
      host.replaceChildren(...(lines.length ? [F.element("h3", {}, texts["why"]), F.element("ul", { class: "why" }, ...lines)] : []));
    }, () => {});
  }

  /* The server draws the hidden data anew when something has changed. */
  new MutationObserver(() => {
    const text = document.getElementById("run-data")?.textContent;
    if (text && text !== shown) {
      shown = text;
      run = JSON.parse(text);
      graph.show(run.nodes, run.edges);
      if (selection && !panel.contains(document.activeElement)) {
        showPanel();
      }
      pretty();
    }
  }).observe(document.getElementById("run:data").parentNode, { childList: true });

  function pretty() {
    document.querySelectorAll("pre[data-json]").forEach(pre => {
      try {
        pre.textContent = JSON.stringify(JSON.parse(pre.textContent), null, 2);
      } catch (e) {
        // Then it is shown as it is.
      }
    });
  }

  const tools = {
    fit: () => graph.fit(), zoomIn: () => graph.zoom(1.25), zoomOut: () => graph.zoom(.8),
    full: () => document.fullscreenElement ? document.exitFullscreen() : document.getElementById("workflow-frame").requestFullscreen?.()
  };
  document.addEventListener("click", event => tools[event.target.closest("[data-tool]")?.dataset.tool]?.());
  document.addEventListener("fullscreenchange", () => graph.fit());

  graph.nodes = run.nodes;
  graph.edges = run.edges;
  graph.arrange();
  graph.show(run.nodes, run.edges);
  graph.fit();
  // What went wrong is what people come for.
  const failed = run.nodes.find(node => node.status === 4) || run.nodes.find(node => node.type === "APPROVAL" && node.status === 3);
  if (failed) {
    graph.select({ node: failed.nodeId });
  } else {
    showPanel();
  }
  pretty();
})();
