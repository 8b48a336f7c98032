"""The gist of a content in a line or two. It is cut between sentences, steps, rows or people, never within one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from opsassess.described.shapes import Row, cell, others, rows_in
from opsassess.described.values import as_said, is_filled, text_of
from opsassess.described.words import is_answered, left_open_in, waits_in
from opsassess.phrases import phrase
from opsassess.prose import Prose, Sentences, ended, escape, join, paragraphs
from opsassess.questionnaire import Column, ContentKind, Item
from opsassess.questionnaire.terms import is_number
from opsassess.runbook.numbers import amount_in_words

LINE = 128  # letters of middle width in a line of the card; one of its own holds a few more
_ALONE = 131
BREAK = "\\\n"  # of a line, in Markdown
NOTHING = Prose("")
_TARGET, _PAGE_NUMBER = re.compile(r"\]\(#[^)]*\)"), " (page 12)"  # of a link: where it leads, what is printed
_SIGNS = re.compile(r"\*|\\(?=.)")  # of Markdown, which are not printed
_WIDTHS = dict.fromkeys("fijlrtI.,:;'!()[]|/\"- ", 0.62) | dict.fromkeys("mw%@&<>=+0123456789", 1.42)
_WIDTHS |= dict.fromkeys("ABCDEFGHJKLMNOPQRSTUVWXYZ", 1.42)
_LETTER, _SQUARE, _FIRST_SQUARE = 1.2, 2.05, "\u2e80"  # from it on most signs are as wide as they are high
_END = re.compile(r"""[.!?]["')\]]?\s+(?=\S)""")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:\w|[a-z]\.[a-z]|approx|ca|cf|Dr|etc|max|min|Mr|Mrs|Ms|No|Nr|Prof|St|vs)$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_FIRST = re.compile(r"\s*[,;(]")  # where the name of a person ends


@dataclass(frozen=True, kw_only=True)
class Gist:
    """The parts of a content in their order; a part is printed whole or not at all."""

    parts: tuple[Prose, ...]
    kind: Literal["sentences", "steps", "rows"]

    def joined(self) -> Prose:
        """Return all parts as one text."""
        return join(map(ended, self.parts)) if self.kind != "rows" else join(self.parts, "; ")


def width(text: str) -> int:
    """Return the room that a line takes in letters of middle width, as it is printed: a link with its page."""
    shown = _SIGNS.sub("", _TARGET.sub(_PAGE_NUMBER, text))
    return round(sum(_WIDTHS.get(sign, _LETTER if sign < _FIRST_SQUARE else _SQUARE) for sign in shown))


def printed(lines: Iterable[str]) -> int:
    """Return how many lines of the card these take."""
    return sum(1 if room <= _ALONE else -(-room // LINE) for room in map(width, lines))


def flagged(text: Prose, clauses: Iterable[str]) -> Prose:
    """Return a text in which each clause that says by itself that something is open is marked as a task."""
    for clause in map(escape, clauses):
        marked = f"**TODO** {clause}"
        text = text if marked in text else Prose(text.replace(clause, marked, 1))
    return text


def fitted(forms: Sequence[Gist], room: int, sentences: Sentences, place: Prose = NOTHING) -> Prose:
    """Return the longest form that fits whole, else as many parts of the shortest as fit; nothing if not even one.

    Steps that are cut go on at ``place``.
    """
    for form in forms:
        if width(text := form.joined()) <= room:
            return text
    last, every = forms[-1], len(forms[-1].parts)
    for shown in range(every - 1, 0, -1):
        head = Gist(parts=last.parts[:shown], kind=last.kind).joined()
        text = sentences.say(f"cut.{last.kind}", text=head, rest=every - shown, step=shown + 1, place=place)
        if width(text) <= room:
            return text
    return Prose("")


def gists(item: Item, content: object, sentences: Sentences, columns: Sequence[str] = ()) -> tuple[Gist, ...]:
    """Return the gist of a content in its forms, the longest first. Of a row the first column, if none are named."""
    rows = rows_in(content)
    kind = item.content.kind
    if kind == "number" and rows and is_number(rows[0].get("value")):
        return (Gist(parts=(amount_in_words(item, rows[0], sentences),), kind="rows"),)
    if kind in ("table", "failure_mode") and rows:
        return (_of_rows(item, rows, columns, sentences),)
    return _FORMS[kind](content) if kind in _FORMS else (_of_text(text_of(content)),)


def _of_rows(item: Item, rows: Sequence[Row], columns: Sequence[str], sentences: Sentences) -> Gist:
    if item.content.kind == "failure_mode":
        return _of_text(" ".join(text_of(row.get(column)) for row in rows for column in columns))
    named = {column.id: column for column in item.content.columns}
    wanted = [named[key] for key in columns if key in named] or list(named.values())[:1]
    parts = (_of_row(item, row, wanted, sentences) for row in rows)
    return Gist(parts=tuple(filter(None, parts)), kind="rows")


def _of_row(item: Item, row: Row, wanted: Sequence[Column], sentences: Sentences) -> Prose:
    """Return a row: a cell in which nothing is agreed is a task, as is work that waits for the builder."""
    cells = [(column.title, cell(row, column, item.content.columns)) for column in wanted]
    label, *told = [text if is_answered(text) else "" for _, text in cells]
    told = list(dict.fromkeys(filter(None, told)))
    lacking = {title: text for title, text in cells if not is_answered(text)}
    waits = any(waits_in(text) for text in (label, *told))
    said = dict.fromkeys(filter(None, lacking.values()))
    return sentences.say("card.row", label=label, told=told, waits=waits, open=list(lacking), said=list(said))


def _of_text(text: str) -> Gist:
    return Gist(parts=tuple(part for line in paragraphs(text) for part in _in_sentences(line)), kind="sentences")


def _in_sentences(text: Prose) -> Iterator[Prose]:
    start = 0
    for end in _END.finditer(text):
        before = text[start : end.start()]
        if not text[end.end()].islower() and not (_ABBREVIATED.search(before) and len(before) > len("No")):
            yield Prose(text[start : end.end()].rstrip())
            start = end.end()
    yield Prose(text[start:])


def _of_people(content: object) -> tuple[Gist, ...]:
    rows = rows_in(content)
    if not rows:
        return (_of_text(text_of(content)),)
    return tuple(Gist(parts=tuple(escape(form(row)) for row in rows), kind="rows") for form in (_full, _when))


def _full(row: Row) -> str:
    told = [text_of(row.get(key)) for key in ("name", "role")]
    told += [text_of(row[key]) for key in others(row, ("name", "role", "backup"))]
    backup = [f"backup {text_of(row['backup'])}"] if is_filled(row.get("backup")) else []
    said = ", ".join(filter(None, told))
    last = next((clause for clause in left_open_in(said) if said.rstrip(".").endswith(clause)), "")
    known = said.rstrip(".").removesuffix(last).rstrip(" ;,.") if last and backup else said
    return "; ".join(filter(None, (known, *backup))) + (f". {last}" if known != said else "")


def _when(row: Row) -> str:
    """Return a person with the hours and ways that the answer names: of three names nobody chooses one at night."""
    clauses = re.split(r"[,;] ", ", ".join(text_of(row[key]) for key in others(row, ("name", "backup"))))
    told = [clause for clause in clauses if _CLOCK.search(clause) or phrase("reached").search(clause)]
    return ", ".join((short_name(row), *told))


def short_name(row: Row) -> str:
    """Return a person in the fewest words: "Willem Aarts (backup Petra Vos)"."""
    backup = _FIRST.split(text_of(row.get("backup")).strip())[0]
    return f"{_name(row)} (backup {backup})" if backup and backup.casefold() != "none" else _name(row)


def _name(row: Row) -> str:
    return text_of(row.get("name")) or text_of(row.get("role"))


def _of_steps(content: object) -> tuple[Gist, ...]:
    steps = rows_in(content["steps"] if isinstance(content, Mapping) and "steps" in content else content)
    what = [text_of(step["do"]) for step in steps if is_filled(step.get("do"))]
    told = (
        tuple(Prose(f"({n}) {escape(do)}") for n, do in enumerate(what, start=1))
        if len(what) > 1
        else tuple(map(escape, what))
    )
    return (Gist(parts=told, kind="steps") if told else _of_text(text_of(content)),)


def _of_date(content: object) -> tuple[Gist, ...]:
    return (_of_text(as_said(content)),)


_FORMS: Mapping[ContentKind, Callable[[Any], tuple[Gist, ...]]] = {
    "people": _of_people,
    "steps": _of_steps,
    "date": _of_date,
}
