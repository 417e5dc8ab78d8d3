"""Opening a page in Chromium and asking it everything: axe, reflow, keyboard, console, policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, Response

from tests.pages.cases import Case
from tests.pages.demonstration import Standing

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
WCAG = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}

LISTEN = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refusedByPolicy.push(event.violatedDirective + " " + event.blockedURI));
"""
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, preload: false, resultTypes: ["violations"],
  });
  return found.violations.map((one) => ({
    id: one.id, tags: one.tags, where: one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
  }));
}"""

# What can be seen and acted on; of a group of radios the keyboard stops at one.
CONTROLS = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const groups = new Set();
  window.controls = [...document.querySelectorAll(wanted)].filter((element) => {
    if (element.disabled || element.type === "hidden") return false;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || style.visibility === "hidden" || !box.width) return false;
    if (element.type === "radio") {
      const key = (element.form ? element.form.action : "") + element.name;
      if (groups.has(key)) return false;
      groups.add(key);
    }
    return true;
  });
  const look = (element) => {
    const shown = [element, element.labels && element.labels[0]].filter(Boolean);
    return JSON.stringify(shown.flatMap((one) => ["", "::before", "::after"].map((part) => {
      const style = getComputedStyle(one, part || null);
      return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor,
              style.borderWidth, style.color, style.textDecoration, style.clip, style.position];
    })));
  };
  window.lookOf = look;
  window.looks = window.controls.map(look);
  return window.controls.map((element) => element.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return {index: -1, seen: true};
  let index = window.controls.indexOf(element);
  if (index < 0 && element.type === "radio")
    index = window.controls.findIndex((other) => other.type === "radio" &&
      other.name === element.name && other.form === element.form);
  return {index: index, seen: window.lookOf(element) !== window.looks[index]};
}"""


def faults_of_axe(page: Page, ours: str) -> list[str]:
    """Return what axe has to say of one part of the page; the frame around it is Wagtail's."""
    page.add_script_tag(path=AXE)
    script = RUN_AXE.replace("axe.run(document,", f"axe.run({ours!r},")
    return [str(one) for one in page.evaluate(script, sorted(WCAG))]


@dataclass
class Visit:
    """A page that is open, and what went wrong on it so far."""

    page: Page
    case: Case
    errors: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def fault(self, words: str) -> None:
        self.errors.append(f"{self.case.name}: {words}")

    def axe(self) -> None:
        """Note every violation of WCAG 2.2 A and AA, and of axe's best practices but one.

        GOV.UK's page puts the back link before the main part and in no landmark of its own.
        """
        for one in self.page.evaluate(RUN_AXE, sorted(WCAG | {"best-practice"})):
            if one["id"] == "region" and all("govuk-back-link" in html for html in one["where"]):
                continue
            self.fault(f"axe {one['id']} {json.dumps(one['where'], ensure_ascii=False)}")

    def reflow(self) -> None:
        """Note sideways scrolling."""
        width = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if width[0] > width[1]:
            self.fault(f"scrolls sideways: {width[0]} on {width[1]}")

    def keyboard(self) -> None:
        """Press Tab through the page: every control is reached, and shows that it is."""
        page = self.page
        page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
        names = page.evaluate(CONTROLS)
        reached: set[int] = set()
        for _press in range(len(names) + 5):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUSED)
            if at["index"] in reached and len(reached) == len(names):
                break
            if at["index"] >= 0 and not at["seen"]:
                self.fault(f"focus cannot be seen on {names[at['index']]}")
            reached.add(at["index"])
        for index, name in enumerate(names):
            if index not in reached:
                self.fault(f"Tab does not reach {name}")

    def skip_link(self) -> None:
        """Follow the skip link: the reader is at the main part."""
        page = self.page
        page.locator(".govuk-skip-link").focus()
        page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.id") != "main-content":
            self.fault("the skip link does not lead to the main part")

    def quiet(self) -> None:
        """Note what the page was refused by its own policy, and its title and language."""
        for refused in self.page.evaluate("window.refusedByPolicy"):
            self.fault(f"refused by the policy: {refused}")


class Windows:
    """The two windows that every page is opened in: one runs scripts, the other runs none.

    Opening a window takes longer than opening a page. What one visit leaves behind (who is signed
    in, the language) is cleared before the next.
    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._pages: dict[bool, Page] = {}
        self._visits: dict[bool, Visit] = {}

    def open(self, case: Case, *, language: str, scripts: bool) -> Visit:
        """Return a visit to ``case`` that has not begun: an empty wide window, signed in."""
        page = self._pages.get(scripts) or self._window(scripts)
        base = self.standing.base
        cookies = {"django_language": language}
        if case.who:
            cookies["sessionid"] = self.standing.sessions[case.who]
        page.goto("about:blank")
        page.context.clear_cookies()
        page.context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookies.items()])
        page.set_viewport_size(WIDE)
        self._visits[scripts] = Visit(page, case)
        return self._visits[scripts]

    def _window(self, scripts: bool) -> Page:
        context = self.standing.browser.new_context(
            base_url=self.standing.base, java_script_enabled=scripts, reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        context.add_init_script(LISTEN)
        if scripts:
            context.add_init_script(path=AXE)
        page = self._pages[scripts] = context.new_page()
        page.on("console", lambda message: _console(self._visits[scripts], message))
        page.on("pageerror", lambda error: self._visits[scripts].fault(f"script: {error}"))
        page.on("response", lambda response: _response(self._visits[scripts], response))
        return page

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


@contextmanager
def visiting(
    windows: Windows, case: Case, *, language: str, scripts: bool = True
) -> Iterator[Visit]:
    """Open the page of ``case`` in its state."""
    visit = windows.open(case, language=language, scripts=scripts)
    page = visit.page
    page.goto(windows.standing.demo.address(case))
    for name, value in case.fill.items():
        page.locator(f"main [name={name}]").fill(value)
    if case.spoil and scripts:
        page.evaluate(case.spoil)
    if case.press and (scripts or not case.spoil):
        with page.expect_navigation():
            page.locator(case.press).first.click()
    if scripts or not case.spoil:
        if visit.statuses[-1] != case.status:
            visit.fault(f"answered {visit.statuses[-1]}, not {case.status}")
        if not page.locator(case.seen).first.is_visible():
            visit.fault(f"{case.seen} is not to be seen")
    yield visit


def _console(visit: Visit, message: ConsoleMessage) -> None:
    # Chromium reports the page's own status there too, which is checked elsewhere.
    if message.type == "error" and "Failed to load resource" not in message.text:
        visit.fault(f"console: {message.text}")


def _response(visit: Visit, response: Response) -> None:
    if response.request.is_navigation_request():
        visit.statuses.append(response.status)
    elif response.status >= 400:
        visit.fault(f"{response.status} {response.url}")
