"""The sheet of lines: three points, factor, expected hours and deviation of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opsassess.estimate.coefficients import Inputs
from opsassess.estimate.sheet import SHARE, Formula, Sheet, rounded
from opsassess.owners import Owners
from opsassess.owners.standing import gap_numbers
from opsassess.prose import day
from opsassess.retainer.agent import Agent
from opsassess.retainer.lines import Line
from opsassess.retainer.scope import Scope

BUDGET = "budget"
_HEADS = ("#", "Line", "Gaps", "Missing", "O", "M", "P", "Factor", "Expected", "Deviation")
_WIDTHS = {"Owner": 24, "Day": 36, "Why these hours": 44}  # after the packages, however many there are


@dataclass(frozen=True, kw_only=True)
class LineCells:
    """Where the columns of the lines stand."""

    expected: str
    deviation: str
    chosen: Mapping[str, str]  # package, or BUDGET -> its column of ones and zeros


def lines_sheet(made: Sheet, scope: Scope, inputs: Inputs, names: Mapping[str, str]) -> LineCells:
    """Fill the sheet and return where its columns stand; only what is offered has a column."""
    made.title("Lines of work")
    made.note("A 1 takes a line into a package. The package on the first sheet adds up what has a 1.")
    made.head(("", "Agent", "Systems", "Regulated", "Agents", "Factor"))
    factors = {agent.number: _factor(made, agent, inputs) for agent in scope.agents}
    made.gap()
    taken = _taken(scope)
    heads = (*_HEADS, *(names.get(name, "Budget") for name in taken), *_WIDTHS)
    made.widen_from(len(heads) - len(_WIDTHS) + 1, _WIDTHS.values())
    made.head(heads)
    made.freeze()
    first = made.row + 1
    owners = [Owners(score=agent.score, agent=agent) for agent in scope.agents]
    for number, line in enumerate(scope.work, 1):
        held = [int(line.key in keys) for keys in taken.values()]
        hours = _hours(made.row + 1, line, scope, factors[line.agent], inputs["reading"])
        why = line.why or ("Set by us for this client" if line.own else None)
        made.add(
            (number, *hours, *held, *_owned(line, owners), why),
            inputs=(5, 6, 7, *range(11, 11 + len(held))),
            form=SHARE,
        )
    last = max(made.row, first)
    return LineCells(
        expected=_column(made, "I", first, last),
        deviation=_column(made, "J", first, last),
        chosen={name: _column(made, letter, first, last) for name, letter in zip(taken, "KLM", strict=False)},
    )


def _taken(scope: Scope) -> Mapping[str, frozenset[object]]:
    """Return what each package on offer holds, and what the budget pays for where there is one."""
    found: dict[str, frozenset[object]] = {
        p.id: frozenset(line.key for line in p.lines) for p in scope.works if p.range
    }
    if scope.choice:
        found[BUDGET] = frozenset(line.key for line in scope.choice.chosen)
    return found


def _column(made: Sheet, letter: str, first: int, last: int) -> str:
    return f"'{made.name}'!${letter}${first}:${letter}${last}"


def _factor(made: Sheet, agent: Agent, inputs: Inputs) -> str:
    """Add the factor of an agent and return its address."""
    row = made.row + 1
    further = f"MAX(0,C{row}-{inputs['included']})*{inputs['system']}"
    formula = (
        f"MIN(MAX(1+{further}+D{row}*{inputs['regulated']}+MAX(0,E{row}-1)*{inputs['agent']},"
        f"{inputs['lowest']}),{inputs['highest']})*{inputs['scale']}"
    )
    known, included = agent.factor, agent.coefficients.factor.systems_included
    systems = known.systems.value if known.systems.told else included  # what is only assumed adds nothing
    agents = known.agents.value if known.agents.told else 1
    values = (None, agent.name, systems, int(known.regulated is True), agents, Formula(formula, agent.multiplier))
    made.add(values, inputs=(3, 4, 5), form=SHARE)
    return f"$F${row}"


def _hours(row: int, line: Line, scope: Scope, factor: str, reading: str) -> Iterator[object]:
    hours, share = line.hours, scope.coefficients.remediation.reading
    yield _title(line, scope)
    yield ", ".join(_gaps(line, scope)) or None
    yield ", ".join(line.done).replace("_", " ")
    for ours, theirs in zip(vars(line.raw).values(), vars(line.theirs).values(), strict=True):
        both = Formula(f"{float(ours):g}+{reading}*{float(theirs):g}", ours + share * theirs, SHARE)
        yield both if line.theirs else ours
    yield 1 if line.own else Formula(factor, scope.agents[line.agent].multiplier, SHARE)
    low, likely, high = (rounded(f"{column}{row}*H{row}", 1) for column in "EFG")
    yield Formula(rounded(f"({low}+4*{likely}+{high})/6", 2), hours.expected)
    yield Formula(f"({high}-{low})/6", hours.deviation)


def _owned(line: Line, owners: Sequence[Owners]) -> tuple[str | None, str | None]:
    """Return who owns a line on the client's side and the day, as the register has it; of a risk, whose it is."""
    owner = owners[line.agent].of(line.item.id)
    if owner.day is None:
        return None, None
    if owner.risk:
        return f"risk of {owner.name}", f"until {day(owner.day)}"
    if not line.answered and not owner.due:  # who answers first; what is left of the work gets its owner then
        return f"{owner.name or 'to be named'} (answers)", f"answer by {day(owner.day)} (proposed)"
    name = owner.name if owner.spoke else f"{owner.name} (to be confirmed)"
    return name or "to be named", day(owner.day) if owner.due else f"{day(owner.day)} (proposed)"


def _title(line: Line, scope: Scope) -> str:
    agent = f"{scope.agents[line.agent].name}: " if len(scope.agents) > 1 else ""
    return f"{agent}{line.item.title}"


def _gaps(line: Line, scope: Scope) -> Iterator[str]:
    """Yield the numbers that the gap register has for what a line closes."""
    numbers = gap_numbers(scope.agents[line.agent].score)
    yield from (str(numbers[gap.item]) for gap in line.gaps if gap.item in numbers)
