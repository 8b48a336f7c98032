"""A document that holds each kind of block once, for the tests of everything that prints documents."""

from __future__ import annotations

import datetime as dt

from opsassess.blocks import (
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Field,
    Figure,
    Form,
    Heading,
    Ladder,
    Paragraph,
    Rung,
    Section,
    Status,
    StatusList,
    Step,
    Steps,
    Table,
    Todo,
)
from opsassess.charts import Bar, Bars
from opsassess.prose import Prose

P = Prose

A_CHART = Bars(
    rows=(
        Bar(label="Scope", shown=0.5, claimed=0.75, counts=("1 of 2",)),
        Bar(label="Fallback", shown=None, claimed=None),
    ),
    columns=("answered",),
)

EVERY_BLOCK: tuple[Block, ...] = (
    Heading(text=P("Heading")),
    Paragraph(text=P("A lead."), role="lead"),
    Bullets(items=(P("one"), P("two"))),
    Bullets(items=(P("tick"),), checkbox=True),
    Steps(steps=(Step(do=P("Open it."), see=P("It is open.")), Step(do=P("Close it.")))),
    Steps(steps=(Step(do=P("Again.")),)),
    Facts(pairs=((P("Who"), P("Dana")),)),
    Table(columns=(P("A"), P("B")), rows=((P("1"), P("")), (P("x \\| y"), P("2"))), caption=P("Two columns")),
    Form(
        fields=(
            Field(tag="day", label=P("Day"), kind="day"),
            Field(tag="ok", label=P("Passed"), kind="choice", options=(("yes", P("yes")), ("no", P("no")))),
        ),
        caption=P("Record"),
    ),
    Todo(what=P("The number."), needed_from=P("Jonas"), by=P("4 December 2026")),
    Figure(id="map", chart=A_CHART, caption=P("The map"), alt="Two areas are full."),
    StatusList(id="must", entries=(Status(id="G1", title=P("Stop"), state="said", lines=(P("Dana says so."),)),)),
    Ladder(
        id="tier",
        rungs=(Rung(short="T0", name=P("Lowest")), Rung(short="T1", name=P("Pilot"))),
        reached="T1",
        text=P("The pilot is reached."),
    ),
    Card(title=P("Revoke"), tags=(P("critical"), P("G2")), body=(P("Do it."),), facts=((P("Owner"), P("Dana")),)),
)


def a_document(*blocks: Block, title: str = "Runbook: Router") -> Document:
    return Document(
        kind="runbook",
        title=P(title),
        subtitle=P("Draft"),
        client=P("Acme"),
        agent=P("Router"),
        day=dt.date(2026, 5, 4),
        draft=True,
        cover=(),
        sections=(Section(id="part", title=P("Part"), blocks=blocks),),
    )
