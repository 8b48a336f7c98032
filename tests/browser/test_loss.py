"""Nothing typed is lost, whatever happens to the line, the kernel, the browser or the disk.

After each: what was acknowledged is in the store, and what was typed is in the store or visibly waiting.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from chromium import ARGUMENTS, program
from lab_page import (
    INTERVIEW,
    SLOW,
    Client,
    Lab,
    expect_saved,
    form_in,
    go_to,
    interview,
    note_in,
    open_notebook,
    run_all,
    run_until_there,
    status_of,
)
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect
from proxy import Proxy, line_to
from served import processes_with

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OUTAGE = float(os.environ.get("OPSASSESS_OUTAGE", "20"))  # seconds; 150 outlasts every timer of JupyterLab
WAITING = re.compile(r"not connected, 1 kept in this browser")


@contextmanager
def held(browser: Browser, lab: Lab, client: Client, *cells: str) -> Iterator[tuple[Page, Locator, Proxy]]:
    """Hold an interview over a line of its own."""
    name = client.notebook(*(cells or (INTERVIEW,)))
    with line_to(lab.served.port) as line, interview(browser, lab, client, name, port=line.port) as (page, form):
        yield page, form, line


def type_note(form: Locator, text: str) -> None:
    """Type a note by keyboard, and stay in it: nothing of it may wait until the field is left."""
    note_in(form).focus()
    note_in(form).press_sequentially(text, delay=10)


# ---------------------------------------------------------------------------------------------------------------------
# The line


def test_a_clean_cut(browser: Browser, lab: Lab) -> None:
    client = lab.client("cut")
    with held(browser, lab, client) as (page, form, line):
        type_note(form, "Before the cut, ")
        expect_saved(form)
        line.cut()
        page.keyboard.type("during it", delay=10)
        expect(status_of(form)).to_have_text(WAITING, timeout=SLOW)
        assert client.said() == {"note": "Before the cut, "}
        line.restore()
        page.keyboard.type(", and after.", delay=10)
        expect_saved(form)
    assert client.said() == {"note": "Before the cut, during it, and after."}


def test_a_half_open_connection(browser: Browser, lab: Lab) -> None:
    client = lab.client("half")
    with held(browser, lab, client) as (page, form, line):
        type_note(form, "Before, ")
        expect_saved(form)
        line.swallow()
        page.keyboard.type("into the void", delay=10)
        expect(status_of(form)).to_have_text(WAITING, timeout=SLOW)
        line.restore()
        page.keyboard.type(", after.", delay=10)
        expect_saved(form)
        page.keyboard.type(" And on.", delay=10)
        expect_saved(form)
    assert client.said() == {"note": "Before, into the void, after. And on."}


def test_a_slow_line(browser: Browser, lab: Lab) -> None:
    client = lab.client("slow")
    with held(browser, lab, client) as (page, form, line):
        line.slow_down(0.2)
        type_note(form, "Each byte takes a while.")
        form.get_by_role("heading", level=3).focus()
        page.keyboard.press("2")
        expect_saved(form)
    assert client.said() == {"rating": 2, "note": "Each byte takes a while."}


def test_a_long_outage(browser: Browser, lab: Lab) -> None:
    client = lab.client("outage")
    with held(browser, lab, client) as (page, form, line):
        type_note(form, "Before. ")
        expect_saved(form)
        line.cut()
        end = time.monotonic() + OUTAGE
        typed = "Before. "
        while time.monotonic() < end:
            page.keyboard.type("Word ", delay=10)
            typed += "Word "
            page.wait_for_timeout(1000)
        expect(status_of(form)).to_have_text(WAITING, timeout=SLOW)
        if OUTAGE > 100:
            page.screenshot(path=os.environ.get("OPSASSESS_SCREENSHOT", os.devnull), type="png")
        line.restore()
        page.keyboard.type("After.", delay=10)
        expect_saved(form)
    assert client.said() == {"note": f"{typed}After."}


def test_a_reload_while_offline(browser: Browser, lab: Lab) -> None:
    client = lab.client("offline")
    with held(browser, lab, client) as (page, form, line):
        line.cut()
        type_note(form, "Only in this browser.")
        expect(status_of(form)).to_have_text(WAITING, timeout=SLOW)
        page.on("dialog", lambda dialog: dialog.accept())  # JupyterLab asks, since the notebook is not saved
        with pytest.raises(Error, match="net::ERR_"):
            page.reload()
        anew = page.context.new_page()
        page.close()  # the browser's own page of the failed reload would reload itself in the middle of ours
        assert client.said() == {}
        line.restore()
        go_to(anew, lab.served, client, "held.ipynb", port=line.port)
        run_all(anew)
        again = form_in(anew)
        expect(note_in(again)).to_have_value("Only in this browser.", timeout=SLOW)
        expect_saved(again)
    assert client.said() == {"note": "Only in this browser."}


# ---------------------------------------------------------------------------------------------------------------------
# The kernel


def test_a_kernel_that_is_restarted(browser: Browser, lab: Lab) -> None:
    client = lab.client("restart")
    with held(browser, lab, client) as (page, form, _):
        type_note(form, "Before, ")
        expect_saved(form)
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.get_by_text("Restart Kernel…", exact=True).click()
        page.get_by_role("button", name="Confirm Kernel Restart").click()
        note_in(form).focus()
        page.keyboard.press("End")
        page.keyboard.type("and while nobody listens.", delay=10)
        expect(status_of(form)).to_have_text(WAITING, timeout=SLOW)
        again = run_until_there(page)
        expect(note_in(again)).to_have_value("Before, and while nobody listens.", timeout=SLOW)
        expect_saved(again)
    assert client.said() == {"note": "Before, and while nobody listens."}


def test_a_kernel_that_dies_in_the_middle_of_a_sentence(browser: Browser, lab: Lab) -> None:
    client = lab.client("dies")
    with held(browser, lab, client) as (page, form, _):
        type_note(form, "Before, ")
        expect_saved(form)
        (kernel,) = processes_with(f"kernel-{lab.kernel_of(client)}")
        os.kill(kernel, signal.SIGKILL)
        typed = "".join(f"and word {number} of what is said while it comes back, " for number in range(6))
        page.keyboard.type(typed, delay=30)
        expect(note_in(form)).to_have_value(f"Before, {typed}")
        with lab.kernel(client) as anew:
            anew.wait_for_ready(timeout=SLOW / 1000)
        page.get_by_role("tab", name="held.ipynb").click()
        page.get_by_role("dialog").get_by_role("button", name="Ok").click()  # what JupyterLab had to say meanwhile
        expect(page.get_by_text("Python 3 | Idle")).to_be_visible(timeout=SLOW)
        again = run_until_there(page)
        expect(note_in(again)).to_have_value(f"Before, {typed}", timeout=SLOW)
        expect_saved(again)
    assert client.said() == {"note": f"Before, {typed}"}


def test_a_busy_kernel(browser: Browser, lab: Lab) -> None:
    client = lab.client("busy")
    with held(browser, lab, client) as (_, form, _line), lab.kernel(client) as kernel:
        kernel.execute("import time; time.sleep(8)")
        type_note(form, "While it computes.")
        expect_saved(form)
    assert client.said() == {"note": "While it computes."}


# ---------------------------------------------------------------------------------------------------------------------
# The browser


def test_a_browser_that_is_killed(browser: Browser, lab: Lab, tmp_path: Path) -> None:
    client = lab.client("killed")
    name = client.notebook(INTERVIEW)
    with line_to(lab.served.port) as line:
        with own_browser(browser, tmp_path) as (context, kill):
            page = open_notebook(context, lab.served, client, name, port=line.port)
            form = form_in(page)
            line.cut()
            type_note(form, "The power went.")
            expect(status_of(form)).to_have_text(WAITING, timeout=SLOW)
            kill()
        assert client.said() == {}
        line.restore()
        with own_browser(browser, tmp_path) as (context, _):
            page = open_notebook(context, lab.served, client, name, port=line.port)
            expect_saved(form_in(page))
            expect(note_in(form_in(page))).to_have_value("The power went.", timeout=SLOW)
    assert client.said() == {"note": "The power went."}


@contextmanager
def own_browser(browser: Browser, folder: Path) -> Iterator[tuple[BrowserContext, Callable[[], None]]]:
    """Start a browser that keeps its memory in a folder, and tell how to kill it as a crash would."""
    memory = folder / "memory"
    context = browser.browser_type.launch_persistent_context(
        memory, executable_path=program(), args=list(ARGUMENTS), viewport={"width": 1400, "height": 1000}
    )

    def kill() -> None:
        for process in processes_with(str(memory)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    try:
        yield context, kill
    finally:
        with contextlib.suppress(Error):
            context.close()


# ---------------------------------------------------------------------------------------------------------------------
# The disk


def test_a_disk_that_is_full(browser: Browser, lab: Lab) -> None:
    client = lab.client("full")
    with held(browser, lab, client) as (_, form, _line), lab.kernel(client) as kernel:
        kernel.execute("import resource as r; before = r.getrlimit(r.RLIMIT_FSIZE)", reply=True, timeout=30)
        kernel.execute("r.setrlimit(r.RLIMIT_FSIZE, (1024, before[1]))", reply=True, timeout=30)
        type_note(form, "No room for this.")
        expect(status_of(form)).to_contain_text("cannot be saved", timeout=SLOW)
        assert client.said() == {}
        kernel.execute("r.setrlimit(r.RLIMIT_FSIZE, before)", reply=True, timeout=30)
        expect_saved(form)
    assert client.said() == {"note": "No room for this."}
