"""The interview on a shared screen: no code, nothing from elsewhere, nothing private in the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lab_page import FIRST, PEOPLE, SLOW, Client, begun, context_of, expect_saved, form_in, note_in, status_of
from playwright.sync_api import Browser, expect
from proxy import line_to
from served import Served, processes_with, serving

from opsassess.assessment import Answer
from opsassess.engagement import Engagement

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORBIDDEN = """
for (const name of ["localStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
}
"""
PRIVATE = "He said it in the corridor."


@dataclass(frozen=True)
class Shared:
    """An interview that is served for a shared screen."""

    served: Served
    client: Client
    home: Path


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    folder = tmp_path_factory.mktemp("present")
    client = begun(folder / "nordwind")
    with Engagement.open(client.folder).store() as store:
        store.record(1, Answer(item=FIRST, respondent=PEOPLE[0].id, private_note=PRIVATE))
    with serving("present", client.folder, home_in=folder) as served:
        yield Shared(served, client, folder)


def tells(frame: str) -> bool:
    """Tell whether what is sent to the screen has a private note or a score in it; the word of a state is neither."""
    return PRIVATE in frame or '"shown"' in frame.replace('"shown": "shown"', "")


def test_it_shows_the_interview_and_nothing_else(browser: Browser, shared: Shared) -> None:
    asked: list[str] = []
    with context_of(browser) as context:
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        frames: list[str] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
        page.goto(shared.served.address, timeout=SLOW)
        form = form_in(page)
        expect(form.get_by_role("button", name="presenter")).to_be_visible()
        expect(form.get_by_role("textbox", name="Private note")).to_have_count(0)
        assert shared.served.token not in page.url
        text = page.content()
        assert [word for word in ("opsassess.Interview", "import opsassess", PRIVATE, "In [") if word in text] == []
        assert [frame for frame in frames if tells(frame)] == []
        assert frames
        form.get_by_role("heading", level=3).focus()
        page.keyboard.press("v")
        expect(form.get_by_text("This screen is shared.").first).to_be_visible()
        form.get_by_role("button", name="presenter").click()
        expect(form.get_by_role("checkbox", name="Presenter")).to_be_disabled()
        page.keyboard.press("Escape")
        assert [frame for frame in frames if tells(frame)] == []
        form.get_by_role("heading", level=3).focus()
        page.keyboard.press("3")
        expect_saved(form)
        page.reload()
        expect(form_in(page).get_by_text("1 of 21 answered")).to_be_visible(timeout=SLOW)
    assert {url for url in asked if not url.startswith((shared.served.root, "data:", "blob:"))} == set()
    assert shared.client.said() == {"rating": 3, "private_note": PRIVATE}


def test_where_the_browser_keeps_nothing_the_page_says_so(browser: Browser, shared: Shared) -> None:
    with line_to(shared.served.port) as line, context_of(browser, FORBIDDEN) as context:
        page = context.new_page()
        page.goto(shared.served.address.replace(f":{shared.served.port}/", f":{line.port}/"), timeout=SLOW)
        form = form_in(page)
        line.swallow()
        note_in(form).fill("In memory alone.")
        expect(status_of(form)).to_have_text(
            "not connected, 1 only in this page: closing it would lose it", timeout=SLOW
        )
        line.restore()
        expect_saved(form)
    assert "In memory alone." in shared.client.notes()


def test_a_page_that_is_closed_ends_its_kernel(browser: Browser, shared: Shared) -> None:
    with context_of(browser) as context:
        page = context.new_page()
        page.goto(shared.served.address, timeout=SLOW)
        form_in(page)
        before = len(kernels(shared))
        page.close(run_before_unload=True)
        other = context.new_page()
        expect(other.locator("body")).to_be_attached()
        for _ in range(50):
            if len(kernels(shared)) < before:
                break
            other.wait_for_timeout(200)
    assert len(kernels(shared)) < before


def kernels(shared: Shared) -> list[int]:
    return [process for process in processes_with("ipykernel_launcher") if process in processes_with(str(shared.home))]
