"""The map of all areas: shown, claimed and how much was asked."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Paragraph, Section
from opsassess.charts import Bar, Bars
from opsassess.prose import Sentences
from opsassess.questionnaire import Area
from opsassess.report.figures import figure_or_table
from opsassess.scoring import Score

_GROUPS = {"section": "sections", "runbook": "runbooks", "cross_cutting": "across"}
_COLUMNS = ("answered", "seen", "said only", "missing")


def map_section(score: Score, sentences: Sentences) -> Section:
    """Return the section with the chart, and the counts behind it."""
    bars = [bar for area in score.questionnaire.areas if (bar := _bar(score, area)).shown is not None]
    shares = [bar.shown or 0 for bar in bars]
    edges = (max(shares, default=0), min(shares, default=0))
    most, least = ([bar.label.lower() for bar in bars if bar.shown == edge] for edge in edges)
    widest = max(bars, key=lambda bar: (bar.claimed or 0) - (bar.shown or 0), default=None)
    lead = sentences.say(
        "map.lead",
        most=most,
        least=least,
        widest=widest.label.lower() if widest and (widest.claimed or 0) > (widest.shown or 0) else "",
        same=len(set(shares)) <= 1,
        nothing=not any(shares),
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
    return Bars(rows=tuple(_bar(score, area) for area in areas), columns=_COLUMNS)


def _bar(score: Score, area: Area) -> Bar:
    """Return the shares of an area's questions that were seen, and that were seen or told."""
    counts = _counts(score, area)
    applying = sum(1 for item in score.frame.areas[area.id] if score.items[item].applies)
    seen, said = (int(cell or 0) for cell in counts[1:3]) if counts else (0, 0)
    return Bar(
        label=area.title,
        shown=seen / applying if applying else None,
        claimed=(seen + said) / applying if applying else None,
        group=_GROUPS[area.kind],
        counts=counts,
    )


def _figure(score: Score, sentences: Sentences) -> Iterator[Block]:
    chart = area_chart(score)
    yield from figure_or_table("map-chart", chart, caption=sentences.say("map.caption"), alt=_in_words(score))


def _in_words(score: Score) -> str:
    bars = (bar for bar in area_chart(score).rows if bar.shown is not None)
    parts = [f"{bar.label}: {bar.shown or 0:.0%} seen, {bar.claimed or 0:.0%} seen or told" for bar in bars]
    return "Bar chart. " + "; ".join(parts) + "."


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
