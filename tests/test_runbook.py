"""The draft runbook: a small assessment in, the whole Markdown out."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Mapping, Sequence
from textwrap import dedent
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import BUILDER, OPERATOR, OWNER, a_questionnaire, a_respondent, an_area, an_assessment, an_item, says
from test_markdown import kinds, parsed, plain
from test_prose import normalised

import opsassess
from opsassess import resources, review
from opsassess.assessment import AcceptedRisk, Action, Answer, Assessment, Evidence, Promise
from opsassess.blocks import Facts, Todo
from opsassess.documents.markdown import to_markdown
from opsassess.documents.notebook import to_notebook
from opsassess.documents.page import page_html
from opsassess.documents.word import to_docx
from opsassess.library import find_questionnaire
from opsassess.owners.open_hours import PAUSE, open_hours
from opsassess.prose import Prose, load_sentences
from opsassess.questionnaire import CardField, Column, Content, ContentKind, Item, Questionnaire
from opsassess.report.must_haves import must_haves
from opsassess.runbook import runbook_document
from opsassess.runbook.contents import PRINTERS
from opsassess.runbook.gist import BREAK
from opsassess.scoring import score

SENTENCES = load_sentences("runbook")
PEOPLE = (OPERATOR, OWNER, BUILDER)
UNSEEN = re.compile(r"Told by \w+, not seen by us\.\n\n|\*Told, not seen\*: | \(told, not seen\)")
NAMES = ("value", "low", "unit", "per", "steps", "do", "see", "minutes", "name", "role", "backup", "detect", "x")


def item(name: str, kind: ContentKind = "text", **more: Any) -> Item:
    parts = {
        "columns": [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}],
        "options": [{"id": "p", "title": "Option P"}],
    }
    content = Content.model_validate({"kind": kind, "prompt": "What happens, and where."} | parts)
    return an_item(name).model_copy(update={"content": content, "title": f"The {name[2:]}"} | more)


def runbook(items: Sequence[Item], answers: Sequence[Answer], *, unseen: bool = False, **more: Any) -> str:
    """Return the section of the one area of a runbook, without its title and, unless asked for, what nobody saw."""
    questionnaire = a_questionnaire([an_area("a", *items)])
    assessment = an_assessment(questionnaire, answers, respondents=PEOPLE).model_copy(update=more)
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    section = text.partition("## Title of a\n\n")[2].partition("\n## To finish this draft")[0]
    return section if unseen else UNSEEN.sub("", section)


def whole(items: Sequence[Item], answers: Sequence[Answer], profile: Mapping[str, Any] | None = None) -> str:
    """Return the whole runbook of one area."""
    questionnaire = a_questionnaire([an_area("a", *items)])
    assessment = an_assessment(questionnaire, answers, respondents=PEOPLE, profile=dict(profile or {}))
    return to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))


def page(text: str) -> str:
    return dedent(text).lstrip("\n")


def test_a_whole_runbook() -> None:
    fields = (CardField(id="contacts", title="Call"), CardField(id="kill_switch", title="Stop"))
    items = (
        item("a.owner", "people", runbook=("a", "card.contacts")),
        item("a.stop", "steps", runbook=("a", "card.kill_switch")),
        item("a.rate", "number"),
    )
    questionnaire = a_questionnaire([an_area("a", *items)]).model_copy(update={"card": fields})
    steps = {
        "use_when": "A wrong record has reached HubSpot.",
        "who": "The duty operator; no approval needed.",
        "minutes": 5,
        "steps": [{"do": "Switch **HubSpot** off.", "see": 'State "read only".'}, {"do": "Note the time."}],
        "if_not": "Revoke the token.",
        "going_back": "Priya Shah signs off.",
    }
    answers = [
        says(
            OPERATOR, "a.owner", 3, content=[{"name": "Dana Ruiz", "role": "operations lead", "backup": "Lena Hofer"}]
        ),
        says(BUILDER, "a.stop", 3, content=steps),
        says(OPERATOR, "a.rate", 0),
    ]
    assessment = an_assessment(questionnaire, answers, respondents=PEOPLE)
    assert to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES)) == page(
        r"""
        # Runbook: Agent

        Draft, made from an interview on 1 June 2026

        - **Client**: Client
        - **To stop it**: The one-page card; every step in full under ["Title of a"](#the-stop)
        - **Asked**: Operator (operator) and Builder (builder)
        - **Status**: 1 told, 1 by the builder only, 1 missing
        - **Date**: 1 June 2026

        ## Agent on one page

        - **Call**: *Told, not seen*: Dana Ruiz, operations lead; backup Lena Hofer.
        - **Numbers, by hand**: Dana Ruiz ........................................................ · Lena Hofer ........................................................
        - **Stop**: **[The stop](#the-stop)** (builder only: Builder). Use when: A wrong record has reached HubSpot.\
          Who: The duty operator; no approval needed.\
          (1) Switch \*\*HubSpot\*\* off. *You see*: State "read only".\
          (2) Note the time.\
          If not: Revoke the token.

        ## About this draft

        Of the 3 entries of this runbook, 1 was told by an operator or by the owner and not seen, 1 was told by the builder only and 1 is still missing.

        What nobody could say or wrote down yet is marked **TODO**, with the person it is needed from and a day; a day that is marked "proposed" is ours, until somebody agrees to it. Walk once through what is marked "builder only" (only who built it said it) or "not seen" (we saw nothing of it) before you rely on it. The last part lists all that is left to do.

        ## Title of a

        ### The owner

        Told by Operator, not seen by us.

        **Dana Ruiz**, operations lead. Backup: Lena Hofer.

        ### The stop

        Builder only: told by Builder.

        - **Use when**: A wrong record has reached HubSpot.
        - **Who**: The duty operator; no approval needed.
        - **Takes**: 5 minutes

        1. Switch \*\*HubSpot\*\* off.
           - *You see*: State "read only".
        2. Note the time.

        - **If not**: Revoke the token.
        - **Going back**: Priya Shah signs off.

        ### The rate

        > **TODO** Not known yet. To be filled in: What happens, and where. *Needed from* an owner to be named by Owner; ask Operator. *By* 1 July 2026 (proposed).

        ## To finish this draft

        Go through it with those who run the agent, and strike what is done.

        ### Missing or open

        | What | Needed from | By |
        | --- | --- | --- |
        | **The rate** (Title of a) | an owner to be named by Owner; ask Operator | 1 July 2026 (proposed) |

        ### For an operator to go through once, the builder silent

        - [ ] **Title of a**: The owner (not seen, told by Operator)
        - [ ] **Title of a**: The stop (builder only, told by Builder)
        """  # noqa: E501 - lines as they are printed
    )


def test_a_way_that_the_agreed_work_takes_into_the_page_is_needed_besides_and_is_no_rival() -> None:
    told = {"use_when": "It is bad.", "steps": [{"do": "Press Activate.", "see": "The number."}], "if_not": "Call."}
    other = {"use_when": "The program too.", "steps": [{"do": "Press Redeploy."}], "if_not": "Redeploy the run before."}
    answers = [says(OPERATOR, "a.one", 2, content=told), says(BUILDER, "a.one", 4, content=other)]
    for other_work in (
        "Ask Builder which one counts.",
        "Take Builder's way into the page instead.",
        "Take the Builders' way into the page.",
    ):
        asked = Action(item="a.one", text=other_work, owner="operator")
        rival = runbook([item("a.one", "steps")], answers, actions=(asked,))
        assert 'Builder described it differently: "Press Redeploy."' in rival
    work = Action(item="a.one", text="Take Builder's way into the page.", owner="operator")
    text = runbook([item("a.one", "steps")], answers, actions=(work,))
    assert "differently" not in text
    assert "Until one version" not in text
    added = text.partition("**Also needed**, as Builder told us; it is not in the page yet:")[2]
    for printed in ("**Use when**: The program too.", "1. Press Redeploy.", "**If not**: Redeploy the run before."):
        assert printed in added


def test_the_owner_stands_before_the_operator_and_the_operator_before_the_builder() -> None:
    answers = [
        says(BUILDER, "a.one", 4, content="From the queue."),
        says(OPERATOR, "a.one", 2, content="From the form."),
        says(OWNER, "a.one", 1, content="from the FORM"),
    ]
    assert runbook([item("a.one")], answers) == page(
        """
        ### The one

        from the FORM

        Builder described it differently: "From the queue." Until one version is agreed, follow the one above.
        """
    )


def test_an_operator_who_does_not_know_leaves_the_word_to_the_builder() -> None:
    answers = [says(OPERATOR, "a.one", "dont_know", content="no idea"), says(BUILDER, "a.one", 3, content="By hand.")]
    assert runbook([item("a.one")], answers) == page(
        """
        ### The one

        Builder only: told by Builder.

        By hand.
        """
    )


def test_who_builds_and_operates_confirms_nothing() -> None:
    both = a_respondent("both", "builder", "operator")
    text = runbook([item("a.one")], [says(both, "a.one", 3, content="By hand.")], respondents=(both,))
    assert "Builder only: told by Both, who also runs it.\n\nBy hand." in text


def test_what_is_missing_has_the_owner_and_the_day_of_the_register_and_names_whom_one_asks() -> None:
    answers = [says(OPERATOR, "a.one", 1), says(BUILDER, "a.one", 3, written_where="README, part 4")]
    promise = Promise(item="a.two", what="the list", who="owner", by=dt.date(2026, 6, 4))
    action = Action(item="a.three", text="Write it.", owner="operator", needed_from="Sofia Brandt", due=promise.by)
    items = [item("a.one"), item("a.two"), item("a.three")]
    assert runbook(items, answers, promised=(promise,), actions=(action,)) == page(
        """
        ### The one

        > **TODO** Written, but not copied into the runbook yet: see README, part 4. To be copied: What happens, and where. *Needed from* an owner to be named by Owner; ask Builder. *By* 1 July 2026 (proposed).

        ### The two

        > **TODO** Nobody of the team was asked about it yet. To be asked: What happens, and where. *Needed from* Operator. *By* 15 June 2026 (proposed).

        ### The three

        > **TODO** Nobody of the team was asked about it yet. To be asked: What happens, and where. Agreed and not done yet: "Write it". *Needed from* Operator, with Sofia Brandt. *By* 4 June 2026.
        """  # noqa: E501 - lines as they are printed
    )


def test_a_failure_mode_that_lacks_a_column_says_so_and_asks() -> None:
    row = {"detect": "An alert", "retry": 2, "human_review": True, "pause": "at ten"}
    assert runbook([item("a.m_late", "failure_mode")], [says(OPERATOR, "a.m_late", 2, content=row)]) == page(
        """
        ### The m_late

        - **Detect**: An alert
        - **Retry**: 2
        - **Human review**: yes
        - **Pause**: at ten
        - **Notify**: not known

        > **TODO** Not known yet: who is told when this happens. *Needed from* Operator. *By* 1 July 2026 (proposed).
        """
    )


def test_what_does_not_apply_is_named_at_the_end_with_its_reason() -> None:
    items = [item("a.one"), item("a.two", applies_when=({"writes": (True,)},)), item("a.three")]
    questionnaire = a_questionnaire([an_area("a", *items)])
    assessment = an_assessment(questionnaire, [], profile={"writes": False}, not_applicable=["a.three"])
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    assert (
        '\n\nLeft out: The two. Does not apply: "Is it so?" was answered with no. '
        "Left out: The three. No. Approved by Owner.\n\n## To"
    ) in text
    assert "### The two" not in text


def test_an_item_that_says_the_same_as_another_points_to_it() -> None:
    items = [item("a.one"), item("a.two", same_as=("a.one",)), item("a.three", same_as=("a.four",)), item("a.four")]
    text = runbook(items, [says(OPERATOR, "a.one", 2, content="By hand.")])
    assert '### The two\n\nSee "The one" under "Title of a".\n' in text
    assert "### The three\n\n> **TODO** Nobody of the team was asked about it yet." in text


def test_what_somebody_said_of_what_is_not_there_is_printed_and_points_nowhere() -> None:
    items = [item("a.one"), item("a.two", same_as=("a.one",))]
    answers = [says(OPERATOR, "a.one", 2, content="By hand."), says(OPERATOR, "a.two", 0, content="The desk, Slack")]
    text = runbook(items, answers)
    assert 'Operator said: "The desk, Slack"' in text
    assert "See " not in text


def test_an_item_is_printed_once_in_full_and_people_are_named_wherever_they_are_needed() -> None:
    lead = item("b.lead", "people", runbook=("b", "a"))
    steps = item("b.steps", runbook=("a", "b"))
    questionnaire = a_questionnaire([an_area("a", item("a.one")), an_area("b", lead, steps)])
    answers = [says(OPERATOR, "b.lead", 2, content=[{"name": "Dana", "backup": "Tom, IT"}, {"name": "Lena"}])]
    assessment = an_assessment(questionnaire, answers, respondents=PEOPLE)
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    assert text.count("- **Dana**. Backup: Tom, IT.\n- **Lena**.\n") == 1
    assert '### The lead\n\nDana (backup Tom) and Lena. In full under "Title of b".\n' in text
    assert text.count("### The steps") == 1
    assert 'See also "The steps" (Title of b, still missing).' in text


def test_a_private_note_and_a_note_appear_nowhere() -> None:
    notes = {"note": "N0TE", "private_note": "PR1VATE"}
    answers = [
        Answer.model_validate({"item": name, "respondent": "operator", "rating": 2, "content": content} | notes)
        for name, content in (("a.one", "By hand."), ("a.two", None))
    ]
    text = runbook([item("a.one"), item("a.two")], answers)
    assert "By hand." in text
    assert "N0TE" not in text
    assert "PR1VATE" not in text


def test_a_long_text_keeps_its_lines_and_is_cut_on_the_card_alone() -> None:
    long = "First line.\r\n\r\n# Second | line\n" + "word " * 400
    text = runbook([item("a.one")], [says(OPERATOR, "a.one", 2, content=long)])
    assert text == f"### The one\n\nFirst line.\n\n\\# Second \\| line\n\n{('word ' * 400).strip()}\n"


ODD: list[tuple[ContentKind, Any, str]] = [
    ("text", ["one", 2, None, True], "- one\n- 2\n- yes"),
    ("text", {"some_key": 3.0, "gone": None}, "- **Some key**: 3"),
    ("number", {"value": 1200, "unit": "runs", "per": "hour"}, "- **Value**: 1,200 runs an hour"),
    (
        "number",
        {"value": 2, "low": 0.5, "unit": "EUR", "per": "lead routed"},
        "- **Value**: 0.50 to 2.00 EUR per lead routed",
    ),
    ("number", "about ten", "about ten"),
    ("people", "Dana Ruiz", "Dana Ruiz"),
    ("people", [{"role": "operator"}, {"name": "Lena", "phone": 4711}], "- operator.\n- **Lena**. Phone: 4711."),
    ("steps", ["Open it.", "Close it."], "- Open it.\n- Close it."),
    (
        "steps",
        [{"do": "Open it.", "where": "HubSpot"}],
        "1. Open it. Where: HubSpot",
    ),
    (
        "table",
        [{"x": 1, "y": None, "extra": [1, 2]}],
        "| X | Y | Extra |\n| --- | --- | --- |\n| 1 | not known | 1; 2 |",
    ),
    ("table", "a table in words", "a table in words"),
    ("table", [["a", "b"], {"x": "1"}], "| X |\n| --- |\n| 1 |\n\n- a; b"),
    ("choices", ["p", "new"], "- Option P\n- new"),
    ("date", "2026-05-04", "4 May 2026"),
    ("date", "in spring", "in spring"),
    ("failure_mode", "it breaks", "it breaks"),
]


@pytest.mark.parametrize(("kind", "content", "printed"), ODD)
def test_content_of_an_odd_type_prints_sensibly(kind: ContentKind, content: Any, printed: str) -> None:
    text = runbook([item("a.one", kind)], [says(OPERATOR, "a.one", 2, content=content)])
    assert text.removeprefix("### The one\n\n").partition("\n\n>")[0].rstrip("\n") == printed


@pytest.mark.parametrize(
    "content", [None, "", "  \n", [], {}, [{}], [{"do": "", "see": None}], {"value": None, "unit": "%"}]
)
def test_content_that_says_nothing_is_missing(content: object) -> None:
    assert "**TODO** Not known yet." in runbook([item("a.one")], [says(OPERATOR, "a.one", 2, content=content)])


def test_a_checklist_is_ticked_line_by_line() -> None:
    columns = (
        Column(id="day", title="Day"),
        Column(id="task", title="Task"),
        Column(id="done_when", title="Done when"),
    )
    week = item("a.first", "table", content=Content(kind="table", prompt="Rows.", columns=columns))
    week = week.model_copy(update={"id": "r3_handoff.first_week", "runbook": ("r3_handoff",)})
    questionnaire = a_questionnaire([an_area("r3_handoff", week)])
    row = {"day": "Monday", "task": "log in", "done_when": "the view opens."}
    assessment = an_assessment(questionnaire, [says(OPERATOR, week.id, 2, content=[row, {**row, "day": "3"}])])
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    assert "- [ ] **Day 3.** *Task*: log in." in text
    assert "- [ ] **Monday.** *Task*: log in. *Done when*: the view opens.\n" in text


# ---------------------------------------------------------------------------------------------------------------------
# The card


def card(field: str, items: Sequence[Item], answers: Sequence[Answer], **profile: object) -> str:
    """Return one field of a card that has no other."""
    named = [entry.model_copy(update={"runbook": ("a", f"card.{field}")}) for entry in items]
    questionnaire = a_questionnaire([an_area("a", *named)])
    questionnaire = questionnaire.model_copy(update={"card": (CardField(id=field, title="Field"),)})
    assessment = an_assessment(questionnaire, answers, respondents=PEOPLE, profile=profile)
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    return UNSEEN.sub("", text.partition("- **Field**: ")[2].partition("\n\n## About")[0])


def test_the_card_cuts_a_text_only_where_a_sentence_ends() -> None:
    told = "Read yes, e.g. at 2.5 s, post never. " + "A posting of an invoice is never repeated by the agent. " * 6
    text = card("x", [item("a.one")], [says(OPERATOR, "a.one", 2, content=told)])
    assert text == (
        "Read yes, e.g. at 2.5 s, post never. A posting of an invoice is never repeated by the agent. "
        "A posting of an invoice is never repeated by the agent. "
        "A posting of an invoice is never repeated by the agent. …"
    )


def test_the_card_names_the_section_of_a_sentence_that_is_too_long() -> None:
    told = "word " * 200
    assert card("x", [item("a.one")], [says(OPERATOR, "a.one", 2, content=told)]) == 'see ["Title of a"](#the-one).'


def test_the_card_prints_whole_steps_and_says_with_which_one_to_go_on() -> None:
    steps = [{"do": f'Set "{name}" to off. ' + "Then look at the page again and wait. " * 3} for name in "ABCDE" * 4]
    text = card("x", [item("a.one", "steps")], [says(OPERATOR, "a.one", 2, content=steps)])
    step = " ".join(["Then look at the page again and wait."] * 3)
    assert text == f'(1) Set "A" to off. {step} The steps from 2 on stand under ["The one"](#the-one).'


def test_the_card_never_drops_a_name() -> None:
    people = [
        {"name": f"Joris {c}. Peeters", "role": "accounts payable, on the phone", "backup": "Ann Bo, IT"} for c in "ABC"
    ]
    items = [item(f"a.p{n}", "people") for n in range(4)]
    answers = [says(OPERATOR, entry.id, 2, content=people[: 1 + n % 3]) for n, entry in enumerate(items)]
    text = card("x", items, answers)
    assert "…" not in text
    assert re.findall(r"Joris [A-C]\b(?!\. Peeters)", text) == []


def test_the_entries_of_a_stop_stand_each_on_a_line_of_its_own() -> None:
    items = [item("a.one"), item("a.two")]
    answers = [says(OPERATOR, "a.one", 2, content="Off."), says(BUILDER, "a.two", 2, content="Wait.")]
    assert card("kill_switch", items, answers) == (
        "**[The one](#the-one)**:\\\n  Off.\\\n  **[The two](#the-two)** (builder only: Builder):\\\n  Wait."
    )


def test_a_card_field_of_items_that_do_not_apply_or_without_items_is_not_there() -> None:
    left_out = item("a.one", runbook=("a", "card.x"), applies_when=({"writes": (True,)},))
    fields = (CardField(id="x", title="Approval"), CardField(id="y", title="Objective"))
    questionnaire = a_questionnaire([an_area("a", left_out)]).model_copy(update={"card": fields})
    assessment = an_assessment(questionnaire, [], profile={"writes": False})
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    assert "Objective" not in text
    assert "**Approval**" not in text


# ---------------------------------------------------------------------------------------------------------------------
# Numbers, days, tables


@pytest.mark.parametrize(
    ("direction", "content", "printed"),
    [
        ("at_least", {"value": 96, "unit": "% of invoices", "per": "week"}, "at least 96 % of invoices a week"),
        ("at_most", {"value": 12, "unit": "minutes"}, "at most 12 minutes"),
        ("at_most", {"value": 12, "low": 4, "unit": "%"}, "4 to 12 %"),
        ("range", {"value": 12, "unit": "runs"}, "at most 12 runs"),
        ("at_most", {"value": "about 12", "unit": "runs"}, "about 12 runs"),
        (None, {"value": 0.9, "unit": "EUR"}, "0.90 EUR"),
        (None, {"value": 0.0035, "unit": "EUR"}, "0.0035 EUR"),
        (None, {"value": 1200, "unit": "European invoices"}, "1,200 European invoices"),
    ],
)
def test_a_limit_says_on_which_side_all_is_well(direction: str | None, content: Any, printed: str) -> None:
    limit = item("a.one", content=Content.model_validate({"kind": "number", "prompt": "P.", "direction": direction}))
    text = runbook([limit], [says(OPERATOR, "a.one", 2, content=content)])
    assert f"- **Value**: {printed}\n" in text


@pytest.mark.parametrize(
    ("minutes", "printed"),
    [
        (1, "1 minute"),
        (90, "90 minutes"),
        (120, "2 hours"),
        (150, "2 hours 30 minutes"),
        (480, "8 hours"),
        (0, "0 minutes"),
        ("240", "4 hours"),  # of a file
        ("an hour at most", "an hour at most"),
    ],
)
def test_a_long_time_is_told_in_hours(minutes: int | str, printed: str) -> None:
    content = {"steps": [{"do": "Wait.", "see": "x"}], "minutes": minutes}
    text = runbook([item("a.one", "steps")], [says(OPERATOR, "a.one", 2, content=content)])
    assert f"- **Takes**: {printed}\n" in text


def test_a_cell_that_is_a_day_is_told_as_a_day_and_an_optional_one_may_be_empty() -> None:
    columns = [
        {"id": "last", "title": "Last"},
        {"id": "who", "title": "Who"},
        {"id": "result", "title": "Result", "optional": True},
    ]
    drills = item("a.one", content=Content.model_validate({"kind": "table", "prompt": "P.", "columns": columns}))
    rows = [{"last": "2026-11-18", "who": "Dana"}, {"last": "planned for 2026-12-01"}, {"last": "20261118", "who": "x"}]
    text = runbook([drills], [says(OPERATOR, "a.one", 2, content=rows)])
    assert (
        "| 18 November 2026 | Dana | – |\n| planned for 2026-12-01 | not known | – |\n| 20261118 | x | – |\n\n"  # noqa: RUF001 - a dash for nothing
        '> **TODO** Not known yet: what belongs under "Who" for "planned for 2026-12-01". *Needed from* Operator.'
    ) in text


def test_a_cell_that_says_only_that_nothing_is_agreed_is_open_too() -> None:
    rows = [{"x": "mail", "y": "Not agreed."}, {"x": "form", "y": "not agreed on Sundays"}, {"x": "chat", "y": "?"}]
    text = runbook([item("a.one", "table")], [says(OPERATOR, "a.one", 2, content=rows)])
    assert "| mail | Not agreed. |" in text
    assert '> **TODO** Not known yet: what belongs under "Y" for each of "mail" and "chat".' in text


def test_other_is_told_in_the_words_of_its_row() -> None:
    columns = [{"id": "how", "title": "How", "options": ["queue", {"id": "other", "title": "Other"}]}]
    table = item("a.one", content=Content.model_validate({"kind": "table", "prompt": "P.", "columns": columns}))
    rows = [{"how": "other", "note": "by phone"}, {"how": "other"}, {"how": "queue"}]
    text = runbook([table], [says(OPERATOR, "a.one", 2, content=rows)])
    assert text.endswith("| How |\n| --- |\n| by phone |\n| not known |\n| queue |\n")
    work = {"columns": [{"id": "x", "title": "X"}, *columns]}
    two = item("a.one", content=Content.model_validate({"kind": "table", "prompt": "P.", **work}))
    rows = [{"x": "mails", "how": "other", "note": "by phone"}, {"x": "letters", "how": "other"}]
    text = runbook([two], [says(OPERATOR, "a.one", 2, content=rows)])
    assert 'Not known yet: what belongs under "How" for "letters".' in text


def test_the_numbers_of_an_area_stand_in_one_table_with_what_is_missing_below() -> None:
    items = [item("a.one", "number"), item("a.two", "number"), item("a.three", "number")]
    told = {"value": 5, "unit": "%", "per": "day", "meaning": "all runs", "where": "the list", "who": "Dana"}
    answers = [
        says(OPERATOR, "a.one", 2, content={**told, "when_crossed": "call Priya", "why": "a habit"}),
        says(BUILDER, "a.two", 2, content=told),
    ]
    assert runbook(items, answers) == page(
        """
        | Number | Normal | Where it is read | Who looks, when | Outside it |
        | --- | --- | --- | --- | --- |
        | **The one** | **5 % a day**. Counts: all runs. Why: a habit. | the list | Dana | call Priya |
        | **The two** | **5 % a day**. Counts: all runs. | the list | Dana | not known |
        | **The three** | **TODO** | – | – | – |

        Not seen, told by Operator: The one.

        Builder only, told by Builder: The two.

        > **TODO** **The two**: Not known yet: what to do when it leaves its limits. *Needed from* Operator. *By* 15 June 2026 (proposed).

        > **TODO** **The three**: Nobody of the team was asked about it yet. To be asked: What happens, and where. *Needed from* Operator. *By* 15 June 2026 (proposed).
        """  # noqa: E501, RUF001 - lines as they are printed; a dash for nothing
    )


# ---------------------------------------------------------------------------------------------------------------------
# What should be said again


@pytest.mark.parametrize(
    ("name", "kind", "content", "printed"),
    [
        (
            "s6_manual_fallback.one",
            "text",
            "The developer looks into it.",
            '"The developer looks into" is no fallback.',
        ),
        ("s6_manual_fallback.one", "text", "Tickets go to the human queue. The vendor is told.", ""),
        ("s5_kill_switch.one", "text", "Restart it as needed.", '"as needed" leaves it to the reader.'),
        ("s5_kill_switch.one", "text", "Restart it; needed are two people.", ""),
        ("s1_workflow_summary.one", "text", "Restart it as needed.", ""),
        (
            "s4_exceptions.m_one",
            "failure_mode",
            {"retry": "Yes, with a pause."},
            "How often it is tried again, and after how long, is not said",
        ),
        ("s4_exceptions.m_one", "failure_mode", {"retry": "Yes, twice."}, ""),
        ("s4_exceptions.m_one", "failure_mode", {"retry": "No."}, ""),
        ("s1_workflow_summary.comprehensible", "text", "a\n" * 6, "It has 6 lines"),
        ("s1_workflow_summary.comprehensible", "text", "a\n" * 5, ""),
    ],
)
def test_what_leaves_its_reader_alone_is_to_be_said_again(
    name: str, kind: ContentKind, content: Any, printed: str
) -> None:
    area = name.partition(".")[0]
    entry = item("a.one", kind).model_copy(update={"id": name, "title": "The one", "runbook": (area,)})
    questionnaire = a_questionnaire([an_area(area, entry)])
    assessment = an_assessment(questionnaire, [says(OPERATOR, name, 2, content=content)])
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    again = text.partition("### To be said more exactly\n\n")[2]
    assert again.startswith(f"- [ ] **The one** (Title of {area}): ") == bool(printed)
    assert printed in again


def test_one_person_who_leads_and_signs_alone_is_named() -> None:
    ids = ("s7_ownership.own_incidents", "s7_ownership.resume_signoff")
    items = [
        item("a.one", "people").model_copy(update={"id": i, "title": "The duty", "runbook": ("s7_ownership",)})
        for i in ids
    ]
    questionnaire = a_questionnaire([an_area("s7_ownership", *items)])

    def said(**second: str) -> str:
        people = ({"name": "Dana Ruiz"}, {"name": "Dana Ruiz"} | second)
        answers = [says(OPERATOR, i, 2, content=[who]) for i, who in zip(ids, people, strict=True)]
        return to_markdown(runbook_document(score(questionnaire, an_assessment(questionnaire, answers)), SENTENCES))

    assert 'Dana Ruiz alone has this and "the duty", and nobody stands in.' in said()
    assert "alone has this" not in said(backup="Lena Hofer")
    assert "alone has this" not in said(name="Priya Shah")


# ---------------------------------------------------------------------------------------------------------------------
# What a described entry leaves open, who told it, and by which day it is said


def of(name: str, kind: ContentKind, content: Any, **more: Any) -> str:
    area = name.partition(".")[0]
    entry = item("a.one", kind, **more.pop("item", {}))
    entry = entry.model_copy(update={"id": name, "title": "The one", "runbook": (area,), "area": area})
    questionnaire = a_questionnaire([an_area(area, entry)])
    assessment = an_assessment(questionnaire, [says(OPERATOR, name, 2, content=content)], respondents=PEOPLE)
    return to_markdown(runbook_document(score(questionnaire, assessment.model_copy(update=more)), SENTENCES))


def test_a_review_of_long_ago_is_a_task_with_a_name_and_a_day() -> None:
    name = "x_cross_cutting.last_reviewed"
    asked = "The last review was 182 days ago. | Operator | 1 July 2026 "
    assert asked in of(name, "date", "2025-12-01")
    assert "days ago" not in of(name, "date", "2025-12-20")


def test_what_a_sentence_says_is_open_is_a_task_with_a_name_and_a_day() -> None:
    text = of("a.one", "people", [{"name": "Priya Shah", "role": "is asked first; what she is shown is not agreed."}])
    assert (
        '> **TODO** Not known yet: who stands in for Priya Shah. Left open: "what she is shown is not agreed". '
        "*Needed from* Priya Shah. *By* 1 July 2026 (proposed).\n"
    ) in text
    assert (
        "**The one** (Title of a): Not known yet: who stands in for Priya Shah. Left open:"
        in text.partition("### Missing")[2]
    )
    assert "Left open" not in of("a.one", "text", "No such order is not tried again.")


def test_what_only_the_prompt_forbids_is_not_blocked() -> None:
    columns = (Column(id="action", title="Action"), Column(id="blocked_by", title="Blocked by"))
    content = Content(kind="table", prompt="P.", columns=columns)
    rows = [{"action": "Change a price", "blocked_by": "prompt only"}, {"action": "Delete", "blocked_by": "no right"}]
    text = of("a.one", "table", rows, item={"content": content})
    assert "**TODO** Nothing but the prompt blocks it yet: Change a price. Take the right away" in text


def test_what_only_the_prompt_forbids_in_some_places_is_named_with_it() -> None:
    columns = (Column(id="action", title="Action"), Column(id="blocked_by", title="Blocked by"))
    content = Content(kind="table", prompt="P.", columns=columns)
    rows = [
        {"action": "Merge", "blocked_by": "branch protection on 8 of 11 repositories, elsewhere prompt only"},
        {"action": "Pay", "blocked_by": "not only the prompt: no right either"},
        {"action": "Close", "blocked_by": "Prompt only."},
    ]
    text = of("s2_scope_boundaries.prohibited_actions", "table", rows, item={"content": content})
    assert "**TODO** Nothing but the prompt blocks it yet: Merge (in part), Close. Take the right away" in text


def test_a_row_with_an_empty_cell_is_named_in_quotation_marks() -> None:
    columns = (Column(id="case", title="Case"), Column(id="act", title="Action"))
    content = Content(kind="table", prompt="P.", columns=columns)
    rows = [{"case": "A message has gone to the wrong person", "act": ""}, {"case": "B", "act": "Call"}]
    text = of("a.one", "table", rows, item={"content": content})
    assert 'Not known yet: what belongs under "Action" for "A message has gone to the wrong person".' in text


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        (
            "The duty operator.",
            "in which hours those named are there and who does it at other hours (and the number to call).",
        ),
        ("Dana Ruiz, 08:00 to 18:00.", "who does it at other hours (and the number to call)."),
        ("Dana Ruiz, 08:00 to 18:00 Berlin time; at night Henk Visser, mobile.", ""),
        ("Dana Ruiz, 08:00 to 18:00. At other times nothing runs.", ""),
    ],
)
def test_who_may_pause_is_asked_for_the_hours_of_the_night(who: str, asked: str) -> None:
    content = {"use_when": "x", "who": who, "minutes": 2, "if_not": "y", "going_back": "z"}
    text = of("s5_kill_switch.pause_new_runs", "steps", {**content, "steps": [{"do": "Off.", "see": "Grey."}]})
    assert (f"> **TODO** Not known yet: {asked}" in text) == bool(asked)
    assert ("TODO** Not" in text) == bool(asked)


def test_nobody_is_asked_for_the_hours_in_which_the_agent_does_not_run() -> None:
    lead = [{"name": "Dana Ruiz", "role": "leads incidents, 08:00 to 16:30", "backup": "Henk Visser"}]
    profile = {"service_hours": "working days 08:00 to 16:30; outside these hours intake is closed and nothing runs"}
    for name, asked in ({}, True), (profile, False):
        client = an_assessment(a_questionnaire([an_area("a", item("a.one"))]), [], profile=name).agent
        text = of("s7_ownership.own_incidents", "people", lead, agent=client)
        assert ("who does it at other hours" in text) == asked


def entries(told: Mapping[str, tuple[ContentKind, Any]], **more: Any) -> str:
    """Return the runbook of a client of whom an operator told these."""
    areas: dict[str, list[Item]] = {}
    for name, (kind, _) in told.items():
        area, own = name.split(".")
        entry = item(f"{area}.{own}", kind).model_copy(update={"runbook": (area,), "area": area, "title": f"The {own}"})
        areas.setdefault(area, []).append(entry)
    questionnaire = a_questionnaire([an_area(area, *items) for area, items in areas.items()])
    answers = [says(OPERATOR, name, 2, content=content) for name, (_, content) in told.items()]
    profile = more.pop("profile", {})
    assessment = an_assessment(questionnaire, answers, respondents=PEOPLE, profile=profile).model_copy(update=more)
    return to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))


@pytest.mark.parametrize(
    ("there", "if_not", "asked"),
    [
        ("CRM team, working days 08:00 to 17:00, extension 2218", "Call Ute Sander.", True),
        ("CRM team, Monday to Saturday 06:00 to 18:00", "Call Ute Sander.", False),
        ("CRM team, extension 2218", "Call Ute Sander.", False),
        ("CRM team, working days 08:00 to 17:00", "Call Ute Sander or the IT on-call.", False),
    ],
)
def test_whom_one_calls_when_a_stop_fails_has_to_be_there_while_the_agent_works(
    there: str,
    if_not: str,
    asked: bool,  # noqa: FBT001 - a case
) -> None:
    pause = {"use_when": "x", "who": "Dana Ruiz, 06:00 to 18:00.", "minutes": 2, "if_not": if_not, "going_back": "z"}
    told: dict[str, tuple[ContentKind, Any]] = {
        PAUSE: ("steps", {**pause, "steps": [{"do": "Off.", "see": "Grey."}]}),
        "r3_handoff.escalation_contacts": ("people", [{"name": "Ute Sander", "role": there, "backup": "Jo"}]),
    }
    text = entries(told, profile={"service_hours": "Monday to Saturday 06:00 to 18:00 (Cologne time)"})
    found = (
        "whom to call at other hours than those of Ute Sander (working days 08:00 to 17:00). *Needed from* Operator."
    )
    assert (found in text) == asked
    assert ("whom to call" in text) == asked


def test_two_places_that_are_named_for_the_keys_are_printed_with_a_question() -> None:
    wipe = {"use_when": "x", "who": "Dana Ruiz or Jo", "minutes": 2, "if_not": "y", "going_back": "z"}
    for place, asked in (("the city's vault, group PermitRead", True), ("the agency's vault", False)):
        steps = [{"do": "In the agency's vault delete the keys.", "see": "401."}]
        told: dict[str, tuple[ContentKind, Any]] = {
            "s5_kill_switch.revoke_permissions": ("steps", {**wipe, "steps": steps}),
            "r5_continuity.credentials_location": ("table", [{"x": "four keys", "y": place}]),
        }
        found = '"agency\'s vault" as its steps say or "city\'s vault" as "The credentials_location" says. *Needed'
        assert (f"Not known yet: which place holds the keys today, {found}" in entries(told)) == asked


FRAME = {"use_when": "x", "who": "Dana Ruiz or Jo", "minutes": 2, "if_not": "y", "going_back": "z"}


@pytest.mark.parametrize(
    ("do", "asked"),
    [
        ("Call the print centre and have the jobs held.", "ProBau"),
        ("Take away Owner Transfer in ProBau; have the print centre hold.", "ProBau (state, list)"),
        ("Take away profile Owner Transfer and PR01 in ProBau; have the print centre hold.", ""),
        ("Switch ProBau to read only, then call the print centre.", ""),
        ("Have the print centre hold; take the right away in all systems.", ""),
        ("Switch the writes off.", ""),
    ],
)
def test_writes_that_the_steps_do_not_stop_are_asked_for_where_they_stop_others(do: str, asked: str) -> None:
    systems = [
        {"name": "ProBau", "reads": "cases", "writes": "state, list, owner"},
        {"name": "Print centre", "reads": "none", "writes": "letters"},
        {"name": "GeoView", "reads": "plots", "writes": "none"},
    ]
    allowed = [
        {"action": "Change the owner", "system": "ProBau", "permission": "Owner Transfer, small cases"},
        {"action": "Set the state", "system": "ProBau", "permission": "profile PR01"},
        {"action": "Look up a case", "system": "ProBau", "permission": "key, read"},
    ]
    steps = [{"do": do, "see": "A test case is held."}]
    told: dict[str, tuple[ContentKind, Any]] = {
        "s2_scope_boundaries.allowed_actions": ("table", allowed),
        "s5_kill_switch.stop_outbound_writes": ("steps", {**FRAME, "steps": steps}),
    }
    text = entries(told, profile={"systems": systems})
    found = f"Not known yet: how the agent's writes in {asked} are stopped"
    assert (found in text) == bool(asked)
    assert ("the agent's writes" in text) == bool(asked)


def test_a_word_for_any_system_is_the_name_of_none() -> None:
    systems = [{"name": "ProBau", "writes": "state"}, {"name": "Ticket system", "writes": "replies"}]
    for note, asked in (("note it in the system", True), ("close it in the ticket system", False)):
        steps = [{"do": f"Switch ProBau to read only and {note}.", "see": "A test case is held."}]
        told: dict[str, tuple[ContentKind, Any]] = {
            "s5_kill_switch.stop_outbound_writes": ("steps", {**FRAME, "steps": steps})
        }
        text = entries(told, profile={"systems": systems})
        assert ("how the agent's writes in Ticket system are stopped" in text) == asked


def test_keys_that_are_deleted_where_they_are_kept_may_still_work() -> None:
    for see, asked in (("The group is empty.", True), ("The call ends with 401.", False), ("State: Blocked.", True)):
        steps = [{"do": "In the agency's vault delete the keys.", "see": see}]
        text = entries({"s5_kill_switch.revoke_permissions": ("steps", {**FRAME, "steps": steps})})
        found = "(the steps show no refused call, and a key that is deleted in the agency's vault may still work)."
        assert (f"Not known yet: whether each system refuses the agent afterwards {found}" in text) == asked
        assert ("whether each system" in text) == asked


def test_a_team_that_stops_it_is_asked_who_of_it_is_there() -> None:
    for who, asked in (("IT security.", True), ("IT security, at all hours 7733.", False), ("Dana Ruiz.", False)):
        steps = [{"do": "Lock.", "see": "Locked."}]
        text = entries({"s5_kill_switch.revoke_permissions": ("steps", {**FRAME, "who": who, "steps": steps})})
        assert ('who of "IT security" is there in which hours (and the number to call)' in text) == asked


@pytest.mark.parametrize(
    ("column", "here", "there", "asked"),
    [
        ("reads", "none", "text of the ticket", 'what is right for "Mistral" under "reads": "none", as here, or "text'),
        ("reads", "text", "text of the ticket", ""),
        ("reads", "text", "", ""),
        ("owner", "Jo Ek (IT)", "Pat Ek (IT)", 'what is right for "Mistral" under "owner": "Jo Ek (IT)", as here, or'),
        (
            "owner",
            "Hanne Brix (IT)",
            "Jo Ek (IT)",
            'whether "owner" of "Mistral" is now "Jo Ek (IT)", as in the profile',
        ),
        ("owner", "Jo Ek", "Jo Ek (IT)", ""),
    ],
)
def test_a_system_of_which_the_profile_says_otherwise_is_asked_for(
    column: str, here: str, there: str, asked: str
) -> None:
    gone = a_respondent("Hanne Brix", "user").model_copy(update={"until": dt.date(2026, 1, 1)})
    text = entries(
        {"s1_workflow_summary.systems": ("table", [{"system": "Mistral", column: here}])},
        profile={"systems": [{"name": "Mistral", column: there}]},
        respondents=(*PEOPLE, gone),
    )
    assert asked in text
    assert ("in the profile" in text) == bool(asked)


def test_held_writes_that_are_released_before_the_sign_off_are_asked_about() -> None:
    for back, asked in (
        ('"Release" or "Discard" each. After the sign-off switch the writes on.', True),
        ("Release them after the sign-off.", False),
        ("Jo says yes. Then release them.", False),
        ("Discard them. After the sign-off switch the writes on.", False),
    ):
        content = {**FRAME, "going_back": back, "steps": [{"do": "Switch the writes off.", "see": "A test is held."}]}
        text = entries({"s5_kill_switch.stop_outbound_writes": ("steps", content)})
        assert ("Not known yet: whether a held write that is released goes into its system at once" in text) == asked


@pytest.mark.parametrize(
    ("do", "minutes", "asked"),
    [
        ("Wait for the next quarter of an hour.", 3, True),
        ("Wait five minutes.", 3, True),
        ("Wait 2 minutes.", 3, False),
        ("Wait for the next quarter of an hour.", 16, False),
        ("Note the time of the last 5 minutes.", 3, False),
    ],
)
def test_a_step_that_waits_longer_than_all_steps_take_is_asked_for(
    do: str,
    minutes: int,
    asked: bool,  # noqa: FBT001 - a case
) -> None:
    steps = [{"do": "Off.", "see": "Grey."}, {"do": do, "see": "No new row."}]
    text = entries({PAUSE: ("steps", {**FRAME, "minutes": minutes, "steps": steps})})
    assert ("Not known yet: how many minutes it takes (step 2 alone waits up to " in text) == asked


def test_what_only_a_builder_is_named_for_is_asked_of_the_team() -> None:
    text = to_markdown(review.sample("lead-routing").document("runbook").content)
    assert text.count("**TODO** Nobody is named but Jonas Weber, who built the agent. Name who of the team does") == 1


def test_what_another_department_does_is_asked_of_whom_the_answers_name_there() -> None:
    lock = {
        "use_when": "x",
        "who": "IT security.",
        "minutes": 2,
        "if_not": "y",
        "steps": [{"do": "Lock.", "see": "No."}],
    }
    people = [{"name": "Nadia Benhaddou", "role": "IT security, extension 7733", "backup": "Jo"}]
    text = entries({"s5_kill_switch.lock": ("steps", lock), "r3_handoff.contacts": ("people", people)})
    assert "Not known yet: how to go back. *Needed from* Nadia Benhaddou, with Operator." in text


def test_a_stand_in_whom_one_page_names_is_asked_for_where_another_says_nobody() -> None:
    lead = [{"name": "Henrik Osterloh", "role": "leads, 08:00 to 18:00, at night too", "backup": "Wiebke Althoff"}]
    contact = [{"name": "Henrik Osterloh", "role": "mobile", "backup": "none"}]
    text = entries({"s7_ownership.leads": ("people", lead), "r3_handoff.contacts": ("people", contact)})
    asked = 'Not known yet: whether Wiebke Althoff stands in for Henrik Osterloh here too, as "The leads" says.'
    assert text.partition("## Title of r3_handoff")[2].count(asked) == 2
    assert asked not in text.partition("## Title of r3_handoff")[0]


def test_an_entry_that_orders_the_mode_that_is_accepted_as_missing_says_so() -> None:
    risk = AcceptedRisk(item="s5_kill_switch.draft_only", reason="No.", role="Head", expires=dt.date(2026, 9, 30))
    told: dict[str, tuple[ContentKind, Any]] = {
        "s5_kill_switch.draft_only": ("text", "Set MAIL_MODE to draft-only."),
        "r2_incident.when": ("text", "Two wrong mails: force draft-only mode."),
    }
    asked = "It orders draft-only mode, which is accepted as missing until 30 September 2026. Write what is done"
    assert entries(told, exceptions=(risk,)).count(f"**TODO** {asked}") == 1
    assert asked not in entries(told)


def test_who_speaks_of_themselves_is_asked_to_write_the_name() -> None:
    assert '"me". Write in its place who that is; it was told by Operator.' in entries(
        {"s4_exceptions.low": ("text", "It skips, ask me.")}
    )
    assert "Write in its place" not in entries({"r4_change.ask": ("text", "Somebody asks: where is my box?")})


@pytest.mark.parametrize("name", ["r4_change.rollback_plan", "r5_continuity.rotate_access"])
def test_what_is_itself_a_way_back_or_has_none_is_not_asked_for_one(name: str) -> None:
    content = {"use_when": "x", "who": "Dana Ruiz or Henk Visser", "minutes": 2, "if_not": "y"}
    text = of(name, "steps", {**content, "steps": [{"do": "Off.", "see": "Grey."}]})
    assert "**TODO** Not known" not in text


@pytest.mark.parametrize(("where", "asked"), [("open", True), ("Open", False), ("TBD", True)])
def test_a_place_that_is_called_open_is_no_open_point(where: str, asked: bool) -> None:  # noqa: FBT001 - a case
    columns = (Column(id="case", title="Case"), Column(id="where", title="Where it is seen"))
    content = Content(kind="table", prompt="P.", columns=columns)
    text = of("a.one", "table", [{"case": "A draft", "where": where}], item={"content": content})
    assert ("Not known yet" in text) == asked


def test_a_procedure_that_names_the_builder_alone_asks_for_somebody_else() -> None:
    content = {"use_when": "x", "who": "Today Builder.", "minutes": 2, "if_not": "y", "going_back": "z"}
    content["steps"] = [{"do": "Off.", "see": "Grey."}]
    assert "Not known yet: whether an operator can do it alone, without Builder." in of("a.one", "steps", content)
    assert "alone" not in of("a.one", "steps", {**content, "who": "Builder or Operator."})
    assert "alone" not in of("a.one", "steps", {**content, "who": "Builder; on other nights Henk Visser."})


def test_a_procedure_says_whether_it_was_seen_or_only_told_and_not_who_does_not_know_it() -> None:
    seen = Evidence(level="E2", what="the page", where="the console", date=dt.date(2026, 6, 1))
    second = a_respondent("second", "operator")
    answers = [
        says(OPERATOR, "a.one", 3, content=[{"do": "Off.", "see": "Grey."}]),
        says(OPERATOR, "a.two", 3, content=[{"do": "Off.", "see": "Grey."}]).model_copy(update={"evidence": (seen,)}),
        says(second, "a.two", "dont_know"),
    ]
    aged = seen.model_copy(update={"date": dt.date(2025, 6, 1)})
    told = says(OPERATOR, "a.three", 3, content="By hand.")
    first, later = (dt.datetime(2026, 6, day, 9, tzinfo=dt.UTC) for day in (1, 4))
    since = Answer(item="a.three", respondent="operator", note="Not since May.", at=later)
    answers += [told.model_copy(update={"evidence": (aged,), "at": first}), since]
    items = [item("a.one", "steps"), item("a.two", "steps"), item("a.three")]
    text = runbook(items, answers, unseen=True, respondents=(*PEOPLE, second))
    since_told = 'Operator said of it on 4 June 2026: "Not since May".'
    assert f"### The three\n\nSeen by us too long ago; told by Operator.\n\n{since_told}\n\nBy hand." in text
    assert "### The one\n\nTold by Operator, not seen by us.\n\n1. Off." in text
    assert "### The two\n\n1. Off." in text


def test_a_day_is_agreed_or_past_or_accepted_or_proposed_and_never_left_open() -> None:
    late = Action(item="a.two", text="Write it.", due=dt.date(2026, 5, 30))
    risk = AcceptedRisk(item="a.three", reason="No.", role="Head", expires=dt.date(2026, 9, 30))
    text = runbook([item("a.two"), item("a.three")], [], actions=(late,), exceptions=(risk,))
    assert re.findall(r"\*By\* ([^.]+)\.", text) == [
        "30 May 2026, overdue",
        "30 September 2026 (accepted as a risk until then)",
    ]


def test_before_the_first_live_day_comes_what_stops_the_agent() -> None:
    entry = item("a.one").model_copy(update={"id": "s5_kill_switch.one", "area": "s5_kill_switch"})
    questionnaire = a_questionnaire(
        [an_area("s5_kill_switch", entry.model_copy(update={"runbook": ("s5_kill_switch",)}))]
    )
    for live, day in ((False, "the day before the first live day (proposed)"), (True, "8 June 2026 (proposed)")):
        assessment = an_assessment(questionnaire, profile={"live": live})
        assert f"*By* {day}." in to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))


def test_a_stop_on_the_card_names_who_its_steps_and_what_if_it_fails_each_on_a_line() -> None:
    told = {"use_when": "It is wrong.", "who": "Dana.", "if_not": "Call Priya.", "steps": [{"do": "A."}, {"do": "B."}]}
    text = card("kill_switch", [item("a.one", "steps"), item("a.two")], [says(OPERATOR, "a.one", 2, content=told)])
    assert text.startswith(
        "**[The one](#the-one)**. Use when: It is wrong.\\\n  Who: Dana.\\\n  (1) A.\\\n"
        "  (2) B.\\\n  If not: Call Priya.\\\n  **TODO** not known yet: what must be seen when it has worked."
    )


def test_a_stop_that_is_too_long_for_the_card_says_at_which_step_to_go_on_and_where() -> None:
    steps = [{"do": f'Set "{n}" off.', "see": "Grey."} for n in range(1, 90)]
    told = {"use_when": "x", "who": "Dana.", "steps": steps}
    items = [item("a.one", "steps", title="The pause"), item("a.two", "steps", title="The access")]
    answers = [
        says(OPERATOR, "a.one", 2, content={**told, "steps": steps[:3]}),
        says(OPERATOR, "a.two", 2, content=told),
    ]
    text = card("kill_switch", items, answers)
    first, last = text.split("**[The access](#the-access)**")
    assert re.findall(r"\((\d+)\)", first) == ["1", "2", "3"]
    shown = re.findall(r"\((\d+)\)", last)
    assert shown == [str(n) for n in range(1, len(shown) + 1)]
    assert last.endswith(f'**Go on with step {len(shown) + 1}** under ["The access"](#the-access).')
    assert len(shown) > 40


@pytest.mark.parametrize("title", ["Zugänge für Größen (alle)", "停止 写入", "***", "Pause & check, again"])
def test_a_link_of_the_card_finds_its_heading_in_every_form_whatever_its_letters(title: str) -> None:
    entry = item("a.one", "steps", title=title, runbook=("a", "card.kill_switch"))
    questionnaire = a_questionnaire([an_area("a", entry)])
    questionnaire = questionnaire.model_copy(update={"card": (CardField(id="kill_switch", title="Stop"),)})
    answers = [says(OPERATOR, "a.one", 2, content={"steps": [{"do": "Off.", "see": "Grey."}]})]
    document = runbook_document(score(questionnaire, an_assessment(questionnaire, answers)), SENTENCES)
    html = page_html(to_notebook(document, theme={}, load="", built=""), "runbook", as_pdf=False)
    links, places = set(re.findall(r'href="#([^"]*)"', html)), set(re.findall(r'id="([^"]+)"', html))
    assert links - {place for place in places if place.startswith("s")}
    assert links <= places
    word = docx.Document(io.BytesIO(to_docx(document))).element.body
    names = [mark.get(qn("w:name")) for mark in word.iter(qn("w:bookmarkStart"))]
    assert {link.get(qn("w:anchor")) for link in word.iter(qn("w:hyperlink"))} <= set(names)
    assert all(len(name) <= 40 for name in names)


def test_revoking_says_on_the_card_what_must_be_seen_however_little_room_there_is() -> None:
    names = ("s5_kill_switch.pause_new_runs", "s5_kill_switch.verify_pause", "s5_kill_switch.revoke_permissions")
    items = [item("a.one", "steps", title=name).model_copy(update={"id": name}) for name in names]
    told = {
        "use_when": "x",
        "who": "Dana.",
        "if_not": "Call Priya.",
        "steps": [{"do": "Off.", "see": "Grey. " * 150}] * 4,
    }
    text = card("kill_switch", items, [says(OPERATOR, name, 2, content=told) for name in names])
    pause, check, revoke = (part.count("*You see*") for part in text.split("**[s5")[1:])
    assert (pause, check) == (1, 4)  # the pause comes first and has room for the sign of a step
    assert revoke == 3  # from the start the longest, which says what else stops, and the last


def test_what_is_written_elsewhere_is_not_called_unknown_on_the_card() -> None:
    items = [item("a.one"), item("a.two")]
    answers = [says(OPERATOR, "a.one", 2, written_where="the handbook, page 8."), says(OPERATOR, "a.two", 0)]
    assert card("x", items, answers) == (
        "**The one**: **TODO** not copied here yet, see the handbook, page 8. "
        "**TODO** not known yet: The two (ask Operator)."
    )


def test_a_draft_is_not_called_reviewed_because_the_clients_own_pages_were() -> None:
    said = "Nobody has reviewed this draft yet. The team's own pages were last reviewed on 11 May 2026"
    reviewed = item("a.one", "date", runbook=("a", "card.last_reviewed"))
    assert f"{said} (told, not seen)." in whole([reviewed], [says(OPERATOR, "a.one", 2, content="2026-05-11")])
    assert "reviewed" not in whole([reviewed], [])
    papers = [{"kind": "other", "last_reviewed": "2026-05-20"}, {"kind": "runbook", "last_reviewed": "2026-05-11"}]
    assert f"{said} (told, not seen)." in whole([reviewed], [], {"documents": papers})


def test_the_card_says_with_the_report_where_nobody_is_named_to_stop_it() -> None:
    for path in sorted(resources.folder("samples").glob("*.json")):
        scores = opsassess.load(path).score()
        (card,) = runbook_document(scores, SENTENCES).sections[0].blocks
        assert isinstance(card, Facts)
        pairs = dict(card.pairs)
        pause = pairs[Prose("Stop")].partition(BREAK + "(1)")[0]
        assert bool(re.search("TODO", pause)) == (open_hours(scores) is not None), path
        assert "TODO" not in pairs[Prose("Hours")]  # there it stood a second time


def test_what_the_report_calls_shown_is_not_marked_as_unseen_in_the_runbook() -> None:
    for path in sorted(resources.folder("samples").glob("*.json")):
        review = opsassess.load(path)
        text = to_markdown(runbook_document(review.score(), SENTENCES))
        for found in must_haves(review.score()):
            for title in (review.score().items[i].item.title for i in found.met):
                said = text.partition(f"### {title}\n\n")[2]
                assert not said.startswith(("Told by", "Seen by us too long")), (path, title)
                assert not re.search(rf"\*\*{title}(\]\(\S+\))?\*\*:? [^*]*\((told, not|seen too long)", text)


# ---------------------------------------------------------------------------------------------------------------------
# Order and versions


def test_an_item_prints_right_after_the_one_that_it_names() -> None:
    items = [item("a.one"), item("a.two"), item("a.three", prints_after="a.one"), item("a.four", prints_after="b.gone")]
    titles = re.findall(r"### The (\w+)", runbook(items, []))
    assert titles == ["one", "three", "two", "four"]
    each_other = [item("a.one", prints_after="a.two"), item("a.two", prints_after="a.one"), item("a.three")]
    assert sorted(re.findall(r"### The (\w+)", runbook(each_other, []))) == ["one", "three", "two"]


def test_the_check_of_a_pause_stands_right_after_the_pause(sample: tuple[Questionnaire, Assessment]) -> None:
    text = to_markdown(runbook_document(score(*sample), SENTENCES))
    titles = re.findall(r"^### (.+)$", text.partition("## Kill switch")[2], re.MULTILINE)
    assert titles[:2] == ["Pausing new runs", "Checking that the pause worked"]


@pytest.mark.parametrize(
    ("told", "other", "differ"),
    [
        ("Dana Ruiz pauses it after 3 errors.", "After three errors it is paused by Dana Ruiz!", False),
        ("Pause after 3 errors.", "Pause after 5 errors.", True),
        ("Then Dana Ruiz pauses it.", "Then Jonas Weber pauses it.", True),
        ("It is tried again.", "It is not tried again.", True),
        ("From the form.", "From the queue.", True),
        ("Dana opens the list of runs and reads the counter.", "She opens the runs list.", False),
    ],
)
def test_a_second_version_is_named_only_if_it_says_something_else(told: str, other: str, differ: bool) -> None:  # noqa: FBT001 - a case
    answers = [says(OPERATOR, "a.one", 3, content=told), says(BUILDER, "a.one", 3, content=other)]
    assert ("described it differently" in runbook([item("a.one")], answers)) == differ


def test_who_does_it_and_what_only_one_filled_is_no_other_version() -> None:
    """The name of a column, such as "If not", is no word of who filled it."""
    way = {"steps": [{"do": 'In the console set "hold letters".', "see": "Letters wait."}]}
    told = way | {"use_when": "The letters read oddly.", "who": "The clerk on duty.", "if_not": "Pause."}
    other = way | {"use_when": "Letters look wrong.", "who": "Tibor Varga"}
    answers = [says(OPERATOR, "a.one", 3, content=told), says(BUILDER, "a.one", 3, content=other)]
    assert "differently" not in runbook([item("a.one", "steps")], answers)
    answers[1] = says(BUILDER, "a.one", 3, content=other | {"steps": [{"do": 'Set "park".', "see": "Letters wait."}]})
    assert "differently" in runbook([item("a.one", "steps")], answers)


def test_of_the_same_people_what_only_one_filled_is_no_other_version() -> None:
    told = {"name": "Dana Ruiz", "role": "head of sales, +49 30 555", "backup": "nobody yet"}
    other = {"name": "Dana Ruiz", "role": "head of sales", "backup": ""}
    answers = [says(OPERATOR, "a.one", 3, content=[told]), says(BUILDER, "a.one", 3, content=[other])]
    assert "differently" not in runbook([item("a.one", "people")], answers)
    for another in (other | {"backup": "Lena Hofer"}, other | {"name": "Lena Hofer"}):
        answers[1] = says(BUILDER, "a.one", 3, content=[another])
        assert "differently" in runbook([item("a.one", "people")], answers)


def test_what_was_shown_and_stands_on_no_page_is_not_called_unknown() -> None:
    blank = "To be filled in: What happens, and where."
    shown = f"Shown to us, and written down nowhere that we were told of. {blank}"
    for rating, seen in ((3, True), (1, False)):
        text = runbook([item("a.one")], [says(OPERATOR, "a.one", rating, "E2")])
        assert (shown in text, f"Not known yet. {blank}" in text) == (seen, not seen)


def test_a_user_has_no_other_version() -> None:
    user = a_respondent("tom", "user")
    answers = [
        says(OPERATOR, "a.one", 3, content="A note in HubSpot."),
        says(user, "a.one", 3, content="I get a mail."),
    ]
    assert "differently" not in runbook([item("a.one")], answers, respondents=(*PEOPLE, user))


# ---------------------------------------------------------------------------------------------------------------------
# The sample


@pytest.fixture(scope="module")
def sample() -> tuple[Questionnaire, Assessment]:
    path = resources.folder("samples") / "lead-routing.json"
    assessment = Assessment.model_validate(json.loads(path.read_text(encoding="utf-8")))
    return find_questionnaire(assessment.questionnaire.id), assessment


def test_the_sample_has_a_card_for_the_night_and_twelve_sections(sample: tuple[Questionnaire, Assessment]) -> None:
    document = runbook_document(score(*sample), SENTENCES)
    areas = [area.id for area in sample[0].areas if area.kind != "cross_cutting"]
    assert [section.id for section in document.sections] == ["card", "about", *areas, "finish"]
    (card,) = document.sections[0].blocks
    assert isinstance(card, Facts)
    titles = [str(title) for title, _ in card.pairs]
    assert titles == [
        *("Hours", "The builder", "Whom to call", "If nobody can stop it", "Numbers, by hand"),
        *("Whom to tell", "Stop", "Go on by hand", "Safe mode"),
    ]
    assert card.pairs[4][1].replace(".", "").replace(BREAK, " · ").split(" · ") == [
        f"{name} " for name in ("Dana Ruiz", "Lena Hofer", "Priya Shah", "Jonas Weber", "Marta Lind", "Sofia Brandt")
    ]


def test_the_sample_prints_every_item_once(sample: tuple[Questionnaire, Assessment]) -> None:
    scores = score(*sample)
    text = to_markdown(runbook_document(scores, SENTENCES))
    for name, values in scores.items.items():
        title = values.item.title
        if values.applies and values.item.content.kind != "people" and name != "x_cross_cutting.last_reviewed":
            heads = text.count(f"### {title}\n") + text.count(f"\n| **{title}** | **")  # numbers stand in one table
            assert heads == 1, name
    private = [answer.private_note for answer in sample[1].answers if answer.private_note]
    assert not [note for note in private if note in text]


def test_an_assessment_without_answers_is_a_runbook_of_todos(sample: tuple[Questionnaire, Assessment]) -> None:
    blank = sample[1].model_copy(update={"answers": (), "respondents": (), "promised": (), "actions": ()})
    text = to_markdown(runbook_document(score(sample[0], blank), SENTENCES))
    assert re.search(r"Of the (\d+) entries of this runbook, \1 are still missing\.", text)
    assert text.count("> **TODO**") > 60
    assert text.count("(proposed) |") > 60
    assert "*Needed from* an operator." in text


def test_the_triage_has_its_runbook_too() -> None:
    triage = find_questionnaire("triage")
    document = runbook_document(score(triage, an_assessment(triage)), SENTENCES)
    assert "fails_plausibly" not in to_markdown(document)
    assert "### Finding wrong output behind green lights" in to_markdown(document)


# ---------------------------------------------------------------------------------------------------------------------
# Client text is text


@settings(max_examples=60)
@given(st.text(min_size=1), st.sampled_from(["text", "steps", "people", "table", "failure_mode", "number"]))
def test_any_text_that_is_typed_as_content_is_read_as_it_was_typed(text: str, kind: ContentKind) -> None:
    shapes: dict[str, Any] = {
        "text": text,
        "steps": {"steps": [{"do": text, "see": text}], "use_when": text},
        "people": [{"name": text, "role": text}],
        "table": [{"x": text}, {"y": text}],
        "failure_mode": {"detect": text},
        "number": {"value": 3, "unit": "runs", "where": text},
    }
    printed = runbook([item("a.one", kind)], [says(OPERATOR, "a.one", 2, content=shapes[kind])])
    tokens = parsed(printed)
    assert not {"link", "image", "inline_html", "block_html", "block_code"} & set(kinds(tokens))
    read = "\n".join("".join(plain([token])) for token in tokens)
    lines = re.split(r"[\r\n\u2028\u2029]+", text) if kind == "text" else [text]
    assert all(normalised(line) in read for line in lines)


@settings(max_examples=80)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*NAMES, "other"]), inner),
        max_leaves=12,
    ),
    st.sampled_from(sorted(PRINTERS)),
)
def test_no_content_of_any_shape_breaks_the_runbook(content: Any, kind: ContentKind) -> None:
    on_card = item("a.one", kind, runbook=("a", "card.kill_switch"))
    questionnaire = a_questionnaire([an_area("a", on_card)])
    questionnaire = questionnaire.model_copy(update={"card": (CardField(id="stop", title="Stop"),)})
    assessment = an_assessment(questionnaire, [says(OPERATOR, "a.one", 2, content=content)])
    assert to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES)).startswith("# Runbook: Agent\n")


def test_what_a_builder_does_alone_is_asked_of_somebody_who_has_to_learn_it() -> None:
    told = {"use_when": "x", "who": "Today Builder.", "minutes": 2, "if_not": "y", "going_back": "z"}
    steps = {**told, "steps": [{"do": "Off.", "see": "Grey."}]}
    text = runbook([item("a.one", "steps")], [says(BUILDER, "a.one", 3, content=steps)])
    assert (
        "Not known yet: whether an operator can do it alone, without Builder (no operator was asked about it yet). "
        "*Needed from* Operator, with Builder." in text
    )
    vault = Content.model_validate(
        {"kind": "table", "prompt": "P.", "columns": [{"id": "x", "title": "X"}, {"id": "reachable_by", "title": "By"}]}
    )
    rows = [{"x": "mail", "reachable_by": "Builder"}]
    text = runbook([item("a.one", content=vault)], [says(BUILDER, "a.one", 3, content=rows)])
    assert "Not known yet: the name of an operator who can reach it. *Needed from* Operator, with Builder." in text
    for by in ("only Builder", "Builder (built it)", "Builder, alone", "Builder, emergency login"):
        rows[0]["reachable_by"] = by
        text = runbook([item("a.one", content=vault)], [says(BUILDER, "a.one", 3, content=rows)])
        assert ("the name of an operator who can reach it" in text) == ("login" not in by), by
        assert ('whether an operator has opened it once with "emergency login"' in text) == ("login" in by), by
    rows.append({"x": "web", "reachable_by": "Builder, Operator"})
    assert "TODO" not in runbook([item("a.one", content=vault)], [says(BUILDER, "a.one", 3, content=rows)])


def test_a_way_that_may_not_be_open_stands_with_the_other_one_on_the_page_and_on_the_card() -> None:
    told = {"who": "Dana.", "if_not": "Call.", "steps": [{"do": "Log in; the password is not known.", "see": "Red."}]}
    other = {"who": "Tom.", "steps": [{"do": "Press Revoke in Larder."}, {"do": "Delete the Mollie key."}]}
    items = [item("a.one", "steps")]
    answers = [says(OWNER, "a.one", 3, content=told), says(OPERATOR, "a.one", 3, content=other)]
    way = "(1) Press Revoke in Larder. (2) Delete the Mollie key."
    rest = "where that cannot be done, do as much of this one as you can."
    open_still = f'"{way}" Until one version is agreed, follow the one above; {rest}'
    assert f"Operator described it differently: {open_still}" in runbook(items, answers)
    on_card = card("kill_switch", items, answers)
    way = "do as much of Operator's way as you can"
    assert f'*If that cannot be done*: {way}, under ["The one"](#the-one).' in on_card
    sure = {**told, "steps": [{"do": "Log in; the password is in the vault.", "see": "Red."}]}
    by_builder = [answers[0], says(BUILDER, "a.one", 3, content=other)]  # whose rights nobody else may have
    for others in ([says(OWNER, "a.one", 3, content=sure), answers[1]], by_builder):
        assert "cannot be done" not in runbook(items, others) + card("kill_switch", items, others)
    assert "follow the one above." in runbook(items, by_builder)


def test_an_accepted_risk_says_what_is_done_meanwhile_and_until_when() -> None:
    risk = AcceptedRisk(
        item="a.one", reason="Until then Bram makes the list.", role="Head", expires=dt.date(2026, 9, 30)
    )
    action = Action(item="a.one", text="Write it.", owner="Bram", due=dt.date(2026, 8, 31))
    text = runbook([item("a.one")], [], exceptions=(risk,), actions=(action,))
    agreed = 'Agreed and not done yet: "Write it".'
    assert f'for now (Head): "Until then Bram makes the list". {agreed} *Needed from* Bram.' in text
    assert "*By* 31 August 2026 (the risk is accepted until 30 September 2026; to be confirmed by Bram)." in text


def test_agreed_work_that_is_open_stands_at_its_entry_and_in_the_last_part_with_its_own_person_and_day() -> None:
    told = [says(OPERATOR, "a.one", 3, content=[{"name": "Ruben Falk", "backup": "Ute"}]), says(OPERATOR, "a.two", 1)]
    asked = Action(item="a.one", text='Ask Ruben, "today".', owner="owner", due=dt.date(2026, 5, 29))
    later = Action(item="a.two", text="Write it.", owner="owner")
    questionnaire = a_questionnaire([an_area("a", item("a.one", "people"), item("a.two"))])
    assessment = an_assessment(questionnaire, told, respondents=PEOPLE).model_copy(update={"actions": (asked, later)})
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    todo = "Agreed and not done yet: \"Ask Ruben, 'today'\"."
    assert f"**TODO** {todo} *Needed from* Owner. *By* 29 May 2026, overdue." in text
    assert f"| **The one** (Title of a): {todo} | Owner | 29 May 2026, overdue |" in text
    assert '| **The two** (Title of a): Agreed and not done yet: "Write it". | Owner | 1 July 2026 (proposed) |' in text


@pytest.mark.parametrize("name", [PAUSE, "r5_continuity.rotate_access"])
def test_who_stops_it_and_gives_it_new_keys_is_asked_for_the_days_on_which_the_builder_named_is_away(name: str) -> None:
    who = "06:00 to 22:00 (Berlin time): the shift lead. At night: Builder."
    told = {"use_when": "x", "who": who, "minutes": 2, "if_not": "y", "going_back": "z"}
    told = {**told, "steps": [{"do": "Off.", "see": "Grey."}]}
    entry = item("a.one", "steps").model_copy(update={"id": name, "runbook": ("s5_kill_switch",)})
    questionnaire = a_questionnaire([an_area("s5_kill_switch", entry.model_copy(update={"area": "s5_kill_switch"}))])
    for available, asked in (("Teams; away from 23 December to 8 January.", True), ("Teams, nights", False)):
        profile = {"builder_available": available}
        assessment = an_assessment(
            questionnaire, [says(OPERATOR, name, 3, content=told)], respondents=PEOPLE, profile=profile
        )
        text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
        assert ("who does it while Builder is away from 23 December to 8 January." in text) == asked


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("Operator, who has the rights for both systems.", True),
        ("Today only Operator.", True),
        ("Operator, stand-in Lena Hofer.", False),
        ("Operator or a colleague.", False),
        ("The duty operator.", False),
        ("Builder.", False),  # is asked for more than a stand-in
    ],
)
def test_of_a_stop_that_one_person_carries_out_the_stand_in_is_asked_for(who: str, asked: bool) -> None:  # noqa: FBT001
    told = {"use_when": "x", "who": who, "minutes": 2, "if_not": "y", "going_back": "z"}
    told = {**told, "steps": [{"do": "Off.", "see": "Grey."}]}
    places = ("s5_kill_switch", "card.kill_switch")
    entry = item("a.one", "steps").model_copy(update={"id": "s5_kill_switch.stop_writes", "runbook": places})
    questionnaire = a_questionnaire([an_area("s5_kill_switch", entry.model_copy(update={"area": "s5_kill_switch"}))])
    questionnaire = questionnaire.model_copy(update={"card": (CardField(id="kill_switch", title="Stop"),)})
    assessment = an_assessment(questionnaire, [says(OPERATOR, entry.id, 3, content=told)], respondents=PEOPLE)
    text = to_markdown(runbook_document(score(questionnaire, assessment), SENTENCES))
    assert text.count("who stands in for Operator") == (3 if asked else 0)  # on the card, the page and the list
    assert ("without Builder" in text) == (who == "Builder.")


@pytest.mark.parametrize(
    ("writes", "revoke", "told"),
    [
        ("Operator, who has the rights.", "Operator or a colleague.", "Operator"),
        ("Builder.", "The shift lead.", "Builder"),
        ("Operator.", "Operator, today.", ""),  # the same person alone
        ("The shift lead.", "Operator or a colleague.", ""),
        ("Operator.", "", ""),  # nobody is known to be able to
        ("Operator.", "Not agreed.", ""),
    ],
)
def test_where_the_one_person_who_stops_it_is_not_reached_one_goes_on_with_what_others_do(
    writes: str, revoke: str, told: str
) -> None:
    """At night nobody waits below the name of somebody who does not answer."""
    entries, answers = [], []
    for name, who in (("stop_outbound_writes", writes), ("revoke_permissions", revoke)):
        places = ("s5_kill_switch", "card.kill_switch")
        more = {"id": f"s5_kill_switch.{name}", "area": "s5_kill_switch", "runbook": places}
        entries.append(item(f"a.{name}", "steps").model_copy(update=more))
        frame = {"use_when": "x", "who": who, "minutes": 2, "if_not": "y", "going_back": "z"}
        content = {**frame, "steps": [{"do": "Off.", "see": "Refused."}]}
        answers.append(says(OPERATOR, entries[-1].id, 3, content=content))
    questionnaire = a_questionnaire([an_area("s5_kill_switch", *entries)])
    questionnaire = questionnaire.model_copy(update={"card": (CardField(id="kill_switch", title="Stop"),)})
    text = to_markdown(
        runbook_document(score(questionnaire, an_assessment(questionnaire, answers, respondents=PEOPLE)), SENTENCES)
    )
    asked = f'If {told} cannot be reached, go on with "The revoke_permissions" (our proposal).'
    assert text.replace("\\", "").count(asked) == (2 if told else 0), "on the card, and on its page"
    assert text.count("cannot be reached") == (2 if told else 0)


def test_who_is_sent_to_take_access_away_pauses_first() -> None:
    revoke = item("a.revoke", "steps").model_copy(update={"id": "s5_kill_switch.revoke_permissions", "area": "b"})
    for when, found in (
        ('Planned. After a leak: first "The revoke", then step 2.', True),
        ('Planned. After a leak: pause, then "The revoke".', False),
        ("The year has passed.", False),
    ):
        told = {"use_when": when, "steps": [{"do": "Pause."}]}
        text = whole([item("a.one", "steps"), revoke], [says(OPERATOR, "a.one", 3, content=told)])
        assert ('"The revoke" does not pause the agent.' in text) == found


def test_a_notice_that_only_a_builder_gets_who_leaves_is_to_be_said_again() -> None:
    entry = item("a.one", "failure_mode")
    for notify, available, found in (
        ("A mail to Builder.", "In the project until 18 December 2026", True),
        ("A mail to Builder and the desk.", "In the project until 18 December 2026", False),
        ("A mail to Builder.", "By phone", False),
    ):
        told = {"detect": "x", "retry": "No.", "human_review": "The desk.", "pause": "2 of 3", "notify": notify}
        text = whole([entry], [says(OPERATOR, "a.one", 3, content=told)], profile={"builder_available": available})
        assert ("The only notice goes to Builder, who can be reached until 18 December 2026." in text) == found


def test_a_sign_that_fits_on_the_line_of_its_step_costs_the_card_nothing() -> None:
    steps = [{"do": "Off.", "see": "Grey."}, {"do": "Wait. " * 15, "see": "L. " * 90}] * 9
    told = {"who": "Dana.", "if_not": "Call.", "steps": steps}
    answers = [says(OPERATOR, f"a.{name}", 2, content=told) for name in ("one", "two")]
    text = card("kill_switch", [item("a.one", "steps"), item("a.two", "steps")], answers)
    assert text.count("*You see*: Grey.") == 18
    assert 0 < text.count("*You see*: L.") < 18


def test_every_number_and_notice_that_the_leaving_builder_alone_has_is_to_be_said_again() -> None:
    text = to_markdown(review.sample("lead-routing").document("runbook").content)
    again = text.partition("### To be said more exactly\n\n")[2]
    assert [line.split("**")[1] for line in again.splitlines() if "until 31 March 2027" in line] == [
        "Normal latency range",
        "Retry threshold",
        "Cost per completed task",
        "Output that fails a check",
        "Who gets informed",
        "Access map",
        "Common issues",
        "Pre-change checks",
        "Signs that a vendor or the builder is gone",
    ]


def test_what_one_person_is_asked_by_one_day_is_one_task_and_what_is_not_known_one_sentence() -> None:
    for path in sorted(resources.folder("samples").glob("*.json")):
        for section in opsassess.load(path).document("runbook").content.sections:
            for block in section.blocks:
                if isinstance(block, Todo):
                    assert block.what.count("Not known yet: ") <= 1, block.what
