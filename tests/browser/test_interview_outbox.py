"""Nothing that was typed is lost: a dead line, a reload, a closed tab, two tabs, a browser that keeps nothing."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from interview_page import (
    DANA,
    JONAS,
    STATIC,
    TODAY,
    Interviewed,
    assessment,
    browser_context,
    interviewed,
    open_page,
    question,
    show,
    status,
    wait_until,
)
from playwright.sync_api import Browser, Page, expect

from opsassess.assessment import Answer

pytestmark = pytest.mark.browser

SECRETS = (STATIC / "25_secrets.js").read_text(encoding="utf-8")
PAUSE = "s5_kill_switch.pause_new_runs"
MIA = {"id": "mia", "name": "Mia Lang", "roles": ["operator"]}
FORBIDDEN = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def greeting(python: Interviewed) -> dict[str, Any]:
    return next(iter(python.session.receive({"type": "hello", "client": "a-test"})))


def cut(page: Page, *, off: bool = True) -> None:
    page.evaluate("(off) => { window.line.cut = off; }", off)


def note(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Note", exact=True).fill(words)
    page.keyboard.press("Tab")


def opened(context: object, python: Interviewed, **how: str) -> Page:
    page = open_page(context, python, **how)  # type: ignore[arg-type] # a browser's context
    question(page, "pausing new runs")
    return page


def test_typed_offline_and_reloaded(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = opened(context, python)
        cut(page)
        note(page, "typed while nothing went through")
        page.keyboard.press("Escape")
        page.keyboard.press("3")
        page.reload()
        show(page)
        question(page, "pausing new runs")
        expect(page.get_by_role("textbox", name="Note", exact=True)).to_have_value("typed while nothing went through")
        expect(status(page)).to_have_text("all saved")
        left = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('opsassess:'))")

    assert python.said(PAUSE) == {"note": "typed while nothing went through", "rating": 3}
    assert left == []


def test_a_silent_line_is_told_and_heals(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = context.new_page()
        page.clock.install()
        page.close()
        page = opened(context, python)
        cut(page)
        note(page, "one")
        page.clock.fast_forward(8000)
        expect(status(page)).to_have_text("not connected, 1 kept in this browser")
        cut(page, off=False)
        page.clock.fast_forward(20000)
        expect(status(page)).to_have_text("all saved")

    assert python.said(PAUSE) == {"note": "one"}


def test_a_closed_tab_leaves_its_changes_to_the_next(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        closed, living = opened(context, python), opened(context, python)
        for page, words in ((closed, "of the closed tab"), (living, "of the living tab")):
            cut(page)
            page.get_by_role("textbox", name="Note" if page is closed else "Where it is written", exact=True).fill(
                words
            )
        closed.close()
        next_one = opened(context, python)
        kept = next_one.get_by_role("textbox", name="Note", exact=True)
        expect(kept).to_have_value("of the closed tab")  # only then does the line speak of it
        expect(status(next_one)).to_have_text("all saved")
        assert python.said(PAUSE) == {"note": "of the closed tab"}  # the living tab's are its own
        cut(living, off=False)
        expect(status(living)).to_have_text("all saved", timeout=20000)

    assert python.said(PAUSE) == {"note": "of the closed tab", "written_where": "of the living tab"}


def test_two_people_on_one_field(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        one, other = opened(context, python), opened(context, python)
        cut(other)
        note(one, "the first words")
        expect(status(one)).to_have_text("all saved")
        note(other, "other words")
        cut(other, off=False)
        asked = other.get_by_role("group", name="Two versions of Note")
        expect(asked).to_contain_text("the first words")
        expect(asked).to_contain_text("other words")
        assert python.said(PAUSE) == {"note": "the first words"}
        shown_to_the_first = one.get_by_role("group", name="Two versions of Note")
        question(one, "answers for the agent")
        expect(shown_to_the_first).to_be_hidden()
        expect(status(one)).to_have_text("1 needs your attention")
        one.get_by_role("button", name="Show").click()
        expect(shown_to_the_first).to_be_in_viewport()
        brought = Answer(item=PAUSE, respondent="dana", note="words of a file", at=TODAY + dt.timedelta(hours=1))
        python.store.record_all(python.number, [brought], editor="import")
        for page in (shown_to_the_first, asked):  # it counts, and chooses nothing
            expect(page).to_contain_text("words of a file")
            expect(page).to_contain_text("other words")
        other.get_by_role("button", name="Take this one").click()
        expect(status(other)).to_have_text("all saved")
        expect(shown_to_the_first).to_be_hidden()
        expect(one.get_by_role("textbox", name="Note", exact=True)).to_have_value("other words")

    assert python.said(PAUSE) == {"note": "other words"}
    assert python.console == []


def test_two_versions_of_what_is_not_on_the_screen_are_asked_about_in_a_dialog(
    browser: Browser, tmp_path: Path
) -> None:
    python = interviewed(tmp_path, assessment(respondents=[DANA, MIA, JONAS]))
    with browser_context(browser) as context:
        one, other = opened(context, python), opened(context, python)
        for page in (one, other):
            page.get_by_role("combobox", name="Operator side").select_option("Mia Lang")
        cut(other)
        note(one, "the first words")
        expect(status(one)).to_have_text("all saved")
        note(other, "other words")
        cut(other, off=False)
        one.get_by_role("combobox", name="Operator side").select_option("Dana Ruiz")
        one.get_by_role("button", name="Show").click()
        asked = one.get_by_role("dialog", name="Mia Lang: note of")
        expect(asked).to_contain_text("the first words")
        asked.get_by_role("button", name="Take this one").click()
        expect(asked).to_be_hidden()
        expect(status(one)).to_have_text("all saved")
        expect(status(other)).to_have_text("all saved")

    assert python.said(PAUSE, "mia") == {"note": "other words"}
    assert python.console == []


@pytest.mark.parametrize("why", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_a_browser_that_keeps_nothing_says_so(browser: Browser, tmp_path: Path, why: str) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = opened(context, python, before=why)
        cut(page)
        note(page, "only here")
        expect(status(page)).to_have_text("1 only in this page: closing it would lose it")
        cut(page, off=False)
        expect(status(page)).to_have_text("all saved")

    assert python.said(PAUSE) == {"note": "only here"}
    assert python.console == []


def test_a_store_that_cannot_save_is_told(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = opened(context, python)
        python.broken = "The disk is full."
        note(page, "waits")
        expect(status(page)).to_have_text("cannot be saved: The disk is full.")
        python.broken = ""
        expect(status(page)).to_have_text("all saved")

    assert python.said(PAUSE) == {"note": "waits"}


def test_a_message_that_python_cannot_read_is_told_and_holds_nothing_up(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    private = {"n": 1, "seen": 1, "target": ["answer", PAUSE, "dana", "private_note"], "value": "left"}
    other = {"target": ["answer", PAUSE, "dana", "written_where"], "value": "of another version"}
    left = {"patches": [other, private]}
    name = f"opsassess:{python.session.assessment.id}:older"
    with browser_context(browser) as context:
        page = opened(context, python, before=f"localStorage.setItem({name!r}, JSON.stringify({json.dumps(left)}));")
        why = "Each change has its number in `n`; without it, it cannot be answered."
        kept = "What is not saved is kept in this browser; reload the page."
        expect(status(page)).to_have_text(f"cannot be saved: {why} {kept}")
        note(page, "goes through")
        expect(page.get_by_role("textbox", name="Note", exact=True)).to_have_value("goes through")
        expect(status(page)).to_have_text(f"cannot be saved: {why} {kept}")
        assert "of another version" in str(page.evaluate("(name) => localStorage.getItem(name)", name))
        expect(page.get_by_role("textbox", name="Private note")).to_have_value("left")
        wait_until(page, lambda: python.said(PAUSE) == {"note": "goes through", "private_note": "left"})

    assert python.console == []


def test_a_store_that_cannot_be_read_is_told_before_the_first_question(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    python.broken = "The engagement's file is gone."
    with browser_context(browser) as context:
        page = open_page(context, python, begins=False)
        expect(status(page)).to_have_text("The interview cannot begin: The engagement's file is gone.")
        python.broken = ""
        expect(status(page)).to_have_text("all saved")


def test_a_secret_is_asked_about_before_anything_keeps_it(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    key = "AKIA" + "IOSFODNN7" + "EXAMPLE"
    with browser_context(browser) as context:
        page = opened(context, python)
        note(page, f"the key is {key}, ask IT")
        expect(status(page)).to_have_text("1 needs your attention")
        page.keyboard.press("Tab")
        assert key not in page.evaluate("JSON.stringify([{ ...localStorage }, window.line.sent])")
        page.get_by_role("button", name="Mask it").click()
        expect(status(page)).to_have_text("all saved")

    assert python.said(PAUSE) == {"note": "the key is [AWS access key, not kept], ask IT"}


def test_the_page_finds_the_secrets_that_python_finds(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    examples = json.loads((Path(__file__).parents[1] / "secrets.json").read_text(encoding="utf-8"))
    with browser_context(browser) as context:
        page = open_page(context, python)
        found = page.evaluate(
            """async ([source, patterns, texts]) => {
              const code = new Blob([`${source}\\nexport { Secrets };`], { type: "text/javascript" });
              const { Secrets } = await import(URL.createObjectURL(code));
              return texts.map((text) => new Secrets(patterns).find(text));
            }""",
            [SECRETS, greeting(python)["secrets"], [example["text"] for example in examples]],
        )

    assert found == [example["finds"] for example in examples]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4, 8])
def test_two_windows_on_a_bad_line(browser: Browser, tmp_path: Path, seed: int) -> None:
    """Whatever two windows typed, cut off, reloaded and typed on, is in the store: applied, or as the other version."""
    python = interviewed(tmp_path, assessment())
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    typed = []
    with browser_context(browser) as context:
        pages = [opened(context, python) for _ in range(2)]
        for step in range(30):
            page = chance.choice(pages)
            page.bring_to_front()
            match chance.choice(["note", "where", "note", "where", "rate", "cut", "heal", "reload"]):
                case "note" | "where" as field:
                    name = {"note": "Note", "where": "Where it is written"}[field]
                    page.get_by_role("textbox", name=name, exact=True).focus()
                    typed.append(f"typed-{step}-")
                    page.keyboard.type(typed[-1])
                case "rate":
                    page.keyboard.press("Escape")
                    page.keyboard.press(str(step % 5))
                case "reload":
                    page.reload()
                    show(page)
                case cut_or_heal:
                    cut(page, off=cut_or_heal == "cut")
            page.wait_for_timeout(chance.choice([0, 30, 400]))
        for page in pages:
            page.bring_to_front()
            cut(page, off=False)
            expect(status(page)).to_have_text(re.compile("^all saved$|^[0-9]+ needs? your attention$"), timeout=40000)
        log = python.store.changes_since(python.number, 0)

    said = "".join(str(entry.change) for entry in log)
    assert [words for words in typed if words not in said] == []
    assert python.console == []


def test_the_words_of_two_people_stay_apart_while_nothing_goes_through(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = opened(context, python)
        words = page.get_by_role("textbox", name="Note", exact=True)
        cut(page)
        note(page, "Dana's words")
        page.get_by_role("button", name="Jonas Weber, builder: speaks now").click()
        expect(words).to_have_value("")
        note(page, "Jonas' words")
        page.get_by_role("button", name="Dana Ruiz, operator: speaks now").click()
        expect(words).to_have_value("Dana's words")
        words.press_sequentially(", and more")
        cut(page, off=False)
        expect(status(page)).to_have_text("all saved", timeout=20000)

    assert python.said(PAUSE) == {"note": "Dana's words, and more"}
    assert python.said(PAUSE, "jonas") == {"note": "Jonas' words"}


def test_what_a_closed_page_left_and_cannot_be_saved_is_shown_as_it_was_typed(browser: Browser, tmp_path: Path) -> None:
    python = interviewed(tmp_path, assessment())
    late = [{"level": "E2", "what": "the log", "where": "", "date": "2031-01-01"}]
    left = {"patches": [{"n": 1, "seen": 1, "target": ["answer", PAUSE, "dana", "evidence"], "value": late}]}
    name = f"opsassess:{python.session.assessment.id}:closed"
    with browser_context(browser) as context:
        page = opened(context, python, before=f"localStorage.setItem({name!r}, JSON.stringify({json.dumps(left)}));")
        expect(status(page)).to_have_text("1 needs your attention")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.get_by_role("textbox", name="What, row 1")).to_have_value("the log")
        page.get_by_label("Date, row 1").fill("2026-11-26")
        expect(status(page)).to_have_text("all saved")

    assert python.said(PAUSE) == {"evidence": [{"level": "E2", "what": "the log", "date": "2026-11-26"}]}


def test_words_from_elsewhere_do_not_fall_into_a_sentence_that_somebody_else_says(
    browser: Browser, tmp_path: Path
) -> None:
    python = interviewed(tmp_path, assessment(questionnaire="agent-operability"))
    goal = "s1_workflow_summary.goal"
    with browser_context(browser) as context:
        page = open_page(context, python)
        question(page, "business goal")
        page.get_by_role("button", name="Jonas Weber, builder: speaks now").click()
        words = page.get_by_role("region", name="For the runbook").get_by_role("textbox")
        words.press_sequentially("Jonas says this")
        expect(status(page)).to_have_text("all saved")
        danas = Answer(item=goal, respondent="dana", content="Dana says that.", at=TODAY)
        python.store.record(python.number, danas, editor="another page")
        expect(page.get_by_role("button", name="Dana has said something")).to_be_visible()
        words.press_sequentially(", and more")
        expect(status(page)).to_have_text("all saved")

    assert python.said(goal)["content"] == "Dana says that."
    assert python.said(goal, "jonas")["content"] == "Jonas says this, and more"


def test_a_note_that_is_being_written_outlives_a_new_beginning(browser: Browser, tmp_path: Path) -> None:
    """A page that has missed something asks for everything anew, which must not take away what is typed."""
    python = interviewed(tmp_path, assessment())
    with browser_context(browser) as context:
        page = opened(context, python)
        page.keyboard.press("Escape")
        page.keyboard.press("q")
        page.keyboard.type("Ask about ")
        anew = list(python.session.receive({"type": "mode", "client": "a-test", "mode": {"interview": "joint"}}))
        page.evaluate("(messages) => messages.forEach((one) => window.models.forEach((m) => m.hear(one)))", anew)
        page.keyboard.type("the backlog")
        page.keyboard.press("Enter")
        expect(status(page)).to_have_text("all saved")

    assert [written.text for written in python.store.assessment(python.number).notes] == ["Ask about the backlog"]
    assert python.console == []
