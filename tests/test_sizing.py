"""A gap has one number of hours, wherever it is printed, and what multiplies it is told by the answers behind it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from strategies import BUILDER, OPERATOR, a_questionnaire, an_area, an_assessment, an_item, says

from opsassess import resources, review
from opsassess.annex import annex_document
from opsassess.assessment import Action
from opsassess.blocks import Card, Document, Table
from opsassess.documents.plain import plain_text
from opsassess.effort import points
from opsassess.effort import told as in_tenths
from opsassess.owners.way import agent_of
from opsassess.prose import load_sentences
from opsassess.register import to_csv
from opsassess.report import readiness_document
from opsassess.report.sizing import factor_told, hours_if_open, planned_hours
from opsassess.retainer.agent import Agent
from opsassess.retainer.coefficients import load_coefficients
from opsassess.retainer.scope import make_scope
from opsassess.scope import scope_document
from opsassess.scoring import score

SAMPLES = sorted(resources.folder("samples").glob("*.json"))
EFFORT = re.compile(r"(\d+(?:\.\d)?) to (\d+(?:\.\d)?) hours?, most likely (\d+(?:\.\d)?)")


@cache
def agent(path: Path) -> Agent:
    return agent_of(review.load(path).score())


def cards(document: Document) -> Mapping[str, tuple[str, str, str]]:
    """Return the hours of each card of the report, by the item's place among the gaps."""
    gaps = next(section for section in document.sections if section.id == "gaps")
    found = {}
    for card in (block for block in gaps.blocks if isinstance(block, Card)):
        told = {plain_text(name): plain_text(text) for name, text in card.facts}
        hours = EFFORT.match(told.get("Our time", ""))
        if hours:
            low, high, likely = hours.groups()
            found[told["Accepted when"].rstrip(".").lower()] = (low, likely, high)
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_gap_has_one_number_of_hours_in_every_document(path: Path) -> None:
    one = agent(path)
    score, hours = one.score, planned_hours(one)
    printed = {score.items[i].item.title: points(effort) for i, effort in hours.items() if effort}

    rows = list(csv.DictReader(io.StringIO(to_csv(one))))
    columns = [f"Our hours, {name}" for name in ("optimistic", "likely", "pessimistic")]
    register = {row["Title"]: tuple(in_tenths(Fraction(row[c])) for c in columns) for row in rows if row[columns[0]]}
    no_gaps = {row["Title"] for row in rows if row["How it stands"] in ("risk accepted", "one person")}
    no_gaps |= {score.items[item].item.title for item in hours_if_open(one)}  # not asked of the team yet
    assert {title: found for title, found in register.items() if title not in no_gaps} == printed

    annex = annex_document(score, load_sentences("annex"), agent=one)
    tables = [b for s in annex.sections if s.id == "register" for b in s.blocks if isinstance(b, Table)]
    told = [plain_text(row[7]) for table in tables for row in table.rows if len(row) > 7]
    open_hours = [f"({' / '.join(points(effort))})" for effort in hours_if_open(one).values()]
    assert sorted(c for c in told if "/" in c) == sorted([*(" / ".join(p) for p in printed.values()), *open_hours])

    accepted = {row["Accepted when"].partition("; nothing is")[0].lower(): register.get(row["Title"]) for row in rows}
    report = cards(readiness_document(score, load_sentences("readiness"), agent=one))
    assert bool(report) == bool(printed)
    assert report == {clause: accepted[clause] for clause in report}

    scope = scope_document(make_scope([score], load_coefficients()), load_sentences("scope"), "")
    lines = {
        plain_text(row[1]).partition(" (also")[0].partition("; hours by us")[0]: plain_text(row[3])
        for section in scope.sections
        if section.id == "lines"
        for block in section.blocks
        if isinstance(block, Table) and len(block.columns) == 6
        for row in block.rows
    }
    both = {title for title in lines if title in printed}
    assert {title: lines[title] for title in both} == {title: " / ".join(printed[title]) for title in both}


def told(profile: Mapping[str, Any]) -> str:
    bank = a_questionnaire([an_area("a", an_item("a.one"))])
    found = score(bank, an_assessment(bank, [says(OPERATOR, "a.one", 0), says(BUILDER, "a.one", 3)], profile=profile))
    return plain_text(factor_told(agent_of(found), load_sentences("readiness")))


def seen(what: str, *, value: object) -> Mapping[str, Any]:
    return {"value": value, "evidence": [{"level": "E1", "what": what, "where": "the file", "date": "2026-05-01"}]}


def test_the_factor_names_the_answers_that_it_rests_on() -> None:
    systems = [{"name": name} for name in ("CRM", "Mail", "Bank")]
    assert told({}) == "The hours are those of the questionnaire."
    text = told({"systems": systems, "regulated_data": True, "agents": 3})
    assert text == (
        "The hours are those of the questionnaire times 1.45: 1 + 0.1 (three systems: CRM; Mail; Bank; 0.1 for each "
        "beyond two) + 0.15 (data that the law or rules of the sector protect: asked whether there are any, the answer "
        "was yes) + 0.2 (three agents that work together: by the answer in the profile)."
    )
    text = told({"regulated_data": seen("entry 4: health data.", value=True), "agents": seen("Sort, Reply", value=2)})
    assert text == (
        "The hours are those of the questionnaire times 1.25: 1 + 0.15 (data that the law or rules of the sector "
        "protect: entry 4: health data) + 0.1 (two agents that work together: Sort, Reply)."
    )
    assert "kept between 0.8 and 2" in told({"systems": [{"name": f"S{n}"} for n in range(40)]})


def test_what_is_only_assumed_adds_nothing_to_the_factor() -> None:
    found = agent_of(agent(SAMPLES[0]).score)
    assumed = found.coefficients.assumed.model_copy(update={"agents": Fraction(4), "systems": Fraction(9)})
    coefficients = found.coefficients.model_copy(update={"assumed": assumed})
    bank = a_questionnaire([an_area("a", an_item("a.one"))])
    (one,) = make_scope([score(bank, an_assessment(bank, [says(OPERATOR, "a.one", 0)]))], coefficients).agents
    assert one.multiplier == 1


def test_that_hours_are_set_for_this_client_is_told_where_a_gap_has_such_hours() -> None:
    found = agent(next(path for path in SAMPLES if path.stem == "lead-routing")).score
    gap, met = found.gaps[0].item, next(i for i, item in found.items.items() if item.shown == 1)
    told = {}
    for item in (gap, met):
        action = Action(item=item, text="Build it.", hours=(Fraction(1), Fraction(2), Fraction(3)), why="Ours.")
        one = agent_of(score(found.questionnaire, found.assessment.model_copy(update={"actions": (action,)})))
        told[item] = "Hours that we set for this client" in factor_told(one, load_sentences("scope"))
    assert told == {gap: True, met: False}
