"""All rows of the register, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from string import ascii_lowercase
from typing import TYPE_CHECKING

from opsassess.described.open_points import open_in_runbook
from opsassess.once import made_once
from opsassess.owners import Owners
from opsassess.owners.asked import person_of, whose_systems
from opsassess.owners.differing import differ
from opsassess.owners.standing import by_one_person, want_of, wide_gaps
from opsassess.owners.way import urgent
from opsassess.phrases import names, takes_part
from opsassess.prose import load_sentences, visible
from opsassess.register.gap_rows import gap_row
from opsassess.register.other_rows import agreed_rows, agreements, beside_rows, with_failed_drills, with_what_is_open
from opsassess.report.beside import hours_beside
from opsassess.report.sizing import hours_if_open, planned_hours
from opsassess.retainer.agent import Agent

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row


@made_once
def register_rows(agent: Agent) -> tuple[Row, ...]:
    """Return one row a gap, the most urgent first: the gaps to the next tier, then those to the tier after it."""
    sentences, owners = load_sentences("annex"), Owners(score=agent.score, agent=agent)
    hours = {**hours_beside(agent), **planned_hours(agent), **hours_if_open(agent)}
    rows: list[Row] = []
    for gap in wide_gaps(agent.score):
        row = with_failed_drills(gap_row(owners, agent, gap, hours.get(gap.item), sentences), agent.score, sentences)
        rows += (row, *agreed_rows(owners, gap.item, sentences, row))
    for beside in beside_rows(agent, owners, sentences):
        row = with_failed_drills(beside, agent.score, sentences)
        rows += (row, *agreed_rows(owners, str(row["item"]), sentences))
    for item in dict.fromkeys(
        a.item for a in owners.agreed if a.item in agent.score.items and a.item not in owners.rows
    ):
        rows += agreed_rows(owners, item, sentences)
    first = agreements(owners, sentences)
    told = with_what_is_open(owners, rows, agent, sentences)
    return tuple(_printed(_with_helpers(row, owners)) for row in _numbered(first, told))


def _numbered(first: Iterable[Row], rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with their numbers; a gap has the one that other documents name, its further rows a letter."""
    of_questions = (alike for _, alike in groupby(rows, key=lambda row: row["item"]))
    for rank, alike in enumerate(chain([first], of_questions)):
        for n, row in enumerate(alike):
            yield {**row, "rank": f"{rank}{ascii_lowercase[n - 1]}" if n else rank}


def _with_helpers(row: Row, owners: Owners) -> Row:
    """Return a row with all whom its work takes besides who is asked for it."""
    found = dict.fromkeys((str(row["helper"] or ""), *_helpers(row, owners)))
    return {**row, "helper": ", ".join(name for name in found if name not in ("", row["asked_of"])) or None}


def _helpers(row: Row, owners: Owners) -> Iterator[str]:
    """Yield who is named in agreed words, whose version has to be agreed on, and who teach a thing or learn it."""
    score, item, do = owners.score, str(row["item"]), str(row["do"] or "")
    assessment, actions = score.assessment, score.assessment.actions
    texts = [action.text for action in owners.agreed if action.item == item and action.text in do]
    known = [r.id for r in assessment.respondents] + [who or "" for a in actions for who in (a.owner, a.needed_from)]
    people = dict.fromkeys(person_of(assessment, who).name for who in known)
    yield from (name for name in people if any(takes_part(text, name) for text in texts))
    left = open_in_runbook(owners.planned).get(item)
    versions = (point for point in (left.points if left else ()) if point.kind == "version")
    yield from (person_of(assessment, who).name for point in versions for who in point.values["who"] if names(do, who))
    if urgent(owners.planned).get(item) == 0:
        yield from (who.name for text in texts for who in whose_systems(assessment, text) if not who.roles)
    if item in score.items and not texts:
        scored = score.items[item]
        alone = item in by_one_person(score) and want_of(score).get(item) in (None, "page")
        teach = [a for a in scored.operators if alone and a.respondent.is_builder]
        learn = [a for a in scored.on_duty if differ(scored) and names(do, a.respondent.name)]
        yield from (person_of(assessment, answer.respondent.id).name for answer in (*teach, *learn))
    yield from (name for name in people if names(do, f"with {name}"))


def _printed(row: Row) -> Row:
    return {
        key: visible(value.replace("\r\n", "\n")) if isinstance(value, str) else value for key, value in row.items()
    }
