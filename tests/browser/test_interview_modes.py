"""What a mode hides is not on the page, not even in its source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from interview_page import assessment, browser_context, interviewed, open_page, question, status
from playwright.sync_api import Browser, Page, expect

from opsassess.interview.modes import Mode

pytestmark = pytest.mark.browser

PAUSE = "s5_kill_switch.pause_new_runs"
SAID: dict[str, Any] = {
    "answers": [
        {
            "item": PAUSE,
            "respondent": "dana",
            "rating": 1,
            "content": [{"do": "Ring Jonas"}],
            "private_note": "DANA-IS-NERVOUS",
        },
        {"item": PAUSE, "respondent": "jonas", "rating": 4, "note": "JONAS-SAYS-EASY"},
        {"item": "s5_kill_switch.verify_pause", "respondent": "dana", "rating": 2},
        {"item": "s5_kill_switch.verify_pause", "respondent": "jonas", "rating": 3},
    ],
    "actions": [{"item": PAUSE, "text": "Print the card", "hours": [2, 4, 9], "why": "HOURS-ARE-MINE"}],
    "summary": "SUMMARY-IS-A-DRAFT",
    "notes": [{"id": "n1", "text": "QUICK-AND-PRIVATE", "item": None, "at": "2026-11-26T09:00:00+00:00"}],
}


def source(page: Page) -> str:
    """Return all that a curious guest could read: the elements, what fields hold, and what the browser keeps."""
    return str(
        page.evaluate(
            """() => {
              const fields = [...document.querySelectorAll("input, textarea, select")];
              const kept = JSON.stringify({ ...localStorage });
              return [document.documentElement.outerHTML, kept, ...fields.map((field) => field.value)].join("\\n");
            }"""
        )
    )


def test_presenter_forgets_what_is_private(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(**SAID))
    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "pausing new runs")
        expect(page.get_by_role("complementary", name="The picture so far")).to_contain_text("Stop")
        page.get_by_role("button", name="Quick notes").click()
        before = source(page)
        page.get_by_role("button", name="Summary as of").click()
        before += source(page)
        question(page, "pausing new runs")
        before += source(page)
        page.get_by_role("button", name="Keys").press("v")
        expect(page.get_by_role("button", name="Mode: Together, presenter")).to_be_visible()
        after = source(page)
        page.get_by_role("combobox", name="Owner").fill("Jonas Weber")
        expect(status(page)).to_have_text("all saved")
        page.get_by_role("button", name="Keys").press("q")
        expect(page.get_by_role("dialog")).to_be_hidden()

    typed = ("DANA-IS-NERVOUS", "QUICK-AND-PRIVATE", "HOURS-ARE-MINE", "SUMMARY-IS-A-DRAFT")
    private = (*typed, "Just changed", "Depends on its builder")
    assert [word for word in private if word in before] == list(private)
    assert [word for word in private if word in after] == []
    assert [word for word in ("Ring Jonas", "Print the card") if word in after] == ["Ring Jonas", "Print the card"]
    (action,) = python.store.assessment(python.number).actions
    assert (action.owner, action.why) == ("Jonas Weber", "HOURS-ARE-MINE")


def test_alone_sees_nobody_else(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(**SAID))
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Mode: Together").click()
        page.get_by_role("radio", name="Alone").check()
        page.get_by_role("combobox", name="Who answers alone").select_option("Jonas Weber")
        page.get_by_role("button", name="Use this").click()
        expect(page.get_by_text("Jonas Weber answers alone")).to_be_visible()
        question(page, "pausing new runs")
        expect(page.get_by_role("radiogroup")).to_have_count(1)
        expect(
            page.get_by_role("radiogroup", name="Rating, Jonas Weber").get_by_role("radio", name="4 proven")
        ).to_be_checked()
        alone = source(page)
        page.get_by_role("button", name="Keys").press("2")
        expect(status(page)).to_have_text("all saved")

    assert "JONAS-SAYS-EASY" in alone
    assert [word for word in ("Ring Jonas", "Print the card", "SUMMARY-IS-A-DRAFT") if word in alone] == []
    assert "DANA-IS-NERVOUS" not in alone
    assert python.said(PAUSE, "jonas")["rating"] == 2
    assert python.said(PAUSE)["rating"] == 1


def test_compare_walks_through_the_differences(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(**SAID), Mode(interview="compare"))
    with browser_context(browser) as context:
        page = open_page(context, python)
        here = page.get_by_role("article", name="Differences")
        expect(here).to_contain_text("Difference 1 of 2")
        expect(here).to_contain_text("3 levels apart")
        expect(here.get_by_role("region", name="Dana Ruiz")).to_contain_text("1 in a head")
        expect(here.get_by_role("region", name="Jonas Weber")).to_contain_text("JONAS-SAYS-EASY")
        page.get_by_role("button", name="Next difference").press("j")
        expect(here).to_contain_text("Checking that the pause worked")

    assert python.console == []


def test_a_person_who_has_said_nothing_is_taken_out_and_brought_back(browser: Browser, tmp_path: Path) -> None:
    said = {"item": PAUSE, "respondent": "dana", "rating": 2}
    python = interviewed(tmp_path, assessment(answers=[said]))
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="People").click()
        expect(page.get_by_role("button", name="Take Dana Ruiz out")).to_have_count(0)
        page.get_by_role("button", name="Take Jonas Weber out").click()
        expect(status(page)).to_have_text("all saved")
        assert [person.id for person in python.store.assessment(python.number).respondents] == ["dana"]
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name="Take Jonas Weber out")).to_be_visible()
        expect(status(page)).to_have_text("all saved")
        page.get_by_role("textbox", name="Name").last.fill("Kim Ode")
        page.keyboard.press("Enter")  # a role that nobody chose is given to nobody
        expect(page.get_by_role("alert")).to_have_text("Choose at least one role.")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Kim Ode")).to_be_visible()
        expect(status(page)).to_have_text("all saved")

    people = python.store.assessment(python.number).respondents
    assert [(person.id, person.roles[0]) for person in people] == [
        ("dana", "operator"),
        ("jonas", "builder"),
        ("kim", "operator"),
    ]
    assert python.console == []
