"""All rows of the register, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from string import ascii_lowercase
from typing import TYPE_CHECKING

from opsassess.once import made_once
from opsassess.owners import Owners
from opsassess.owners.standing import wide_gaps
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
    return tuple(map(_printed, _numbered(first, with_what_is_open(owners, rows, agent, sentences))))


def _numbered(first: Iterable[Row], rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with their numbers; a gap has the one that other documents name, its further rows a letter."""
    of_questions = (alike for _, alike in groupby(rows, key=lambda row: row["item"]))
    for rank, alike in enumerate(chain([first], of_questions)):
        for n, row in enumerate(alike):
            yield {**row, "rank": f"{rank}{ascii_lowercase[n - 1]}" if n else rank}


def _printed(row: Row) -> Row:
    return {
        key: visible(value.replace("\r\n", "\n")) if isinstance(value, str) else value for key, value in row.items()
    }
