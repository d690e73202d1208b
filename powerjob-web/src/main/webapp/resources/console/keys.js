/*
 * Keys for those who do not want to reach for the mouse: g and a letter to a page, j and k (or the arrows) through the rows of
 * a list, x to tick one, r to refresh, ? for what there is. Never while somebody types; what has keys of its own, such as a
 * graph, goes first.
 */
(function () {
  "use strict";

  const CHORD_MILLIS = 1500;
  const help = document.getElementById("keys");
  let chord = 0;
  let current = null;

  const writes = target => target.closest("textarea, select, [contenteditable], input")
    && !target.matches("input[type=checkbox], input[type=radio], input[type=button], input[type=submit]");
  const rows = () => [...document.querySelectorAll("main table tbody tr")].filter(row => row.offsetParent && handle(row));

  /* What of a row can have the focus: its name's link, or whatever else it has. */
  const handle = row => row.querySelector("a[href]") || row.querySelector("button, summary, input");

  function step(by) {
    const all = rows();
    if (!all.length) {
      return false;
    }
    const here = all.findIndex(row => row.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, here + by));
    const target = handle(all[next]);
    target.focus();
    target.scrollIntoView({ block: "nearest" });
    return true;
  }

  function tick() {
    const box = document.activeElement.closest("tr")?.querySelector("input[data-pick]");
    box?.click();
    return !!box;
  }

  function go(letter) {
    const link = [...document.querySelectorAll("nav a[data-key]")].find(each => each.dataset.key === letter);
    link?.click();
    return !!link;
  }

  function refresh() {
    if (typeof window.refreshPage === "function") {
      PowerJob.refresh();
    } else {
      location.reload();
    }
    return true;
  }

  function act(event) {
    if (chord && Date.now() - chord < CHORD_MILLIS) {
      chord = 0;
      return go(event.key.toLowerCase());
    }
    chord = 0;
    const inList = !!document.activeElement.closest("main table tbody tr");
    switch (event.key) {
      case "g": chord = Date.now(); return true;
      case "j": return step(1);
      case "k": return step(-1);
      case "ArrowDown": return inList && step(1);
      case "ArrowUp": return inList && step(-1);
      case "x": return tick();
      case "r": return refresh();
      case "?": help?.showModal(); return !!help;
      default: return false;
    }
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey
        || writes(event.target) || document.querySelector("dialog[open]") || event.target.closest(".wf-canvas, [role=listbox]")) {
      return;
    }
    if (act(event)) {
      event.preventDefault();
    }
  });

  /* A list that is drawn anew takes the focus with it; it comes back to the row that had it. */
  document.addEventListener("focusin", event => { current = event.target.closest("tr[data-row]")?.dataset.row || null; });
  document.addEventListener("powerjob:redrawn", function () {
    if (current && document.activeElement === document.body) {
      const row = document.querySelector(`tr[data-row="${CSS.escape(current)}"]`);
      if (row) {
        handle(row)?.focus({ preventScroll: true });
      }
    }
  });
})();
