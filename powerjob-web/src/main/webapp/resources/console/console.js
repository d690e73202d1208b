/* What the pages do in the browser besides what PrimeFaces does. */
window.PowerJob = (function () {
  "use strict";

  let focused = null;
  let following = true;
  let scrolled = 0;

  /* A redrawn table or log loses focus and position; both are taken up again afterwards. */
  function keepFocus() {
    const active = document.activeElement;
    const row = active && active.closest ? active.closest("tr[data-rk]") : null;
    focused = row ? { key: row.getAttribute("data-rk"), table: row.closest(".ui-datatable").id }
      : active && active.id ? { id: active.id } : null;
    const log = document.getElementById("log");
    following = !log || log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
    scrolled = log ? log.scrollTop : 0;
  }

  function restoreFocus() {
    const log = document.getElementById("log");
    if (log) {
      log.scrollTop = following ? log.scrollHeight : scrolled;
    }
    if (!focused || document.activeElement !== document.body) {
      return;
    }
    const target = focused.id ? document.getElementById(focused.id)
      : Array.from(document.getElementById(focused.table).querySelectorAll("tr[data-rk]"))
          .find(row => row.getAttribute("data-rk") === focused.key);
    if (target) {
      target.focus({ preventScroll: true });
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
  }

  return { keepFocus: keepFocus, restoreFocus: restoreFocus, toEndOfLog: toEndOfLog };
})();
