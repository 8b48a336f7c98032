"""The must-haves: each gate as a sentence that an executive reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from opsassess.described.drilled import FailedDrill
from opsassess.described.not_holding import not_holding
from opsassess.described.open_points import lacks_of
from opsassess.described.points import Point
from opsassess.once import made_once
from opsassess.owners.open_hours import PAUSE, open_hours
from opsassess.owners.sight import left_open, seen_in_part, sight_told
from opsassess.prose import Prose, Sentences, join
from opsassess.questionnaire import Gate
from opsassess.report.parts import Parts, to_prove
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.sight import Sight, best_seen, has_aged, sight_of, weakest
from opsassess.scoring.standing import STANDS, WORST_FIRST, State, need_standing, parts_standing

_DESCRIBED: tuple[State, ...] = ("shown", "due", "said")
_PARTS = 2  # of a must-have whose evidence is told
_NAMED = 2  # open parts of a must-have; of more, the must-have itself says enough


@dataclass(frozen=True, kw_only=True)
class MustHave:
    """A gate, how it stands, and the item that decides."""

    gate: Gate
    state: State
    decisive: str | None  # the item that keeps it from being shown, or that carries it
    parts: Mapping[str, State] = field(default_factory=dict)  # how each of its items stands
    by_builder: bool = False  # it stands by the word of somebody who also built the agent
    lacks: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)  # what the runbook asks for of what stands
    sight: Sight | None = None  # how the part that was seen least was seen, where all of it stands
    aged: tuple[str, ...] = ()  # the parts that still stand, though what was seen of them has aged

    @property
    def met(self) -> tuple[str, ...]:
        """Return the items that were shown."""
        return tuple(item for item, state in self.parts.items() if state in STANDS)

    @property
    def unmet(self) -> tuple[str, ...]:
        """Return the items that keep it from being shown."""
        return tuple(item for item, state in self.parts.items() if state not in STANDS)

    @property
    def half(self) -> tuple[str, ...]:
        """Return the items that are still open where others of the same must-have were shown."""
        return self.unmet if self.met else ()


@made_once
def must_haves(score: Score) -> tuple[MustHave, ...]:
    """Return every gate with its state, in the order of the questionnaire."""
    lacks = lacks_of(score)
    return tuple(_must_have(score, gate, lacks) for gate in score.questionnaire.gates)


def _must_have(score: Score, gate: Gate, lacks: Mapping[str, tuple[Point, ...]]) -> MustHave:
    states = [
        (need_standing(score, need), need)
        for need in score.frame.needs_of_gate.get(gate.id, ())
        if score.items[need.item].applies
    ]
    if not states:
        return MustHave(gate=gate, state="n/a", decisive=None)
    state, need = min(states, key=lambda pair: (WORST_FIRST.index(pair[0]), -pair[1].at_least))
    parts = parts_standing(score, gate.id)
    by_builder = state in STANDS and any(item in score.one_person for item in parts)
    described = state in _DESCRIBED and not by_builder  # of others, what has to be done says more
    return MustHave(
        gate=gate,
        state=state,
        decisive=need.item,
        parts=parts,
        lacks={item: lacks[item] for item, part in parts.items() if described and part in _DESCRIBED and item in lacks},
        by_builder=by_builder,
        sight=weakest(score.items[item] for item in parts) if state in STANDS else None,
        aged=tuple(i for i, part in parts.items() if part == "shown" and has_aged(score.items[i])),
    )


def met(found: Iterable[MustHave]) -> tuple[MustHave, ...]:
    """Return the must-haves that are met, for every document that names or counts them.

    One that is due for review is; one that only somebody showed who also built the agent is not.
    """
    return tuple(m for m in found if m.state in STANDS and not m.by_builder)


def counts(found: Iterable[MustHave]) -> Mapping[str, int]:
    """Return how many must-haves stand in each state, how many are met, and how many their builder alone showed."""
    found = tuple(found)
    states: dict[str, int] = dict(Counter(m.state for m in found))
    return states | {"met": len(met(found)), "by_builder": sum(1 for m in found if m.by_builder)}


def begun(must_have: MustHave, score: Score) -> bool:
    """Tell whether of a must-have that is open a part was asked of the team."""
    return must_have.state == "open" and any(score.items[item].answered for item in must_have.parts)


def points_open(must_have: MustHave, score: Score) -> int:
    """Return how many points of a must-have are open: by the answers, and by what the runbook still asks for."""
    hours = PAUSE in must_have.parts and open_hours(score) is not None
    said = sum(len(found.clauses) for found in left_open(score, tuple(must_have.parts)))
    seen = sum(1 for item in must_have.parts if seen_in_part(score.items[item]))
    weak = len(must_have.parts.keys() & not_holding(score).keys())
    return int(hours) + said + seen + weak + sum(map(len, must_have.lacks.values()))


def told(must_have: MustHave, parts: Parts) -> tuple[Prose, ...]:
    """Return how its items stand, the worst first: one line each, those that stand alike in one.

    What was seen is told where all of it was shown, of as many items as have room; of others that were shown, one line
    says how.
    """
    say, items = parts.sentences.say, parts.score.items
    if must_have.decisive is None:
        return (say("must_have.n_a", gate=must_have.gate),)
    at_least = {need.item: need.at_least for need in parts.score.frame.needs_of_gate[must_have.gate.id]}
    tier = must_have.gate.tier
    whole = must_have.state == "shown" and len(must_have.parts) <= _PARTS
    alike: dict[Prose, list[str]] = {}
    brief: dict[Prose, None] = {}
    for name, state in sorted(must_have.parts.items(), key=lambda part: WORST_FIRST.index(part[1])):
        evidence = whole or (must_have.state == "shown" and name == must_have.decisive)
        line = parts.told(name, at_least[name], tier=tier, evidence=evidence)
        alike.setdefault(line, []).append(items[name].item.title)
        if state == "shown" and not evidence and not (parts.points(name, state) or parts.failed(name, state)):
            brief[line] = None
    rows = {line: say("must_have.row", titles=titles, told=line) for line, titles in alike.items()}
    return tuple(filter(None, (*(row for line, row in rows.items() if line not in brief), join(map(rows.get, brief)))))


def word(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    """Return how it stands, where its state does not say how it was seen."""
    if must_have.by_builder:
        return sentences.say("sight.builder")
    if begun(must_have, score):
        return sentences.say("must_have.begun")
    if must_have.state in _DESCRIBED and failed([must_have], score):
        return sentences.say("sight.failed")
    if must_have.state == "said" and all(_page_only(score.items[i]) for i, s in must_have.parts.items() if s == "said"):
        return sentences.say("sight.page_only")
    items = [score.items[item] for item in must_have.parts]
    return sight_told(items, sentences) if must_have.state in STANDS else Prose("")


def _page_only(item: ItemScore) -> bool:
    """Tell whether of what was told the page was seen, and that counts today."""
    best = best_seen(item)
    return bool(best) and sight_of(item) == "page"


def failed(found: Iterable[MustHave], score: Score) -> tuple[FailedDrill, ...]:
    """Return the drills of their parts that were not passed, where the part is there."""
    items = (item for m in found for item, state in m.parts.items() if state in _DESCRIBED)
    weak = (not_holding(score).get(item) for item in items)
    return tuple(dict.fromkeys(one.drill for one in weak if one and one.drill))


def rung(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    """Return its title on the ladder: with the part that is open where another stands."""
    open_half = [score.items[i].item.title.lower() for i in must_have.half]
    return sentences.say(
        "must_have.rung",
        gate=must_have.gate,
        half=open_half if len(open_half) == 1 else (),  # the ladder has no room for more
    )


def still(must_have: MustHave, score: Score) -> str:
    """Return what is still to be shown: all of it, or the part that is open, as the rest of "the team can"."""
    half = must_have.half
    able = [score.items[i].item.able for i in half]
    return " and ".join(able) if 0 < len(half) <= _NAMED else must_have.gate.must


def lacking(must_have: MustHave, score: Score) -> str:
    """Return what is done when the part that decides is closed, as a clause."""
    name = must_have.decisive or ""
    needs = score.frame.needs_of_gate.get(must_have.gate.id, ())
    at_least = max((need.at_least for need in needs if need.item == name), default=Fraction(0))
    return to_prove(score.items[name], at_least)
