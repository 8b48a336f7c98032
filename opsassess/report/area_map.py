"""The map of all areas: shown, claimed and how much was asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsassess.blocks import Block, Figure, Paragraph, Section, Table
from opsassess.charts import Chart, Row
from opsassess.prose import Prose, Sentences, escape
from opsassess.questionnaire import Area
from opsassess.scoring import Score, Shares

_GROUPS = {"section": "sections", "runbook": "runbooks", "cross_cutting": "across"}


def map_section(score: Score, sentences: Sentences) -> Section:
    """Return the section with the chart, and the counts behind it."""
    live = [(a, score.areas[a.id]) for a in score.questionnaire.areas if score.areas[a.id].shown is not None]
    strongest = max(live, key=lambda pair: pair[1].shown or 0, default=None)
    weakest = min(live, key=lambda pair: pair[1].shown or 0, default=None)
    widest = max(live, key=lambda pair: (pair[1].claimed or 0) - (pair[1].shown or 0), default=None)
    lead = sentences.say(
        "map.lead",
        strongest=strongest[0] if strongest else None,
        weakest=weakest[0] if weakest else None,
        widest=widest[0] if widest and (widest[1].claimed or 0) > (widest[1].shown or 0) else None,
        same=strongest == weakest,
        nothing=not strongest or not strongest[1].shown,
    )
    return Section(
        id="map",
        title=sentences.say("map.title"),
        blocks=(
            Paragraph(text=lead, role="lead"),
            *_figure(score, sentences),
            _table(score),
            Paragraph(text=sentences.say("map.table"), role="note"),
        ),
    )


def area_chart(score: Score) -> Chart:
    """Return the chart: one row an area."""
    return Chart(rows=tuple(_bar(area, score.areas[area.id]) for area in score.questionnaire.areas))


def _bar(area: Area, shares: Shares) -> Row:
    shown, claimed = (None if s is None else float(s) for s in (shares.shown, shares.claimed))
    return Row(label=area.title, shown=shown, claimed=claimed, group=_GROUPS[area.kind])


def _figure(score: Score, sentences: Sentences) -> Iterator[Block]:
    yield Figure(
        id="map-chart",
        chart=area_chart(score),
        caption=sentences.say("map.caption"),
        alt=_in_words(score),
    )


def _in_words(score: Score) -> str:
    parts = [
        f"{area.title}: shown {_percent(shares.shown)}, claimed {_percent(shares.claimed)}"
        for area in score.questionnaire.areas
        if (shares := score.areas[area.id]).shown is not None
    ]
    return "Bar chart. " + "; ".join(parts) + "."


def _percent(share: Fraction | None) -> str:
    return "-" if share is None else f"{float(share):.0%}"


def _table(score: Score) -> Table:
    return Table(
        columns=tuple(map(Prose, ("Area", "Questions answered", "Written and seen", "Said, not seen", "Missing"))),
        rows=tuple(_counts(score, area) for area in score.questionnaire.areas),
        widths=(36, 18, 18, 14, 14),
        caption=Prose("How many questions of each area were answered, shown, said and missing"),
    )


def _counts(score: Score, area: Area) -> tuple[Prose, ...]:
    items = [score.items[i] for i in score.frame.areas[area.id] if score.items[i].applies]
    if not items:
        return (escape(area.title), Prose("does not apply"), Prose(""), Prose(""), Prose(""))
    half = score.questionnaire.constants.default_target
    shown = sum(1 for i in items if max(i.shown, i.renewable) >= half)
    said = sum(1 for i in items if i.claimed >= half) - shown
    answered = sum(1 for i in items if i.answered)
    missing = sum(1 for i in items if i.answered and i.claimed < half)
    numbers = (f"{answered} of {len(items)}", shown or "", said or "", missing or "")
    return (escape(area.title), *(escape(n) for n in numbers))
