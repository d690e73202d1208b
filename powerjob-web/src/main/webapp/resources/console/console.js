/* What the pages do in the browser besides what PrimeFaces does. */
window.PowerJob = (function () {
  "use strict";

  // PrimeFaces hands its nonce to the forms only some time after the page was read, even after its
  // "load"; a script that asks before that would be refused. All forms stand above this script.
  if (window.PrimeFaces) {
    PrimeFaces.csp.init(document.currentScript.nonce);
  }

  const html = document.documentElement;
  let focused = null;
  let following = true;
  let scrolled = 0;
  let picked = new Set();

  /* The widget of a table whose rows can be walked through with the arrow keys. */
  function tableOf(tbody) {
    return Object.values(PrimeFaces.widgets).find(widget => widget.tbody && widget.tbody[0] === tbody);
  }

  /* A redrawn table or log loses focus and position; both are taken up again afterwards. */
  function keepFocus() {
    const active = document.activeElement;
    const table = tableOf(active);
    const act = active && active.dataset && active.dataset.act;
    focused = act || (active && active.id)
      ? { id: active.id, act: act, of: act && active.dataset.id,
          row: table && table.focusedRow ? table.focusedRow.attr("data-rk") : null }
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
    const target = focused && (focused.act
      ? [...document.querySelectorAll("[data-act]")].find(each => each.dataset.act === focused.act && each.dataset.id === focused.of)
      : document.getElementById(focused.id));
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

  /* The state of the page, as the server says it, into the address bar. */
  function address(query) {
    history.replaceState(null, "", location.pathname + (query ? "?" + query : ""));
    notePageQuery();
    document.dispatchEvent(new CustomEvent("powerjob:address"));
  }

  function notePageQuery() {
    document.querySelectorAll("[data-page-query]").forEach(input => { input.value = location.search; });
  }

  /* ---- Keeping a page up to date ---- */

  let failures = 0;
  let timer = null;
  let busy = false;
  /* The server has said that something has changed since the page last asked. */
  let hinted = false;
  /* All that happened before the line was open has been asked for. */
  let caughtUp = false;
  let asked = -Infinity;
  let took = 0;

  const live = () => document.querySelector("[data-live]");

  function every() {
    return live() ? Math.max(1, Number(live().dataset.live)) * 1000 : 0;
  }

  /*
   * Fewer and fewer questions while nobody answers: 2, 4, 8, at most 15 seconds apart. At once when the server says so,
   * but not so often that nothing else is done; and now and then for what it does not tell, such as the load of workers.
   */
  function plan() {
    clearTimeout(timer);
    const usual = every();
    if (!usual) {
      return;
    }
    let pause = usual;
    if (failures) {
      pause = Math.min(15000, 1000 * 2 ** failures);
    } else if (hinted) {
      pause = Math.max(0, asked + Math.max(500, usual / 4, 3 * took) - performance.now());
    } else if (PowerJobLive.isOpen() && caughtUp) {
      pause = Math.max(15000, 3 * usual);
    }
    timer = setTimeout(refresh, pause);
  }

  function refresh() {
    if (busy) {
      return;
    }
    if (typeof window.refreshPage !== "function" || document.hidden) {
      // Who comes back to the page is shown what is then.
      hinted = hinted && !document.hidden;
      plan();
      return;
    }
    busy = true;
    hinted = false;
    asked = performance.now();
    caughtUp = PowerJobLive.isOpen();
    window.refreshPage();
    // An answer or a failure ends the turn; this is for when neither comes.
    timer = setTimeout(turnOver, 20000);
  }

  function turnOver() {
    if (busy) {
      took = performance.now() - asked;
    }
    busy = false;
    plan();
  }

  function hint() {
    hinted = true;
    if (!busy) {
      plan();
    }
  }

  /* A page that lost its line looks at once when it is back; before, it asks as it does without one. */
  let wasOpen = false;
  document.addEventListener("powerjob:line", function () {
    caughtUp = false;
    if (PowerJobLive.isOpen() && wasOpen) {
      hint();
    } else if (!busy) {
      plan();
    }
    wasOpen = wasOpen || PowerJobLive.isOpen();
    showLine();
  });

  /* Calmly: what comes back within seconds is not worth a word. */
  let waitingTimer = null;
  function showLine() {
    clearTimeout(waitingTimer);
    if (!wasOpen || PowerJobLive.isOpen()) {
      markLine(false);
    } else {
      waitingTimer = setTimeout(() => markLine(true), 3000);
    }
  }

  function markLine(waiting) {
    const mark = live();
    if (mark && mark.classList.contains("live-waiting") !== waiting) {
      mark.classList.toggle("live-waiting", waiting);
      mark.textContent = waiting ? mark.dataset.textWaiting : mark.dataset.text;
    }
  }

  function online() {
    failures = 0;
    const banner = document.getElementById("offline");
    if (banner) {
      banner.hidden = true;
    }
    turnOver();
  }

  function offline() {
    failures++;
    const banner = document.getElementById("offline");
    if (banner) {
      banner.hidden = false;
    }
    turnOver();
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) { refresh(); } });

  /* ---- Clicks ---- */

  let confirmed = null;

  function ask(button) {
    const dialog = document.getElementById("confirm");
    document.getElementById("confirm-text").textContent = button.dataset.confirm;
    const yes = dialog.querySelector("[data-answer=yes]");
    yes.textContent = button.dataset.confirmYes || yes.dataset.usual;
    yes.classList.toggle("danger", button.dataset.danger === "true");
    dialog.returnValue = "";
    dialog.onclose = function () {
      if (dialog.returnValue === "yes") {
        confirmed = button;
        button.click();
        confirmed = null;
      }
      button.focus({ preventScroll: true });
    };
    dialog.showModal();
  }

  /* First, so that what a button does only happens after a yes. */
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-confirm]");
    if (button && button !== confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(button);
    }
  }, true);

  document.addEventListener("click", function (event) {
    const on = name => event.target.closest("[data-" + name + "]");
    const confirming = on("answer");
    const act = on("act");
    const copy = on("copy");
    const opens = on("open");
    const closes = on("close");
    const theme = on("theme-choice");
    const side = on("side");
    if (confirming) {
      document.getElementById("confirm").close(confirming.dataset.answer);
    } else if (act && typeof window.actOnPage === "function") {
      const picks = [...picked].map(id => ({ name: "pick", value: id }));
      window.actOnPage([{ name: "act", value: act.dataset.act }, { name: "id", value: act.dataset.id || "" }, ...picks]);
      act.closest("details.menu")?.removeAttribute("open");
    } else if (copy) {
      copyText(copy);
    } else if (opens) {
      document.getElementById(opens.dataset.open).showModal();
    } else if (closes) {
      closes.closest("dialog").close();
    } else if (theme) {
      chooseTheme(theme.dataset.themeChoice);
    } else if (side) {
      const open = html.classList.toggle("side-open");
      side.setAttribute("aria-expanded", String(open));
    }
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.removeAttribute("open");
      }
    });
    if (html.classList.contains("side-open") && !event.target.closest(".side, [data-side]")) {
      html.classList.remove("side-open");
    }
  });

  function copyText(button) {
    const done = () => {
      button.classList.add("copied");
      setTimeout(() => button.classList.remove("copied"), 1200);
    };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(button.dataset.copy).then(done, () => {});
    } else {
      // Pages that came without TLS have no clipboard; a selected text they can copy all the same.
      const area = document.createElement("textarea");
      area.value = button.dataset.copy;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      done();
    }
  }

  function chooseTheme(theme) {
    html.dataset.theme = theme;
    document.cookie = "POWERJOB_THEME=" + theme + "; path=/; max-age=31536000; samesite=lax";
    document.querySelectorAll("[data-theme-choice]").forEach(
      each => each.setAttribute("aria-pressed", String(each.dataset.themeChoice === theme)));
    document.dispatchEvent(new CustomEvent("powerjob:theme"));
  }

  document.addEventListener("change", function (event) {
    const app = event.target.closest("[data-switch]");
    if (app) {
      location.assign(app.dataset.switch + "?app=" + encodeURIComponent(app.value));
      return;
    }
    if (event.target.matches("input[data-pick-all]")) {
      event.target.closest("table").querySelectorAll("input[data-pick]").forEach(function (box) {
        box.checked = event.target.checked;
        note(box);
      });
      showPicked();
    } else if (event.target.matches("input[data-pick]")) {
      note(event.target);
      showPicked();
    }
  });

  /* ---- Rows that are ticked stay so when the list is drawn anew ---- */

  function note(box) {
    if (box.checked) {
      picked.add(box.value);
    } else {
      picked.delete(box.value);
    }
  }

  function showPicked() {
    const shown = new Set();
    document.querySelectorAll("input[data-pick]").forEach(function (box) {
      box.checked = picked.has(box.value);
      shown.add(box.value);
    });
    picked.forEach(id => { if (!shown.has(id)) { picked.delete(id); } });
    document.querySelectorAll("[data-picked-bar]").forEach(bar => { bar.hidden = picked.size === 0; });
    document.querySelectorAll("[data-picked-count]").forEach(count => { count.textContent = String(picked.size); });
    const all = document.querySelector("input[data-pick-all]");
    if (all) {
      all.checked = shown.size > 0 && picked.size === shown.size;
    }
  }

  /* ---- Documents to keep, filters to come back to ---- */

  document.addEventListener("click", function (event) {
    const save = event.target.closest("[data-download]");
    if (save) {
      const link = document.createElement("a");
      const text = document.getElementById(save.dataset.download).value;
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = save.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
  });

  const savedFilters = document.querySelector("[data-saved]");
  if (savedFilters) {
    const key = "powerjob.filters." + savedFilters.dataset.saved;
    const list = savedFilters.querySelector("[data-saved-list]");
    const all = () => JSON.parse(localStorage.getItem(key) || "{}");
    const store = filters => { localStorage.setItem(key, JSON.stringify(filters)); offer(); };
    const offer = function () {
      list.length = 1;
      Object.entries(all()).sort().forEach(([name, query]) => list.add(new Option(name, query, false, query === location.search)));
    };
    offer();
    document.addEventListener("powerjob:address", offer);
    list.addEventListener("change", () => location.assign(location.pathname + list.value));
    savedFilters.addEventListener("click", function (event) {
      const save = event.target.closest("[data-save-filter]");
      if (save) {
        const name = (prompt(save.dataset.saveFilter) || "").trim();
        if (name) {
          store({ ...all(), [name]: location.search });
        }
      } else if (event.target.closest("[data-forget-filter]") && list.selectedIndex > 0) {
        const filters = all();
        delete filters[list.options[list.selectedIndex].text];
        store(filters);
      }
    });
  }

  /* ---- Keys ---- */

  document.addEventListener("keydown", function (event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.getElementById("q");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    } else if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open]");
      if (open) {
        open.removeAttribute("open");
        open.querySelector("summary").focus();
      }
      html.classList.remove("side-open");
    }
  });

  /* ---- When the page is there ---- */

  if (window.jQuery) {
    // Addresses are not sent along otherwise (Referrer-Policy), and an expired page needs its own.
    jQuery.ajaxPrefilter((options, original, request) => request.setRequestHeader("Page-Query", location.search));
    jQuery(document).on("pfAjaxComplete", () => { showPicked(); describeDates(); showLine(); });
  }

  /* Times to fill in are the viewer's; nothing to do where there are none. */
  function describeDates() {
    document.dispatchEvent(new CustomEvent("powerjob:redrawn"));
  }

  const zone = document.getElementById("login:zone");
  if (zone) {
    zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    document.querySelectorAll("a.other-way").forEach(function (way) {
      way.search += "&zone=" + encodeURIComponent(zone.value);
    });
  }
  /* A clock that is wrong makes every time that people compare wrong, so it is said. */
  const clock = document.querySelector("[data-clock]");
  if (clock && window.performance) {
    const away = Math.round((performance.timeOrigin + performance.now() - Number(clock.dataset.clock)) / 1000);
    if (Math.abs(away) > 5) {
      const verdict = clock.querySelector("[data-clock-verdict]");
      verdict.textContent = clock.dataset.wrong + " " + away + " s.";
      verdict.classList.add("bad");
    }
  }
  notePageQuery();
  plan();
  if (live()) {
    PowerJobLive.watch(live().dataset.topic, hint);
  }

  return {
    keepFocus: keepFocus, restoreFocus: restoreFocus, toEndOfLog: toEndOfLog, address: address,
    online: online, offline: offline, refresh: refresh
  };
})();
