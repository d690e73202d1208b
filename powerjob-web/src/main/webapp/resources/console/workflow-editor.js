/* The workflow editor: what is drawn, the side panel, undo and redo, saving. */
(function () {
  "use strict";

  const F = window.PowerJobFields;
  const start = PowerJobCalls.read("workflow-data");
  const texts = PowerJobCalls.read("workflow-texts");
  const editable = start.editable;
  const workflow = start.workflow;
  const host = document.getElementById("workflow-graph");
  const panel = document.getElementById("workflow-panel");
  const jobs = new Map(Object.entries(start.jobs).map(([id, name]) => [Number(id), name]));
  const workflows = new Map(Object.entries(start.workflows).map(([id, name]) => [Number(id), name]));
  const conditionProblems = new Map();
  let lastNew = -1;
  let selection = null;
  let problems = [];
  let previewTimer = null;
  let conditionTimer = null;

  workflow.nodes = workflow.nodes || [];
  workflow.edges = workflow.edges || [];
  workflow.options = workflow.options || {};
  workflow.lifeCycle = workflow.lifeCycle || {};
  workflow.nodes.forEach(node => { node.options = node.options || {}; });
  lastNew = Math.min(-1, ...workflow.nodes.map(node => node.nodeId)) - 1;

  const nodeOf = id => workflow.nodes.find(node => node.nodeId === id);
  const edgeOf = key => workflow.edges.find(edge => PowerJobGraph.key(edge) === key);

  /* ---- Looks ---- */

  function titleOf(node) {
    return node.nodeName || (node.type === "JOB" && jobs.get(node.jobId)) || (node.type === "NESTED_WORKFLOW" && workflows.get(node.jobId))
      || texts["type." + node.type];
  }

  function noteOf(node) {
    switch (node.type) {
      case "JOB": return node.jobId ? jobs.get(node.jobId) && jobs.get(node.jobId) !== titleOf(node) ? jobs.get(node.jobId) : "#" + node.jobId : texts["note.noJob"];
      case "NESTED_WORKFLOW": return node.jobId ? workflows.get(node.jobId) || "#" + node.jobId : texts["note.noWorkflow"];
      case "DECISION": return (node.nodeParams || "").trim().split("\n")[0];
      case "DELAY": return F.durationText(node.options.delay) || "–";
      default: return node.options.approval?.deadline ? texts["note.within"] + " " + F.durationText(node.options.approval.deadline) : texts["note.always"];
    }
  }

  function describe(node) {
    const wrong = problems.filter(problem => problem.node === node.nodeId);
    const badges = [];
    if (wrong.length) {
      badges.push({ kind: "bad", icon: "warning", text: wrong.map(each => each.text).join("\n") });
    }
    if (node.skipWhenFailed) {
      badges.push({ kind: "still", icon: "right", text: texts["skipWhenFailed"] });
    }
    if (node.enable === false) {
      badges.push({ kind: "still", icon: "pauses", text: texts["disabled"] });
    }
    return {
      title: titleOf(node), note: noteOf(node), badges: badges,
      classes: (node.enable === false ? "off " : "") + (wrong.length ? "wrong" : ""),
      name: [texts["type." + node.type], titleOf(node), ...badges.map(each => each.text)].join(", ")
    };
  }

  function describeEdge(edge) {
    const from = nodeOf(edge.from);
    const decision = from?.type === "DECISION";
    return {
      text: decision ? texts[edge.property === "true" ? "yes" : "no"] : null,
      classes: decision ? edge.property === "true" ? "yes" : "no" : "",
      name: texts["edge"] + " " + titleOf(from) + " → " + titleOf(nodeOf(edge.to)) + (decision ? " (" + texts[edge.property === "true" ? "yes" : "no"] + ")" : "")
    };
  }

  const graph = new PowerJobGraph.Graph({
    host: host, editable: editable, label: texts["canvas"], describe: describe, describeEdge: describeEdge,
    onSelect: chosen => { selection = chosen; showPanel(); },
    onOpen: () => panel.querySelector("input:not([disabled]), textarea, select, button")?.focus(),
    onMove: () => remember("move"),
    onConnect: connect,
    onDelete: remove,
    onLinking: on => { document.getElementById("workflow-hint").textContent = on ? texts["linking"] : texts["keys"]; }
  });

  /* ---- Undo and redo ---- */

  const past = [];
  const future = [];
  let present = null;
  let saved = null;
  let lastKind = null;
  let lastTime = 0;

  function snapshot() {
    return JSON.stringify({ workflow: workflow, places: [...graph.places] });
  }

  /* Typing in one field is one step. */
  function remember(kind) {
    const next = snapshot();
    if (next === present) {
      return;
    }
    if (!(kind && kind === lastKind && Date.now() - lastTime < 1500)) {
      past.push(present);
    }
    lastKind = kind;
    lastTime = Date.now();
    present = next;
    future.length = 0;
    showState();
  }

  function restore(text) {
    const state = JSON.parse(text);
    Object.keys(workflow).forEach(key => delete workflow[key]);
    Object.assign(workflow, state.workflow);
    graph.places = new Map(state.places);
    graph.bends = new Map();
    present = text;
    lastKind = null;
    if (selection && !(selection.node ? nodeOf(selection.node) : edgeOf(selection.edge))) {
      selection = null;
      graph.selection = null;
    }
    draw();
    showPanel();
    showState();
  }

  function undo() {
    if (past.length) {
      future.push(present);
      restore(past.pop());
    }
  }

  function redo() {
    if (future.length) {
      past.push(present);
      restore(future.pop());
    }
  }

  const isChanged = () => saved !== null && present !== saved;

  function showState() {
    tool("undo").disabled = !past.length;
    tool("redo").disabled = !future.length;
    tool("delete").disabled = !selection || !editable;
    const mark = document.getElementById("workflow-changed");
    mark.hidden = !isChanged();
  }

  const tool = name => document.querySelector(`[data-tool="${name}"]`) || {};

  /* ---- Drawing ---- */

  function draw() {
    problems = PowerJobChecks.check(workflow, texts, conditionProblems);
    graph.show(workflow.nodes, workflow.edges);
    const list = document.getElementById("workflow-problems");
    list.replaceChildren(...problems.map(problem => F.element("li", {},
      problem.node
        ? F.element("button", { type: "button", class: "wf-problem", onclick: () => focusNode(problem.node) }, titleOf(nodeOf(problem.node)) + ": " + problem.text)
        : problem.text)));
    list.closest("section").hidden = !problems.length || !editable;
  }

  function focusNode(id) {
    graph.select({ node: id });
    graph.reveal(id);
    graph.elementOf({ node: id }).focus({ preventScroll: true });
  }

  /* After a change of what is shown; kind names the field, so that typing is one step. */
  function changed(kind) {
    draw();
    remember(kind);
  }

  function arrange(anew) {
    graph.nodes = workflow.nodes;
    graph.edges = workflow.edges;
    graph.arrange(anew);
  }

  const rounded = place => place && { x: Math.round(place.x), y: Math.round(place.y) };

  /* ---- Changes of the graph ---- */

  function freePlace() {
    const chosen = selection?.node && graph.places.get(selection.node);
    const at = chosen ? { x: chosen.x + PowerJobLayout.size.width + PowerJobLayout.size.gapX, y: chosen.y } : graph.middle();
    const taken = place => [...graph.places.values()].some(each => Math.abs(each.x - place.x) < PowerJobLayout.size.width && Math.abs(each.y - place.y) < PowerJobLayout.size.height + 8);
    while (taken(at)) {
      at.y += PowerJobLayout.size.height + PowerJobLayout.size.gapY;
    }
    return at;
  }

  function add(type, more) {
    const node = { nodeId: lastNew--, type: type, jobId: null, nodeName: null, nodeParams: type === "DECISION" ? "true" : null,
      enable: true, skipWhenFailed: false, options: type === "DELAY" ? { delay: 60000 } : {}, ...more };
    const from = selection?.node && nodeOf(selection.node);
    graph.places.set(node.nodeId, freePlace());
    workflow.nodes.push(node);
    if (from && (from.type !== "DECISION" || freeWay(from))) {
      workflow.edges.push(edge(from, node.nodeId));
    }
    draw();
    graph.select({ node: node.nodeId });
    graph.reveal(node.nodeId);
    remember();
    return node;
  }

  /* Which outcome of a decision has no way yet. */
  function freeWay(node) {
    const taken = workflow.edges.filter(each => each.from === node.nodeId).map(each => each.property);
    return ["true", "false"].find(way => !taken.includes(way));
  }

  function edge(from, to) {
    return from.type === "DECISION" ? { from: from.nodeId, to: to, property: freeWay(from) } : { from: from.nodeId, to: to };
  }

  function connect(from, to) {
    const node = nodeOf(from);
    if (from === to || workflow.edges.some(each => each.from === from && each.to === to)) {
      return;
    }
    if (node.type === "DECISION" && !freeWay(node)) {
      say(texts["problem.thirdWay"]);
      return;
    }
    const made = edge(node, to);
    if (PowerJobChecks.circle(workflow.nodes, [...workflow.edges, made])) {
      say(texts["problem.wouldCircle"]);
      return;
    }
    workflow.edges.push(made);
    changed();
    graph.select({ edge: PowerJobGraph.key(made) });
  }

  function remove(what) {
    if (!what || !editable) {
      return;
    }
    if (what.node) {
      workflow.nodes = workflow.nodes.filter(node => node.nodeId !== what.node);
      workflow.edges = workflow.edges.filter(each => each.from !== what.node && each.to !== what.node);
      graph.places.delete(what.node);
    } else {
      workflow.edges = workflow.edges.filter(each => PowerJobGraph.key(each) !== what.edge);
    }
    graph.select(null);
    changed();
    graph.svg.querySelector("[tabindex]")?.focus({ preventScroll: true });
  }

  function say(text, bad) {
    const note = document.getElementById("workflow-note");
    note.textContent = text;
    note.className = "wf-notice" + (bad === false ? " good" : "");
    note.hidden = !text;
  }

  /* ---- The side panel ---- */

  function showPanel() {
    showState();
    if (selection?.node) {
      panel.replaceChildren(...nodePanel(nodeOf(selection.node)));
    } else if (selection?.edge) {
      panel.replaceChildren(...edgePanel(edgeOf(selection.edge)));
    } else {
      panel.replaceChildren(...workflowPanel());
    }
  }

  const off = { disabled: !editable };
  const lasting = { ...off, wrong: texts["wrongLength"] };
  const setter = (object, field) => value => {
    object[field] = value;
    changed(field);
  };
  const optional = (object, field) => value => {
    if (value === null || value === "" || value === false) {
      delete object[field];
    } else {
      object[field] = value;
    }
    changed(field);
  };

  function head(title, icon) {
    return F.element("h2", { class: "wf-panel-title" }, F.icon(icon), F.element("span", {}, title));
  }

  const searchJobs = text => PowerJobCalls.ask("jobs", text);
  const searchWorkflows = text => PowerJobCalls.ask("workflows", text);

  function nodePanel(node) {
    const options = node.options;
    const parts = [head(texts["type." + node.type], { JOB: "jobs", DECISION: "filter", NESTED_WORKFLOW: "workflows", DELAY: "history", APPROVAL: "approve" }[node.type])];
    const wrong = problems.filter(problem => problem.node === node.nodeId);
    if (wrong.length) {
      parts.push(F.element("ul", { class: "problem" }, ...wrong.map(each => F.element("li", {}, each.text))));
    }
    if (node.type === "JOB") {
      parts.push(F.picker(texts["job"], node.jobId && { id: node.jobId, name: jobs.get(node.jobId) || "#" + node.jobId }, searchJobs, one => {
        jobs.set(one.id, one.name);
        node.jobId = one.id;
        node.nodeName = node.nodeName || one.name;
        changed();
        showPanel();
      }, { ...off, placeholder: texts["jobSearch"], none: texts["nothingFound"] }));
    }
    if (node.type === "NESTED_WORKFLOW") {
      parts.push(F.picker(texts["nested"], node.jobId && { id: node.jobId, name: workflows.get(node.jobId) || "#" + node.jobId }, searchWorkflows, one => {
        workflows.set(one.id, one.name);
        node.jobId = one.id;
        node.nodeName = node.nodeName || one.name;
        changed();
        showPanel();
      }, { ...off, placeholder: texts["nestedSearch"], none: texts["nothingFound"], hint: texts["nestedHint"] }));
    }
    parts.push(F.text(texts["nodeName"], node.nodeName, setter(node, "nodeName"), off));
    if (node.type === "DECISION") {
      parts.push(...conditionFields(node));
    }
    if (node.type === "JOB") {
      parts.push(F.area(texts["nodeParams"], node.nodeParams, setter(node, "nodeParams"), { ...off, hint: texts["nodeParamsHint"] }));
    }
    if (node.type === "DELAY") {
      parts.push(F.length(texts["delay"], options.delay, optional(options, "delay"), lasting));
    }
    if (node.type === "APPROVAL") {
      parts.push(...approvalFields(options));
    }
    parts.push(F.toggle(texts["enable"], node.enable !== false, setter(node, "enable"), { ...off, hint: texts["enableHint"] }));
    parts.push(F.toggle(texts["skipWhenFailed"], node.skipWhenFailed, setter(node, "skipWhenFailed"), { ...off, hint: texts["skipWhenFailedHint"] }));
    parts.push(F.section(texts["section.course"], !!(options.triggerRule || options.retryNum || options.timeLimit), ...courseFields(node, options)));
    if (node.type === "JOB") {
      parts.push(F.section(texts["section.fanOut"], !!options.fanOut, ...fanOutFields(options)));
    }
    if (node.type === "JOB" || node.type === "NESTED_WORKFLOW") {
      parts.push(F.section(texts["section.output"], !!options.output, outputField(options)));
    }
    if (editable) {
      parts.push(F.element("div", { class: "wf-panel-end" }, F.element("button", { type: "button", class: "small-button", onclick: () => remove({ node: node.nodeId }) },
        F.icon("delete"), texts["delete"])));
    }
    return parts;
  }

  function conditionFields(node) {
    const state = F.element("p", { class: "wf-condition", role: "status" });
    const show = () => {
      const problem = conditionProblems.get(node.nodeParams || "");
      state.textContent = problem === undefined ? "" : problem || texts["conditionGood"];
      state.className = "wf-condition " + (problem ? "bad" : "good");
    };
    const field = F.area(texts["condition"], node.nodeParams, value => {
      node.nodeParams = value;
      changed("nodeParams");
      show();
      clearTimeout(conditionTimer);
      conditionTimer = setTimeout(() => checkCondition(node.nodeParams).then(show), 350);
    }, { ...off, rows: 9, hint: texts["conditionHint"] });
    checkCondition(node.nodeParams).then(show);
    field.querySelector("textarea").after(state);
    return [field];
  }

  function checkCondition(script) {
    if (!(script || "").trim() || conditionProblems.has(script)) {
      return Promise.resolve();
    }
    return PowerJobCalls.ask("condition", script).then(problem => {
      conditionProblems.set(script, problem);
      draw();
    }, () => {});
  }

  function approvalFields(options) {
    const put = (field, value) => {
      const approval = { ...(options.approval || {}), [field]: value };
      if (!approval.deadline) {
        delete options.approval;
      } else {
        options.approval = Object.fromEntries(Object.entries(approval).filter(([, each]) => each !== null));
      }
      changed(field);
    };
    return [
      F.length(texts["deadline"], options.approval?.deadline, value => put("deadline", value), { ...lasting, hint: texts["deadlineHint"] }),
      F.choice(texts["atDeadline"], options.approval?.atDeadline, [["", texts["reject"]], ["APPROVE", texts["approve"]]], value => put("atDeadline", value), off)
    ];
  }

  function courseFields(node, options) {
    const runs = node.type === "JOB" || node.type === "NESTED_WORKFLOW";
    const parts = [F.choice(texts["triggerRule"], options.triggerRule,
      [["", texts["rule.usual"]], ["ALL_SUCCEEDED", texts["rule.ALL_SUCCEEDED"]], ["ALL_DONE", texts["rule.ALL_DONE"]], ["ANY_SUCCEEDED", texts["rule.ANY_SUCCEEDED"]]],
      optional(options, "triggerRule"), off)];
    if (runs) {
      parts.push(
        F.number(texts["retryNum"], options.retryNum, optional(options, "retryNum"), { ...off, max: 1000, placeholder: "0", hint: texts["retryNumHint"] }),
        F.length(texts["backoff"], options.backoff?.delay, value => {
          if (value === null) {
            delete options.backoff;
          } else {
            options.backoff = { policy: "FIXED", ...(options.backoff || {}), delay: value };
          }
          changed("backoff");
        }, { ...lasting, placeholder: "10s" }),
        F.choice(texts["backoffPolicy"], options.backoff?.policy, [["FIXED", texts["backoff.FIXED"]], ["EXPONENTIAL", texts["backoff.EXPONENTIAL"]]], value => {
          options.backoff = { delay: 10000, ...(options.backoff || {}), policy: value };
          changed("backoffPolicy");
        }, off),
        F.length(texts["timeLimit"], options.timeLimit, optional(options, "timeLimit"), { ...lasting, hint: texts["timeLimitHint"] }));
    }
    return parts;
  }

  function fanOutFields(options) {
    const put = field => value => {
      const fanOut = { ...(options.fanOut || {}), [field]: value };
      if (!fanOut.itemsKey) {
        delete options.fanOut;
      } else {
        options.fanOut = Object.fromEntries(Object.entries(fanOut).filter(([, each]) => each !== null));
      }
      changed("fanOut" + field);
    };
    const now = options.fanOut || {};
    return [
      F.text(texts["itemsKey"], now.itemsKey, put("itemsKey"), { ...off, hint: texts["itemsKeyHint"] }),
      F.text(texts["elementKey"], now.elementKey, put("elementKey"), { ...off, placeholder: "element" }),
      F.number(texts["parallelism"], now.parallelism, put("parallelism"), { ...off, min: 1, max: 1000, placeholder: "10" }),
      F.number(texts["toleratedFailures"], now.toleratedFailures, put("toleratedFailures"), { ...off, max: 1000, placeholder: "0" }),
      F.text(texts["resultKey"], now.resultKey, put("resultKey"), { ...off, hint: texts["resultKeyHint"] })
    ];
  }

  function outputField(options) {
    const lines = Object.entries(options.output || {}).map(([key, pointer]) => key + " = " + pointer).join("\n");
    return F.area(texts["output"], lines, value => {
      const pairs = (value || "").split("\n").filter(line => line.trim()).map(line => {
        const at = line.indexOf("=");
        return at < 0 ? [line.trim(), ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      });
      optional(options, "output")(pairs.length ? Object.fromEntries(pairs) : null);
    }, { ...off, rows: 3, hint: texts["outputHint"] });
  }

  function edgePanel(one) {
    const from = nodeOf(one.from);
    const parts = [head(texts["edge"], "right"), F.element("p", {}, titleOf(from) + " → " + titleOf(nodeOf(one.to)))];
    if (from.type === "DECISION") {
      parts.push(F.choice(texts["way"], one.property, [["true", texts["yes"]], ["false", texts["no"]]], value => {
        const other = workflow.edges.find(each => each.from === one.from && each !== one && each.property === value);
        if (other) {
          other.property = one.property;
        }
        one.property = value;
        changed();
      }, off));
    }
    if (editable) {
      parts.push(F.element("div", { class: "wf-panel-end" }, F.element("button", { type: "button", class: "small-button", onclick: () => remove({ edge: PowerJobGraph.key(one) }) },
        F.icon("delete"), texts["delete"])));
    }
    return parts;
  }

  function workflowPanel() {
    const preview = F.element("div", { class: "wf-preview", role: "status" });
    const look = () => {
      clearTimeout(previewTimer);
      preview.replaceChildren();
      if (workflow.timeExpressionType !== "API") {
        previewTimer = setTimeout(() => PowerJobCalls.ask("preview", workflow).then(
          lines => preview.replaceChildren(F.element("p", { class: "hint" }, texts["nextFirings"]), F.element("ul", {}, ...lines.map(line => F.element("li", { class: "time" }, line)))),
          problem => preview.replaceChildren(F.element("p", { class: "field-problem" }, problem.message))), 300);
      }
    };
    const expression = workflow.timeExpressionType === "API" ? null : F.text(texts["expression"], workflow.timeExpression, value => {
      setter(workflow, "timeExpression")(value);
      look();
    }, { ...off, mono: true, placeholder: workflow.timeExpressionType === "CRON" ? "0 0 3 * * ?" : '{"interval":60,"intervalUnit":"SECONDS"}' });
    look();
    return [
      head(texts["settings"], "settings"),
      F.text(texts["name"], workflow.wfName, setter(workflow, "wfName"), off),
      F.area(texts["description"], workflow.wfDescription, setter(workflow, "wfDescription"), { ...off, rows: 2 }),
      F.choice(texts["schedule"], workflow.timeExpressionType, start.types.map(type => [type, texts["schedule." + type]]), value => {
        workflow.timeExpressionType = value;
        if (value === "API") {
          workflow.timeExpression = null;
        }
        changed();
        showPanel();
      }, off),
      expression,
      workflow.timeExpressionType === "API" ? null : F.text(texts["timeZone"], workflow.options.timeZone, value => {
        optional(workflow.options, "timeZone")(value);
        look();
      }, { ...off, hint: texts["timeZoneHint"] }),
      preview,
      F.toggle(texts["enabledWorkflow"], workflow.enable !== false, setter(workflow, "enable"), off),
      F.number(texts["maxRuns"], workflow.maxWfInstanceNum, setter(workflow, "maxWfInstanceNum"), { ...off, placeholder: "1", hint: texts["maxRunsHint"] }),
      F.length(texts["runDeadline"], workflow.options.deadline, optional(workflow.options, "deadline"), { ...lasting, hint: texts["runDeadlineHint"] }),
      workflow.timeExpressionType === "API" ? null : F.section(texts["section.misfire"], !!workflow.options.misfire, ...misfireFields()),
      F.section(texts["section.lifeCycle"], !!(workflow.lifeCycle.start || workflow.lifeCycle.end),
        F.instant(texts["from"], workflow.lifeCycle.start, optional(workflow.lifeCycle, "start"), off),
        F.instant(texts["until"], workflow.lifeCycle.end, optional(workflow.lifeCycle, "end"), off)),
      F.section(texts["section.alarm"], !!(workflow.notifyUserIds || []).length, F.element("fieldset", { class: "wf-people" },
        F.element("legend", {}, texts["receivers"]),
        ...start.people.map(person => F.toggle(person.name, (workflow.notifyUserIds || []).includes(person.id), on => {
          const others = (workflow.notifyUserIds || []).filter(id => id !== person.id);
          workflow.notifyUserIds = on ? [...others, person.id] : others;
          changed();
        }, off))))
    ].filter(Boolean);
  }

  function misfireFields() {
    const options = workflow.options;
    const put = (field, value) => {
      const misfire = Object.fromEntries(Object.entries({ ...(options.misfire || {}), [field]: value }).filter(([, each]) => each !== null && each !== ""));
      if (Object.keys(misfire).length) {
        options.misfire = misfire;
      } else {
        delete options.misfire;
      }
      changed("misfire" + field);
    };
    return [
      F.choice(texts["misfire"], options.misfire?.policy, [["", texts["misfire.usual"]], ["FIRE_ONCE", texts["misfire.FIRE_ONCE"]],
        ["FIRE_ALL", texts["misfire.FIRE_ALL"]], ["SKIP", texts["misfire.SKIP"]]], value => put("policy", value), { ...off, hint: texts["misfireHint"] }),
      F.number(texts["misfireLimit"], options.misfire?.limit, value => put("limit", value), { ...off, min: 1, max: 1000, wrong: texts["wrongLimit"], placeholder: "100", hint: texts["misfireLimitHint"] }),
      F.length(texts["misfireWindow"], options.misfire?.window, value => put("window", value), { ...lasting, hint: texts["misfireWindowHint"] })
    ];
  }

  /* ---- Saving ---- */

  function save(force) {
    const sent = snapshot();
    say("");
    tool("save").disabled = true;
    return PowerJobCalls.ask(force ? "saveAnyway" : "save", {
      ...workflow, nodes: workflow.nodes.map(node => ({ ...node, place: rounded(graph.places.get(node.nodeId)) })) }).then(answer => {
      const renamed = new Map(answer.ids.map(([old, fresh]) => [old, fresh]));
      const real = id => renamed.get(id) ?? id;
      workflow.id = answer.workflow.id;
      workflow.version = answer.workflow.version;
      workflow.nodes.forEach(node => { node.nodeId = real(node.nodeId); });
      workflow.edges.forEach(one => { one.from = real(one.from); one.to = real(one.to); });
      graph.places = new Map([...graph.places].map(([id, place]) => [real(id), place]));
      if (selection?.node) {
        selection = graph.selection = { node: real(selection.node) };
      } else {
        selection = graph.selection = null;
      }
      // Steps back would bring old ids again.
      past.length = future.length = 0;
      present = snapshot();
      saved = present;
      draw();
      showPanel();
      say(texts["saved"], false);
      PowerJob.address("app=" + start.app + "&id=" + workflow.id);
      document.getElementById("workflow-title").textContent = workflow.wfName;
    }, problem => {
      present = sent;
      say(problem.message || texts["notReached"]);
      document.getElementById("workflow-anyway").hidden = !problem.changed;
      if (problem.node && nodeOf(Number(problem.node))) {
        focusNode(Number(problem.node));
      }
    }).finally(() => { tool("save").disabled = false; });
  }

  /* ---- Buttons and keys ---- */

  const tools = {
    save: () => save(false),
    saveAnyway: () => { document.getElementById("workflow-anyway").hidden = true; save(true); },
    undo: undo,
    redo: redo,
    arrange: () => { arrange(true); draw(); remember(); graph.fit(); },
    fit: () => graph.fit(),
    zoomIn: () => graph.zoom(1.25),
    zoomOut: () => graph.zoom(.8),
    delete: () => remove(selection),
    settings: () => { graph.select(null); panel.querySelector("input")?.focus(); },
    full: () => {
      const frame = document.getElementById("workflow-frame");
      if (document.fullscreenElement) {
        document.exitFullscreen();
      } else {
        frame.requestFullscreen?.();
      }
    },
    JOB: () => jobDialog(),
    DECISION: () => add("DECISION"),
    NESTED_WORKFLOW: () => add("NESTED_WORKFLOW"),
    DELAY: () => add("DELAY"),
    APPROVAL: () => add("APPROVAL"),
    importJobs: () => importJobs()
  };

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-tool]");
    if (button && tools[button.dataset.tool]) {
      tools[button.dataset.tool]();
    }
  });

  document.addEventListener("keydown", event => {
    const typing = event.target.matches("input, textarea, select");
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "s" && editable) {
      save(false);
    } else if (command && !typing && event.key.toLowerCase() === "z") {
      (event.shiftKey ? redo : undo)();
    } else if (command && !typing && event.key.toLowerCase() === "y") {
      redo();
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("fullscreenchange", () => graph.fit());
  window.addEventListener("beforeunload", event => {
    if (isChanged()) {
      event.preventDefault();
    }
  });

  /* ---- Jobs, several at once ---- */

  const picked = new Map();

  function jobDialog() {
    picked.clear();
    const search = document.getElementById("workflow-job-search");
    search.value = "";
    document.getElementById("workflow-jobs-dialog").showModal();
    search.focus();
    listJobs();
  }

  function listJobs() {
    searchJobs(document.getElementById("workflow-job-search").value).then(rows => {
      document.getElementById("workflow-job-list").replaceChildren(...(rows.length ? rows.map(job => F.element("label", { class: "wf-job" },
        F.element("input", { type: "checkbox", checked: picked.has(job.id), onchange: event => {
          if (event.target.checked) {
            picked.set(job.id, job.name);
          } else {
            picked.delete(job.id);
          }
        } }),
        F.element("span", { class: "strong" }, job.name), F.element("span", { class: "quiet small" }, "#" + job.id + (job.note ? " · " + job.note : ""))))
        : [F.element("p", { class: "quiet" }, texts["nothingFound"])]));
    }, () => {});
  }

  function importJobs() {
    document.getElementById("workflow-jobs-dialog").close();
    const from = selection;
    picked.forEach((name, id) => {
      // Side by side behind the node that was chosen, not one behind the other.
      selection = graph.selection = from;
      jobs.set(id, name);
      add("JOB", { jobId: id, nodeName: name });
    });
  }

  document.getElementById("workflow-job-search")?.addEventListener("input", () => {
    clearTimeout(previewTimer);
    previewTimer = setTimeout(listJobs, 200);
  });

  /* ---- Begin ---- */

  arrange(false);
  // From here on the picture knows where they are.
  workflow.nodes.forEach(node => { delete node.place; });
  present = snapshot();
  saved = present;
  draw();
  showPanel();
  showState();
  graph.fit();
  workflow.nodes.filter(node => node.type === "DECISION").forEach(node => checkCondition(node.nodeParams));
})();
