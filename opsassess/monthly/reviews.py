"""Thresholds and failures: which were looked at in the month, and room for what was tuned."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Field, Form, Paragraph, Section, Table
from opsassess.monthly.subject import Subject
from opsassess.prose import Prose
from opsassess.report.questions import HALF
from opsassess.scoring import ItemScore, Score

_LOOKED_AT = {"threshold_review": "number", "exception_tuning": "failure_mode"}  # service -> what its hours count
_TUNED = ("what", "why", "effect")


def thresholds_section(subject: Subject) -> Section:
    """Return the section on thresholds and on what was tuned."""
    reviewed = (block for service in _LOOKED_AT for block in _reviewed(subject, service))
    return Section(id="reviews", role="flow", title=subject.say("reviews.title"), blocks=(*reviewed, *_tuned(subject)))


def _reviewed(subject: Subject, service: str) -> Iterator[Block]:
    found = [
        (score, values)
        for score in subject.scores
        for values in score.items.values()
        if values.applies and values.item.content.kind == _LOOKED_AT[service] and values.answered
    ]
    stands = [(score, values) for score, values in found if values.claimed >= HALF]  # else it shows that nobody looked
    seen = [(score, values) for score, values in stands if any(subject.seen(values))]
    titles = [subject.title(score, values.item.title) for score, values in seen]
    yield Paragraph(text=subject.say(f"reviews.{service}", titles=titles, of=len(found)))
    if seen:
        yield Table(
            columns=tuple(subject.say(f"reviews.column.{name}") for name in ("item", "day", "what")),
            rows=tuple(_row(score, values, subject) for score, values in seen),
            widths=(30, 21, 49),
            caption=subject.say(f"reviews.caption.{service}"),
        )


def _row(score: Score, values: ItemScore, subject: Subject) -> tuple[Prose, ...]:
    newest = max(subject.seen(values), key=lambda e: (e.date is not None, e.date))
    return (
        subject.title(score, values.item.title),
        subject.say("reviews.day", day=newest.date),
        subject.say("reviews.seen", what=newest.what),
    )


def _tuned(subject: Subject) -> Iterator[Block]:
    """Yield fields to be filled in: nobody but who did it knows what was tuned."""
    yield Form(
        fields=tuple(Field(tag=f"tuned.{name}", label=subject.say(f"tuned.{name}")) for name in _TUNED),
        caption=subject.say("tuned.caption"),
    )
