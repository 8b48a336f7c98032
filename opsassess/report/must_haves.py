"""The must-haves: each gate as a sentence that an executive reads."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from opsassess.prose import Prose, Sentences, join
from opsassess.questionnaire import Gate, Item
from opsassess.report.open_hours import PAUSE, open_hours_told
from opsassess.report.people import builder_name, differing, operator_name
from opsassess.report.rounds import is_record
from opsassess.report.situations import State
from opsassess.report.standing import standings
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import Need
from opsassess.scoring.gaps import steps_between
from opsassess.scoring.gates import need_state
from opsassess.scoring.tiers import next_above

_STANDS: tuple[State, ...] = ("shown", "due")
_THE_THING = 2  # E2
_WRITTEN = 2  # the level of what is written down
_CONTROLS = ("s5_kill_switch", "r5_continuity.rotate_access")  # what is there to be used, not to be read
_NAMED = 2  # open parts of a must-have; of more, the must-have itself says enough
_WORST_FIRST: tuple[State, ...] = ("missing", "open", "partly", "said", "due", "shown")


@dataclass(frozen=True, kw_only=True)
class MustHave:
    """A gate, how it stands, and the item that decides."""

    gate: Gate
    state: State
    decisive: str | None  # the item that keeps it from being shown, or that carries it
    parts: Mapping[str, State] = field(default_factory=dict)  # how each of its items stands
    by_builder: bool = False  # it stands by the word of somebody who also built the agent
    looked_at: bool = False  # it was shown as the thing itself, which nobody used before us

    @property
    def met(self) -> tuple[str, ...]:
        """Return the items that were shown."""
        return tuple(item for item, state in self.parts.items() if state in _STANDS)

    @property
    def unmet(self) -> tuple[str, ...]:
        """Return the items that keep it from being shown."""
        return tuple(item for item, state in self.parts.items() if state not in _STANDS)

    @property
    def half(self) -> tuple[str, ...]:
        """Return the items that are still open where others of the same must-have were shown."""
        return self.unmet if self.met else ()


def must_haves(score: Score) -> tuple[MustHave, ...]:
    """Return every gate with its state, in the order of the questionnaire."""
    return tuple(_must_have(score, gate) for gate in score.questionnaire.gates)


def _must_have(score: Score, gate: Gate) -> MustHave:
    states = [
        (need_standing(score, need), need)
        for need in score.frame.needs_of_gate.get(gate.id, ())
        if score.items[need.item].applies
    ]
    if not states:
        return MustHave(gate=gate, state="n/a", decisive=None)
    state, need = min(states, key=lambda pair: (_WORST_FIRST.index(pair[0]), -pair[1].at_least))
    parts: dict[str, State] = {}
    for found, one in states:
        parts[one.item] = min(found, parts.get(one.item, found), key=_WORST_FIRST.index)
    return MustHave(
        gate=gate,
        state=state,
        decisive=need.item,
        parts=parts,
        by_builder=state in _STANDS and any(item in score.one_person for item in parts),
        looked_at=state == "shown" and any(only_looked_at(score.items[item]) for item in parts),
    )


def only_looked_at(item: ItemScore) -> bool:
    """Tell whether of a control we have the thing itself, a switch or a screen, and not its use."""
    control = item.item.area in _CONTROLS or item.item.id in _CONTROLS
    return control and max((seen.aged for seen in item.seen), default=0) == _THE_THING


def need_standing(score: Score, need: Need) -> State:
    """Return how one requirement stands; *partly* is written down, but less than this must-have needs."""
    held = score.shown_view[need.item]
    state = need_state(held, need.at_least)
    if state in ("pass", "due"):
        return "shown" if state == "pass" else "due"
    item = score.items[need.item]
    if item.claimed >= need.at_least:
        return "said"
    if item.claimed >= score.questionnaire.constants.default_target:
        return "partly"
    return "open" if not item.answered and held.possible >= need.at_least else "missing"


def counts(found: Iterable[MustHave]) -> Mapping[State, int]:
    """Return how many must-haves stand in each state; those due for review count as shown."""
    states = Counter(m.state for m in found)
    states["shown"] += states["due"]
    return states


def sentence(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    """Return one sentence on a must-have: what stands, or what is lacking and why."""
    if must_have.decisive is None:
        return sentences.say("must_have.n_a", gate=must_have.gate)
    parts = [_stands(must_have, score, sentences)]
    if any(need.item == PAUSE for need in score.frame.needs_of_gate.get(must_have.gate.id, ())):
        parts.append(open_hours_told(score, sentences, "must_have.open_hours"))
    return join(parts)


def _stands(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    item = score.items[must_have.decisive or ""]
    to_see = [i for i in must_have.met if standings(score)[i] == "look"]
    told = item.item.id if must_have.state == "due" else ""  # its sentence says by itself that it has to be seen again
    return sentences.say(
        f"must_have.{must_have.state}",
        gate=must_have.gate,
        item=item.item,
        operator=operator_name(item, score.assessment),
        builder=builder_name(item, score.assessment),
        seen=_best_seen(item, score),
        builder_knows=(item.builder or 0) >= 1,
        builder_wrote=(item.builder or 0) >= _WRITTEN,
        dont_know=item.operator == "dont_know",
        rating=item.operator,
        answered=item.answered,
        lacking=item.lacking,
        differ=differing(item),
        one_person=must_have.by_builder,
        looked_at=must_have.looked_at,
        met=[score.items[i].item.title.lower() for i in must_have.half and must_have.met if i not in to_see],
        again=[score.items[i].item.title.lower() for i in to_see if i != told],
        tier=next_above(score.aim),
        window=item.item.window,
        wanted=wanted_evidence(item.item, _minimum(score, must_have)),
        accepted=item.item.remedy.accepted(steps_between(item.claimed, _minimum(score, must_have))),
    )


def rung(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    """Return its title on the ladder: with the part that is open where another stands, or with who alone showed it."""
    open_half = [score.items[i].item.title.lower() for i in must_have.half]
    return sentences.say(
        "must_have.rung",
        gate=must_have.gate,
        half=open_half if len(open_half) == 1 else (),  # the ladder has no room for more
        by_builder=must_have.by_builder,
    )


def still(must_have: MustHave, score: Score) -> str:
    """Return what is still to be shown: all of it, or the part that is open, as the rest of "the team can"."""
    half = must_have.half
    able = [score.items[i].item.able for i in half]
    return " and ".join(able) if 0 < len(half) <= _NAMED else must_have.gate.must


def _best_seen(item: ItemScore, score: Score) -> Mapping[str, object]:
    """Return what the best evidence is, for a sentence."""
    best = max(item.seen, key=lambda seen: (seen.aged, seen.level), default=None)
    if best is None:
        return {"level": "E0", "what": "", "date": None, "aged": False, "record": False}
    evidence = best.evidence
    return {
        "level": evidence.level,
        "what": evidence.what,
        "date": evidence.date,
        "aged": best.aged < best.level,
        "record": is_record(best, score.assessment, score.as_of),
    }


def wanted_evidence(item: Item, at_least: Fraction) -> str:
    """Return what would have to be seen for a value: the evidence whose level carries it."""
    levels: tuple[Literal["E1", "E2", "E3"], ...] = ("E1", "E1", "E1", "E2", "E3")
    return item.evidence.get(levels[math.ceil(4 * at_least)], item.remedy.accepted(()))


def _minimum(score: Score, must_have: MustHave) -> Fraction:
    needs = score.frame.needs_of_gate.get(must_have.gate.id, ())
    return max((need.at_least for need in needs if need.item == must_have.decisive), default=Fraction(0))
