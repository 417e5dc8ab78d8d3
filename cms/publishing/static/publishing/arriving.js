// A link to a fault opens the editor at its place. Wagtail scrolls there once, smoothly; what loads
// late on a slow machine can push the place away again or end the scrolling. So it is looked at until
// it stands still in view, is then focused for those who do not see the page move, and is let go as
// soon as somebody acts.
(() => {
  "use strict";
  const LOOKS = 50;
  const EVERY = 200;

  function named() {
    const at = window.location.hash.indexOf(":w:");
    if (at === -1) return null;
    const path = new URLSearchParams(window.location.hash.slice(at + 3)).get("contentpath");
    if (!path) return null;
    const steps = path.split(".").filter(Boolean);
    return document.querySelector(
      steps.map((step) => `[data-contentpath="${CSS.escape(step)}"]`).join(" "),
    );
  }

  window.addEventListener("load", () => {
    if (!window.location.hash.includes(":w:contentpath=")) return;
    let acted = false;
    for (const act of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      window.addEventListener(act, () => { acted = true; }, { once: true, passive: true });
    }
    let looks = 0;
    let last = null;
    const timer = window.setInterval(() => {
      looks += 1;
      const place = named();
      if (acted || looks > LOOKS) return window.clearInterval(timer);
      if (!place) return undefined;
      const { top } = place.getBoundingClientRect();
      const still = top === last;
      last = top;
      if (!still) return undefined;
      if (top >= 0 && top < window.innerHeight * 0.8) {
        window.clearInterval(timer);
        place.setAttribute("tabindex", "-1");
        return place.focus({ preventScroll: true });
      }
      return place.scrollIntoView({ block: "start" });
    }, EVERY);
  });
})();
