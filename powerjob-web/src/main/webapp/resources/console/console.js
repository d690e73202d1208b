/* What the pages do in the browser besides what PrimeFaces does. */
window.PowerJob = (function () {
  "use strict";

  let focused = null;
  let following = true;
  let scrolled = 0;

  /* The widget of a table whose rows can be walked through with the arrow keys. */
  function tableOf(tbody) {
    return Object.values(PrimeFaces.widgets).find(widget => widget.tbody && widget.tbody[0] === tbody);
  }

  /* A redrawn table or log loses focus and position; both are taken up again afterwards. */
  function keepFocus() {
    const active = document.activeElement;
    const table = tableOf(active);
    focused = active && active.id
      ? { id: active.id, row: table && table.focusedRow ? table.focusedRow.attr("data-rk") : null }
      : null;
    const log = document.getElementById("log");
    following = !log || log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
    scrolled = log ? log.scrollTop : 0;
  }

  function restoreFocus() {
    const log = document.getElementById("log");
    if (log) {
      log.scrollTop = following ? log.scrollHeight : scrolled;
    }
    const target = focused && document.getElementById(focused.id);
    if (!target || ![target, document.body].includes(document.activeElement)) {
      return;
    }
    target.focus({ preventScroll: true });
    const table = tableOf(target);
    const row = table && focused.row ? table.tbody.children().filter((i, tr) => tr.dataset.rk === focused.row) : null;
    if (row && row.length) {
      table.unhighlightFocusedRow();
      table.assignFocusedRow(row);
      table.highlightFocusedRow();
    }
  }

  function toEndOfLog() {
    const log = document.getElementById("log");
    if (log) {
      log.scrollTop = log.scrollHeight;
    }
  }

  const zone = document.getElementById("login:zone");
  if (zone) {
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    document.querySelectorAll("a.other-way").forEach(function (way) {
      way.search += "&zone=" + encodeURIComponent(zone.value);
    });
  }

  return { keepFocus: keepFocus, restoreFocus: restoreFocus, toEndOfLog: toEndOfLog };
})();
