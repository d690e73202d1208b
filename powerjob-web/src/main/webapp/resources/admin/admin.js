/* A file that is chosen is read into the text field beside it; the server only ever sees text. */
(function () {
  "use strict";

  document.addEventListener("change", function (event) {
    const file = event.target.closest("input[type=file][data-read-into]");
    if (file && file.files.length) {
      file.files[0].text().then(function (text) {
        document.getElementById(file.dataset.readInto).value = text;
      });
    }
  });
})();
