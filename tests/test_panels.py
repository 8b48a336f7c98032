"""The panels of the notebooks, without a kernel: what they hold and what a choice changes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest
from command_line import SAMPLE, files_in, names_of_deliverables, sample, written
from itables.widget import ITable

import opsassess
from opsassess.errors import OpsassessError
from opsassess.panels.gap_table import gap_frame


def every(widget: Any, kind: type) -> Iterator[Any]:
    """Yield the widgets of a kind in a panel."""
    if isinstance(widget, kind):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from every(child, kind)


def named(panel: Any, kind: type, description: str) -> Any:
    return next(widget for widget in every(panel, kind) if widget.description == description)


def rows(panel: Any) -> list[list[str]]:
    (table,) = every(panel, ITable)
    return [list(row) for row in table.df.itertuples(index=False)]


# ---------------------------------------------------------------------------------------------------------------------
# Gap table


def test_the_gap_table_holds_the_gaps_in_their_order() -> None:
    review = opsassess.sample()
    shown = rows(review.gap_table())
    assert [row[-1] for row in shown] == [gap.item for gap in review.score().gaps]
    assert " | ".join(shown[0][:7]) == (
        "Kill switch and safe mode | Revoking dangerous permissions | missing | Cut-off | 0 | 0 | 2"
    )


def test_what_is_chosen_above_it_filters_it() -> None:
    panel = opsassess.sample().gap_table()
    named(panel, widgets.Dropdown, "Gaps to").value = "T2"
    everything = rows(panel)
    named(panel, widgets.Dropdown, "Area").value = "Business continuity"
    named(panel, widgets.Dropdown, "What it is").value = "missing"
    assert rows(panel) == [row for row in everything if row[0] == "Business continuity" and row[2] == "missing"]
    (count,) = every(panel, widgets.HTML)
    assert count.value == f"{len(rows(panel))} of {len(everything)}"
    named(panel, widgets.Dropdown, "Gaps to").value = "T1"  # no gap there in that area: the filter falls away
    assert named(panel, widgets.Dropdown, "Area").value == "all"


def test_no_gaps_are_an_empty_table_with_its_heads() -> None:
    assert list(gap_frame(opsassess.sample().score(), ()).columns)[:2] == ["Area", "Question"]


def test_a_title_that_a_client_typed_is_no_markup(tmp_path: Path) -> None:
    mode = {"id": "s4_exceptions.m_x_merged_accounts", "title": "<img src=x onerror=alert(1)>"}
    review = opsassess.load(written(tmp_path, sample(failure_modes=[mode])))
    panel = review.gap_table()
    named(panel, widgets.Dropdown, "Gaps to").value = "T3"
    (table,) = every(panel, ITable)
    assert mode["title"] in {row[1] for row in rows(panel)}
    assert not table._dt_args.get("allow_html")
    what_if = review.what_if()
    (add,) = every(what_if, widgets.Combobox)
    add.value = next(name for name in add.options if name.startswith("<img"))
    assert all("<img src=x" not in html.value for html in every(what_if, widgets.HTML))


# ---------------------------------------------------------------------------------------------------------------------
# What if


def test_the_fewest_lead_to_the_next_tier_and_as_it_is_goes_back() -> None:
    panel = opsassess.sample().what_if()
    before = told(panel)
    assert before.startswith("T0, Depends on its builder ")
    named(panel, widgets.Button, "The fewest that lead to T1").click()
    assert told(panel).startswith("T0, Depends on its builder → T1, Supervised pilot, builder on call ")
    assert "Cut-off: missing → seen" in told(panel)
    named(panel, widgets.Button, "As it is").click()
    assert told(panel) == before


def test_a_question_is_added_by_its_name_set_to_a_level_and_left_as_it_is() -> None:
    panel = opsassess.sample().what_if()
    (add,) = every(panel, widgets.Combobox)
    add.value = "Revoking dangerous permissions (Kill switch and safe mode)"
    (level,) = every(panel, widgets.Dropdown)
    assert (add.value, level.value) == ("", 4)
    level.value = 1
    assert "Cut-off" not in told(panel)
    level.value = 2
    assert "Cut-off: missing → seen" in told(panel)
    next(button for button in every(panel, widgets.Button) if button.icon == "times").click()
    assert list(every(panel, widgets.Dropdown)) == []
    assert "Cut-off" not in told(panel)


def told(panel: Any) -> str:
    """Return what the panel says without its markup and its picture."""
    html = list(every(panel, widgets.HTML))[-1].value
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html).replace("&rarr;", "→")).strip() + " "


# ---------------------------------------------------------------------------------------------------------------------
# Budget, target and drills


def test_budget_target_and_drills_move_what_is_bought_and_kept() -> None:
    review = opsassess.sample()
    panel = review.scope_sliders()
    tier, budget, full, tabletops, picture, _ = panel.children

    assert list(tier.options) == ["T1", "T2", "T3"]
    assert (tier.value, budget.value) == ("T2", 70)  # where the cheapest way to the target ends
    assert told(panel).startswith("65 to 70 h: 25 lines, 56% shown, T2 ")
    assert told(panel).endswith("Keeps T2. ")

    budget.value = 20
    assert told(panel).startswith("The must-haves alone take 31.4 hours, above the budget. None is left out.")
    full.value = tabletops.value = 0
    assert told(panel).endswith("Keeps not yet shown. ")
    tier.value = "T1"
    assert told(panel).startswith("7.5 to 8.5 h: one line, ")
    assert "T1 is reached with the fewest hours" in picture.value
    drawn = base64.b64decode(picture.value.partition("base64,")[2].partition('"')[0]).decode()
    assert drawn.count("stroke-dasharray") == drawn.count("<polygon") == 1  # the budget, and what it buys
    assert budget.max == 9
    assert review.scope().plan.target is None  # nothing of it is kept


def test_the_lines_of_the_retainer_are_a_table() -> None:
    review = opsassess.sample()
    lines, scope = review.scope_lines(), review.scope()

    assert list(lines.columns)[:4] == ["line", "gaps", "kind", "missing"]
    assert lines["expected"].sum() == pytest.approx(float(scope.total(scope.lines).expected), abs=0.3)


# ---------------------------------------------------------------------------------------------------------------------
# Charts, preview and export


@pytest.mark.parametrize("name", ["areas", "people", "gates"])
def test_a_chart_is_drawn_and_said_in_words(name: str) -> None:
    shown = opsassess.sample().chart(name)._repr_mimebundle_(include=None, exclude=None)
    assert shown["application/vnd.plotly.v1+json"]["data"]
    assert len(shown["text/plain"].splitlines()) > 5


def test_there_is_nothing_to_compare_where_only_one_side_spoke(tmp_path: Path) -> None:
    answers = [answer for answer in sample()["answers"] if answer["respondent"] != "jonas"]
    review = opsassess.load(written(tmp_path, sample(answers=answers)))
    assert review.chart("people")._repr_mimebundle_() == {"text/plain": "There is nothing to compare here."}


def test_a_chart_that_there_is_not() -> None:
    with pytest.raises(OpsassessError, match="There is no chart 'map'; there are: areas, people, gates"):
        opsassess.sample().chart("map")


def test_the_preview_is_a_page_in_a_frame_that_runs_nothing() -> None:
    page = opsassess.sample().preview().value
    assert page.startswith('<iframe title="Preview: lead-router-report" sandbox="" srcdoc="&lt;!DOCTYPE html&gt;')
    assert page.count("<") == 2


def test_one_button_writes_one_document(tmp_path: Path) -> None:
    panel = opsassess.sample().exports(tmp_path)
    button = next(b for b in every(panel, widgets.Button) if b.tooltip == "Write gaps as csv")
    button.click()
    assert files_in(tmp_path) == {"lead-router-gaps.csv"}
    assert said(panel) == f"Written into {tmp_path}."


@pytest.mark.slow
def test_one_button_writes_all(tmp_path: Path) -> None:
    panel = opsassess.sample().exports(tmp_path)
    named(panel, widgets.Button, "Write all documents").click()
    assert files_in(tmp_path) == names_of_deliverables()
    (progress,) = every(panel, widgets.IntProgress)
    assert progress.value == progress.max == len(names_of_deliverables())


def test_a_document_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    panel = opsassess.load(SAMPLE).exports(tmp_path / "taken")
    next(b for b in every(panel, widgets.Button) if b.tooltip == "Write gaps as csv").click()
    assert "taken" in said(panel)
    assert "cannot be written" in said(panel)


def said(panel: Any) -> str:
    return str(list(every(panel, widgets.HTML))[-1].value)
