/* What is wrong with a workflow as it stands, said while it is being drawn. The server judges again when it is saved. */
window.PowerJobChecks = (function () {
  "use strict";

  /* The first circle that is found, as ids, or null. */
  function circle(nodes, edges) {
    const next = new Map(nodes.map(node => [node.nodeId, []]));
    edges.forEach(edge => next.get(edge.from)?.push(edge.to));
    const state = new Map();
    for (const root of next.keys()) {
      const way = [];
      const stack = state.get(root) ? [] : [[root, 0]];
      while (stack.length) {
        const top = stack[stack.length - 1];
        if (top[1] === 0) {
          state.set(top[0], "open");
          way.push(top[0]);
        }
        const to = next.get(top[0])[top[1]++];
        if (to === undefined) {
          state.set(top[0], "done");
          way.pop();
          stack.pop();
        } else if (state.get(to) === "open") {
          return way.slice(way.indexOf(to));
        } else if (!state.get(to) && next.has(to)) {
          stack.push([to, 0]);
        }
      }
    }
    return null;
  }

  /* problems: a list of {node?, text}. texts are those of the page. */
  function check(workflow, texts, conditionProblems) {
    const problems = [];
    const say = (text, node) => problems.push({ node: node && node.nodeId, text: text });
    if (!(workflow.wfName || "").trim()) {
      say(texts["problem.name"]);
    }
    if (workflow.timeExpressionType !== "API" && !(workflow.timeExpression || "").trim()) {
      say(texts["problem.schedule"]);
    }
    if (!workflow.nodes.length) {
      say(texts["problem.empty"]);
    }
    const byId = new Map(workflow.nodes.map(node => [node.nodeId, node]));
    const around = circle(workflow.nodes, workflow.edges);
    if (around) {
      around.forEach(id => say(texts["problem.circle"], byId.get(id)));
    }
    workflow.nodes.forEach(node => {
      if ((node.type === "JOB" || node.type === "NESTED_WORKFLOW") && !node.jobId) {
        say(texts["problem." + node.type], node);
      }
      if (node.type === "DECISION") {
        const ways = workflow.edges.filter(edge => edge.from === node.nodeId).map(edge => edge.property).sort().join();
        if (!(node.nodeParams || "").trim()) {
          say(texts["problem.condition"], node);
        } else if (conditionProblems.get(node.nodeParams)) {
          say(conditionProblems.get(node.nodeParams), node);
        }
        if (ways !== "false,true") {
          say(texts["problem.ways"], node);
        }
      }
      if (node.type === "DELAY" && node.options?.delay === undefined) {
        say(texts["problem.delay"], node);
      }
    });
    return problems;
  }

  return { check: check, circle: circle };
})();
