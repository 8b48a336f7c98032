"""Charts: one value, drawn for print and for the notebook, said as a table."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from opsassess.charts import (
    Bar,
    Bars,
    Chart,
    Frontier,
    Levels,
    Pair,
    Palette,
    Place,
    Span,
    Timeline,
    drawable,
)
from opsassess.charts.interactive import figure
from opsassess.charts.palette import OURS
from opsassess.documents.pictures import to_png
from opsassess.documents.strips import strips

MAP = Bars(
    rows=(
        Bar(label="Scope", shown=0.5, claimed=0.75, group="a", counts=("2 of 2", "1")),
        Bar(label="Fallback & more", shown=0.0, claimed=0.0, group="b", counts=("1 of 2", "")),
        Bar(label="Continuity", shown=None, claimed=None, group="b"),
    ),
    columns=("answered", "missing"),
)
PEOPLE = Levels(
    rows=(Pair(label="Retry threshold", behind=0, ahead=4), Pair(label="Rollback", behind=2, ahead=5)),
    scale=("does not know", "absent", "in a head", "written", "usable", "proven"),
)
ROADMAP = Timeline(
    rows=(
        Span(label="Revoke", start=0, end=30, due=14, owner="Dana Ruiz", by="4 Dec 2026", effort="4 to 12 hours"),
        Span(label="Check", start=0, end=30, kind="look", effort="to be shown"),
        Span(label="Cost", start=30, end=60, due=400, kind="other", owner="Jonas", effort="to be answered"),
    ),
    marks=((0, "today"), (30, "30"), (60, "60"), (90, "90")),
)
HOURS = Frontier(
    rows=(
        Place(hours=0, shown=0.404, mark=1, label="today"),
        Place(hours=8.5, shown=0.444, mark=2, label="T1 is reached"),
        Place(hours=30, shown=0.478, chosen=True),
        Place(hours=97, shown=0.572, mark=3, label="every line"),
    ),
    budget=35.0,
)
ALL = [pytest.param(chart, id=type(chart).__name__) for chart in (MAP, PEOPLE, ROADMAP)]
SVG = "{http://www.w3.org/2000/svg}"


def words(chart: Chart | Frontier) -> list[str]:
    return [node.text or "" for node in ET.fromstring(chart.svg()).iter(f"{SVG}text")]  # noqa: S314 - our own


@pytest.mark.parametrize("chart", ALL)
def test_everything_in_the_table_is_in_the_picture(chart: Chart) -> None:
    head, rows = chart.table()
    shown = set(words(chart))
    told = {text for row in rows for text in row if text}
    assert told <= shown
    assert {name.lower() for name in head[1:]} <= {text.lower() for text in shown}


def test_the_tables_say_what_the_charts_show() -> None:
    assert MAP.table()[1] == (
        ("Scope", "2 of 2", "1"),
        ("Fallback & more", "1 of 2", ""),
        ("Continuity", "does not apply", ""),
    )
    assert PEOPLE.table()[1][0] == ("Retry threshold", "usable", "does not know")
    assert ROADMAP.table()[1][1] == ("Check", "to be named", "", "to be shown")


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    bars = re.findall(r'<rect x="206.00" y="38" width="([\d.]+)"', MAP.svg())
    ground, claimed, shown = map(float, bars)
    assert (claimed / ground, shown / ground) == (0.75, 0.5)


def test_what_stands_side_by_side_on_the_roadmap_does_not_touch() -> None:
    row = Span(
        label="Work", start=0, end=9, kind="other", owner="Dana Ruiz", by="(30 Dec 2026)", effort="to be answered"
    )
    picture = Timeline(rows=(row,), marks=((0, "today"), (90, "90"))).svg()
    at = {text: float(x) for x, text in re.findall(r'<text x="([\d.]+)"[^>]*>(.*?)</text>', picture)}
    letter = 10.5 * 0.54
    assert at["(30 Dec 2026)"] + len("(30 Dec 2026)") * letter < at["to be answered"] - len("to be answered") * letter


def test_a_day_after_the_last_mark_stays_in_the_picture() -> None:
    diamonds = [float(x) for x in re.findall(r'<polygon points="([\d.]+),', ROADMAP.svg())]
    assert diamonds == sorted(diamonds)
    assert max(diamonds) < 400


@pytest.mark.parametrize("chart", ALL)
def test_both_colours_of_a_house_style_are_used_and_ours_are_not(chart: Chart) -> None:
    svg = chart.svg(Palette(primary="#0b5d3b", accent="#7a0f4f", font="DejaVu Sans"))
    assert "#0b5d3b" in svg
    assert "#7a0f4f" in svg
    assert "#1f3a5f" not in svg
    assert 'font-family="DejaVu Sans, Inter, sans-serif"' in svg


@pytest.mark.parametrize("chart", ALL)
def test_plotly_shows_the_same_rows(chart: Chart) -> None:
    labels = {label for trace in figure(chart, OURS).data for label in trace.y}
    assert labels == {row.label for row in chart.rows} - {"Continuity"}


@pytest.mark.parametrize("chart", ALL)
def test_a_picture_has_the_same_bytes_each_time(chart: Chart) -> None:
    assert to_png(chart.svg()) == to_png(chart.svg())


@pytest.mark.parametrize("label", ["מתג", "停止", "x" * 61, "a\u202eb", "a\nb", "emoji 🚦"])
def test_what_cannot_be_drawn_letter_by_letter_is_told(label: str) -> None:
    chart = Levels(rows=(Pair(label=label, behind=0, ahead=3),), scale=PEOPLE.scale)
    assert drawable(PEOPLE)
    assert not drawable(chart)


def test_the_frontier_numbers_its_points_and_its_table_names_them() -> None:
    assert HOURS.table()[1] == (
        ("1", "today", "0.0", "40%"),
        ("2", "T1 is reached", "8.5", "44%"),
        ("3", "every line", "97.0", "57%"),
    )
    shown = words(HOURS)
    assert [text for text in shown if text in {"1", "2", "3"}] == ["1", "2", "3"]
    assert {"40%", "50%", "60%", "0", "20", "80"} <= set(shown)
    assert "stroke-dasharray" in HOURS.svg()  # where the budget stands


def test_a_roadmap_is_cut_into_its_head_and_its_rows() -> None:
    head, *rows = strips(ROADMAP.svg())
    assert head.alt.startswith("What, Owner, By, Effort, today")
    assert [row.alt.split(", ")[0] for row in rows] == [row.label for row in ROADMAP.rows]
    whole = ROADMAP.svg()
    assert sum(strip.svg.count("<text") for strip in (head, *rows)) == whole.count("<text")
    assert all(ET.fromstring(strip.svg).get("viewBox") for strip in (head, *rows))  # noqa: S314 - our own
    assert strips(MAP.svg()) == []
