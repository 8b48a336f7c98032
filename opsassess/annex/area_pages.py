"""The areas of the annex: the share of each, its items one by one, and what was not asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsassess.annex.entries import entry, is_told
from opsassess.annex.trace import Trace, percent
from opsassess.blocks import Block, Paragraph, Section
from opsassess.prose import Prose, escape, join
from opsassess.questionnaire import Area
from opsassess.scoring import ItemScore
from opsassess.scoring.explain import decimal


def area_sections(trace: Trace) -> Iterator[Section]:
    for area in trace.score.questionnaire.areas:
        yield Section(id=area.id, role="flow", title=escape(area.title), blocks=tuple(_blocks(trace, area)))


def _blocks(trace: Trace, area: Area) -> Iterator[Block]:
    items = [trace.score.items[item] for item in trace.score.frame.areas[area.id]]
    applying = [item for item in items if item.applies]
    yield Paragraph(text=_shares(trace, area, applying), role="lead")
    yield from (entry(trace, item) for item in applying if is_told(trace, item))
    say = trace.sentences.say
    silent = [
        say("area.not_asked.item", title=item.item.title, gap=trace.numbers.get(item.item.id))
        for item in applying
        if not is_told(trace, item)
    ]
    if silent:
        yield Paragraph(text=say("area.not_asked", items=join(silent, "; ")), role="note")
    out = [
        say("area.not_applicable.item", title=item.item.title, reason=(item.not_applicable or "").rstrip("."))
        for item in items
        if not item.applies
    ]
    if out:
        yield Paragraph(text=say("area.not_applicable", items=join(out, "; ")), role="note")


def _shares(trace: Trace, area: Area, applying: list[ItemScore]) -> Prose:
    if not applying:
        return trace.sentences.say("area.none")
    counts = {"answered": sum(1 for item in applying if item.answered), "asked": len(applying)}
    if not trace.percentages:
        return trace.sentences.say("area.counts", **counts)
    shares = trace.score.areas[area.id]
    points = sum((trace.score.frame.weights[item.item.id] for item in applying), Fraction(0))
    return trace.sentences.say(
        "area.shares",
        shown=percent(shares.shown),
        claimed=percent(shares.claimed),
        coverage=percent(shares.coverage),
        shown_points=decimal((shares.shown or Fraction(0)) * points),
        claimed_points=decimal((shares.claimed or Fraction(0)) * points),
        points=decimal(points),
        na=percent(shares.na_share) if shares.na_share else "",
        shadow=percent(shares.na_shadow),
        **counts,
    )
