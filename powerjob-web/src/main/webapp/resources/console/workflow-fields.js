/* Form fields for the side panel of the workflow editor, and how lengths of time are written: 90s, 5m, 2h, 1d. */
window.PowerJobFields = (function () {
  "use strict";

  const UNITS = [["d", 86400000], ["h", 3600000], ["m", 60000], ["s", 1000], ["ms", 1]];
  let count = 0;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (key.startsWith("on")) {
        made.addEventListener(key.slice(2), value);
      } else if (value === true) {
        made.setAttribute(key, "");
      } else if (value !== false && value !== null && value !== undefined) {
        made.setAttribute(key, value);
      }
    });
    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
  }

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#i-" + name);
    svg.append(use);
    return svg;
  }

  function duration(text) {
    const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?\s*$/i.exec(text || "");
    return match ? Math.round(Number(match[1]) * UNITS.find(unit => unit[0] === (match[2] || "s").toLowerCase())[1]) : null;
  }

  function durationText(millis) {
    if (millis === null || millis === undefined) {
      return "";
    }
    const unit = UNITS.find(each => millis >= each[1] && millis % each[1] === 0) || UNITS[3];
    return millis / unit[1] + unit[0];
  }

  /*
   * A field with its label above and a hint beneath. change(value) is told what was entered. wrong is what is said
   * beside it while mark says that it cannot be.
   */
  function field(label, control, hint, wrong) {
    control.id = control.id || "wf-field-" + ++count;
    const parts = [element("label", { for: control.id }, label), control];
    if (wrong) {
      parts.push(element("p", { class: "field-problem", role: "alert", hidden: true }, wrong));
    }
    if (hint) {
      const note = element("p", { class: "hint", id: control.id + "-hint" }, hint);
      control.setAttribute("aria-describedby", note.id);
      parts.push(note);
    }
    return element("div", { class: "wf-field" }, ...parts);
  }

  function mark(input, wrong) {
    input.setAttribute("aria-invalid", String(wrong));
    const problem = input.parentNode.querySelector(".field-problem");
    if (problem) {
      problem.hidden = !wrong;
    }
  }

  function text(label, value, change, more) {
    const input = element("input", { type: "text", value: value ?? "", maxlength: more?.most || 255, placeholder: more?.placeholder,
      disabled: more?.disabled, class: more?.mono ? "mono" : null, oninput: event => change(event.target.value.trim() === "" ? null : event.target.value) });
    return field(label, input, more?.hint);
  }

  function area(label, value, change, more) {
    const input = element("textarea", { rows: more?.rows || 4, spellcheck: "false", class: "mono", disabled: more?.disabled,
      oninput: event => change(event.target.value === "" ? null : event.target.value) });
    input.value = value ?? "";
    return field(label, input, more?.hint);
  }

  function number(label, value, change, more) {
    const input = element("input", { type: "number", min: more?.min ?? 0, max: more?.max, value: value ?? "", placeholder: more?.placeholder,
      disabled: more?.disabled, oninput: event => {
        // Blank also stands for what is no number at all.
        mark(event.target, !event.target.validity.valid);
        change(event.target.value === "" ? null : Number(event.target.value));
      } });
    return field(label, input, more?.hint, more?.wrong);
  }

  function length(label, value, change, more) {
    const input = element("input", { type: "text", value: durationText(value), placeholder: more?.placeholder || "30s, 5m, 2h, 1d",
      disabled: more?.disabled, maxlength: 20, oninput: event => {
        const blank = event.target.value.trim() === "";
        const millis = duration(event.target.value);
        mark(event.target, !blank && millis === null);
        if (blank || millis !== null) {
          change(blank ? null : millis);
        }
      } });
    return field(label, input, more?.hint, more?.wrong);
  }

  function choice(label, value, options, change, more) {
    const select = element("select", { disabled: more?.disabled, onchange: event => change(event.target.value === "" ? null : event.target.value) },
      ...options.map(([key, name]) => element("option", { value: key, selected: String(key) === String(value ?? "") }, name)));
    return field(label, select, more?.hint);
  }

  function toggle(label, value, change, more) {
    const input = element("input", { type: "checkbox", checked: value, disabled: more?.disabled, onchange: event => change(event.target.checked) });
    return element("div", { class: "wf-field" }, element("label", { class: "inline" }, input, " " + label),
      more?.hint ? element("p", { class: "hint" }, more.hint) : null);
  }

  /* A date and time in the browser's zone, which is the viewer's. */
  function instant(label, millis, change, more) {
    const two = n => String(n).padStart(2, "0");
    const date = millis ? new Date(millis) : null;
    const value = date ? `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}` : "";
    return field(label, element("input", { type: "datetime-local", value: value, disabled: more?.disabled,
      onchange: event => change(event.target.value ? new Date(event.target.value).getTime() : null) }), more?.hint);
  }

  /*
   * Searches as one types and takes one of what was found. search(text) → a promise of [{id, name}]; chosen is {id, name}.
   */
  function picker(label, chosen, search, change, more) {
    const id = "wf-field-" + ++count;
    const list = element("ul", { class: "wf-found", id: id + "-list", role: "listbox", "aria-label": label, hidden: true });
    const input = element("input", { type: "text", id: id, role: "combobox", autocomplete: "off", "aria-autocomplete": "list", disabled: more?.disabled,
      "aria-expanded": "false", "aria-controls": list.id, placeholder: more?.placeholder, value: chosen ? chosen.name : "" });
    let found = [];
    let at = -1;
    let timer = null;
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      at = -1;
    };
    const take = one => {
      input.value = one.name;
      close();
      change(one);
    };
    const mark = () => [...list.children].forEach((each, i) => {
      each.setAttribute("aria-selected", String(i === at));
      if (i === at) {
        input.setAttribute("aria-activedescendant", each.id);
        each.scrollIntoView({ block: "nearest" });
      }
    });
    const show = rows => {
      found = rows;
      at = -1;
      list.replaceChildren(...(rows.length
        ? rows.map((one, i) => element("li", { role: "option", id: id + "-" + i, "aria-selected": "false",
            onpointerdown: event => { event.preventDefault(); take(one); } },
          element("span", {}, one.name), element("span", { class: "quiet small" }, (one.note ? one.note + " · " : "") + one.id)))
        : [element("li", { role: "option", "aria-disabled": "true", class: "quiet" }, more?.none || "–")]));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };
    const look = () => search(input.value).then(rows => { if (document.activeElement === input) { show(rows); } }, () => {});
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 200); });
    input.addEventListener("focus", () => { input.select(); look(); });
    input.addEventListener("blur", () => { close(); input.value = chosen && !input.value ? chosen.name : input.value; });
    input.addEventListener("keydown", event => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        at = found.length ? (at + (event.key === "ArrowDown" ? 1 : found.length)) % found.length : -1;
        mark();
        event.preventDefault();
      } else if (event.key === "Enter" && !list.hidden && found.length) {
        take(found[Math.max(0, at)]);
        event.preventDefault();
      } else if (event.key === "Escape") {
        close();
        event.stopPropagation();
      }
    });
    return element("div", { class: "wf-field wf-picker" }, element("label", { for: id }, label), input, list,
      more?.hint ? element("p", { class: "hint" }, more.hint) : null);
  }

  /* A group of fields that opens and closes. */
  function section(title, open, ...parts) {
    return element("details", { class: "wf-section", open: open }, element("summary", {}, title), ...parts);
  }

  return { element, icon, field, text, area, number, length, choice, toggle, instant, picker, section, duration, durationText };
})();
