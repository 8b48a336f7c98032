"""A point that a described question leaves open, as a value, and how a document says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from opsassess.owners.days import Takes
from opsassess.phrases import to_be_settled
from opsassess.prose import Prose, Sentences, ended, join, listed

# said: sentences of their own, of what nobody described; open: what the answer itself says is open
Kind = Literal["unknown", "open", "block", "successor", "mode", "review", "version", "undone", "said"]
# Parts that take a sentence or more on a page; what else is not known takes a word, a name or a number
_WRITTEN = {
    *("lacking.if_not", "lacking.going_back", "lacking.use_when", "lacking.see", "lacking.trial", "lacking.writes"),
    *("lacking.refused", "lacking.cell", "lacking.waits", "lacking.number.when_crossed", "column.pause"),
}
Form = Literal["needed", "ask", "lack"]  # a task of the runbook, what somebody is asked to do, a part of a row


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A sentence, or a part of one, by its name."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, sentences: Sentences, reader: str = "", form: Form = "needed") -> Prose:
        """Return it in the words of a document; to a ``reader`` whom it names it says "you"."""
        return sentences.say(self.name, form=form, reader=reader, **self.values)


@dataclass(frozen=True, kw_only=True)
class Point:
    """What somebody still has to say, settle or do."""

    kind: Kind
    parts: tuple[Phrase, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()  # of a failure, what nobody said of it
    hours: bool = False  # it is about when somebody is there

    @property
    def is_own_words(self) -> bool:
        """Tell whether the answer itself says that it is open."""
        return self.kind in ("open", "block")

    def split(self, is_settled: Callable[[str], bool]) -> Iterator[tuple[Point, bool]]:
        """Yield it in parts, each with whether it is settled: what is not in the answer's own words is not."""
        if self.kind != "open":
            yield self, self.is_own_words
            return
        for wanted in (True, False):
            said = [clause for clause in self.values["said"] if is_settled(clause) is wanted]
            if said:
                yield replace(self, values={**self.values, "said": said}), wanted

    @property
    def takes(self) -> Takes:
        """Return what it takes: one answer, or something to be written."""
        known = self.kind == "unknown" and all(
            part.name not in _WRITTEN and not part.name.startswith("cell.") for part in self.parts
        )
        return "answer" if known or self.kind in ("open", "undone") else "page"

    def told(self, sentences: Sentences, form: Form, reader: str = "", who: str = "") -> Prose:
        """Return it in the words of a document, to a ``reader``, or of ``who`` settles it."""
        parts = [part.told(sentences, reader, form) for part in self.parts]
        if self.kind == "said":
            return join(map(ended, parts))
        values = dict(self.values)
        apart = any("," in part for part in parts)  # an "and" between them would be read as one of their own
        values["parts"] = join(parts, "; ") if apart else listed(parts)
        if self.kind == "version" and (reader or who) in values["who"]:
            values["who"] = [values["printed"]]
        if self.kind == "open":
            values["settle"] = settling_told(values["said"], sentences)
        text = sentences.say(f"point.{self.kind}", form=form, **values)
        return Prose(text.rstrip(".")) if form == "lack" else ended(text)


def settling_told(clauses: Iterable[str], sentences: Sentences) -> Prose:
    """Return what answers leave open as what is to be settled; what cannot be said so is quoted."""
    settled = {clause: to_be_settled(clause) for clause in clauses}
    quotes = [clause.replace('"', "'") for clause, what in settled.items() if not what]
    return sentences.say("settle", questions=[what for what in settled.values() if what], quotes=quotes)


def unknown_as_one(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return points with all that is not known in the first that says so."""
    unknown = [point for point in points if point.kind == "unknown"]
    parts = tuple(part for point in unknown for part in point.parts)
    return tuple(
        replace(point, parts=parts) if point in unknown[:1] else point for point in points if point not in unknown[1:]
    )
