"""The interview in JupyterLab beside plain ipywidgets. Times are taken inside the page, in one browser, in turn.

The form must be there in a quarter of the time, a click must be saved and scored in one and a half times that of a bare
button that saves and scores nothing, and typing must send a tenth of the bytes.
"""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from chromium import chromium
from lab_page import Client, Lab, expect_saved, form_in, go_to, lab_server, note_in, run_all
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from benchmarks.measure import Comparison, Reading
from opsassess.library import find_questionnaire

NAME = "agent-operability"
QUESTIONS = len(find_questionnaire(NAME).items)
CLICKS = 30
SENTENCE = ("The queue is looked at each morning, and twice on the last day of the month. " * 4)[:238]
OURS = ("import opsassess, opsassess.interview.widget", 'opsassess.Interview(".")')
PLAIN = (
    "from benchmarks import composed",
    f'composed.composed("{NAME}")',
    'composed.bare_button("bare.db")',
)
LEVELS, AREAS = ".oa-levels", "[aria-label='Shown and claimed by area']"
FIELDS, BUTTON = ".widget-textarea textarea", ".jupyter-button"
# From the key that runs a cell to what it shows, painted: two frames after all of it is in the page.
PAINTED = """([cell, sign, many]) => new Promise((done) => {
  const count = () => document.querySelectorAll(".jp-CodeCell")[cell].querySelectorAll(sign).length;
  let begin = 0, cleared = false;
  document.addEventListener("keydown", () => { begin = performance.now(); }, { capture: true, once: true });
  const look = () => {
    cleared ||= begin && count() === 0;
    if (!cleared || count() < many) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
  };
  look();
})"""
# From a click to another score on the screen, and everything saved.
CLICKED = """([button, score, status]) => new Promise((done) => {
  const words = () => document.querySelector(score).textContent;
  const before = words(), begin = performance.now();
  const watch = new MutationObserver(() => {
    if (words() === before || (status && document.querySelector(status).textContent !== "all saved")) return;
    watch.disconnect();
    done(performance.now() - begin);
  });
  watch.observe(document.querySelector(".jp-Notebook"), { subtree: true, childList: true, characterData: true });
  document.querySelector(button).click();
})"""


@dataclass(frozen=True, kw_only=True)
class Driven:
    """A notebook in JupyterLab, driven and measured."""

    page: Page
    sent: list[int] = field(default_factory=list)  # bytes of each frame to the server

    def __post_init__(self) -> None:
        self.page.on("websocket", lambda socket: self._listen(socket))  # noqa: PLW0108 - it marks what it is given

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(len(frame)))

    def paint(self, sign: str, many: int) -> Reading:
        """Run the second cell until so many of a sign are painted."""
        self.page.locator(".jp-CodeCell").nth(1).locator(".cm-content").focus()
        self.page.evaluate(f"(asked) => {{ window.painted = ({PAINTED})(asked); }}", [1, sign, many])
        self.page.keyboard.press("Control+Enter")
        return Reading(seconds=float(self.page.evaluate("window.painted")) / 1000)

    def click(self, button: str, score: str, status: str | None = None) -> float:
        """Click until the score is another one and all is saved; return the seconds."""
        return float(self.page.evaluate(CLICKED, [button, score, status])) / 1000

    def type(self, place: Locator) -> Reading:
        """Type a sentence and count what goes to the server until a while after."""
        place.fill("")
        self.page.wait_for_timeout(3000)
        before = len(self.sent)
        place.press_sequentially(SENTENCE, delay=12)
        self.page.wait_for_timeout(3000)
        return Reading(seconds=0, kilobytes=sum(self.sent[before:]) / 1000)


@dataclass(frozen=True, kw_only=True)
class Held:
    """The interview and its like of plain ipywidgets."""

    ours: Driven
    plain: Driven
    levels: list[int] = field(default_factory=lambda: [1])

    def rate(self) -> float:
        """Rate the question that is shown, each time otherwise."""
        self.levels.append(4 - self.levels[-1])
        return self.ours.click(f"[data-key='rating:operator:{self.levels[-1]}']", AREAS, ".oa-status")

    def press(self) -> float:
        """Press the bare button."""
        return self.plain.click(BUTTON, ".jupyter-widgets.widget-hbox .widget-label:not(:empty)")

    def note(self) -> Reading:
        """Type a note."""
        return self.ours.type(note_in(form_in(self.ours.page)))

    def text(self) -> Reading:
        """Type into the first field of the composition."""
        return self.plain.type(self.plain.page.locator(FIELDS).first)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[Held]:
    """Open both in one browser, on one server."""
    with lab_server(folder) as lab, chromium() as browser:
        client = lab.client("held", NAME)
        ours, plain = _opened(browser, lab, client, OURS), _opened(browser, lab, client, PLAIN)
        expect_saved(form_in(ours.page))
        expect(plain.page.get_by_role("button", name="Save", exact=True).last).to_be_visible(timeout=60_000)
        yield Held(ours=ours, plain=plain)


def _opened(browser: Browser, lab: Lab, client: Client, cells: tuple[str, ...]) -> Driven:
    driven = Driven(page=browser.new_page(viewport={"width": 1400, "height": 1000}))
    go_to(driven.page, lab.served, client, client.notebook(*cells, name=f"{len(cells)}.ipynb"))
    run_all(driven.page)
    return driven


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield what is measured."""
    with held(folder) as both:
        yield Comparison(
            what="interview: cell run until it is painted",
            ours=lambda: both.ours.paint(LEVELS, 1),
            against=f"its {QUESTIONS} questions as ipywidgets",
            alternative=lambda: both.plain.paint(FIELDS, 2 * QUESTIONS),
            goal=0.25,
            runs=5,
        )
        for name, share in (("median", 50), ("95th of 100", 95)):
            yield Comparison(
                what=f"interview: click to saved and scored, {name}",
                ours=partial(_series, both.rate, share),
                against="bare button: durable insert, a label",
                alternative=partial(_series, both.press, share),
                goal=1.5,
                runs=3,
            )
        yield Comparison(
            what=f"interview: sent while {len(SENTENCE)} letters are typed",
            ours=both.note,
            against="an ipywidgets Textarea",
            alternative=both.text,
            goal=0.1,
            runs=3,
        )


def _series(click: Callable[[], float], share: int) -> Reading:
    """Click many times and return the time below which so many of a hundred stay."""
    times = [click() for _ in range(CLICKS)]
    return Reading(seconds=statistics.quantiles(times, n=100, method="inclusive")[share - 1])
