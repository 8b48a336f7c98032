"""How each question stands at what the next two tiers need: one measure for the map, the gaps and the must-haves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from opsassess.once import made_once
from opsassess.owners.situations import Wanted, situation, wanted
from opsassess.scoring import Gap, Score
from opsassess.scoring.frame import is_below
from opsassess.scoring.gaps import target_of
from opsassess.scoring.tiers import next_above

Standing = Literal["shown", "one_person", "look", "work", "answer", "accepted"]
WANTS: tuple[Wanted, ...] = ("work", "answer", "look", "page")


def gap_counts(score: Score, gaps: Iterable[Gap]) -> Mapping[str, int]:
    """Return how many gaps want what; of those that want work, how many are written, and how many were used already."""
    gaps = tuple(gaps)
    wants = Counter(wanted(score.items[gap.item], gap) for gap in gaps)
    stand = Counter(situation(score.items[gap.item], gap) for gap in gaps)
    return {want: wants[want] for want in WANTS} | {"written": stand["written"], "usable": stand["usable"]}


def wide_gaps(score: Score) -> tuple[Gap, ...]:
    """Return the gaps to the next tier, then those to the second-next that are not among them."""
    near = score.gaps
    known = {gap.item for gap in near if gap.kind != "not_written"}
    aim = next_above(score.aim)
    beyond = score.gaps_to(aim) if aim != score.aim else ()
    firm = tuple(g for g in near if g.item in known)
    return firm + tuple(g for g in beyond or near if g.item not in known)


@made_once
def gap_of(score: Score) -> Mapping[str, Gap]:
    """Return these gaps by item, in their order."""
    return {gap.item: gap for gap in wide_gaps(score)}


@made_once
def want_of(score: Score) -> Mapping[str, Wanted]:
    """Return what each of these gaps asks for."""
    return {item: wanted(score.items[item], gap) for item, gap in gap_of(score).items()}


def unused_hours(score: Score) -> tuple[str, ...]:
    """Return the items whose own hours are in no sum, since no work is missing there that the next two tiers need."""
    sized = {item for item, want in want_of(score).items() if want in ("work", "answer")} | {*score.risk_of}
    actions = score.assessment.action_of.items()
    return tuple(i for i, action in actions if action.hours and i in score.items and i not in sized)


def gap_numbers(score: Score) -> Mapping[str, int]:
    """Return the number that the gap register has for each item with a gap."""
    return {item: number for number, item in enumerate(gap_of(score), 1)}


def on_one_person(score: Score) -> tuple[str, ...]:
    """Return the questions on which only somebody answered who built the agent and also runs it."""
    return tuple(i for i, item in score.items.items() if item.applies and item.builder_run and item.claimed)


@made_once
def by_one_person(score: Score) -> tuple[str, ...]:
    """Return what stands by somebody alone who also built it, as the map counts it: first what caps the tier."""
    alone = (item for item, standing in standings(score).items() if standing == "one_person")
    return tuple(dict.fromkeys((*score.one_person, *alone)))


def standings(score: Score) -> Mapping[str, Standing]:
    """Return for each question that applies: shown, or what its gap asks for, or that its risk is accepted.

    What is shown without a page of its own asks for that page and counts as shown. What one person alone showed, who
    also built it, is told apart where the tier asks for a second one.
    """
    asked = is_below(score.questionnaire.constants.one_person_cap, next_above(score.aim))
    alone = on_one_person(score) if asked else ()
    found: dict[str, Standing] = {}
    for item, values in score.items.items():
        if values.applies:
            want = want_of(score).get(item)
            below = item in score.risk_of and values.shown < (target_of(score.frame, item, next_above(score.aim)) or 0)
            held: Standing = "one_person" if item in alone else "shown"
            found[item] = "accepted" if below else want if want and want != "page" else held
    return found
