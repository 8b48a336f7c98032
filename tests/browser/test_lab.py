"""The interview in JupyterLab: its keys go to the form and none to the notebook, and the notebook holds no client."""

from __future__ import annotations

import json
import string
import urllib.request

import pytest
from lab_page import (
    FIRST,
    INTERVIEW,
    SLOW,
    Client,
    Lab,
    context_of,
    expect_saved,
    form_in,
    go_to,
    interview,
    note,
    note_in,
    open_notebook,
    run_all,
)
from playwright.sync_api import Browser, Page, expect
from proxy import line_to
from served import Served

from opsassess.library import find_questionnaire

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OTHER_KEYS = ("ArrowDown", "ArrowUp", "Enter", "Shift+Enter", "Control+Enter", "Control+s")
KEYS = (*string.ascii_letters, *string.digits, *OTHER_KEYS)


def test_a_whole_triage_by_keyboard_while_the_line_breaks(browser: Browser, lab: Lab) -> None:
    client = lab.client("keyboard")
    order = list(find_questionnaire("triage").items)
    with line_to(lab.served.port) as line, interview(browser, lab, client, port=line.port) as (page, form):
        form.get_by_role("heading", level=3).focus()
        for number in range(len(order)):
            if number == 5:
                line.cut()
            if number == 10:
                line.restore()
                expect_saved(form)
                line.swallow()
            if number == 15:
                line.restore()
            page.keyboard.press(str(number % 5))
            page.keyboard.press("o")
            page.keyboard.type(f"Note {number}.")
            page.keyboard.press("Escape")
            page.keyboard.press("n")
        expect(form.get_by_text("21 of 21 answered")).to_be_visible(timeout=SLOW)
        expect_saved(form)
    said = [client.said(item) for item in order]
    assert sorted(answer["note"] for answer in said) == sorted(f"Note {number}." for number in range(len(order)))
    assert {answer["note"]: answer.get("rating", 0) for answer in said} == {
        f"Note {number}.": number % 5 for number in range(len(order))
    }


def test_the_form_fills_a_laptops_screen_and_takes_the_keys(browser: Browser, lab: Lab) -> None:
    client = lab.client("laptop", "agent-operability")
    with context_of(browser) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 800})
        go_to(page, lab.served, client, "interview.ipynb")
        page.keyboard.press("Shift+Enter")  # the first key after the notebook has opened
        form = form_in(page)
        expect(form.get_by_role("heading", level=3)).to_be_focused()
        for key in ("2", "a", "x", "Escape", "Control+k"):
            page.keyboard.press(key)
        page.keyboard.type("wrong output behind")  # the longest of them
        page.keyboard.press("Enter")
        for level in form.locator(".oa-dot").all():
            expect(level).to_be_in_viewport(ratio=1)
        expect(form.get_by_text("A good answer: it counts as asked")).to_be_in_viewport(ratio=1)
        form.locator(".oa-top").hover()
        page.mouse.wheel(0, 3000)
        scrolls = "(node) => node.scrollHeight > node.clientHeight"
        assert not form.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')]").evaluate(scrolls)
        expect_saved(form)
    assert len(sources(client)) == 3
    assert client.said("s1_workflow_summary.goal") == {"rating": 2}


def test_no_key_of_the_form_reaches_the_notebook(browser: Browser, lab: Lab) -> None:
    client = lab.client("keys")
    before = sources(client)
    with interview(browser, lab, client) as (page, form):
        for key in KEYS:
            form.get_by_role("heading", level=3).or_(form).first.focus()
            page.keyboard.press(key)
            page.keyboard.press(key)
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
        save(page)
    assert sources(client) == before
    assert len(before) == 3


def test_a_notebook_that_keeps_its_widgets_holds_nothing_of_the_client(browser: Browser, lab: Lab) -> None:
    client = lab.client("saved")
    keep_widgets(lab.served, keep=True)
    try:
        with interview(browser, lab, client) as (page, form):
            form.get_by_role("heading", level=3).focus()
            page.keyboard.press("3")
            note_in(form).fill("Said under four eyes.")
            expect_saved(form)
            save(page)
    finally:
        keep_widgets(lab.served, keep=False)
    text = (client.folder / "interview.ipynb").read_text(encoding="utf-8")
    assert "application/vnd.jupyter.widget-state+json" in text
    of_the_client = ("Nordwind", "Lead router", "Mira", "four eyes", client.folder.as_posix())
    assert [word for word in of_the_client if word in text] == []


def test_after_a_reload_the_answers_are_there(browser: Browser, lab: Lab) -> None:
    client = lab.client("reload")
    with interview(browser, lab, client) as (page, form):
        note_in(form).fill("Before.")
        go_to(page, lab.served, client, "interview.ipynb")
        run_all(page)
        again = form_in(page)
        expect(note_in(again)).to_have_value("Before.", timeout=SLOW)
        expect_saved(again)
    assert client.said(FIRST) == {"note": "Before."}


def test_two_views_of_one_interview_stay_in_step(browser: Browser, lab: Lab) -> None:
    client = lab.client("views")
    name = client.notebook('import opsassess\nheld = opsassess.Interview(".")', "held", "held")
    with interview(browser, lab, client, name) as (page, one):
        other = form_in(page, 1)
        note(one, "From the first.")
        expect(note_in(other)).to_have_value("From the first.", timeout=SLOW)
        note(other, "From the second.")
        expect(note_in(one)).to_have_value("From the second.", timeout=SLOW)
        expect_saved(one)
    assert client.said(FIRST) == {"note": "From the second."}


def test_two_kernels_on_one_engagement_converge_and_show_what_collided(browser: Browser, lab: Lab) -> None:
    client = lab.client("kernels")
    names = [client.notebook(INTERVIEW, name=name) for name in ("a.ipynb", "b.ipynb")]
    with (
        line_to(lab.served.port) as line,
        interview(browser, lab, client, names[0], port=line.port) as (_, mine),
        interview(browser, lab, client, names[1]) as (_, theirs),
    ):
        note(theirs, "Seen by both.")
        expect(note_in(mine)).to_have_value("Seen by both.", timeout=SLOW)
        line.cut()
        note_in(mine).fill("Typed while apart.")
        note(theirs, "Typed at the same time.")
        expect_saved(theirs)
        line.restore()
        expect(mine.get_by_role("group", name="Two versions")).to_be_visible(timeout=SLOW)
        expect(theirs.get_by_role("group", name="Two versions")).to_be_visible(timeout=SLOW)
        mine.get_by_role("button", name="Take this one").first.click()
        expect(theirs.get_by_role("group", name="Two versions")).to_have_count(0, timeout=SLOW)
        expect_saved(mine)
    assert client.said(FIRST) == {"note": "Typed while apart."}


def test_the_gaps_and_the_documents_in_the_browser(browser: Browser, lab: Lab) -> None:
    client = lab.client("around")
    outside: list[str] = []
    with context_of(browser) as context:
        context.on("request", lambda request: outside.append(request.url))
        page = open_notebook(context, lab.served, client, "gaps.ipynb")
        page.get_by_role("button", name="The fewest that lead to T1").click(timeout=SLOW)
        expect(page.get_by_text("T1, Supervised pilot, builder on call").last).to_be_visible(timeout=SLOW)
        page.get_by_role("searchbox").fill("no such words")
        expect(page.get_by_text("No matching records found")).to_be_visible()
        go_to(page, lab.served, client, "report.ipynb")
        run_all(page)
        frame = page.frame_locator("iframe[title^=Preview]")
        expect(frame.get_by_text("Lead router").first).to_be_visible(timeout=SLOW)
        page.get_by_role("button", name="md").first.click()
        expect(page.get_by_role("link", name="lead-router-runbook.md")).to_be_visible(timeout=SLOW)
    assert (client.folder / "deliverables" / "lead-router-runbook.md").is_file()
    assert {url for url in outside if not url.startswith((lab.served.root, "data:", "blob:"))} == set()


def sources(client: Client) -> list[str]:
    """Return what stands in the cells of the interview's notebook."""
    saved = json.loads((client.folder / "interview.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in saved["cells"]]


def save(page: Page) -> None:
    """Save the notebook by the menu."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    with page.expect_response(lambda response: response.request.method == "PUT" and "/api/contents/" in response.url):
        page.get_by_text("Save Notebook", exact=True).click()


def keep_widgets(served: Served, *, keep: bool) -> None:
    """Let JupyterLab write the state of widgets into notebooks, which it does not by itself."""
    raw = json.dumps({"raw": json.dumps({"saveState": keep})}).encode()
    url = f"{served.root}/lab/api/settings/@jupyter-widgets/jupyterlab-manager:plugin"
    head = {"Authorization": f"token {served.token}"}
    urllib.request.urlopen(urllib.request.Request(url, raw, head, method="PUT"), timeout=30).close()  # noqa: S310
