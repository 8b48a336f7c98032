"""The map of all areas: shown, claimed and how much was asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsassess.blocks import Block, Paragraph, Section
from opsassess.charts import Bar, Bars
from opsassess.prose import Sentences
from opsassess.questionnaire import Area
from opsassess.report.figures import figure_or_table
from opsassess.scoring import Score, Shares

_GROUPS = {"section": "sections", "runbook": "runbooks", "cross_cutting": "across"}
_COLUMNS = ("answered", "seen", "said only", "missing")


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
        role="flow",
        title=sentences.say("map.title"),
        blocks=(Paragraph(text=lead, role="lead"), *_figure(score, sentences)),
    )


def area_chart(score: Score) -> Bars:
    """Return the chart: one row an area."""
    areas = score.questionnaire.areas
    return Bars(rows=tuple(_bar(score, area, score.areas[area.id]) for area in areas), columns=_COLUMNS)


def _bar(score: Score, area: Area, shares: Shares) -> Bar:
    shown, claimed = (None if s is None else float(s) for s in (shares.shown, shares.claimed))
    group = _GROUPS[area.kind]
    return Bar(label=area.title, shown=shown, claimed=claimed, group=group, counts=_counts(score, area))


def _figure(score: Score, sentences: Sentences) -> Iterator[Block]:
    chart = area_chart(score)
    yield from figure_or_table("map-chart", chart, caption=sentences.say("map.caption"), alt=_in_words(score))


def _in_words(score: Score) -> str:
    parts = [
        f"{area.title}: shown {_percent(shares.shown)}, claimed {_percent(shares.claimed)}"
        for area in score.questionnaire.areas
        if (shares := score.areas[area.id]).shown is not None
    ]
    return "Bar chart. " + "; ".join(parts) + "."


def _percent(share: Fraction | None) -> str:
    return "-" if share is None else f"{float(share):.0%}"


def _counts(score: Score, area: Area) -> tuple[str, ...]:
    """Return how many questions were answered, seen, only said and missing; nothing where none applies."""
    items = [score.items[i] for i in score.frame.areas[area.id] if score.items[i].applies]
    if not items:
        return ()
    half = score.questionnaire.constants.default_target
    shown = sum(1 for i in items if max(i.shown, i.renewable) >= half)
    said = sum(1 for i in items if i.claimed >= half) - shown
    answered = sum(1 for i in items if i.answered)
    missing = sum(1 for i in items if i.answered and i.claimed < half)
    return (f"{answered} of {len(items)}", *(str(n or "") for n in (shown, said, missing)))
