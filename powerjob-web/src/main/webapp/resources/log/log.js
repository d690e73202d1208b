/*
 * The view of an online log. It holds a window of some thousand lines and loads more at its ends, so that logs of any
 * length cost the browser the same. Everything of a log is put in as text.
 */
(function () {
  "use strict";

  const WINDOW = 2000;
  const PORTION = 500;
  const EVERY = 600;
  /* How often it asks while the server says when there is something new. */
  const SELDOM = 5000;
  const NEAR = 300;
  /* Rows that are made without a pause: few enough that nothing else on the page has to wait for them. */
  const AT_ONCE = 100;
  /* Portions without a match that are searched through before somebody has to scroll on. */
  const SEARCH_ON = 40;
  const LATEST = Number.MAX_SAFE_INTEGER;
  const WRAP = "powerjob.log.wrap";

  const views = new Map();
  const count = new Intl.NumberFormat(document.documentElement.lang || undefined);
  /* One for all: each date's own way of writing itself makes one anew, which costs more than the rest of a row. */
  const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
  const pad = (number, digits) => String(number).padStart(digits, "0");

  function clock(millis) {
    const at = new Date(millis);
    return `${pad(at.getMonth() + 1, 2)}-${pad(at.getDate(), 2)} ${pad(at.getHours(), 2)}:${pad(at.getMinutes(), 2)}:`
      + `${pad(at.getSeconds(), 2)}.${pad(at.getMilliseconds(), 3)}`;
  }

  /* Not before the browser has shown what there is, or has no need to. */
  const shown = () => new Promise(go => { requestAnimationFrame(() => setTimeout(go)); setTimeout(go, 100); });

  class LogView {
    constructor(root) {
      this.root = root;
      this.instance = root.dataset.logView;
      this.parts = {};
      root.querySelectorAll("[data-log]").forEach(each => { this.parts[each.dataset.log] = each; });
      this.lines = this.parts.lines;
      this.rows = this.parts.rows;
      this.turn = 0;
      this.failures = 0;
      this.read();
      this.listen();
      this.showWrap();
      this.open(this.line ? this.line : LATEST);
      const look = () => this.hinted();
      PowerJobLive.watch("log:" + this.instance, look);
      PowerJobLive.watch("instance:" + this.instance, look);
      document.addEventListener("powerjob:line", look);
      document.addEventListener("visibilitychange", look);
    }

    /* There is something new, or was while nobody could say so. */
    hinted() {
      this.again = true;
      if (!this.busy && !document.hidden) { this.plan(); }
    }

    /* ---- What the address says ---- */

    read() {
      const hash = new URLSearchParams(location.hash.startsWith("#log:") ? location.hash.slice(5) : "");
      this.line = Number(hash.get("line")) || 0;
      this.level = ["INFO", "WARN", "ERROR"].includes(hash.get("level")) ? hash.get("level") : "DEBUG";
      this.text = hash.get("text") || "";
      this.follow = !this.line;
      this.wrap = matchMedia("(max-width: 760px)").matches;
      try {
        this.wrap = JSON.parse(localStorage.getItem(WRAP) ?? this.wrap) === true;
      } catch (e) {
        // A browser that keeps nothing has what is usual.
      }
      this.parts.follow.setAttribute("aria-pressed", String(this.follow));
      this.parts.level.value = this.level;
      this.parts.text.value = this.text;
    }

    note() {
      const hash = new URLSearchParams();
      if (this.line) { hash.set("line", this.line); }
      if (this.level !== "DEBUG") { hash.set("level", this.level); }
      if (this.text) { hash.set("text", this.text); }
      const said = hash.toString();
      history.replaceState(null, "", location.pathname + location.search + (said ? "#log:" + said : ""));
    }

    get filtered() {
      return this.level !== "DEBUG" || this.text !== "";
    }

    /* ---- Asking the server ---- */

    async ask(parameters) {
      const query = new URLSearchParams({ instance: this.instance, level: this.level, limit: PORTION, ...parameters });
      if (this.text) { query.set("text", this.text); }
      const response = await fetch(this.root.dataset.source + "?" + query, { headers: { Accept: "application/json" } });
      if (response.redirected || !(response.headers.get("Content-Type") || "").startsWith("application/json")) {
        throw new Error("signedOut");
      }
      if (!response.ok) {
        throw new Error(response.status === 404 || response.status === 403 ? "gone" : "lost");
      }
      return response.json();
    }

    /* Does work that asks; what belongs to a former question is dropped. */
    async during(work) {
      const turn = this.turn;
      try {
        await work(() => turn === this.turn);
        this.failures = 0;
        this.problem = "";
      } catch (e) {
        if (turn === this.turn) {
          this.failures++;
          this.problem = ["signedOut", "gone"].includes(e.message) ? e.message : "lost";
        }
      }
      if (turn === this.turn) {
        this.busy = false;
        this.say();
        this.plan();
      }
    }

    /* Begins anew: at a line, or at the end. */
    open(line) {
      this.turn++;
      this.busy = true;
      this.atStart = false;
      this.atEnd = false;
      clearTimeout(this.timer);
      this.during(async present => {
        if (line === LATEST) {
          await this.openEnd(present);
        } else {
          const answer = await this.ask({ after: Math.max(0, line - 100) });
          if (present()) {
            this.rows.replaceChildren();
            this.take(answer);
            this.before = Math.max(0, line - 100) + 1;
            this.atStart = this.before <= 1;
            await this.append(answer.lines, present);
            if (present()) { this.show(line); }
          }
        }
      });
    }

    async openEnd(present) {
      let answer = await this.ask({ before: LATEST });
      const after = answer.total;
      let lines = answer.lines;
      for (let i = 0; present() && lines.length < 50 && Number(answer.next) > 1 && i < SEARCH_ON; i++) {
        this.searching();
        answer = await this.ask({ before: answer.next });
        lines = answer.lines.concat(lines);
      }
      if (present()) {
        this.rows.replaceChildren();
        this.after = after;
        this.total = after;
        this.ended = answer.ended;
        this.atEnd = true;
        this.before = Number(answer.next);
        this.atStart = this.before <= 1 || after === 0;
        await this.append(lines, present);
        if (present()) { this.toEnd(); }
      }
    }

    take(answer) {
      this.after = Number(answer.next);
      this.total = answer.total;
      this.ended = answer.ended;
      this.atEnd = this.after >= this.total;
    }

    async loadAfter(present) {
      for (let i = 0; i < SEARCH_ON; i++) {
        const answer = await this.ask({ after: this.after });
        if (!present()) { return; }
        this.take(answer);
        if (answer.lines.length) {
          await this.append(answer.lines, present);
          return;
        }
        if (this.atEnd) { return; }
        this.searching();
      }
    }

    async loadBefore(present) {
      for (let i = 0; i < SEARCH_ON && !this.atStart; i++) {
        const answer = await this.ask({ before: this.before });
        if (!present()) { return; }
        this.before = Number(answer.next);
        this.atStart = this.before <= 1;
        if (answer.lines.length) {
          this.prepend(answer.lines);
          return;
        }
        this.searching();
      }
    }

    plan() {
      clearTimeout(this.timer);
      if (this.problem === "signedOut" || this.problem === "gone") { return; }
      const pause = this.failures ? Math.min(15000, 1000 * 2 ** this.failures)
        : (this.again && !document.hidden) || (this.follow && !this.atEnd) ? 50
          : PowerJobLive.isOpen() || (this.ended && this.atEnd) ? SELDOM : EVERY;
      this.timer = setTimeout(() => this.poll(), pause);
    }

    /* New lines are put in while somebody follows, and only counted while somebody reads. */
    poll() {
      if (!this.root.isConnected) { return; }
      if (this.busy || document.hidden) {
        this.plan();
        return;
      }
      this.busy = true;
      this.again = false;
      this.during(async present => {
        if (this.after === undefined) {
          this.open(LATEST);
        } else if (this.follow) {
          await this.loadAfter(present);
        } else {
          const answer = await this.ask({ after: LATEST, limit: 1 });
          if (present()) {
            this.total = answer.total;
            this.ended = answer.ended;
            this.atEnd = this.after >= this.total;
          }
        }
      });
    }

    scrolled() {
      const end = this.lines.scrollHeight - this.lines.clientHeight - this.lines.scrollTop;
      if (!this.placing) {
        if (this.follow && end > 60) { this.setFollow(false); }
        else if (!this.follow && end < 4 && this.atEnd) { this.setFollow(true); }
      }
      if (this.busy || this.before === undefined) { return; }
      if (this.lines.scrollTop < NEAR && !this.atStart) {
        this.busy = true;
        this.during(present => this.loadBefore(present));
      } else if (end < NEAR && !this.atEnd) {
        this.busy = true;
        this.during(present => this.loadAfter(present));
      }
    }

    /* ---- Lines on the page ---- */

    async append(lines, present) {
      for (let i = 0; i < lines.length && present(); i += AT_ONCE) {
        if (i > 0) { await shown(); }
        if (present()) { this.appendSome(lines.slice(i, i + AT_ONCE)); }
      }
    }

    appendSome(lines) {
      const fresh = document.createDocumentFragment();
      lines.forEach(line => fresh.append(this.row(line)));
      if (this.follow) {
        // Where it will be is known, so nothing has to be measured.
        this.rows.append(fresh);
        this.trim();
        this.toEnd();
        return;
      }
      this.placed(() => {
        this.rows.append(fresh);
        const height = this.rows.offsetHeight;
        return this.trim() ? this.rows.offsetHeight - height : 0;
      });
    }

    /* Lets go of the first rows when there are too many; says whether there were. */
    trim() {
      const over = this.rows.childElementCount - WINDOW;
      if (over <= 0) { return false; }
      for (let i = 0; i < over; i++) { this.rows.firstElementChild.remove(); }
      this.before = Number(this.rows.firstElementChild.dataset.number);
      this.atStart = false;
      return true;
    }

    prepend(lines) {
      const fresh = document.createDocumentFragment();
      lines.forEach(line => fresh.append(this.row(line)));
      this.placed(() => {
        const height = this.rows.offsetHeight;
        this.rows.prepend(fresh);
        const grown = this.rows.offsetHeight - height;
        while (this.rows.childElementCount > WINDOW) { this.rows.lastElementChild.remove(); this.atEnd = false; }
        this.after = this.atEnd ? this.after : Number(this.rows.lastElementChild.dataset.number);
        return grown;
      });
    }

    /* What is looked at stays where it is, whatever comes or goes above it. */
    placed(change) {
      this.placing = true;
      const top = this.lines.scrollTop;
      this.lines.scrollTop = top + change();
      requestAnimationFrame(() => { this.placing = false; });
    }

    row(line) {
      const row = document.createElement("div");
      row.className = "logview-row logview-" + line.level.toLowerCase();
      row.dataset.number = line.number;
      const number = document.createElement("a");
      number.className = "logview-number";
      number.href = "#log:line=" + line.number;
      number.textContent = line.number;
      number.tabIndex = -1;
      number.setAttribute("aria-label", this.root.dataset.textLine + " " + line.number);
      const time = document.createElement("time");
      time.textContent = clock(line.time);
      time.title = when.format(line.time);
      const level = document.createElement("span");
      level.className = "logview-level";
      level.textContent = line.level;
      const worker = document.createElement("span");
      worker.className = "logview-worker";
      worker.textContent = line.task ? line.worker + " " + line.task : line.worker;
      worker.title = worker.textContent;
      const text = document.createElement("span");
      text.className = "logview-text";
      this.mark(text, line.content);
      row.append(number, " ", time, " ", level, " ", worker, " ", text);
      if (line.number === this.line) { row.classList.add("logview-here"); }
      return row;
    }

    mark(target, content) {
      const wanted = this.text.toLowerCase();
      const lower = content.toLowerCase();
      // A few letters change their length with their case; then no place is right.
      if (!wanted || lower.length !== content.length) {
        target.textContent = content;
        return;
      }
      let from = 0;
      for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
        const mark = document.createElement("mark");
        mark.textContent = content.slice(at, at + wanted.length);
        target.append(content.slice(from, at), mark);
        from = at + wanted.length;
      }
      target.append(content.slice(from));
    }

    show(line) {
      const rows = [...this.rows.children];
      const row = rows.find(each => Number(each.dataset.number) >= line) || rows[rows.length - 1];
      if (row) {
        this.placed(() => row.offsetTop - this.lines.clientHeight / 3 - this.lines.scrollTop);
      }
    }

    toEnd() {
      this.placing = true;
      this.lines.scrollTop = this.lines.scrollHeight;
      requestAnimationFrame(() => { this.placing = false; });
    }

    fill(text, ...values) {
      return values.reduce((filled, value, i) => filled.replace("{" + i + "}", count.format(value)), text);
    }

    searching() {
      this.parts.state.textContent = this.root.dataset.textSearching;
    }

    say() {
      const text = this.root.dataset;
      const shown = this.rows.childElementCount;
      const empty = this.parts.empty;
      empty.hidden = shown > 0 || this.total === undefined;
      empty.textContent = this.total > 0 ? text.textNoMatch : this.ended ? text.textNone : text.textWaiting;
      this.parts.range.textContent = !shown ? ""
        : this.filtered ? this.fill(text.textMatches, shown, this.total)
          : this.fill(text.textRange, this.rows.firstElementChild.dataset.number,
            this.rows.lastElementChild.dataset.number, this.total);
      const state = this.problem ? text["text" + this.problem[0].toUpperCase() + this.problem.slice(1)]
        : this.ended === undefined ? "" : this.ended ? text.textEnded : text.textRunning;
      if (this.parts.state.textContent !== state) { this.parts.state.textContent = state; }
      this.root.classList.toggle("logview-live", this.ended === false && !this.problem);
    }

    /* ---- What somebody does ---- */

    setFollow(follow) {
      this.follow = follow;
      this.parts.follow.setAttribute("aria-pressed", String(follow));
      if (follow) {
        this.line = 0;
        this.note();
      }
    }

    showWrap() {
      this.parts.wrap.setAttribute("aria-pressed", String(this.wrap));
      this.root.classList.toggle("logview-wrapped", this.wrap);
      if (this.follow) { this.toEnd(); }
    }

    setWrap(wrap) {
      this.wrap = wrap;
      this.showWrap();
      try {
        localStorage.setItem(WRAP, String(wrap));
      } catch (e) {
        // A browser that keeps nothing forgets it; that is all.
      }
    }

    goTo(line) {
      this.line = line;
      this.level = "DEBUG";
      this.text = "";
      this.parts.level.value = this.level;
      this.parts.text.value = "";
      this.setFollow(false);
      this.note();
      this.open(line);
    }

    goToStart() {
      this.setFollow(false);
      this.line = 0;
      this.note();
      if (this.atStart) {
        this.lines.scrollTop = 0;
      } else {
        this.open(1);
      }
    }

    goToEnd() {
      this.setFollow(true);
      if (this.atEnd) {
        this.toEnd();
      } else {
        this.open(LATEST);
      }
    }

    filter() {
      this.level = this.parts.level.value;
      this.text = this.parts.text.value;
      this.setFollow(true);
      this.open(LATEST);
    }

    listen() {
      const parts = this.parts;
      parts.level.addEventListener("change", () => this.filter());
      parts.text.addEventListener("input", () => {
        clearTimeout(this.typing);
        this.typing = setTimeout(() => { if (parts.text.value !== this.text) { this.filter(); } }, 250);
      });
      parts.text.addEventListener("keydown", event => {
        // Return in a field would send the form of the page.
        if (event.key === "Enter") { event.preventDefault(); }
      });
      parts.goto.addEventListener("keydown", event => {
        if (event.key !== "Enter") { return; }
        event.preventDefault();
        const line = Number(parts.goto.value.replace(/\D/g, ""));
        if (line > 0) {
          parts.goto.value = "";
          this.goTo(line);
          this.lines.focus({ preventScroll: true });
        }
      });
      parts.first.addEventListener("click", () => this.goToStart());
      parts.last.addEventListener("click", () => this.goToEnd());
      parts.follow.addEventListener("click", () => (this.follow ? this.setFollow(false) : this.goToEnd()));
      parts.wrap.addEventListener("click", () => this.setWrap(!this.wrap));
      this.lines.addEventListener("scroll", () => this.scrolled(), { passive: true });
      this.rows.addEventListener("click", event => {
        const number = event.target.closest(".logview-number");
        if (number && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          this.choose(Number(number.textContent));
        }
      });
      this.lines.addEventListener("keydown", event => this.key(event));
    }

    /* A line that was found is shown among its neighbours; otherwise it is only marked. */
    choose(line) {
      if (this.filtered) {
        this.goTo(line);
        return;
      }
      this.line = line;
      this.setFollow(false);
      this.note();
      this.rows.querySelectorAll(".logview-here").forEach(row => row.classList.remove("logview-here"));
      this.rows.querySelector(`[data-number="${line}"]`)?.classList.add("logview-here");
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      const does = {
        Home: () => this.goToStart(), End: () => this.goToEnd(),
        f: () => (this.follow ? this.setFollow(false) : this.goToEnd()), w: () => this.setWrap(!this.wrap)
      }[event.key];
      if (does) {
        event.preventDefault();
        does();
      }
    }
  }

  /* A page that was drawn anew gets its view back as it was. */
  function look() {
    document.querySelectorAll("[data-log-view]").forEach(root => {
      const known = views.get(root.dataset.logView);
      if (!known) {
        views.set(root.dataset.logView, new LogView(root));
      } else if (known.root !== root) {
        const top = known.lines.scrollTop;
        root.replaceWith(known.root);
        known.lines.scrollTop = top;
        known.plan();
      }
    });
  }

  document.addEventListener("powerjob:redrawn", look);
  if (window.jQuery) {
    window.jQuery(document).on("pfAjaxComplete", look);
  }
  look();
})();
