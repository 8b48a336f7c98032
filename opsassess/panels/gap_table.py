"""The gaps as a table: sorted by its heads, searched by typing, filtered by what is chosen above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd
from itables.widget import ITable

from opsassess.owners import Owners
from opsassess.prose import load_sentences
from opsassess.questionnaire import TierId
from opsassess.register import what_to_do
from opsassess.scoring import Gap, Score
from opsassess.scoring.tiers import GATED_TIERS

if TYPE_CHECKING:
    from fractions import Fraction

KINDS: Mapping[str, str] = {"missing": "missing", "not_seen": "not seen", "not_written": "not written down"}
COLUMNS = ("Area", "Question", "What it is", "Must-have", "Shown", "Said", "Needed", "What to do", "Item")
_ALL = "all"


def gap_table(score: Score) -> widgets.Widget:
    """Return the gaps on the way to a tier, which is chosen above them."""
    aim = widgets.Dropdown(description="Gaps to", options=_tiers(score), value=score.aim)
    table = ITable(gap_frame(score, score.gaps), **_LOOK)
    choices = {name: widgets.Dropdown(description=name, options=[_ALL]) for name in ("Area", "What it is", "Must-have")}
    count = widgets.HTML()

    def fill(_: object = None) -> None:
        whole = gap_frame(score, score.gaps_to(aim.value))
        for name, choice in choices.items():
            chosen = choice.value
            choice.options = [_ALL, *_named(whole[name])]
            choice.value = chosen if chosen in choice.options else _ALL
        show()

    def show(_: object = None) -> None:
        whole = gap_frame(score, score.gaps_to(aim.value))
        rows = filtered(whole, {name: choice.value for name, choice in choices.items() if choice.value != _ALL})
        table.update(rows, **_LOOK)
        count.value = f"{len(rows)} of {len(whole)}"

    fill()
    aim.observe(fill, "value")
    for choice in choices.values():
        choice.observe(show, "value")
    line = widgets.HBox([aim, *choices.values(), count], layout={"flex_flow": "row wrap"})
    return widgets.VBox([line, table])


def gap_frame(score: Score, gaps: Iterable[Gap]) -> pd.DataFrame:
    """Return gaps as rows that a person reads; levels are those of the questions, from 0 to 4."""
    return pd.DataFrame([_row(score, gap) for gap in gaps], columns=list(COLUMNS))


def filtered(rows: pd.DataFrame, wanted: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows that have what is wanted in each column; a must-have may be one of several."""
    for column, value in wanted.items():
        rows = rows[[value in _parts(cell) for cell in rows[column]]]
    return rows.reset_index(drop=True)


def _row(score: Score, gap: Gap) -> tuple[Any, ...]:
    item = score.items[gap.item].item
    return (
        score.questionnaire.area_of[gap.area].title,
        item.title,
        KINDS[gap.kind],
        "; ".join(score.questionnaire.gate_of[gate].title for gate in gap.gates),
        _level(gap.shown),
        _level(gap.claimed),
        _level(gap.target),
        what_to_do(Owners(score=score), gap, load_sentences("annex")),
        item.id,
    )


def _level(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value * 4):g}"


def _tiers(score: Score) -> list[tuple[str, TierId]]:
    return [(f"{tier}, {score.questionnaire.tier_of[tier].name}", tier) for tier in GATED_TIERS]


def _named(cells: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(part for cell in cells for part in _parts(cell)))


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("; ") if part]


_LOOK: dict[str, Any] = {
    "classes": "display compact",
    "style": "width:100%;margin:0",
    "layout": {"topStart": "search", "topEnd": None, "bottomStart": None, "bottomEnd": None},
    "paging": False,
    "scrollY": "420px",
    "scrollCollapse": True,
    "showIndex": False,
    "maxBytes": 0,  # every row: a gap that is left out of a table looks closed
    "allow_html": False,
    "text_in_header_can_be_selected": False,
}
