"""The sheet of lines: three points, factor, expected hours and deviation of each."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from opsassess.estimate.coefficients import Inputs
from opsassess.estimate.sheet import SHARE, Formula, Sheet
from opsassess.retainer.agent import Agent
from opsassess.retainer.coefficients import PackageId
from opsassess.retainer.lines import Line
from opsassess.retainer.scope import Scope

PACKED: tuple[PackageId, ...] = ("must_haves", "next_tier")


@dataclass(frozen=True, kw_only=True)
class LineCells:
    """Where the columns of the lines stand."""

    expected: str
    deviation: str
    chosen: dict[str, str]  # package, or "budget" -> its column of ones and zeros


_HEADS = (
    "Line", "Gaps", "Missing", "O", "M", "P", "Factor", "Expected", "Deviation", "First step", "Next tier", "Budget",
    "Why these hours",
)  # fmt: skip


def lines_sheet(sheet: Worksheet, scope: Scope, inputs: Inputs) -> LineCells:
    """Fill the sheet and return where its columns stand."""
    made = Sheet(sheet, (44, 46, 22, 8, 8, 8, 9, 10, 10, 8, 8, 8, 40))
    made.title("Lines of work")
    made.note("A 1 takes a line into a package. The package on the first sheet adds up what has a 1.")
    made.head(("Agent", "Systems", "Regulated", "Agents", "Factor"))
    factors = {agent.number: _factor(made, agent, inputs) for agent in scope.agents}
    made.gap()
    made.head(_HEADS)
    made.freeze()
    first = made.row + 1
    for line in _lines(scope):
        _row(made, line, scope, factors[line.agent])
    last = max(made.row, first)
    columns = dict(zip((*PACKED, "budget"), "JKL", strict=True))
    return LineCells(
        expected=_column(made, "H", first, last),
        deviation=_column(made, "I", first, last),
        chosen={name: _column(made, letter, first, last) for name, letter in columns.items()},
    )


def _column(made: Sheet, letter: str, first: int, last: int) -> str:
    return f"'{made.name}'!${letter}${first}:${letter}${last}"


def _factor(made: Sheet, agent: Agent, inputs: Inputs) -> str:
    """Add the factor of an agent and return its address."""
    row = made.row + 1
    further = f"MAX(0,B{row}-{inputs['included']})*{inputs['system']}"
    formula = (
        f"MIN(MAX(1+{further}+C{row}*{inputs['regulated']}+MAX(0,D{row}-1)*{inputs['agent']},"
        f"{inputs['lowest']}),{inputs['highest']})*{inputs['scale']}"
    )
    known, included = agent.factor, agent.coefficients.factor.systems_included
    systems = known.systems.value if known.systems.told else included  # what is only assumed adds nothing
    agents = known.agents.value if known.agents.told else 1
    values = (agent.name, systems, int(known.regulated is True), agents, Formula(formula))
    made.add(values, inputs=(2, 3, 4), form=SHARE)
    return f"$E${row}"


def _lines(scope: Scope) -> tuple[Line, ...]:
    """Return every line of work of the scope and of its packages."""
    known = {line.key: line for line in scope.lines}
    for package in scope.packages:
        known |= {line.key: line for line in package.lines if line.key not in known}
    return tuple(line for line in known.values() if line.kind != "request")


def _row(made: Sheet, line: Line, scope: Scope, factor: str) -> None:
    row = made.row + 1
    raw = line.raw
    held = [int(line.key in {one.key for one in package.lines}) for package in scope.packages if package.id in PACKED]
    choice = scope.choice
    budget = int(line.id in {one.id for one in choice.chosen}) if choice else 0
    made.add(
        (
            line.item.title,
            ", ".join(gap.item for gap in line.gaps) or line.item.id,
            ", ".join(line.steps).replace("_", " "),
            raw.optimistic,
            raw.likely,
            raw.pessimistic,
            1 if line.own else Formula(factor, SHARE),
            Formula(f"(D{row}+4*E{row}+F{row})/6*G{row}"),
            Formula(f"(F{row}-D{row})/6*G{row}"),
            *held,
            budget,
            line.why or ("Set by us for this client" if line.own else None),
        ),
        inputs=(4, 5, 6, 10, 11, 12),
        form=SHARE,
    )
