/*
 * The line on which the server says that what the page shows has changed. It only says what to look at; the page then
 * asks as it would have without it, and asks by itself while there is no line: a proxy may not let one through.
 *
 * PowerJobLive.watch(topic, told) · PowerJobLive.isOpen() · the event "powerjob:line" when it comes or goes.
 */
window.PowerJobLive = (function () {
  "use strict";

  /* The server says something every 20 s; who hears nothing for this long has no line any more. */
  const SILENCE = 50000;
  const FIRST_PAUSE = 500;
  const LONGEST_PAUSE = 30000;
  /* A tab that nobody looks at needs no line; so many that are open and forgotten would hold one each. */
  const UNSEEN = 60000;
  const AFTER_REFUSAL = 10000;

  const told = new Map();
  let socket = null;
  let open = false;
  let over = false;
  let attempts = 0;
  let retry = null;
  let silence = null;
  let unseen = null;

  function note(now) {
    if (open !== now) {
      open = now;
      document.dispatchEvent(new CustomEvent("powerjob:line"));
    }
  }

  function watch(topic, on) {
    if (!/^\w+:[1-9]\d*$/.test(topic)) {
      return;
    }
    told.set(topic, [...(told.get(topic) || []), on]);
    if (socket && socket.readyState === WebSocket.OPEN) {
      name();
    } else {
      connect();
    }
  }

  function name() {
    socket.send(JSON.stringify({ watch: [...told.keys()] }));
  }

  function connect() {
    clearTimeout(retry);
    if (socket || over || document.hidden || !told.size || !window.WebSocket) {
      return;
    }
    const path = (window.PrimeFaces && PrimeFaces.settings && PrimeFaces.settings.contextPath) || "";
    const mine = new WebSocket(location.origin.replace(/^http/, "ws") + path + "/live");
    socket = mine;
    mine.onopen = name;
    mine.onmessage = event => { if (mine === socket) { hear(JSON.parse(event.data)); } };
    mine.onclose = () => { if (mine === socket) { lost(false); } };
    listen();
  }

  function listen() {
    clearTimeout(silence);
    silence = setTimeout(() => {
      const old = socket;
      lost(false);
      old?.close();
    }, SILENCE);
  }

  function hear(said) {
    listen();
    if (said.watching) {
      attempts = 0;
      note(true);
    } else if (said.changed) {
      said.changed.forEach(topic => (told.get(topic) || []).forEach(on => on()));
    } else if (said.over) {
      const old = socket;
      lost(said.over === "FORBIDDEN");
      old.close();
    } else {
      socket.send("{}");
    }
  }

  function lost(refused) {
    clearTimeout(silence);
    socket = null;
    over = refused && !open;
    const pause = refused ? AFTER_REFUSAL
      : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempts) * (0.5 + Math.random());
    attempts++;
    note(false);
    if (refused) {
      // Nobody is logged in any more, or what is shown may not be seen: asking tells which, and leads on.
      told.forEach(all => all.forEach(on => on()));
    }
    if (!over) {
      retry = setTimeout(connect, pause);
    }
  }

  function leave() {
    clearTimeout(retry);
    const old = socket;
    if (old) {
      lost(false);
      clearTimeout(retry);
      // What is not there yet cannot be closed without a complaint of the browser.
      if (old.readyState === WebSocket.CONNECTING) {
        old.onopen = () => old.close();
      } else {
        old.close();
      }
    }
  }

  document.addEventListener("visibilitychange", function () {
    clearTimeout(unseen);
    if (document.hidden) {
      unseen = setTimeout(leave, UNSEEN);
    } else {
      attempts = 0;
      connect();
    }
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", connect);
  window.addEventListener("online", () => { attempts = 0; connect(); });

  return { watch: watch, isOpen: () => open };
})();
