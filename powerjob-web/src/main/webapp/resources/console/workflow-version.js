/* A former version of a workflow: to be looked at only. */
(function () {
  "use strict";

  const read = id => JSON.parse(document.getElementById(id).textContent);
  const version = read("version-data");
  const texts = read("workflow-texts");
  const titleOf = node => node.nodeName || texts["type." + node.type];
  const markOf = node => node.mark ? texts["version." + node.mark] : "";
  const nodeOf = id => version.nodes.find(node => node.nodeId === id);

  function describe(node) {
    const badges = [];
    if (node.skipWhenFailed) {
      badges.push({ kind: "still", icon: "right", text: texts["skipWhenFailed"] });
    }
    if (!node.enable) {
      badges.push({ kind: "still", icon: "pauses", text: texts["disabled"] });
    }
    return { title: titleOf(node), note: markOf(node) || (node.jobId ? "#" + node.jobId : ""), badges: badges,
      classes: (node.mark ? "mark-" + node.mark : "") + (node.enable ? "" : " off"),
      name: [texts["type." + node.type], titleOf(node), markOf(node)].filter(Boolean).join(", ") };
  }

  function describeEdge(edge) {
    const decision = nodeOf(edge.from)?.type === "DECISION";
    return { text: decision ? texts[edge.property === "true" ? "yes" : "no"] : null, classes: "",
      name: texts["edge"] + " " + titleOf(nodeOf(edge.from)) + " → " + titleOf(nodeOf(edge.to)) };
  }

  const graph = new PowerJobGraph.Graph({
    host: document.getElementById("workflow-graph"), editable: false, label: texts["canvas"], describe: describe, describeEdge: describeEdge,
    onSelect: () => {}, onOpen: () => {}
  });
  const tools = { fit: () => graph.fit(), zoomIn: () => graph.zoom(1.25), zoomOut: () => graph.zoom(.8) };
  document.addEventListener("click", event => tools[event.target.closest("[data-tool]")?.dataset.tool]?.());

  graph.nodes = version.nodes;
  graph.edges = version.edges;
  graph.arrange();
  graph.show(version.nodes, version.edges);
  graph.fit();
})();
