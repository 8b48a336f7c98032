"""A session held by keyboard alone, from the names of the people to the last question."""

from __future__ import annotations

from pathlib import Path

import pytest
from interview_page import assessment, browser_context, interviewed, open_page, question, status
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAUSE = "s5_kill_switch.pause_new_runs"

# What a notebook would hear: keys that leave the form.
LISTENING = "window.escaped = []; document.addEventListener('keydown', (e) => window.escaped.push(e.key));"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def name_the_people(page: Page) -> None:
    page.keyboard.type("Dana Ruiz")
    press(page, "Enter")
    page.keyboard.type("Jonas Weber")
    press(page, "Enter")  # a second operator is as likely: the role is not guessed
    expect(page.get_by_role("alert")).to_have_text("Choose at least one role.")
    press(page, "Tab", "Tab", "Tab", "Tab", "Space", "Enter")


def test_a_whole_triage(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(respondents=[]))
    with browser_context(browser) as context:
        page = open_page(context, python, before=LISTENING)
        page.get_by_role("textbox", name="Name").focus()
        name_the_people(page)
        expect(page.get_by_role("group", name="Jonas Weber")).to_be_visible()
        press(page, "Tab", "Tab", "Tab", "Tab", "Escape")  # out of the field
        page.get_by_role("button", name="What decides").press("Enter")
        page.get_by_role("radio", name="Yes").first.press("Space")
        page.get_by_role("button", name="First question").press("Enter")

        for number in range(21):
            press(page, str(number % 5), "s" if number % 2 else "w", "n")
        question(page, "answers for the agent")
        press(page, "b", "3")
        expect(page.get_by_text("21 of 21 answered")).to_be_visible()
        expect(status(page)).to_have_text("all saved")
        assert page.evaluate("window.escaped") == []

    kept = python.store.assessment(python.number)
    assert [(r.id, r.name, r.roles) for r in kept.respondents] == [
        ("dana", "Dana Ruiz", ("operator",)),
        ("jonas", "Jonas Weber", ("builder",)),
    ]
    assert kept.agent.facts["writes_any"] is True
    first, second = "s1_workflow_summary.owner", "s5_kill_switch.pause_new_runs"
    assert python.said(first)["rating"] == 0
    assert python.said(first, "jonas")["rating"] == 3
    assert python.said(second) == {
        "rating": 1,
        "evidence": [{"level": "E2", "what": "seen on the shared screen", "where": "", "date": "2026-11-26"}],
    }
    assert python.console == []


def test_who_is_clicked_on_in_between_speaks_until_the_next_question(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "pausing new runs")
        press(page, "2")
        page.get_by_role("radiogroup", name="Rating, Jonas Weber").locator("label").nth(4).click()
        press(page, "s", "j", "3", "b", "j", "1")
        expect(status(page)).to_have_text("all saved")

    seen = {"level": "E2", "what": "seen on the shared screen", "where": "", "date": "2026-11-26"}
    assert python.said(PAUSE) == {"rating": 2}
    assert python.said(PAUSE, "jonas") == {"rating": 4, "evidence": [seen]}
    assert python.said("s5_kill_switch.stop_outbound_writes") == {"rating": 3}
    assert python.said("s5_kill_switch.draft_only", "jonas") == {"rating": 1}


def test_a_field_is_left_by_escape_and_by_going_on(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = open_page(context, python, before=LISTENING)
        question(page, "pausing new runs")
        press(page, "o")
        page.keyboard.type("n3 is only a text here")
        press(page, "Control+Enter")
        expect(page.get_by_role("article", name="Stopping outbound writes")).to_be_visible()
        press(page, "k", "c")
        page.get_by_role("textbox", name="Do, row 1").fill("Open Automation")
        press(page, "Enter")
        page.keyboard.type("Switch it off")
        press(page, "Escape", "2")
        expect(page.get_by_role("radio", name="2 written").first).to_be_checked()
        expect(status(page)).to_have_text("all saved")
        assert page.evaluate("window.escaped") == []

    assert python.said("s5_kill_switch.pause_new_runs") == {
        "rating": 2,
        "note": "n3 is only a text here",
        "content": [{"do": "Open Automation"}, {"do": "Switch it off"}],
    }


def test_what_is_said_in_passing(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "pausing new runs")
        press(page, "q")
        page.keyboard.type("They had an outage in May")
        press(page, "Enter", "p")
        page.keyboard.type("the record of the outage")
        press(page, "Tab")
        page.keyboard.type("Priya Shah")
        press(page, "Enter")
        page.get_by_role("button", name="Quick notes").press("Enter")
        page.get_by_role("combobox", name="Question of the note").select_option("Pausing new runs")
        question(page, "pausing new runs")
        expect(page.get_by_text("They had an outage in May")).to_be_visible()
        press(page, "a")
        expect(page.locator(".oa-foot-said")).to_have_text("Critical questions and must-haves cannot be declared away.")
        press(page, "w")
        expect(page.locator(".oa-foot-said")).to_have_text("Evidence of Dana Ruiz: E3, today.")
        expect(status(page)).to_have_text("all saved")  # and what follows from it does not take the words away
        expect(page.locator(".oa-foot-said")).to_have_text("Evidence of Dana Ruiz: E3, today.")
        press(page, "z", "x")
        expect(page.get_by_role("dialog", name="Nothing here exists")).to_contain_text("5 open questions")
        press(page, "Enter")
        expect(page.get_by_role("button", name="Kill switch and safe mode: 5 of 5")).to_be_visible()
        press(page, "z")
        expect(page.get_by_role("button", name="Kill switch and safe mode: 0 of 5")).to_be_visible()
        expect(status(page)).to_have_text("all saved")

    kept = python.store.assessment(python.number)
    assert [(p.what, p.who) for p in kept.promised] == [("the record of the outage", "Priya Shah")]
    assert [(n.text, n.item) for n in kept.notes] == [("They had an outage in May", "s5_kill_switch.pause_new_runs")]
    assert python.said("s5_kill_switch.verify_pause") == {"rating": None}


def test_minutes_left(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Time").click()
        page.keyboard.type("6")
        expect(page.get_by_role("dialog")).to_contain_text("2 must-have questions fit, 19 do not.")
        press(page, "Enter")
        expect(page.get_by_text("2 must-haves planned next")).to_be_visible()
