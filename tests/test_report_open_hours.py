"""The hours at which nobody can stop the agent come before every other gap, in the words of the answer."""

from __future__ import annotations

from typing import Any

import pytest
from strategies import BUILDER, OPERATOR, OWNER, an_assessment, says

from opsassess.blocks import Document, Heading, Paragraph, StatusList, Steps
from opsassess.described.book import Book
from opsassess.described.entries import entries_of
from opsassess.described.open_points import Open, open_in_runbook
from opsassess.described.todos import open_points
from opsassess.documents.plain import plain_text
from opsassess.library import find_questionnaire
from opsassess.owners.open_hours import PAUSE, STOPS
from opsassess.owners.way import agent_of
from opsassess.prose import load_sentences
from opsassess.report import readiness_document
from opsassess.scoring import score

BANK = find_questionnaire("triage")
DAY, ALWAYS = "08:00 to 18:00 on working days", "at all hours"


def report(who: str, service_hours: str, people: Any = (OPERATOR, OWNER)) -> Document:
    answer = says(OPERATOR, PAUSE, 3, "E2").model_copy(update={"content": {"who": who, "steps": [{"do": "Stop it"}]}})
    found = an_assessment(BANK, [answer], profile={"service_hours": service_hours}, respondents=people)
    return readiness_document(score(BANK, found), load_sentences("readiness"))


def told(document: Document) -> tuple[str, str, str]:
    """Return the first thing to do, the first gap, and what page three says of the stop."""
    sections = {section.id: section for section in document.sections}
    steps = [plain_text(step.do) for b in sections["page-one"].blocks if isinstance(b, Steps) for step in b.steps]
    gaps = [plain_text(b.text) for b in sections["gaps"].blocks if isinstance(b, Heading | Paragraph)]
    (must_haves,) = (block for block in sections["must-haves"].blocks if isinstance(block, StatusList))
    stop = plain_text(" ".join(must_haves.entries[0].lines))
    return steps[0], "\n".join(gaps[1:3]), stop


@pytest.mark.parametrize(
    ("who", "service_hours"),
    [
        ("The duty operator, 08:00 to 18:00. Outside these hours: not agreed.", DAY),
        ("06:00 to 22:00 the shift lead. At night Henk Visser. Whether he has the login is not known.", ALWAYS),
        ("The duty operator, 08:00 to 18:00.", ALWAYS),
    ],
)
def test_hours_for_which_nobody_can_stop_it_come_first(who: str, service_hours: str) -> None:
    action, gap, stop = told(report(who, service_hours))
    assert action.startswith("Settle who can stop it at every hour at which it works")
    assert OWNER.name in action
    assert gap.startswith("Before all others: who can stop it at every hour\n")
    assert f"“{who.rstrip('.')}”" in gap
    assert stop.endswith("Who can stop it at every hour is not settled.")


@pytest.mark.parametrize(
    ("who", "service_hours"),
    [
        ("The duty operator, 08:00 to 18:00.", DAY),
        ("The duty operator, 08:00 to 18:00. At any other hour: the IT on-call number.", ALWAYS),
        ("06:00 to 14:00 Ada, 14:00 to 22:00 Bo, 22:00 to 06:00 Cy.", ALWAYS),
        ("", ALWAYS),
    ],
)
def test_where_every_hour_has_somebody_or_nothing_is_known_of_others_nothing_is_said(
    who: str, service_hours: str
) -> None:
    assert not any("at every hour" in text for text in told(report(who, service_hours)))


def needed(left: Open) -> str:
    return plain_text(" ".join(point.told(load_sentences("runbook"), "needed") for point in left.points))


@pytest.mark.parametrize(
    ("pause", "open_on"),
    [
        ("The operator, 08:00 to 16:30. At night the on-call number.", STOPS),
        ("The operator, 08:00 to 16:30. Outside these hours nothing runs.", ()),
    ],
)
def test_the_hours_of_a_stop_are_open_on_its_own_page(pause: str, open_on: tuple[str, ...]) -> None:
    answers = [
        says(OPERATOR, item, 3, "E2").model_copy(update={"content": {"who": who, "steps": [{"do": "Test"}]}})
        for item, who in {PAUSE: pause, **dict.fromkeys(STOPS, "The operator.")}.items()
    ]
    found = score(BANK, an_assessment(BANK, answers, respondents=(OPERATOR, OWNER)))
    points = {item: needed(left) for item, left in open_in_runbook(agent_of(found)).items()}
    assert tuple(item for item, text in points.items() if "who does it outside them" in text) == open_on


def test_the_owner_settles_the_hours_of_a_pause_and_who_told_its_page_the_rest() -> None:
    content = {"who": "The operator. Outside these hours: not agreed.", "steps": [{"do": "Stop it", "see": "Off"}]}
    answer = says(OPERATOR, PAUSE, 3, "E2").model_copy(update={"content": content})
    found = score(BANK, an_assessment(BANK, [answer], respondents=(OPERATOR, OWNER)))
    book = Book(score=found, entries=entries_of(found), sentences=load_sentences("runbook"))
    way_back, hours = (
        next(todo for todo in open_points(book, book.entries[PAUSE]) if said in plain_text(todo.what))
        for said in ("how to go back", "Outside these hours: not agreed")
    )
    assert way_back.needed_from.endswith(f"ask {OPERATOR.name}")
    assert hours.needed_from == OWNER.name


def test_without_an_owner_the_owner_is_still_to_be_named() -> None:
    action, gap, _ = told(report("Not agreed for the night.", ALWAYS, (OPERATOR,)))
    assert "Owner to be named" in action
    assert "The owner should name for each hour" in gap


def test_a_questionnaire_that_asks_for_no_pause_keeps_the_hours_of_a_further_stop_with_that_stop() -> None:
    revoke = "s5_kill_switch.revoke_permissions"
    areas = [a.model_copy(update={"items": tuple(i for i in a.items if i.id != PAUSE)}) for a in BANK.areas]
    bank = BANK.model_copy(update={"areas": tuple(areas)})
    content = {"who": f"{BUILDER.name} alone", "steps": [{"do": "Take the key away", "see": "It is gone"}]}
    answer = says(OPERATOR, revoke, 3, "E2").model_copy(update={"content": content})
    profile = {"builder_available": "By phone; away from 21 December to 6 January."}
    found = score(bank, an_assessment(bank, [answer], profile=profile, respondents=(OPERATOR, OWNER, BUILDER)))
    assert PAUSE not in found.items
    points = needed(open_in_runbook(agent_of(found))[revoke])
    assert "while Builder is away from 21 December to 6 January" in points
