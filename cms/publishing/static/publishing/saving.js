// Wagtail saves a draft while somebody writes. Whoever presses a button while the very first of these
// is under way would make the page a second time, for the form does not yet know that there is one.
// So the button waits until it does, five seconds at most.
(() => {
  "use strict";
  const PATIENCE = 5000;
  let underWay = false;
  let pressed = null;

  function goOn() {
    underWay = false;
    if (!pressed) return;
    const { target, submitter } = pressed;
    pressed = null;
    if (submitter && submitter.name) {
      // The button may be switched off by now, and would not be sent.
      const which = document.createElement("input");
      Object.assign(which, { type: "hidden", name: submitter.name, value: submitter.value });
      target.append(which);
    }
    target.requestSubmit();
  }

  document.addEventListener("w-autosave:save", () => { underWay = true; });
  for (const end of ["success", "error", "deactivated"]) {
    document.addEventListener(`w-autosave:${end}`, goOn);
  }
  document.addEventListener("submit", (event) => {
    if (!underWay || !event.target.matches("[data-edit-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (pressed) return;
    pressed = event;
    window.setTimeout(goOn, PATIENCE);
  }, true);
})();
