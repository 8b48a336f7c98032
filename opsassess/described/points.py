"""A point that a described question leaves open, as a value, and how a document says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from opsassess.prose import Prose, Sentences, ended, join

# said: sentences of their own, of what nobody described; open: what the answer itself says is open
Kind = Literal["unknown", "open", "block", "successor", "mode", "review", "version", "said"]
Form = Literal["needed", "ask", "lack"]  # a task of the runbook, what somebody is asked to do, a part of a row


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A sentence, or a part of one, by its name."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, sentences: Sentences, reader: str = "") -> Prose:
        """Return it in the words of a document; to a ``reader`` whom it names it says "you"."""
        return sentences.say(self.name, reader=reader, **self.values)


@dataclass(frozen=True, kw_only=True)
class Point:
    """What somebody still has to say, settle or do."""

    kind: Kind
    parts: tuple[Phrase, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    columns: tuple[str, ...] = ()  # of a failure, what nobody said of it
    hours: bool = False  # it is about when somebody is there

    @property
    def is_own_words(self) -> bool:
        """Tell whether the answer itself says that it is open."""
        return self.kind in ("open", "block")

    def told(self, sentences: Sentences, form: Form, reader: str = "") -> Prose:
        """Return it in the words of a document."""
        parts = [part.told(sentences, reader) for part in self.parts]
        if self.kind == "said":
            return join(map(ended, parts))
        text = sentences.say(f"point.{self.kind}", form=form, parts=parts, **self.values)
        return Prose(text.rstrip(".")) if form == "lack" else ended(text)


def unknown_as_one(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return points with all that is not known in the first that says so."""
    unknown = [point for point in points if point.kind == "unknown"]
    parts = tuple(part for point in unknown for part in point.parts)
    return tuple(
        replace(point, parts=parts) if point in unknown[:1] else point for point in points if point not in unknown[1:]
    )
