"""What filled cards change in an assessment: evidence for what was passed, an open point for what was not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from opsassess.answers import Current, current_answers_on
from opsassess.applied import apply
from opsassess.assessment import Action, Answer, Assessment, Evidence
from opsassess.changes import AsOf, Change, Removed
from opsassess.described.drilled import card_note
from opsassess.documents.plain import plain_text
from opsassess.drill import fields
from opsassess.drill.filled import FilledCard
from opsassess.prose import Sentences, day
from opsassess.written import day_in

PROVEN = 4  # the rating whose own words the operator has said yes to
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What follows from a file of cards."""

    changes: tuple[Change, ...]
    passed: tuple[str, ...]  # titles of drills
    not_passed: tuple[str, ...]
    known: tuple[str, ...]  # recorded before


def outcome_of(
    assessment: Assessment, cards: Iterable[FilledCard], *, now: dt.datetime, sentences: Sentences
) -> Outcome:
    """Return what cards change; a card that was recorded before changes nothing."""
    found: list[tuple[FilledCard, tuple[Change, ...]]] = []
    present = assessment
    for card in cards:
        made = tuple(_Record(assessment=present, card=card, now=now, sentences=sentences).changes())
        found.append((card, made))
        present = apply(present, made)  # two cards may be of one item
    changes = [change for _, made in found for change in made]
    newest = max((card.date for card, made in found if made), default=assessment.as_of)
    if newest > assessment.as_of:  # evidence is never newer than its assessment
        changes.insert(0, AsOf(day=newest))
    return Outcome(
        changes=tuple(changes),
        passed=tuple(card.drill.title for card, made in found if made and card.passed),
        not_passed=tuple(card.drill.title for card, made in found if made and not card.passed),
        known=tuple(card.drill.title for card, made in found if not made),
    )


@dataclass(frozen=True, kw_only=True)
class _Record:
    """One card on its way into the assessment."""

    assessment: Assessment
    card: FilledCard
    now: dt.datetime
    sentences: Sentences

    @cached_property
    def _said(self) -> Mapping[str, Any]:
        chosen = {name: self.sentences.say(f"{name}.{self.card.values[name]}") for name in fields.CHOICES}
        own = {"title": self.card.drill.title, "date": self.card.date, "helped": self.card.helped}
        return {**self.card.values, **chosen, **own}

    @property
    def _note(self) -> str:
        said = self._said
        result = f"{said['result']}, builder {said['builder']}"
        return card_note(self.card.drill.title, self.card.date, result, self.card.values["deviations"])

    def changes(self) -> Iterator[Change]:
        if self.card.passed:
            for values, proven in zip(self.card.drill.items, self.card.proven, strict=True):
                yield from self._evidence(values.item.id, proven=proven)
            yield from self._held_again()
        else:
            yield from self._open_point(self.card.drill.items[0].item.id)

    def _evidence(self, item: str, *, proven: bool) -> Iterator[Answer]:
        current = self._current(item)
        seen = Evidence(
            level="E3", what=self._say("evidence.what"), where=self._say("evidence.where"), date=self.card.date
        )
        if seen not in current.evidence:
            rating = {"rating": PROVEN} if proven else {}
            yield self._answer(item, current, evidence=(*current.evidence, seen), **rating)

    def _open_point(self, item: str) -> Iterator[Change]:
        current, note, action = self._current(item), self._note, self._say("action.again")
        if note not in current.note:
            yield self._answer(item, current, note=f"{current.note}\n{note}".strip())
        if not any((known.item, known.text) == (item, action) for known in self.assessment.actions):
            yield Action(item=item, text=action)

    def _held_again(self) -> Iterator[Removed]:
        """Yield the points that asked for this drill again, by what stands before the day in what a card leaves."""
        start, _, _ = self._say("action.again").partition(day(self.card.date))
        item = self.card.drill.items[0].item.id
        for action in (a for a in self.assessment.actions if start and a.item == item and a.text.startswith(start)):
            held = _DAY.match(action.text.removeprefix(start))
            with suppress(ValueError):  # somebody may have typed a day that there is not
                if held and day_in(held.group()) <= self.card.date:
                    yield Removed.of(action)

    def _answer(self, item: str, current: Current, **keys: Any) -> Answer:
        """Return an entry that is newer than what it goes on top of, whatever this machine's clock says."""
        after = current.at + dt.timedelta(microseconds=1) if current.at else self.now
        return Answer(item=item, respondent=self.card.operator.id, at=max(self.now, after), **keys)

    def _current(self, item: str) -> Current:
        answers = current_answers_on(item, self.assessment)
        mine = (answer for answer in answers if answer.respondent.id == self.card.operator.id)
        return next(mine, Current(respondent=self.card.operator))

    def _say(self, name: str) -> str:
        return plain_text(self.sentences.say(name, **self._said))
