"""The real page in Chromium, on a blank page, before a real session: what one types here stands in the store."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from opsassess.assessment import Assessment
from opsassess.interview.modes import Mode
from opsassess.interview.session import Session
from opsassess.library import find_questionnaire
from opsassess.store import Store

STATIC = Path(__file__).parents[2] / "opsassess" / "interview" / "static"
MODULE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.js")))
STYLE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.css")))
SAMPLES = STATIC.parents[2] / "samples"
ADDRESS = "http://localhost/"  # a secure context, so that the browser has locks; every request is answered by the test
DANA = {"id": "dana", "name": "Dana Ruiz", "roles": ["operator"]}
JONAS = {"id": "jonas", "name": "Jonas Weber", "roles": ["builder"]}
PRIYA = {"id": "priya", "name": "Priya Shah", "roles": ["owner"]}
PATIENCE = 20_000  # milliseconds, on a busy machine
TODAY = dt.datetime(2026, 11, 26, 10, 0, tzinfo=dt.UTC)

# A model as the widget library has it: messages out, messages in. `line.cut` loses them, as a half-open socket does.
MODEL = """
window.fakeModel = () => {
  const listeners = new Set();
  const model = {
    on: (name, take) => name === "msg:custom" && listeners.add(take),
    off: (name, take) => listeners.delete(take),
    hear: (message) => listeners.forEach((take) => take(structuredClone(message))),
    send: (message) => {
      if (window.line.cut) return;
      window.line.sent.push(message);
      window.toPython(JSON.stringify(message)).then((answers) => {
        if (!window.line.cut) JSON.parse(answers).forEach((answer) => window.models.forEach((one) => one.hear(answer)));
      });
    },
  };
  window.models.add(model);
  return model;
};
window.line = { cut: false, sent: [] };
window.models = new Set();
"""
HTML = "<!doctype html><html lang='en'><head><title>Interview</title></head><body><main></main></body></html>"


def assessment(**parts: Any) -> Assessment:
    """Return an assessment of a lead router that nobody has answered yet."""
    blank = {
        "format": "opsassess-assessment/1",
        "id": "6f0d2c1e-8a54-4b7e-9c3d-51e7a2b0f846",
        "as_of": "2026-11-26",
        "client": {"name": "Nordwind"},
        "agent": {"name": "Lead router", "profile": {"work": "lead_routing"}},
        "respondents": [DANA, JONAS],
    }
    questionnaire = find_questionnaire(parts.pop("questionnaire", "triage"))
    named = {"id": questionnaire.id, "version": questionnaire.version}
    return Assessment.model_validate({**blank, "questionnaire": named, **parts})


def sample(name: str) -> Assessment:
    """Return a sample assessment, as of the questionnaire that is installed."""
    document = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    questionnaire = find_questionnaire(document["questionnaire"]["id"])
    document["questionnaire"] = {"id": questionnaire.id, "version": questionnaire.version}
    return Assessment.model_validate(document)


@dataclass
class Interviewed:
    """A store and a session before it, which pages of one browser speak with."""

    store: Store
    session: Session
    number: int
    console: list[str] = field(default_factory=list)
    broken: str = ""  # what the store says instead of saving

    def answer(self, message: str) -> str:
        """Return the session's answers to a message."""
        if self.broken:
            return json.dumps([{"type": "trouble", "what": self.broken}])
        return json.dumps(list(self.session.receive(json.loads(message))))

    def said(self, item: str, who: str = "dana") -> dict[str, Any]:
        """Return what the store has of one person's answer to an item: the newest of each key."""
        said: dict[str, Any] = {}
        for answer in self.store.assessment(self.number).answers:
            if (answer.item, answer.respondent) == (item, who):
                said |= answer.model_dump(mode="json", exclude_unset=True)
        return {key: value for key, value in said.items() if key not in ("item", "respondent", "at")}


def interviewed(folder: Path, begun: Assessment, mode: Mode | None = None) -> Interviewed:
    """Return a session on a store of its own."""
    store = Store.create(folder / "opsassess.db", client=begun.client.name)
    number = store.add(begun, find_questionnaire(begun.questionnaire.id))
    return Interviewed(store=store, session=Session(store, number, mode=mode, now=lambda: TODAY), number=number)


@contextmanager
def browser_context(browser: Browser, **settings: Any) -> Iterator[BrowserContext]:
    """Yield a browser of its own: its own localStorage and locks."""
    context = browser.new_context(**{"viewport": {"width": 1360, "height": 900}, **settings})
    context.route("**/*", lambda route: route.fulfill(body=HTML, content_type="text/html"))
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        context.close()


def open_page(
    context: BrowserContext, python: Interviewed, *, before: str = "", css: str = "", begins: bool = True
) -> Page:
    """Open the page, as a cell of a notebook does, and wait for its first question."""
    page = context.new_page()
    page.on("console", lambda message: python.console.append(message.text))
    page.on("pageerror", lambda error: python.console.append(str(error)))
    page.expose_function("toPython", python.answer)
    page.add_init_script(MODEL + before)
    page.goto(ADDRESS)
    page.add_style_tag(content=f"body {{ margin: 0 }} {css} {STYLE}")
    show(page, begins=begins)
    return page


def show(page: Page, *, begins: bool = True) -> None:
    """Run the cell: the module is imported and draws a view of a new model."""
    page.evaluate(
        """async (source) => {
          const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
          const module = await import(address);
          window.endView = module.default.render({ model: window.fakeModel(), el: document.querySelector("main") });
        }""",
        MODULE,
    )
    if begins:
        page.locator(".oa-place").wait_for()


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the page go on until something holds in the store; `PATIENCE` is only the end of a test that fails."""
    for _ in range(PATIENCE // 50):
        if holds():
            return
        page.wait_for_timeout(50)
    assert holds()


def status(page: Page) -> Locator:
    """Return the status line."""
    return page.get_by_role("status")


def question(page: Page, part: str) -> None:
    """Jump to the question whose title contains these letters."""
    page.get_by_role("button", name="Jump").first.click()
    page.get_by_role("combobox", name="Jump to").fill(part)
    page.keyboard.press("Enter")
