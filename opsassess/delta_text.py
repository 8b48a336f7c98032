"""The delta as a client can follow it in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from opsassess.delta import CAUSES, Cause, Delta
from opsassess.prose import visible
from opsassess.scoring.explain import decimal

_TITLES: Mapping[Cause, str] = {
    "questionnaire": "The questionnaire asks otherwise",
    "profile": "The agent's profile is another one",
    "corrected": "A corrected answer: nothing dated since shows a change",
    "asked": "Asked since",
    "aged": "Evidence has aged",
    "improved": "Done since",
    "worse": "Worse since",
}


def print_delta(delta: Delta, *, console: Console | None = None) -> None:
    """Print what changed since a milestone, cause by cause."""
    console = console or Console(highlight=False, emoji=False)
    milestone = delta.milestone
    console.print(f"Since [bold]{escape(visible(milestone.name))}[/bold] ({milestone.date})")
    console.print(_stages(delta))
    for cause in CAUSES:
        if changes := delta.of(cause):
            console.print(f"\n[bold]{_TITLES[cause]}[/bold]")
            for change in changes:
                console.print(f"  {change.item}: {_value(change.before)} -> {_value(change.after)}")
    if not delta.changes:
        console.print("\nNo item changed.")


def _stages(delta: Delta) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("After", "Tier", "Overall shown"):
        table.add_column(column)
    for stage in delta.stages:
        name = "the milestone" if stage.cause is None else _TITLES[stage.cause].partition(":")[0].lower()
        table.add_row(name, stage.tier or "not known", _value(stage.overall))
    return table


def _value(value: Fraction | None) -> str:
    return "not there" if value is None else decimal(value)
