/*
 * Shows a graph of a workflow as SVG: every node and edge is an element that can be focused and has a name, colours come
 * from the console's style sheet. Whoever makes one says what nodes look like and is told what people do with it.
 */
window.PowerJobGraph = (function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const SIZE = PowerJobLayout.size;
  const ICONS = { JOB: "jobs", DECISION: "filter", NESTED_WORKFLOW: "workflows", DELAY: "history", APPROVAL: "approve" };

  function make(name, attributes, parent) {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes || {}).forEach(([key, value]) => element.setAttribute(key, value));
    if (parent) {
      parent.append(element);
    }
    return element;
  }

  /* As much of a text as fits; wide letters count twice. */
  function shorten(text, most) {
    let width = 0;
    let end = 0;
    const letters = [...text];
    while (end < letters.length && width <= most) {
      width += letters[end].codePointAt(0) > 0x2e80 ? 1.8 : 1;
      end++;
    }
    return width <= most ? text : letters.slice(0, end - 2).join("") + "…";
  }

  const key = edge => edge.from + ">" + edge.to;

  /*
   * options: host (an element), editable, label, and the functions describe(node) → {title, note, classes, badges, name},
   * onSelect(selection), onMove(id, place), onConnect(from, to), onDelete(selection), onOpen(selection).
   * A selection is {node: id} or {edge: "from>to"} or null.
   */
  class Graph {
    constructor(options) {
      this.options = options;
      this.nodes = [];
      this.edges = [];
      this.places = new Map();
      this.bends = new Map();
      this.selection = null;
      this.view = { x: 0, y: 0, scale: 1 };
      this.svg = make("svg", { class: "wf-canvas", role: "group", "aria-label": options.label });
      const defs = make("defs", {}, this.svg);
      ["", "-quiet", "-selected"].forEach(kind => {
        const marker = make("marker", { id: "wf-arrow" + kind, viewBox: "0 0 10 10", refX: "9", refY: "5", markerWidth: "8",
          markerHeight: "8", orient: "auto-start-reverse", class: "wf-arrow" + kind }, defs);
        make("path", { d: "M0 0L10 5L0 10z" }, marker);
      });
      this.port = make("g", { class: "wf-view" }, this.svg);
      this.edgeLayer = make("g", {}, this.port);
      this.nodeLayer = make("g", {}, this.port);
      this.rubber = make("path", { class: "wf-rubber", visibility: "hidden" }, this.port);
      options.host.append(this.svg);
      this.listen();
      // As long as nobody has chosen what to see, all is seen.
      this.untouched = true;
      new ResizeObserver(() => { if (this.untouched) { this.fit(); } }).observe(options.host);
    }

    /* Draws it anew; what had the focus has it again. */
    show(nodes, edges) {
      this.nodes = nodes;
      this.edges = edges;
      const focused = document.activeElement && this.svg.contains(document.activeElement) ? document.activeElement.dataset : null;
      this.edgeLayer.replaceChildren();
      this.nodeLayer.replaceChildren();
      edges.forEach(edge => this.drawEdge(edge));
      nodes.forEach(node => this.drawNode(node));
      this.markSelection();
      if (focused) {
        this.elementOf(focused.node ? { node: Number(focused.node) } : { edge: focused.edge })?.focus({ preventScroll: true });
      }
    }

    place(id) {
      return this.places.get(id) || { x: 0, y: 0 };
    }

    drawNode(node) {
      const look = this.options.describe(node);
      const at = this.place(node.nodeId);
      const group = make("g", { class: "wf-node type-" + node.type + " " + (look.classes || ""), tabindex: "0", role: "button",
        "aria-label": look.name, transform: `translate(${at.x} ${at.y})`, "data-node": node.nodeId }, this.nodeLayer);
      make("title", {}, group).textContent = look.name;
      const w = SIZE.width;
      const h = SIZE.height;
      if (node.type === "DECISION") {
        make("path", { class: "wf-shape", d: `M18 0H${w - 18}L${w} ${h / 2}L${w - 18} ${h}H18L0 ${h / 2}z` }, group);
      } else {
        make("rect", { class: "wf-shape", width: w, height: h, rx: node.type === "DELAY" || node.type === "APPROVAL" ? h / 2 : 10 }, group);
        if (node.type === "NESTED_WORKFLOW") {
          make("rect", { class: "wf-inner", x: 4, y: 4, width: w - 8, height: h - 8, rx: 7 }, group);
        }
      }
      const icon = make("svg", { x: 16, y: h / 2 - 10, width: 20, height: 20, class: "icon wf-icon" }, group);
      make("use", { href: "#i-" + ICONS[node.type] }, icon);
      make("text", { x: 44, y: look.note ? 24 : 33, class: "wf-title" }, group).textContent = shorten(look.title, 17);
      if (look.note) {
        make("text", { x: 44, y: 42, class: "wf-note" }, group).textContent = shorten(look.note, 23);
      }
      (look.badges || []).forEach((badge, i) => {
        const spot = make("g", { class: "wf-badge " + badge.kind, transform: `translate(${w - 14 - 22 * i} -2)` }, group);
        make("circle", { r: 10 }, spot);
        const mark = make("svg", { x: -7, y: -7, width: 14, height: 14, class: "icon" }, spot);
        make("use", { href: "#i-" + badge.icon }, mark);
        make("title", {}, spot).textContent = badge.text;
      });
      if (this.options.editable) {
        make("circle", { class: "wf-port", cx: w, cy: h / 2, r: 7, "data-port": node.nodeId }, group);
      }
    }

    drawEdge(edge) {
      const look = this.options.describeEdge(edge);
      const group = make("g", { class: "wf-edge " + (look.classes || ""), "data-edge": key(edge) }, this.edgeLayer);
      if (this.options.editable) {
        group.setAttribute("tabindex", "0");
        group.setAttribute("role", "button");
        group.setAttribute("aria-label", look.name);
      }
      const d = this.pathOf(edge);
      make("path", { class: "wf-hit", d: d }, group);
      make("path", { class: "wf-line", d: d, "marker-end": `url(#wf-arrow${(look.classes || "").includes("quiet") ? "-quiet" : ""})` }, group);
      if (look.text) {
        const start = this.place(edge.from);
        const end = this.bends.get(key(edge))?.[0] || { x: this.place(edge.to).x, y: this.place(edge.to).y + SIZE.height / 2 };
        const x = start.x + SIZE.width + (end.x - start.x - SIZE.width) * .38;
        const y = start.y + SIZE.height / 2 + (end.y - start.y - SIZE.height / 2) * .38;
        const tag = make("g", { class: "wf-tag", transform: `translate(${x} ${y})` }, group);
        const width = 16 + look.text.length * 7;
        make("rect", { x: -width / 2, y: -10, width: width, height: 20, rx: 10 }, tag);
        make("text", { y: 4, "text-anchor": "middle" }, tag).textContent = look.text;
      }
    }

    pathOf(edge) {
      const from = this.place(edge.from);
      const to = this.place(edge.to);
      const start = { x: from.x + SIZE.width, y: from.y + SIZE.height / 2 };
      const end = { x: to.x - 2, y: to.y + SIZE.height / 2 };
      const points = [start, ...(this.bends.get(key(edge)) || []), end];
      let d = `M${start.x} ${start.y}`;
      for (let i = 1; i < points.length; i++) {
        const a = points[i - 1];
        const b = points[i];
        // Inside a layer an edge runs level, between two of them it swings.
        const reach = Math.max(Math.abs(b.x - a.x) / 2, b.x < a.x ? 60 : 0);
        d += `C${a.x + reach} ${a.y} ${b.x - reach} ${b.y} ${b.x} ${b.y}`;
      }
      return d;
    }

    elementOf(selection) {
      return selection && (selection.node
        ? this.nodeLayer.querySelector(`[data-node="${selection.node}"]`)
        : [...this.edgeLayer.children].find(each => each.dataset.edge === selection.edge));
    }

    select(selection, quietly) {
      this.selection = selection;
      this.markSelection();
      if (!quietly) {
        this.options.onSelect(selection);
      }
    }

    markSelection() {
      this.svg.querySelectorAll(".selected").forEach(each => {
        each.classList.remove("selected");
        each.setAttribute("aria-pressed", "false");
      });
      const element = this.elementOf(this.selection);
      if (element) {
        element.classList.add("selected");
        element.setAttribute("aria-pressed", "true");
      }
    }

    /* Where people have put things; anew is the layout's own way. */
    arrange(anew) {
      const result = (anew ? PowerJobLayout.layout : PowerJobLayout.picture)(this.nodes, this.edges);
      this.places = result.places;
      this.bends = result.bends;
    }

    /* ---- Zoom and pan ---- */

    touch() {
      this.untouched = false;
    }

    apply() {
      this.port.setAttribute("transform", `translate(${this.view.x} ${this.view.y}) scale(${this.view.scale})`);
    }

    zoom(factor, around) {
      this.touch();
      const box = this.svg.getBoundingClientRect();
      const at = around || { x: box.width / 2, y: box.height / 2 };
      const scale = Math.min(2.5, Math.max(.1, this.view.scale * factor));
      const real = scale / this.view.scale;
      this.view = { x: at.x - (at.x - this.view.x) * real, y: at.y - (at.y - this.view.y) * real, scale: scale };
      this.apply();
    }

    fit() {
      this.untouched = true;
      const box = this.svg.getBoundingClientRect();
      const spots = this.nodes.map(node => this.place(node.nodeId));
      if (!spots.length || !box.width) {
        this.view = { x: 40, y: 40, scale: 1 };
        this.apply();
        return;
      }
      const left = Math.min(...spots.map(each => each.x));
      const top = Math.min(...spots.map(each => each.y)) - 12;
      const width = Math.max(...spots.map(each => each.x)) + SIZE.width - left;
      const height = Math.max(...spots.map(each => each.y)) + SIZE.height - top;
      const margin = Math.min(36, box.width / 20);
      const scale = Math.min(1.15, Math.max(.1, Math.min((box.width - 2 * margin) / width, (box.height - 2 * margin) / height)));
      this.view = { scale: scale, x: (box.width - width * scale) / 2 - left * scale, y: (box.height - height * scale) / 2 - top * scale };
      this.apply();
    }

    /* The middle of what is seen, for a new node. */
    middle() {
      const box = this.svg.getBoundingClientRect();
      return { x: Math.round((box.width / 2 - this.view.x) / this.view.scale - SIZE.width / 2),
        y: Math.round((box.height / 2 - this.view.y) / this.view.scale - SIZE.height / 2) };
    }

    reveal(id) {
      const box = this.svg.getBoundingClientRect();
      const at = this.place(id);
      const x = at.x * this.view.scale + this.view.x;
      const y = at.y * this.view.scale + this.view.y;
      if (x < 0 || y < 0 || x > box.width - SIZE.width * this.view.scale || y > box.height - SIZE.height * this.view.scale) {
        this.view.x += box.width / 2 - x - SIZE.width * this.view.scale / 2;
        this.view.y += box.height / 2 - y - SIZE.height * this.view.scale / 2;
        this.apply();
      }
    }

    /* ---- What people do ---- */

    point(event) {
      const box = this.svg.getBoundingClientRect();
      return { x: (event.clientX - box.left - this.view.x) / this.view.scale, y: (event.clientY - box.top - this.view.y) / this.view.scale };
    }

    nodeAt(point) {
      return [...this.nodes].reverse().find(node => {
        const at = this.place(node.nodeId);
        return point.x >= at.x - 8 && point.x <= at.x + SIZE.width + 8 && point.y >= at.y - 8 && point.y <= at.y + SIZE.height + 8;
      });
    }

    listen() {
      const svg = this.svg;
      svg.addEventListener("pointerdown", event => this.press(event));
      svg.addEventListener("wheel", event => {
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          const box = svg.getBoundingClientRect();
          this.zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
        } else {
          event.preventDefault();
          this.touch();
          this.view.x -= event.shiftKey ? event.deltaY : event.deltaX;
          this.view.y -= event.shiftKey ? 0 : event.deltaY;
          this.apply();
        }
      }, { passive: false });
      svg.addEventListener("keydown", event => this.key(event));
      svg.addEventListener("focusin", event => {
        const id = Number(event.target.dataset?.node);
        if (id && event.target.matches(":focus-visible")) {
          this.reveal(id);
        }
      });
    }

    press(event) {
      if (event.button > 0) {
        return;
      }
      const port = event.target.closest("[data-port]");
      const node = event.target.closest("[data-node]");
      const edge = event.target.closest("[data-edge]");
      const start = { x: event.clientX, y: event.clientY };
      let moved = false;
      let drag;
      let drop = () => {};
      if (port) {
        drag = this.dragLine(Number(port.dataset.port));
        drop = last => this.dropLine(Number(port.dataset.port), last);
      } else if (node) {
        const id = Number(node.dataset.node);
        this.select({ node: id });
        drag = this.options.editable ? this.dragNode(id, node) : () => {};
        drop = () => { if (moved && this.options.editable) { this.options.onMove(id, this.place(id)); } };
      } else if (edge) {
        if (this.options.editable) {
          this.select({ edge: edge.dataset.edge });
        }
        drag = () => {};
      } else {
        this.select(null);
        const view = { ...this.view };
        svgClass(this.svg, "panning", true);
        drag = (dx, dy) => {
          this.touch();
          this.view = { x: view.x + dx, y: view.y + dy, scale: view.scale };
          this.apply();
        };
        drop = () => svgClass(this.svg, "panning", false);
      }
      (node || edge)?.focus({ preventScroll: true });
      const move = next => {
        const dx = next.clientX - start.x;
        const dy = next.clientY - start.y;
        if (moved || Math.hypot(dx, dy) > 3) {
          moved = true;
          drag(dx, dy, next);
        }
      };
      const end = last => {
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        drop(last);
      };
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
      event.preventDefault();
    }

    dragNode(id, element) {
      const from = { ...this.place(id) };
      return (dx, dy) => {
        this.moveTo(id, { x: Math.round(from.x + dx / this.view.scale), y: Math.round(from.y + dy / this.view.scale) }, element);
      };
    }

    moveTo(id, place, element) {
      this.places.set(id, place);
      element.setAttribute("transform", `translate(${place.x} ${place.y})`);
      this.edges.filter(edge => edge.from === id || edge.to === id).forEach(edge => {
        this.bends.delete(key(edge));
        const old = [...this.edgeLayer.children].find(each => each.dataset.edge === key(edge));
        this.drawEdge(edge);
        old?.replaceWith(this.edgeLayer.lastChild);
      });
    }

    dragLine(from) {
      return (dx, dy, event) => {
        const at = this.place(from);
        const to = this.point(event);
        const reach = Math.max(30, Math.abs(to.x - at.x - SIZE.width) / 2);
        this.rubber.setAttribute("visibility", "visible");
        this.rubber.setAttribute("d", `M${at.x + SIZE.width} ${at.y + SIZE.height / 2}C${at.x + SIZE.width + reach} ${at.y + SIZE.height / 2} ${to.x - reach} ${to.y} ${to.x} ${to.y}`);
        const target = this.nodeAt(to);
        this.nodeLayer.querySelectorAll(".target").forEach(each => each.classList.remove("target"));
        if (target && target.nodeId !== from) {
          this.elementOf({ node: target.nodeId }).classList.add("target");
        }
      };
    }

    dropLine(from, event) {
      this.rubber.setAttribute("visibility", "hidden");
      this.nodeLayer.querySelectorAll(".target").forEach(each => each.classList.remove("target"));
      const target = this.nodeAt(this.point(event));
      if (target && target.nodeId !== from) {
        this.options.onConnect(from, target.nodeId);
      }
    }

    key(event) {
      const id = Number(event.target.dataset?.node);
      const edge = event.target.dataset?.edge;
      const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const arrow = arrows[event.key];
      if (!id && !edge) {
        return;
      }
      if (id && arrow && event.altKey && this.options.editable) {
        const at = this.place(id);
        this.moveTo(id, { x: at.x + arrow[0] * 20, y: at.y + arrow[1] * 20 }, event.target);
        this.options.onMove(id, this.place(id));
      } else if (id && arrow) {
        this.walk(id, arrow);
      } else if (event.key === "Enter" || event.key === " ") {
        if (this.linkFrom && id && id !== this.linkFrom) {
          this.options.onConnect(this.linkFrom, id);
          this.stopLinking();
        } else {
          this.select(id ? { node: id } : { edge: edge });
          this.options.onOpen(this.selection);
        }
      } else if ((event.key === "Delete" || event.key === "Backspace") && this.options.editable) {
        this.options.onDelete(id ? { node: id } : { edge: edge });
      } else if (event.key === "c" && id && this.options.editable && !event.ctrlKey && !event.metaKey) {
        this.linkFrom = id;
        event.target.classList.add("target");
        this.options.onLinking?.(true);
      } else if (event.key === "Escape") {
        this.stopLinking();
        this.select(null);
      } else {
        return;
      }
      event.preventDefault();
    }

    stopLinking() {
      this.linkFrom = null;
      this.nodeLayer.querySelectorAll(".target").forEach(each => each.classList.remove("target"));
      this.options.onLinking?.(false);
    }

    /* To the nearest node in a direction. */
    walk(id, arrow) {
      const from = this.place(id);
      let best = null;
      this.nodes.forEach(node => {
        const at = this.place(node.nodeId);
        const along = (at.x - from.x) * arrow[0] + (at.y - from.y) * arrow[1];
        const across = Math.abs((at.x - from.x) * arrow[1]) + Math.abs((at.y - from.y) * arrow[0]);
        if (node.nodeId !== id && along > 5 && (!best || along + across * 2 < best.cost)) {
          best = { node: node, cost: along + across * 2 };
        }
      });
      if (best) {
        this.elementOf({ node: best.node.nodeId }).focus({ preventScroll: true });
        this.reveal(best.node.nodeId);
      }
    }
  }

  function svgClass(svg, name, on) {
    svg.classList.toggle(name, on);
  }

  return { Graph: Graph, key: key };
})();
