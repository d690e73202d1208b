/* Forms that are checked by the server as one types, and show what a choice asks for. */
window.PowerJobForm = (function () {
  "use strict";

  const form = document.querySelector("form[data-check]");
  const touched = new Set();
  let timer = null;

  /* What is wrong goes beside its field, once somebody has been there or has tried to save. */
  function tell(args, all) {
    form.querySelectorAll("[data-problem-for]").forEach(function (place) {
      place.hidden = true;
      place.textContent = "";
    });
    form.querySelectorAll("[aria-invalid]").forEach(input => input.removeAttribute("aria-invalid"));
    if (!args || !args.problem) {
      return;
    }
    const places = [...form.querySelectorAll("[data-problem-for]")];
    const place = places.find(each => each.dataset.problemFor === args.field) || places.find(each => each.dataset.problemFor === "");
    const field = place.closest("[data-field]");
    const input = field && field.querySelector("input, select, textarea");
    if (!all && field && !touched.has(args.field)) {
      return;
    }
    place.textContent = args.problem;
    place.hidden = false;
    if (input) {
      input.setAttribute("aria-invalid", "true");
      if (all) {
        input.focus();
      }
    }
  }

  function show() {
    form.querySelectorAll("[data-when]").forEach(function (part) {
      const input = form.querySelector("[data-field='" + part.dataset.when + "'] select");
      part.hidden = !part.dataset.is.split(",").includes(input.value);
    });
  }

  function check() {
    clearTimeout(timer);
    timer = setTimeout(() => window.checkForm(), 350);
  }

  form.addEventListener("input", function (event) {
    const field = event.target.closest("[data-field]");
    if (field) {
      touched.add(field.dataset.field);
    }
    show();
    check();
  });
  show();
  // The function comes with a script after this one.
  window.addEventListener("load", check);

  return { tell: tell };
})();
