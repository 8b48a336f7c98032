"""The samples as a detective reads them: nothing is seen before it happened, and nobody is asked whom nobody knows."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from opsassess import resources, review
from opsassess.described.open_points import open_in_runbook
from opsassess.owners.open_hours import STOPS

WALKED_THROUGH = Fraction(3, 4)
SAMPLES = sorted(resources.folder("samples").glob("*.json"))
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
OF_A_MONTH = re.compile(rf"({'|'.join(MONTHS)}) (?:figure|export)|report for ({'|'.join(MONTHS)})")
DAY = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})(?: (\d{{4}}))?(?! \d)")
PLANNED = re.compile(r"planned|until \d|next one|next on|first live day|by \d|dated \d", re.IGNORECASE)


@pytest.fixture(params=SAMPLES, ids=[path.stem for path in SAMPLES])
def sample(request: pytest.FixtureRequest) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return told


def evidence(sample: dict[str, Any]) -> Iterator[tuple[str, dt.date, dict[str, Any]]]:
    """Yield the evidence of each answer with the day on which it was told."""
    for answer in sample["answers"]:
        for piece in answer.get("evidence", []):
            yield answer["item"], dt.date.fromisoformat(answer["at"][:10]), piece


def days_in(text: str, year: int) -> Iterator[dt.date]:
    """Yield the earliest day that each date of a text can mean."""
    for day, month, told in DAY.findall(text):
        yield dt.date(int(told or year), MONTHS[month], int(day or 1))


def test_evidence_is_not_younger_than_the_answer_that_it_stands_under(sample: dict[str, Any]) -> None:
    late = [(item, piece) for item, told, piece in evidence(sample) if (piece.get("date") or "") > told.isoformat()]
    assert late == []


def test_evidence_shows_nothing_that_had_not_happened_yet(sample: dict[str, Any]) -> None:
    wrong = [
        (item, text)
        for item, told, piece in evidence(sample)
        for text in (piece["what"], piece["where"])
        if not PLANNED.search(text) and any(day > told for day in days_in(text, told.year))
    ]
    assert wrong == []


def test_a_figure_of_a_month_was_not_seen_before_the_month_was_nearly_over(sample: dict[str, Any]) -> None:
    wrong = [
        (item, piece["what"])
        for item, told, piece in evidence(sample)
        for month in OF_A_MONTH.findall(piece["what"])
        if told < dt.date(told.year, MONTHS[month[0] or month[1]], 28)
    ]
    assert wrong == []


def test_whoever_has_to_act_is_known_with_a_role(sample: dict[str, Any]) -> None:
    answered = {who["name"] for who in sample["respondents"]}
    asked = {action[key] for action in sample["actions"] for key in ("owner", "needed_from") if action[key]}
    asked |= {promise["who"] for promise in sample["promised"]}
    told = json.dumps([a.get("content") for a in sample["answers"]] + [sample["agent"]], ensure_ascii=False)
    unknown = [
        name
        for name in sorted(asked - answered)
        if not re.search(rf'"(?:name|who)": "{name}", "role": "[^"]|{name} \(|{name}, [A-Za-z]', told)
    ]
    assert unknown == []


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_who_reached_the_write_switch_of_every_system_told_a_way_for_each(name: str) -> None:
    (agent,) = review.sample(name).scope().agents
    item, left = agent.score.items[STOPS[0]], open_in_runbook(agent).get(STOPS[0])
    without_a_way = left and "lacking.writes" in [part.name for point in left.points for part in point.parts]
    assert not (item.claimed >= WALKED_THROUGH and without_a_way)
