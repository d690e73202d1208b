/* Questions of the page to its bean, one answer each: PowerJobCalls.ask(name, value) → a promise. */
window.PowerJobCalls = (function () {
  "use strict";

  const waiting = new Map();
  let count = 0;

  function ask(call, body) {
    count++;
    const number = String(count);
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve: resolve, reject: reject });
      window.callPage([
        { name: "call", value: call },
        { name: "number", value: number },
        { name: "body", value: JSON.stringify(body === undefined ? null : body) }]);
    });
  }

  function answer(xhr, status, args) {
    const one = args && waiting.get(args.number);
    if (!one) {
      lost();
      return;
    }
    waiting.delete(args.number);
    if (args.problem) {
      one.reject(Object.assign(new Error(args.problem), { changed: args.changed, node: args.node }));
    } else {
      one.resolve(JSON.parse(args.answer));
    }
  }

  /* No answer: the server is not there, or the session is over. */
  function lost() {
    waiting.forEach(one => one.reject(new Error("")));
    waiting.clear();
  }

  const read = id => JSON.parse(document.getElementById(id).textContent);

  return { ask: ask, answer: answer, lost: lost, read: read };
})();
