"""How one item stands against what is needed of it, in sentences: a part of a must-have, or a row of the reviewer's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from opsassess.described.not_holding import not_holding
from opsassess.described.open_points import lacks_of
from opsassess.described.points import Point
from opsassess.owners import Owners
from opsassess.owners.asked import who_answered_and_left
from opsassess.owners.differing import differing
from opsassess.owners.open_hours import PAUSE, open_hours_told
from opsassess.owners.people import (
    builder_name,
    builder_told,
    builder_wrote,
    named,
    operator_name,
    teller_name,
    told_rating,
)
from opsassess.owners.sight import beside_told, last_use, leading_day, left_open, sight_told
from opsassess.owners.situations import situation_of_part, wanted
from opsassess.owners.standing import gap_of, standings
from opsassess.phrases import phrase
from opsassess.prose import Prose, Sentences, capitalised, ended, escape, join, unquoted
from opsassess.report.evidence import promised_told, to_show, wanted_evidence
from opsassess.report.rounds import is_record, since_told
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.gaps import steps_between
from opsassess.scoring.sight import Sight, best_seen, has_aged, sight_of
from opsassess.scoring.standing import STATES, State, standing_at
from opsassess.scoring.tiers import next_above
from opsassess.scoring.values import rows_of

STANDS: tuple[State, ...] = ("shown", "due")
_QUOTE = 120  # characters; a longer note is for the annex
_ABSENT: tuple[State, ...] = ("open", "missing")  # of what is not there nothing is open


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What is told of the items of one assessment; what their pages lack is asked for once."""

    score: Score
    sentences: Sentences
    lacks: Mapping[str, tuple[Point, ...]]
    waits: Mapping[str, Collection[str]] = field(default_factory=dict)  # for each tier, the items that it waits for

    @classmethod
    def of(cls, score: Score, sentences: Sentences, waits: Mapping[str, Collection[str]] | None = None) -> Parts:
        """Return what is told of the items of an assessment."""
        return cls(score=score, sentences=sentences, lacks=lacks_of(score), waits=waits or {})

    def told(
        self, name: str, at_least: Fraction, *, tier: str = "", evidence: bool = True, apart: bool = False
    ) -> Prose:
        """Return how an item stands, and what is open of it.

        ``tier`` is the one that still counts what is due for review. Without ``evidence``, what was shown is told in
        one word. Where it stands ``apart`` from its title, what nobody was asked is named, and a risk has its reason.
        """
        item, state = self.score.items[name], standing_at(self.score, name, at_least)
        stands = self.sentences.say(
            f"part.{state}",
            **self._values(item, state, at_least),
            tier=tier,
            waits=name in self.waits.get(tier, ()),
            evidence=evidence,
            apart=apart,
        )
        accepted = self._accepted(name, state, reason=apart)
        told = (self.failed(name, state), stands, accepted, self.points(name, state), self._lived(item))
        return join(part for part in told if part)

    def failed(self, name: str, state: State) -> Prose:
        """Return that a drill of an item was not passed, which comes before how it stands."""
        weak = not_holding(self.score).get(name) if state not in _ABSENT else None
        return ended(capitalised(weak.told(self.sentences))) if weak and weak.drill else Prose("")

    def _lived(self, item: ItemScore) -> Prose:
        """Return what who built it says of the people whom an answer names: whom they really call."""
        if item.item.content.kind != "people" or not item.answered:
            return Prose("")
        said = [a for a in item.builders if 0 < len(a.note.strip()) <= _QUOTE and a not in item.operators]
        return self.sentences.say("part.lived", said=said)

    def _accepted(self, name: str, state: State, *, reason: bool) -> Prose:
        risk = self.score.risk_of.get(name)
        if risk is None or state in STANDS:
            return Prose("")
        return self.sentences.say("part.accepted", risk=risk, reason=reason)

    def points(self, name: str, state: State) -> Prose:
        """Return what is open of an item: what does not hold, its answers' and the runbook's words, and the hours."""
        item = self.score.items[name]
        unsaid = item.builder_run if state in STANDS else state in _ABSENT and not _rows_told(item)
        points = () if unsaid else self.lacks.get(name, ())
        lacks = [point.told(self.sentences, "lack") for point in points]
        left = [clause for found in left_open(self.score, [name]) for clause in found.clauses]
        clauses = [clause for clause in left if not phrase("guarded").search(clause)]  # a report is passed on
        weak = not_holding(self.score).get(name) if state not in _ABSENT else None
        weak_told = weak.told(self.sentences) if weak and not weak.drill else Prose("")
        told = self.sentences.say(
            "part.points", not_holding=weak_told, clauses=clauses, guarded=len(left) - len(clauses), lacks=lacks
        )
        apart = name == PAUSE and state not in _ABSENT
        who = open_hours_told(self.score, self.sentences, "part.open_hours") if apart else Prose("")
        return join(part for part in (told, who) if part)

    def _values(self, item: ItemScore, state: State, at_least: Fraction) -> Mapping[str, object]:
        score, name = self.score, item.item.id
        return {
            "item": item.item,
            "word": sight_told([item], self.sentences),
            "sights": sights_told([item], score, self.sentences, enough=state == "shown"),
            "operator": operator_name(item, score.assessment),
            "teller": teller_name(item, score.assessment),
            "builder": builder_name(item, score.assessment),
            "builder_knows": (item.builder or 0) >= 1,
            "builder_wrote": builder_wrote(item),
            "told": builder_told(item),
            "since": since_told(score, name, self.sentences),
            "words": builder_words(item),
            "rows": _rows_told(item),
            "beside": beside_told(item, self.sentences),
            "left": named(who_answered_and_left(score.assessment, name), ""),
            "dont_know": told_rating(item) == "dont_know",
            "rating": told_rating(item),
            "answered": item.answered,
            "differ": differing(item, self.sentences),
            "one_person": item.builder_run,
            "lacking": item.lacking,
            "seen": _best_evidence(item),
            "stale": standings(score).get(name) == "work",
            "again": standings(score).get(name) == "look",
            "aim": next_above(score.aim),
            "undated": situation_of_part(item, state) == "undated",
            "wanted": still_wanted(score, name, at_least, self.sentences),
            "accepted": to_prove(item, at_least),
        }


def builder_words(item: ItemScore) -> str:
    """Return what a builder said of an item, where it is short enough to be quoted."""
    return next(filter(None, (unquoted(a.note) for a in item.builders if len(a.note.strip()) <= _QUOTE)), "")


def _rows_told(item: ItemScore) -> int:
    """Return how many rows a builder told us that name who told them: what they hold is with the builder."""
    alone = ((a.respondent.name, rows_of(a.content)) for a in item.builders if a not in item.operators)
    rows = next((rows for name, rows in alone if any(name in row.values() for row in rows)), ())
    return len(rows)


def standing_told(item: ItemScore, state: State, sentences: Sentences) -> Prose:
    """Return how an item stands in a word: what only its builder can do is not the team's way, however it was seen."""
    if state not in STANDS:
        return Prose(STATES[state])
    if item.builder_run:
        return sentences.say("sight.builder")
    return sight_told([item], sentences, due=state == "due")


def still_wanted(score: Score, name: str, at_least: Fraction, sentences: Sentences) -> Prose:
    """Return what has still to be shown of an item: what is asked for where only a look is missing."""
    item, gap = score.items[name], gap_of(score).get(name)
    if gap and wanted(item, gap) == "look":
        return to_show(Owners(score=score), gap, sentences)
    if promise := Owners(score=score).promise(name):  # of an accepted risk, which is no gap
        return promised_told(promise)
    return escape(wanted_evidence(item.item, at_least))


def to_prove(item: ItemScore, at_least: Fraction) -> str:
    """Return what is done when an item is closed, as a clause."""
    return item.item.remedy.accepted(steps_between(item.claimed, at_least))


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
        sentences.say(
            f"sight.told.{sight}", what=list(what), date=leading_day(date, what, score.as_of), record=records[date]
        )
        for (sight, date), what in found.items()
    ]
    aged = (
        sentences.say("sight.aged", item=item.item, last_use=last_use(item), enough=enough)
        for item in items
        if has_aged(item) or last_use(item)
    )
    return (*told, *aged)


def _best_evidence(item: ItemScore) -> Mapping[str, object]:
    best = max(item.seen, key=lambda seen: (seen.aged, seen.level), default=None)
    if best is None:
        return {"level": "E0", "what": "", "date": None, "aged": False}
    evidence, by = best.evidence, best.by.respondent.name
    aged = best.aged < best.level
    return {"level": evidence.level, "what": evidence.what, "date": evidence.date, "aged": aged, "by": by}
