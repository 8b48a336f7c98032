"""All rows of the register, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsassess.prose import load_sentences, visible
from opsassess.register.gap_rows import gap_row
from opsassess.register.other_rows import agreed_besides, agreement_row, beside_rows, open_hours_row, with_what_is_open
from opsassess.report.beside import agreement
from opsassess.report.open_hours import open_hours
from opsassess.report.owners import Owners
from opsassess.report.sizing import planned_hours
from opsassess.report.standing import wide_gaps
from opsassess.retainer.agent import Agent

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row


def register_rows(agent: Agent) -> tuple[Row, ...]:
    """Return one row a gap, the most urgent first: the gaps to the next tier, then those to the tier after it."""
    return agent.once(_rows)


def _rows(agent: Agent) -> tuple[Row, ...]:
    sentences, owners, hours = load_sentences("annex"), Owners(score=agent.score, agent=agent), planned_hours(agent)
    rows: list[Row] = []
    for n, gap in enumerate(wide_gaps(agent.score), 1):
        own: Row = {"rank": n, **gap_row(owners, agent, gap, hours.get(gap.item), sentences)}
        rows += (own, *agreed_besides(owners, own, sentences))
    first = [open_hours_row(owners, sentences)] if open_hours(agent.score) else []
    if found := agreement(owners, sentences):
        first.append(agreement_row(found, sentences))
    rows += beside_rows(agent, owners, sentences)
    return tuple(_printed(row) for row in (*first, *with_what_is_open(owners, rows, agent, sentences)))


def _printed(row: Row) -> Row:
    return {
        key: visible(value.replace("\r\n", "\n")) if isinstance(value, str) else value for key, value in row.items()
    }
