"""The map of all areas: how many questions are shown, only have to be shown, and need work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from opsassess.blocks import Block, Paragraph, Section
from opsassess.charts import Bar, Bars
from opsassess.owners.people import only_builders
from opsassess.owners.standing import Standing, standings
from opsassess.prose import Sentences
from opsassess.questionnaire import Area
from opsassess.report.figures import figure_or_table
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.tiers import next_above

_GROUPS = {"section": "sections", "runbook": "runbooks", "cross_cutting": "across"}
_COLUMNS: Mapping[Standing, str] = {
    "shown": "shown",
    "one_person": "alone",
    "look": "to show",
    "work": "work",
}
_WORDS = ("shown", "still to be shown")


def map_section(score: Score, sentences: Sentences) -> Section:
    """Return the section with the chart, and the counts behind it."""
    bars = [bar for bar in area_chart(score).rows if bar.shown is not None]
    shares = [bar.shown or 0 for bar in bars]
    most, least = ([b.label for b in bars if b.shown == edge(shares, default=0)] for edge in (max, min))
    alone = [score.items[i] for i, word in standings(score).items() if word == "one_person"]
    lead = sentences.say(
        "map.lead",
        tier=score.questionnaire.tier_of[next_above(score.aim)],
        alone=len(alone),
        who=only_builders(alone),
        areas=len(bars),
        most=most,
        all_shown=max(shares, default=0) == 1,
        least=least,
        unasked=_unasked(score),
        none_shown=not min(shares, default=0),
        alone_there=sum(1 for item in alone if _area_of(score, item) in least),
        same=len(set(shares)) <= 1,
        nothing=not any(shares),
    )
    return Section(
        id="map",
        role="flow",
        title=sentences.say("map.title"),
        blocks=(Paragraph(text=lead, role="lead"), *_figure(score, sentences)),
    )


def _area_of(score: Score, item: ItemScore) -> str:
    return score.questionnaire.area_of[item.item.area].title


def _unasked(score: Score) -> list[str]:
    """Return the areas of which no question was put to the team."""
    stands = standings(score)
    asked = {
        area.id: [score.items[i].answered for i in score.frame.areas[area.id] if i in stands]
        for area in score.questionnaire.areas
    }
    return [area.title for area in score.questionnaire.areas if asked[area.id] and not any(asked[area.id])]


def area_chart(score: Score) -> Bars:
    """Return the chart: one row an area."""
    stands = standings(score)
    counted = [word for word in _COLUMNS if word != "one_person" or word in stands.values()]
    rows = tuple(_bar(score, area, stands, counted) for area in score.questionnaire.areas)
    return Bars(rows=rows, columns=("answered", *(_COLUMNS[word] for word in counted)), words=_WORDS)


def _bar(score: Score, area: Area, stands: Mapping[str, Standing], counted: Sequence[Standing]) -> Bar:
    """Return the shares of an area's questions that are shown, and that are shown or only have to be."""
    items = [i for i in score.frame.areas[area.id] if i in stands]
    found = Counter(stands[i] for i in items)
    answered = sum(1 for i in items if score.items[i].answered)
    counts = (f"{answered} of {len(items)}", *(str(found[word] or "") for word in counted))
    return Bar(
        label=area.title,
        shown=found["shown"] / len(items) if items else None,
        claimed=(found["shown"] + found["look"]) / len(items) if items else None,
        group=_GROUPS[area.kind],
        counts=counts if items else (),
    )


def _figure(score: Score, sentences: Sentences) -> Iterator[Block]:
    chart = area_chart(score)
    stands = standings(score)
    risks = (score.items[i] for i, word in stands.items() if word == "accepted")
    accepted = [risk.item.title.lower() for risk in risks if risk.answered]  # the others stand in no column anyway
    tier = score.questionnaire.tier_of[next_above(score.aim)]
    alone = sum(1 for word in stands.values() if word == "one_person")
    parts = sum(1 for i, word in stands.items() if word == "one_person" and i in score.one_person)
    caption = sentences.say("map.caption", tier=tier, accepted=accepted, alone=alone, parts=parts)
    yield from figure_or_table("map-chart", chart, caption=caption, alt=_in_words(chart))


def _in_words(chart: Bars) -> str:
    bars = (bar for bar in chart.rows if bar.shown is not None)
    parts = [f"{bar.label}: {bar.shown or 0:.0%} shown, {bar.claimed or 0:.0%} shown or to be shown" for bar in bars]
    return "Bar chart. " + "; ".join(parts) + "."
