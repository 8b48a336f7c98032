"""JupyterLab with the real interview in it: an engagement, the server of `opsassess lab`, a page, what was stored."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from served import Served, serving

from opsassess.answers import current_answers
from opsassess.applied import apply
from opsassess.assessment import Respondent
from opsassess.engagement import STORE, Engagement, blank
from opsassess.library import find_questionnaire
from opsassess.store import Store

SLOW = 60_000  # milliseconds: JupyterLab on a busy machine
FIRST = "s1_workflow_summary.owner"  # of a triage
PEOPLE = (
    Respondent(id="mira", name="Mira Kovac", roles=("operator",)),
    Respondent(id="tariq", name="Tariq Azimi", roles=("builder",)),
)
INTERVIEW = 'import opsassess\nopsassess.Interview(".")'


@dataclass(frozen=True)
class Client:
    """An engagement with an assessment."""

    folder: Path

    def said(self, item: str = FIRST, who: str = "mira") -> dict[str, Any]:
        """Return what somebody's answer is in the store: what is there, and nothing that is empty."""
        with Store.open(self.folder / STORE, read_only=True) as store:
            answers = current_answers(store.assessment())
        found = next((one for one in answers.get(item, ()) if one.respondent.id == who), None)
        given = dataclasses.asdict(found) if found else {}
        return {key: value for key, value in given.items() if key not in ("respondent", "at", "evidence") and value}

    def notes(self) -> set[str]:
        """Return all notes in the store."""
        with Store.open(self.folder / STORE, read_only=True) as store:
            answers = current_answers(store.assessment())
        return {one.note for given in answers.values() for one in given if one.note}

    def notebook(self, *cells: str, name: str = "held.ipynb") -> str:
        """Write a notebook of these cells and return its name."""
        made: list[dict[str, Any]] = [
            {"cell_type": "code", "id": f"c{n}", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
            for n, cell in enumerate(cells)
        ]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": made}
        (self.folder / name).write_text(json.dumps(content), encoding="utf-8")
        return name


def begun(folder: Path, questionnaire: str = "triage") -> Client:
    """Make an engagement with an assessment that nobody has answered yet."""
    read = blank("Nordwind", "Lead router", find_questionnaire(questionnaire), dt.date(2026, 5, 31))
    asked = dataclasses.replace(read, assessment=apply(read.assessment, PEOPLE))
    Engagement.new(folder, "Nordwind").take_in(asked)
    return Client(folder)


@dataclass(frozen=True)
class Lab:
    """One server for all tests: it serves a folder in which each test has an engagement of its own."""

    served: Served
    folder: Path
    home: Path

    def client(self, name: str, questionnaire: str = "triage") -> Client:
        return begun(self.folder / name, questionnaire)

    def kernel_of(self, client: Client) -> str:
        """Return the id of the kernel of a client's notebook."""
        sessions = [one for one in self.served.ask("/api/sessions") if one["path"].startswith(f"{client.folder.name}/")]
        (kernel,) = (one["kernel"]["id"] for one in sessions)
        return str(kernel)

    @contextmanager
    def kernel(self, client: Client) -> Iterator[BlockingKernelClient]:
        """Give a line of our own to the kernel of a client's notebook."""
        (file,) = self.home.rglob(f"kernel-{self.kernel_of(client)}.json")
        line = BlockingKernelClient(connection_file=str(file))
        line.load_connection_file()
        line.start_channels()
        try:
            yield line
        finally:
            line.stop_channels()


@contextmanager
def lab_server(folder: Path) -> Iterator[Lab]:
    """Serve engagements by `opsassess lab`."""
    outer = begun(folder / "all").folder
    with serving("lab", outer, home_in=folder) as served:
        yield Lab(served, outer, folder)


@contextmanager
def context_of(browser: Browser, before: str = "") -> Iterator[BrowserContext]:
    """Give a browser without memory; ``before`` runs in each page before anything else."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    if before:
        context.add_init_script(before)
    try:
        yield context
    finally:
        context.close()


def open_notebook(context: BrowserContext, served: Served, client: Client, name: str, *, port: int = 0) -> Page:
    """Open a notebook of a client, over a line of its own if there is one, and run all of it."""
    page = context.new_page()
    go_to(page, served, client, name, port=port)
    run_all(page)
    return page


@contextmanager
def interview(
    browser: Browser, lab: Lab, client: Client, name: str = "interview.ipynb", *, port: int = 0
) -> Iterator[tuple[Page, Locator]]:
    """Hold an interview in a browser of its own: its page, and the form in it."""
    with context_of(browser) as context:
        page = open_notebook(context, lab.served, client, name, port=port)
        yield page, form_in(page)


def note(form: Locator, text: str) -> None:
    """Write a note and leave it."""
    note_in(form).fill(text)
    note_in(form).blur()


def go_to(page: Page, served: Served, client: Client, name: str, *, port: int = 0) -> None:
    """Go to a notebook and wait until its kernel is idle."""
    root = f"http://127.0.0.1:{port or served.port}"
    page.goto(f"{root}/lab/tree/{client.folder.name}/{name}?token={served.token}&reset", timeout=SLOW)
    expect(page.get_by_text("Python 3 | Idle")).to_be_visible(timeout=SLOW)


def run_all(page: Page) -> None:
    """Run all cells by the menu, as a person does."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()


def run_until_there(page: Page) -> Locator:
    """Run all cells, with a restarted kernel where the new one does not listen, as a person does; return the form."""
    run_all(page)
    with contextlib.suppress(AssertionError):
        return form_in(page)
    page.get_by_role("button", name="Restart the kernel and run all cells").click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    return form_in(page)


def form_in(page: Page, place: int = 0) -> Locator:
    """Return the interview, once it is there."""
    form = page.get_by_role("group", name="Interview").nth(place)
    expect(form.get_by_role("heading", level=3)).to_be_visible(timeout=SLOW)
    return form


def note_in(form: Locator) -> Locator:
    """Return the note of the question that is shown."""
    return form.get_by_role("textbox", name="Note", exact=True)


def status_of(form: Locator) -> Locator:
    """Return the line that says whether all is saved."""
    return form.get_by_role("status")


def expect_saved(form: Locator) -> None:
    """Wait until everything typed is in the store."""
    expect(status_of(form)).to_have_text("all saved", timeout=SLOW)
