"""Every kind of content, as it is typed and as the store has it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from interview_page import (
    DANA,
    JONAS,
    PRIYA,
    assessment,
    browser_context,
    interviewed,
    open_page,
    question,
    show,
    status,
)
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

# A spreadsheet's clipboard: the titles of two columns, a cell with a line break and quotes, an empty cell.
CELLS = 'System\tWhat it reads\nHubSpot\t"contacts,\nalso ""unrouted"" ones"\nSlack\t\n'


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          const how = { clipboardData, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


def test_the_history_tells_a_content_as_it_was_asked(browser: Browser, tmp_path: Path) -> None:
    content = {
        "steps": [{"do": "Switch it off", "see": "It is grey"}],
        "minutes": 3,
        "use_when": "It writes wrong records",
    }
    said = {"item": "s5_kill_switch.pause_new_runs", "respondent": "dana", "content": content}
    python = interviewed(tmp_path, assessment(answers=[{**said, "at": "2026-11-26T09:05:00+00:00"}]))
    with browser_context(browser, timezone_id="UTC", locale="en-US") as context:
        page = open_page(context, python)
        question(page, "pausing new runs")
        page.keyboard.press("h")
        words = page.get_by_role("dialog").get_by_role("listitem").first.inner_text().split("\n")

    content_words = (
        "Dana Ruiz content:|Use when|It writes wrong records|Minutes|3|Steps|Switch it off|You see: It is grey"
    )
    assert [word for word in words if word] == ["26 Nov 2026 09:05", *content_words.split("|")]


def test_every_kind_of_content(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability"))
    with browser_context(browser) as context:
        page = open_page(context, python)

        question(page, "business goal")
        content = page.get_by_role("region", name="For the runbook")
        content.get_by_role("textbox").fill("Every lead is called within an hour.")

        question(page, "person who answers")
        content.get_by_role("textbox", name="Name, row 1").fill("Priya Shah")
        content.get_by_role("textbox", name="Backup, row 1").fill("Lena Hofer")

        question(page, "run volume")
        content.get_by_role("textbox", name="Who watches it").fill("the duty operator")
        content.get_by_role("textbox", name="Value").fill("about 1250")
        expect(status(page)).to_have_text("1 needs your attention")
        expect(content).to_contain_text("Write a number, such as 120 or 0.5.")
        for either in ("1,250", "1.250"):
            content.get_by_role("textbox", name="Value").fill(either)
            expect(content).to_contain_text("Is that 1250 or 1.25? Write it in that way.")
        content.get_by_role("textbox", name="Value").fill("1'250,5")
        content.get_by_role("textbox", name="Lowest").fill("70")

        question(page, "systems it reads")
        content.get_by_role("textbox", name="System, row 1", exact=True).focus()
        paste(page, CELLS)
        expect(content.get_by_role("textbox", name="System, row 2", exact=True)).to_have_value("Slack")

        question(page, "last reviewed")
        content.get_by_label("The date on which").fill("2026-11-02")

        question(page, "where each kind of work")
        content.get_by_role("combobox").first.select_option(index=1)
        expect(status(page)).to_have_text("all saved")

    volume = python.said("s3_thresholds.run_volume")["content"]
    assert python.said("s1_workflow_summary.goal")["content"] == "Every lead is called within an hour."
    assert python.said("s1_workflow_summary.owner")["content"] == [{"name": "Priya Shah", "backup": "Lena Hofer"}]
    assert (volume["value"], volume["low"], volume["who"]) == (1250.5, 70, "the duty operator")
    assert python.said("s1_workflow_summary.systems")["content"] == [
        {"system": "HubSpot", "reads": 'contacts,\nalso "unrouted" ones'},
        {"system": "Slack"},
    ]
    assert python.console == []


def test_a_percentage_is_taken_where_its_unit_is_one(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability"))
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Profile").click()
        page.get_by_text("More about the agent").click()
        exceptions = page.get_by_role("group", name="Exception rate")
        exceptions.get_by_role("textbox").fill("about 12")
        expect(exceptions).to_contain_text("Write a number, such as 0.12 or 12%.")
        exceptions.get_by_role("textbox").fill("12,5 %")
        page.get_by_role("group", name="Runs a month").get_by_role("textbox").fill("12%")
        expect(page.get_by_role("group", name="Runs a month")).to_contain_text("Write a number, such as 120 or 0.5.")
        page.get_by_role("group", name="Runs a month").get_by_role("textbox").fill("1200")
        question(page, "success rate")
        page.get_by_role("region", name="For the runbook").get_by_role("textbox", name="Value").fill("98%")
        expect(status(page)).to_have_text("all saved")

    facts = python.store.assessment(python.number).agent.facts
    assert (facts["exception_rate"], facts["runs_per_month"]) == (0.125, 1200)
    assert python.said("s3_thresholds.success_rate")["content"]["value"] == 98


def test_who_built_it_is_not_asked_twice(browser: Browser, tmp_path: Path) -> None:
    leaving = {**JONAS, "until": "2027-01-31"}
    python = interviewed(tmp_path, assessment(respondents=[DANA, leaving]))
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Profile").click()
        page.get_by_text("More about the agent").click()
        expect(page.get_by_role("group", name="Builder available")).to_contain_text(
            "Under People: Jonas Weber until 31 Jan 2027."
        )
        known = page.get_by_role("button", name="As under People: Jonas Weber")
        known.click()
        expect(known).to_be_hidden()
        expect(page.get_by_role("textbox", name="Name, row 1")).to_have_value("Jonas Weber")
        expect(status(page)).to_have_text("all saved")

    assert python.store.assessment(python.number).agent.facts["builder"] == [{"name": "Jonas Weber"}]


def test_the_failures_in_one_table(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Keys").press("f")
        page.get_by_role("textbox", name="Another failure").fill("Two companies merged")
        page.keyboard.press("Enter")
        page.get_by_role("textbox", name="Two companies merged: When to pause").fill("five on one day")
        page.get_by_role("combobox", name="Rating of Two companies merged").select_option("2 written")
        expect(status(page)).to_have_text("all saved")

    assert python.store.assessment(python.number).failure_modes[0].title == "Two companies merged"
    assert python.said("s4_exceptions.m_x_two_companies_merged") == {
        "content": {"pause": "five on one day"},
        "rating": 2,
    }


def test_one_field_knows_whose_words_it_holds(browser: Browser, tmp_path: Path) -> None:
    people = [DANA, PRIYA, JONAS]
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability", respondents=people))
    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "business goal")
        content = page.get_by_role("region", name="For the runbook")
        content.get_by_role("button", name="Jonas").click()
        content.get_by_role("textbox").fill("It saves calls.")
        question(page, "pausing new runs")
        question(page, "business goal")
        expect(content.get_by_role("button", name="Jonas", pressed=True)).to_be_visible()
        expect(content.get_by_role("textbox")).to_have_value("It saves calls.")
        content.get_by_role("button", name="Dana").click()
        content.get_by_role("textbox").fill("Leads are called the same day.")
        content.get_by_role("textbox").blur()
        page.get_by_role("radiogroup", name="Rating, Dana Ruiz").get_by_role("radio", name="2 written").check()
        expect(page.get_by_text("Dana: 1 of 73 answered")).to_be_visible()
        page.get_by_role("combobox", name="Operator side").select_option("Priya Shah")
        question(page, "pausing new runs")
        question(page, "business goal")
        expect(content.get_by_role("button", name="Dana", pressed=True)).to_be_visible()
        expect(content.get_by_role("textbox")).to_have_value("Leads are called the same day.")
        expect(page.get_by_text("Priya and Dana: 0 of 73 answered")).to_be_visible()
        expect(status(page)).to_have_text("all saved")

    assert python.said("s1_workflow_summary.goal", "jonas") == {"content": "It saves calls."}
    assert python.said("s1_workflow_summary.goal") == {"rating": 2, "content": "Leads are called the same day."}


def test_what_is_rated_for_somebody_who_left_is_seen_not_to_count(browser: Browser, tmp_path: Path) -> None:
    paula = {"id": "paula", "name": "Paula Okoye", "roles": ["operator"], "until": "2026-11-20"}
    pause = "s5_kill_switch.pause_new_runs"
    python = interviewed(tmp_path, assessment(respondents=[paula, DANA, JONAS]))
    with browser_context(browser) as context:
        page = open_page(context, python)
        picks = page.get_by_role("combobox", name="Operator side")
        expect(picks).to_have_value("dana")  # who is there speaks first
        picks.select_option("Paula Okoye, left on 20 Nov 2026")
        question(page, "pausing new runs")
        for key, words in (("x", "left on 20 Nov 2026. Choose at the top"), ("2", "It does not count: left on")):
            page.keyboard.press(key)
            expect(page.locator(".oa-foot-said")).to_contain_text(words)
        expect(status(page)).to_have_text("all saved")
        page.reload()
        show(page)
        picks.select_option("Paula Okoye, left on 20 Nov 2026")
        question(page, "pausing new runs")
        rating = page.get_by_role("radiogroup", name="Rating, Paula Okoye")
        expect(rating.get_by_role("radio", name="2 written")).to_be_checked()
        levels = page.get_by_role("article", name="Pausing new runs")
        expect(levels).to_contain_text("What was rated in this name does not count any more")
        expect(page.get_by_text("Paula: 0 of 21 answered")).to_be_visible()
        page.get_by_role("button", name="People").click()
        expect(page.get_by_role("group", name="Paula Okoye")).to_contain_text(
            "left on 20 Nov 2026: what was rated counts no more"
        )

    assert python.said(pause, "paula") == {"rating": 2}


def test_the_strip_turns_to_the_person_with_the_role(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability", respondents=[DANA, PRIYA, JONAS]))
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("combobox", name="Operator side").select_option("Priya Shah")
        question(page, "business goal")  # asked of operator and owner
        page.get_by_role("radiogroup", name="Rating, Priya Shah").get_by_role("radio", name="2 written").check()
        question(page, "backlog review")  # asked of the operator
        page.get_by_role("radiogroup", name="Rating, Dana Ruiz").get_by_role("radio", name="4 proven").check()
        expect(status(page)).to_have_text("all saved")

    assert python.said("s1_workflow_summary.goal", "priya") == {"rating": 2}
    assert python.said("r1_daily_ops.backlog_review") == {"rating": 4}


def test_does_not_apply_and_what_the_profile_switches_off(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability"))
    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "backlog review")
        page.keyboard.press("a")
        page.keyboard.type("There is no queue")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("Both are needed: why, and who approves it.")
        page.keyboard.press("Tab")
        page.keyboard.type("Priya Shah")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Does not apply: There is no queue Approved by Priya Shah.")).to_be_visible()
        page.get_by_role("button", name="Profile").click()
        page.get_by_role("group", name="Writes to other systems").get_by_role("radio", name="No").check()
        expect(status(page)).to_have_text("all saved")
        expect(page.get_by_text("0 of 72 answered")).to_be_hidden()

    kept = python.store.assessment(python.number)
    assert [(n.item, n.approver) for n in kept.not_applicable] == [("r1_daily_ops.backlog_review", "Priya Shah")]
    assert kept.agent.facts["writes_any"] is False


def test_a_fact_was_seen(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability"))
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Profile").click()
        page.get_by_text("More about the agent").click()
        runs = page.get_by_role("group", name="Runs a month")
        runs.get_by_role("textbox").fill("2600")
        page.keyboard.press("Tab")
        runs.get_by_role("button", name="Seen on the screen").click()
        expect(runs).to_contain_text("E2 seen on the shared screen, 26 Nov 2026")
        runs.get_by_role("textbox").fill("2650")
        expect(status(page)).to_have_text("all saved")

    assert python.store.assessment(python.number).model_dump(mode="json")["agent"]["profile"]["runs_per_month"] == {
        "value": 2650,
        "evidence": [{"level": "E2", "what": "seen on the shared screen", "where": "", "date": "2026-11-26"}],
    }


def test_actions_and_an_exception_under_their_question(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability"))

    def kept() -> dict[str, Any]:
        expect(status(page)).to_have_text("all saved")
        return python.store.assessment(python.number).model_dump(mode="json", include={"actions", "exceptions"})

    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "pausing new runs")
        follows = page.get_by_role("region", name="What follows")
        follows.get_by_text("Actions that were agreed").click()
        follows.get_by_role("textbox", name="Another action").fill("Write the steps")
        page.keyboard.press("Control+Enter")  # to the next question, in the middle of it
        question(page, "pausing new runs")
        action = follows.get_by_role("group", name="Action", exact=True)
        expect(action.get_by_role("textbox", name="Action")).to_have_value("Write the steps")
        action.get_by_role("combobox", name="Owner").fill("Dana Riuz")
        follows.get_by_role("textbox", name="Another action").click()
        expect(action).to_contain_text("Dana Riuz is not under People. If the name is right, nothing is to be done.")
        action.get_by_role("combobox", name="Owner").fill("Dana Ruiz")
        action.get_by_label("Due").fill("2026-12-04")
        action.get_by_role("textbox", name="Hours of your own").fill("9 / 4 / 2")
        expect(action).to_contain_text("Not saved yet. The hours should rise: optimistic / likely / pessimistic.")
        action.get_by_role("textbox", name="Hours of your own").fill("2 / 4 / 9,5")
        action.get_by_role("textbox", name="Why these hours").fill("IT needs two approvals")
        action.get_by_role("textbox", name="Action").fill("Write and try the steps")
        page.keyboard.press("Tab")
        follows.get_by_text("Exception: the client lives with the gap").click()
        follows.get_by_role("textbox", name="Reason").fill("Rare")
        question(page, "business goal")
        page.get_by_role("button", name="Show").click()  # what needs attention
        expect(
            follows.get_by_text("Not saved yet. Write who accepts the gap, until when, and why.")
        ).to_be_in_viewport()
        follows.get_by_role("textbox", name="Accepted by").fill("Head of Claims")
        follows.get_by_label("Expires").fill("2020-03-31")
        expect(follows).to_contain_text("It ended on that day and counts no more.")
        follows.get_by_label("Expires").fill("2027-03-31")
        assert kept() == {
            "actions": [
                {
                    "item": "s5_kill_switch.pause_new_runs",
                    "text": "Write and try the steps",
                    "owner": "Dana Ruiz",
                    "due": "2026-12-04",
                    "needed_from": None,
                    "hours": [2, 4, 9.5],
                    "why": "IT needs two approvals",
                }
            ],
            "exceptions": [
                {
                    "item": "s5_kill_switch.pause_new_runs",
                    "reason": "Rare",
                    "role": "Head of Claims",
                    "expires": "2027-03-31",
                }
            ],
        }
        agreed = kept()
        follows.get_by_role("button", name="Take the exception out").click()
        action.get_by_role("button", name="Take the action out").click()
        assert kept() == {"actions": [], "exceptions": []}
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="Undo").click()
        expect(action.get_by_role("textbox", name="Hours of your own")).to_have_value("2 / 4 / 9.5")
        assert kept() == agreed
        page.get_by_role("button", name="History").click()
        history = page.get_by_role("dialog").get_by_role("listitem")
        expect(history.filter(has_text="consultant action “Write the steps”: written down")).to_have_count(1)
        expect(history.filter(has_text="consultant action “Write and try the steps”: taken out")).to_have_count(1)
    assert python.console == []


def test_the_summary_and_the_day(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability", as_of="2031-01-01"))
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Summary as of 1 Jan 2031").click()
        page.get_by_role("textbox", name="Summary").fill("They can stop it.")
        page.get_by_label("As of").fill("2026-11-27")
        expect(page.get_by_text("Not saved yet. This day is to come. Choose today or an earlier day.")).to_be_visible()
        page.get_by_label("As of").fill("2026-11-26")
        expect(status(page)).to_have_text("all saved")

    kept = python.store.assessment(python.number)
    assert (kept.summary, kept.as_of) == ("They can stop it.", dt.date(2026, 11, 26))
    assert python.console == []


def test_a_summary_of_an_earlier_day_is_to_be_read_again(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(
        tmp_path, assessment(questionnaire="agent-operability", as_of="2026-11-20", summary="They can.")
    )
    with browser_context(browser) as context:
        page = open_page(context, python)
        page.get_by_role("button", name="Summary as of 20 Nov 2026").click()
        old = page.get_by_text("Written as of 20 Nov 2026. Read it again, and change what is not so any more.")
        expect(old).to_have_count(0)
        page.get_by_label("As of").fill("2026-11-24")
        expect(old).to_be_visible()
        page.get_by_role("textbox", name="Summary").fill("They still can.")
        expect(status(page)).to_have_text("all saved")
        expect(old).to_have_count(0)
    assert python.console == []


def test_typing_on_in_a_row_that_was_saved(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "pausing new runs")
        page.keyboard.press("Escape")
        page.keyboard.press("s")
        expect(status(page)).to_have_text("all saved")
        what = page.get_by_role("textbox", name="What, row 1")
        what.click()
        what.press("End")
        what.press_sequentially(", twice")
        expect(status(page)).to_have_text("all saved")
        what.press_sequentially(", and the log")
        expect(status(page)).to_have_text("all saved")
    (seen,) = python.said("s5_kill_switch.pause_new_runs")["evidence"]
    assert seen["what"] == "seen on the shared screen, twice, and the log"
