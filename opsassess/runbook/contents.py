"""Print the content of an answer as blocks, by its kind. What has another shape is printed by its shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from opsassess.blocks import Block, Bullets, Facts, Paragraph, Step, Steps, Table
from opsassess.described.shapes import STEP_ENDS, STEP_FACTS, Row, by_shape, cell, others, rows_in, undeclared
from opsassess.described.values import as_said, is_filled, text_of, words
from opsassess.described.words import left_open_in
from opsassess.prose import Prose, Sentences, capitalised, ended, escape, paragraphs
from opsassess.questionnaire import FAILURE_COLUMNS, ContentKind, Item
from opsassess.runbook.gist import flagged
from opsassess.runbook.numbers import amount_in_words, duration

Printer = Callable[[Item, object, Sentences], Sequence[Block]]

_NUMBER = ("value", "low", "unit", "per")
_NUMBER_FACTS = {"meaning": "counts_as", "where": "source", "who": "watched_by"}  # key -> label
_PERSON = ("name", "role")


def blocks_of(item: Item, content: object, sentences: Sentences) -> tuple[Block, ...]:
    """Return the blocks that print a content."""
    printer = PRINTERS[item.content.kind]
    return tuple(printer(item, content, sentences) or by_shape(content))


def _text(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:  # noqa: ARG001 - a printer
    return [Paragraph(text=text) for text in paragraphs(text_of(content))] if isinstance(content, str) else ()


def _date(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:  # noqa: ARG001 - a printer
    return [Paragraph(text=escape(as_said(content)))] if isinstance(content, str) else ()


def _choices(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:  # noqa: ARG001 - a printer
    chosen = [content] if isinstance(content, str) else content
    if not isinstance(chosen, list | tuple) or not all(isinstance(choice, str) for choice in chosen):
        return ()
    titles = {option.id: option.title for option in item.content.options}
    return [Bullets(items=tuple(escape(titles.get(choice, choice)) for choice in chosen))]


def _number(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:
    if not isinstance(content, Mapping) or "value" not in content:
        return ()
    value = (sentences.say("label.value"), amount_in_words(item, content, sentences))
    pairs = [
        (_label(_NUMBER_FACTS.get(key, key), sentences), escape(as_said(content[key])))
        for key in (*_NUMBER_FACTS, *others(content, (*_NUMBER, *_NUMBER_FACTS)))
        if is_filled(content.get(key))
    ]
    return [Facts(pairs=(value, *pairs))]


def _people(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:  # noqa: ARG001 - a printer
    lines = tuple(person(row, sentences) for row in rows_in(content))
    return [Paragraph(text=lines[0])] if len(lines) == 1 else [Bullets(items=lines)] if lines else ()


def person(row: Row, sentences: Sentences) -> Prose:
    """Return a person in one line: name, role, backup, how to reach them, and whatever else was said."""
    named = sentences.say("person", who=text_of(row.get("name")).strip(), role=text_of(row.get("role")).strip())
    return Prose(" ".join(map(ended, (named, *_named(row, others(row, _PERSON), sentences)))).strip())


def _steps(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:  # noqa: ARG001 - a printer
    frame = content if isinstance(content, Mapping) and "steps" in content else {"steps": content}
    steps = rows_in(frame["steps"])
    if not steps and frame is not content:
        return ()
    told = {**frame, "takes": frame.get("takes") or duration(frame.get("minutes"), sentences)}
    extra = others(frame, ("steps", "minutes", *STEP_FACTS, *STEP_ENDS))
    inner = [Steps(steps=tuple(_step(row, sentences) for row in steps))] if steps else by_shape(frame["steps"])
    return [*_facts(told, STEP_FACTS, sentences), *inner, *_facts(told, (*STEP_ENDS, *extra), sentences)]


def _step(row: Row, sentences: Sentences) -> Step:
    more = _named(row, others(row, ("do", "see")), sentences)
    do = " ".join(part for part in (escape(text_of(row.get("do"))), *more) if part)
    do, see = (flagged(text, left_open_in(text)) for text in (Prose(do), escape(text_of(row.get("see")))))
    return Step(do=do, see=see)


def _failure_mode(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:  # noqa: ARG001 - a printer
    rows = rows_in(content)
    merged = {key: text_of([row.get(key) for row in rows]) for row in rows for key in row}
    blank = sentences.say("not_known")
    known = {column: merged.get(column, "").strip() or blank for column in FAILURE_COLUMNS}
    return _facts({**merged, **known}, (*FAILURE_COLUMNS, *others(merged, FAILURE_COLUMNS)), sentences) if rows else ()


def _table(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:
    rows = rows_in(content)
    if not rows:
        return ()
    columns = item.content.columns
    extra = undeclared(rows, columns)
    blanks = [sentences.say("empty" if column.optional else "not_known") for column in columns]
    cells = (
        (
            *(escape(cell(row, column, columns)) or blank for column, blank in zip(columns, blanks, strict=True)),
            *(escape(as_said(row.get(key))) for key in extra),
        )
        for row in rows
    )
    titles = tuple(map(escape, (*(column.title for column in columns), *map(words, extra))))
    return [Table(columns=titles, rows=tuple(cells), caption=escape(item.title))]


def _facts(row: Row, keys: Iterable[str], sentences: Sentences) -> list[Block]:
    pairs = tuple((_label(key, sentences), escape(as_said(row[key]))) for key in keys if is_filled(row.get(key)))
    return [Facts(pairs=pairs)] if pairs else []


def _named(row: Row, keys: Iterable[str], sentences: Sentences) -> list[Prose]:
    return [sentences.say("pair", label=_label(key, sentences), value=as_said(row[key])) for key in keys]


def _label(key: str, sentences: Sentences) -> Prose:
    name = f"label.{key}"
    return sentences.say(name) if sentences.has(name) else capitalised(escape(words(key)))


PRINTERS: Mapping[ContentKind, Printer] = {
    "text": _text,
    "link": _text,
    "date": _date,
    "choice": _choices,
    "choices": _choices,
    "number": _number,
    "people": _people,
    "steps": _steps,
    "failure_mode": _failure_mode,
    "table": _table,
}
