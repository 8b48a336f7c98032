"""The must-haves: each gate as a sentence that an executive reads."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from opsassess.prose import Prose, Sentences, escape
from opsassess.questionnaire import Gate
from opsassess.report.evidence import to_show, wanted_evidence
from opsassess.report.needs import need_standing
from opsassess.report.open_hours import PAUSE, open_hours, open_hours_told
from opsassess.report.owners import Owners
from opsassess.report.people import builder_name, builder_told, differing, operator_name
from opsassess.report.rounds import is_record
from opsassess.report.sight import Sight, best_seen, has_aged, last_use, left_open, sight_of, weakest
from opsassess.report.situations import State, situation_of_part, wanted
from opsassess.report.standing import standings, wide_gaps
from opsassess.runbook.lacks import lacks_of
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.gaps import steps_between
from opsassess.scoring.tiers import next_above

_STANDS: tuple[State, ...] = ("shown", "due")
_DESCRIBED: tuple[State, ...] = ("shown", "due", "said")
_WRITTEN = 2  # the level of what is written down
_PARTS = 3  # of a must-have that are told one by one
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
    lacks: Mapping[str, tuple[Prose, ...]] = field(default_factory=dict)  # what the runbook asks for of what stands
    sight: Sight | None = None  # how the part that was seen least was seen, where all of it stands

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
    lacks = lacks_of(score)
    return tuple(_must_have(score, gate, lacks) for gate in score.questionnaire.gates)


def _must_have(score: Score, gate: Gate, lacks: Mapping[str, tuple[Prose, ...]]) -> MustHave:
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
    by_builder = state in _STANDS and any(item in score.one_person for item in parts)
    described = state in _DESCRIBED and not by_builder  # of others, what has to be done says more
    return MustHave(
        gate=gate,
        state=state,
        decisive=need.item,
        parts=parts,
        lacks={item: lacks[item] for item, part in parts.items() if described and part in _DESCRIBED and item in lacks},
        by_builder=by_builder,
        sight=weakest(score.items[item] for item in parts) if state in _STANDS else None,
    )


def met(found: Iterable[MustHave]) -> tuple[MustHave, ...]:
    """Return the must-haves that are met, for every document that names or counts them.

    One that is due for review is; one that only somebody showed who also built the agent is not.
    """
    return tuple(m for m in found if m.state in _STANDS and not m.by_builder)


def counts(found: Iterable[MustHave]) -> Mapping[str, int]:
    """Return how many must-haves stand in each state, how many are met, and how many their builder alone showed."""
    found = tuple(found)
    states: dict[str, int] = dict(Counter(m.state for m in found))
    return states | {"met": len(met(found)), "by_builder": sum(1 for m in found if m.by_builder)}


def points_open(must_have: MustHave, score: Score) -> int:
    """Return how many points of a must-have are open: by the answers, and by what the runbook still asks for."""
    hours = PAUSE in must_have.parts and open_hours(score) is not None
    said = sum(len(found.clauses) for found in left_open(score, tuple(must_have.parts)))
    return int(hours) + said + sum(map(len, must_have.lacks.values()))


def sentence(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    """Return one sentence on a must-have: what stands, or what is lacking and why."""
    if must_have.decisive is None:
        return sentences.say("must_have.n_a", gate=must_have.gate)
    return _stands(must_have, score, sentences)


def _stands(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    item = score.items[must_have.decisive or ""]
    to_see = [i for i in must_have.met if standings(score)[i] == "look" or must_have.parts[i] == "due"]
    told = item.item.id if must_have.state == "due" else ""  # its sentence says by itself that it has to be seen again
    aged = [i for i in to_see if must_have.parts[i] == "due" and i != told]
    return sentences.say(
        f"must_have.{must_have.state}",
        gate=must_have.gate,
        item=item.item,
        operator=operator_name(item, score.assessment),
        builder=builder_name(item, score.assessment),
        seen=_best_seen(item, score),
        builder_knows=(item.builder or 0) >= 1,
        told=builder_told(item),
        builder_wrote=(item.builder or 0) >= _WRITTEN,
        dont_know=item.operator == "dont_know",
        rating=item.operator,
        answered=item.answered,
        lacking=item.lacking,
        differ=differing(item),
        one_person=must_have.by_builder,
        sight=must_have.sight,
        sights=sights_told([score.items[i] for i in _told(must_have)], score, sentences),
        others=tuple(_others(must_have, score, sentences)),
        open=points_open(must_have, score),
        left_open=tuple(_left_open(must_have, score, sentences)),
        stale=standings(score)[item.item.id] == "work",
        aged=[score.items[i].item.title.lower() for i in aged],
        met=[score.items[i].item.title.lower() for i in must_have.half and must_have.met if i not in to_see],
        again=[score.items[i].item.title.lower() for i in to_see if i != told and i not in aged],
        tier=next_above(score.aim),
        window=item.item.window,
        wanted=_still_wanted(must_have, score, sentences),
        accepted=to_prove(must_have, score),
    )


def _still_wanted(must_have: MustHave, score: Score, sentences: Sentences) -> Prose:
    """Return what has still to be shown of the part that decides: what is asked for where only a look is missing."""
    name = must_have.decisive or ""
    item, gap = score.items[name], next((gap for gap in wide_gaps(score) if gap.item == name), None)
    if gap and wanted(item, gap) == "look":
        return to_show(Owners(score=score), gap, sentences)
    return escape(wanted_evidence(item.item, _minimum(score, must_have)))


def to_prove(must_have: MustHave, score: Score) -> str:
    """Return what is done when the part that decides is closed, as a clause."""
    item = score.items[must_have.decisive or ""]
    return item.item.remedy.accepted(steps_between(item.claimed, _minimum(score, must_have)))


def _told(must_have: MustHave) -> tuple[str, ...]:
    """Return the parts whose evidence is told: all of a few; of many, or where all were done, the one that decides."""
    every = len(must_have.parts) <= _PARTS and must_have.sight != "done"
    names = must_have.met if every else (must_have.decisive or "",)
    return tuple(name for name in names if must_have.parts[name] == "shown")


def sights_told(
    items: Sequence[ItemScore], score: Score, sentences: Sentences, *, enough: bool = True
) -> tuple[Prose, ...]:
    """Return what was seen, how and when: one sentence for what was seen alike.

    What has aged says so, and where it stands nevertheless that it is still ``enough``.
    """
    found: dict[tuple[Sight, dt.date | None], dict[str, None]] = {}
    records: dict[dt.date | None, bool] = {}
    for item in items:
        for seen in best_seen(item):
            date = seen.evidence.date
            records[date] = is_record(seen, score.assessment, score.as_of)
            what = seen.evidence.what.strip().rstrip(".")
            if what:
                found.setdefault((sight_of(item), date), {})[what] = None
    told = [
        sentences.say(f"sight.told.{sight}", what=list(what), date=date, record=records[date])
        for (sight, date), what in found.items()
    ]
    aged = (
        sentences.say("sight.aged", item=item.item, last_use=last_use(item), enough=enough)
        for item in items
        if has_aged(item) or last_use(item)
    )
    return (*told, *aged)


def _others(must_have: MustHave, score: Score, sentences: Sentences) -> Iterable[Prose]:
    """Yield what else of it is open, besides the part that decides: who mends only that stays where they are."""
    found: dict[str, list[str]] = {}
    risks = {risk.item for risk in score.accepted}
    for name in must_have.unmet:
        if name != must_have.decisive:
            state = must_have.parts[name]
            word: str = "accepted" if name in risks else situation_of_part(score.items[name], state)
            found.setdefault(word, []).append(score.items[name].item.title.lower())
    for word, titles in found.items():
        yield sentences.say("must_have.other", what=sentences.say(f"situation.{word}"), titles=titles)


def _left_open(must_have: MustHave, score: Score, sentences: Sentences) -> Iterable[Prose]:
    """Yield what is open: in the words of the answers, in those of the runbook, and the hours."""
    for found in left_open(score, tuple(must_have.parts)):
        yield sentences.say("must_have.left_open", item=score.items[found.item].item, clauses=found.clauses)
    asked: dict[Prose, list[str]] = {}
    for name, points in must_have.lacks.items():
        for point in points:
            asked.setdefault(point, []).append(score.items[name].item.title.lower())
    yield sentences.say("must_have.lacks", points=tuple(asked.items()))
    if PAUSE in must_have.parts:
        yield open_hours_told(score, sentences, "must_have.open_hours")


def word(must_have: MustHave, sentences: Sentences) -> Prose:
    """Return how it stands, where its state does not say how it was seen."""
    return sentences.say(f"sight.{must_have.sight}") if must_have.state == "shown" and must_have.sight else Prose("")


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


def _minimum(score: Score, must_have: MustHave) -> Fraction:
    needs = score.frame.needs_of_gate.get(must_have.gate.id, ())
    return max((need.at_least for need in needs if need.item == must_have.decisive), default=Fraction(0))
