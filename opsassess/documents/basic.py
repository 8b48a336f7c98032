"""Blocks that need a picture or a layout, said with the plain ones: what Markdown and Word can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from opsassess.blocks import (
    NOTHING,
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Figure,
    Form,
    Heading,
    Ladder,
    Paragraph,
    Rung,
    Status,
    StatusList,
    Steps,
    Table,
    Todo,
)
from opsassess.charts import Timeline
from opsassess.prose import Prose, bold, day, escape, listed

Basic = Heading | Paragraph | Bullets | Steps | Facts | Table | Todo


def basic(block: Block) -> tuple[Basic, ...]:
    """Return a block as plain blocks; a plain one as itself."""
    return _SAID[type(block)](block) if type(block) in _SAID else (block,)  # type: ignore[return-value] # no other is left


def front_facts(document: Document) -> Facts:
    """Return what stands on the front: client and date, unless the document's own facts say them."""
    known = {name for name, _ in document.cover}
    client = () if "Client" in known else ((Prose("Client"), document.client),)
    date = () if known & {"As of", "Date"} else ((Prose("Date"), Prose(day(document.day))),)
    return Facts(pairs=(*client, *document.cover, *date))


def todo_line(todo: Todo) -> Prose:
    """Return a task in one line: what, from whom, by when."""
    parts = [Prose("**TODO**"), todo.what]
    parts += [Prose(f"*Needed from* {todo.needed_from}.")] if todo.needed_from else []
    parts += [Prose(f"*By* {todo.by}.")] if todo.by else []
    return Prose(" ".join(part for part in parts if part))


def _figure(figure: Figure) -> tuple[Basic, ...]:
    """Return a chart as a table, with its caption unless that explains how the chart is drawn."""
    caption = figure.caption if not isinstance(figure.chart, Timeline) else NOTHING
    return (figure_table(figure), *((Paragraph(text=caption, role="note"),) if caption else ()))


def figure_table(figure: Figure) -> Table:
    head, rows = figure.chart.table()
    return Table(columns=tuple(map(escape, head)), rows=tuple(tuple(map(escape, row)) for row in rows))


def _status_list(block: StatusList) -> tuple[Basic, ...]:
    if not block.entries:
        return ()
    told = any(entry.lines for entry in block.entries)
    columns = (Prose("Must-have"), Prose("State"), Prose("What we know"))
    rows = tuple(_status(entry)[: 2 + told] for entry in block.entries)
    return (Table(columns=columns[: 2 + told], rows=rows, widths=(3, 2, 8)[: 2 + told]),)


def _status(entry: Status) -> tuple[Prose, ...]:
    return entry.title, entry.standing, Prose("\\\n".join(entry.lines))


def _ladder(block: Ladder) -> tuple[Basic, ...]:
    text = (Paragraph(text=block.text),) if block.text else ()
    named = [
        (bold(Prose(f"{_rung(rung)} (here today)")) if here else _rung(rung), rung.needs)
        for rung, here in block.steps()
    ]
    if not any(rung.needs for rung in block.rungs):
        return (Bullets(items=tuple(name for name, _ in named)), *text)
    columns = (Prose("Tier"), Prose("What it needs, and how that stands"))
    rows = tuple((name, listed(map(_need, needs))) for name, needs in named)
    return (*text, Table(columns=columns, rows=rows, widths=(3, 7)))


def _rung(rung: Rung) -> Prose:
    return Prose(f"{escape(rung.short)}: {rung.name}")


def _need(need: Status) -> Prose:
    return Prose(f"{need.title} ({need.standing})")


def _card(card: Card) -> tuple[Basic, ...]:
    tags = (Paragraph(text=Prose(" · ".join(card.tags)), role="note"),) if card.tags else ()
    body = (Paragraph(text=text) for text in card.body)
    facts = (Facts(pairs=card.facts),) if card.facts else ()
    return (Heading(text=card.title, level=3), *tags, *body, *facts)


def _form(form: Form) -> tuple[Basic, ...]:
    """Return a form as it is filled in with a pen."""
    rows = tuple((field.label, Prose(" / ".join(label for _, label in field.options))) for field in form.fields)
    return (Table(columns=(form.caption, NOTHING), rows=rows, widths=form.widths),)


_SAID: Mapping[type, Callable[[Any], tuple[Basic, ...]]] = {
    Figure: _figure,
    Form: _form,
    StatusList: _status_list,
    Ladder: _ladder,
    Card: _card,
}
