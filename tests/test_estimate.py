"""The estimate as a spreadsheet: LibreOffice computes it anew, and the figures are the program's, to the cent."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from opsassess import review
from opsassess.assessment import Action
from opsassess.retainer import Offer, Plan, RateCard, Scope, load_coefficients, make_scope
from opsassess.retainer.terms import Budget, Price, Tax, priced

CARD = RateCard(
    currency="EUR",
    remediation=Fraction("137.5"),
    services=Fraction(129),
    incidents=Fraction("161.25"),
    tax=Tax(name="VAT", percent=Fraction("7.7")),
    round_to=Fraction(5),
)
OFFER = Offer(rate_card=CARD, scope=Plan(budget=Budget(money=Fraction(6000))))
COEFFICIENTS = load_coefficients()


def scope_of(coefficients: Any = COEFFICIENTS) -> Scope:
    scores = [review.sample(name).score() for name in ("lead-routing", "support")]
    return make_scope(scores, coefficients, plan=OFFER.scope, card=CARD)


def estimate(folder: Path) -> Path:
    """Write the estimate of two agents in one scope."""
    first = replace(review.sample(), offer=OFFER, beside=(review.sample("support"),))
    return first.document("scope").write(folder / "estimate.xlsx")[0]


def computed(path: Path, change: Callable[[Workbook], None] | None = None) -> Mapping[str, tuple[float, ...]]:
    """Return the rows of the first sheet after LibreOffice has computed them, by their names."""
    book = load_workbook(path)
    if change:
        change(book)
    book.save(path)  # which drops the stored results, so that none of them is taken as it is
    out = path.parent / "computed"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return rows_of(out / path.name)


def rows_of(path: Path) -> Mapping[str, tuple[float, ...]]:
    """Return the rows of the first sheet with the results that the file holds."""
    rows: Any = load_workbook(path, data_only=True)["Packages"].iter_rows(values_only=True)
    return {str(name): tuple(map(float, rest)) for name, *rest in rows if rest and isinstance(rest[0], int | float)}


def results_of(path: Path) -> Mapping[tuple[str, str], float]:
    """Return the results of all formulas by sheet and address."""
    results = load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): results[sheet.title][cell.coordinate].value
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def expected(scope: Scope) -> Mapping[str, tuple[float, ...]]:
    """Return the same rows as the program computes them."""
    packages = {package.id: package for package in scope.packages}
    must, following, keep = (packages[n] for n in ("must_haves", "next_tier", "keep_healthy"))
    choice = scope.choice
    assert choice is not None
    bought = scope.range(choice.total)
    p80 = scope.coefficients.estimate.p80
    incidents = keep.month.incidents
    kept = scope.coefficients.round.up(incidents)

    def row(total: Any, span: Any, price: Price | None) -> tuple[float, ...]:
        assert price is not None
        figures = (total.expected, total.deviation, total.at(p80), span.even, span.safe)
        return tuple(map(float, (*figures, price.net, price.tax, price.gross)))

    assert keep.incidents_price is not None
    assert keep.own_study is not None
    prices = keep.incidents_price
    return {
        "Lines within the budget, once": row(choice.total, bought, priced("remediation", bought.safe, CARD)),
        "First step, once": row(must.total, must.range, must.price),
        "First step, a month": row(must.month.total, must.month.range, must.month.price),
        "Next tier, once": row(following.total, following.range, following.price),
        "Keep healthy, a month": row(keep.month.total, keep.month.range, keep.month.price),
        "Keep healthy, a month, exceptions studied by your team": row(
            keep.own_study.total, keep.own_study.range, keep.own_study.price
        ),
        "Incident hours, a month, if used": (
            float(incidents), 0, float(incidents), *map(float, (kept, kept, prices.net, prices.tax, prices.gross)),
        ),
    }  # fmt: skip


def close(rows: Mapping[str, tuple[float, ...]]) -> Mapping[str, Any]:
    return {name: pytest.approx(row, abs=1e-9) for name, row in rows.items()}


@pytest.mark.slow
def test_the_spreadsheet_computes_what_the_program_computes_and_holds_it_for_a_preview(tmp_path: Path) -> None:
    path = estimate(tmp_path)
    stored, anew = results_of(path), computed(path)

    assert anew == close(expected(scope_of()))
    assert stored
    assert stored == {
        cell: pytest.approx(value, abs=1e-9) for cell, value in results_of(tmp_path / "computed" / path.name).items()
    }


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval"])
def test_the_spreadsheet_has_the_packages_of_the_page_and_no_others(name: str, tmp_path: Path) -> None:
    found = review.sample(name)
    scope, path = found.scope(), found.document("scope").write(tmp_path / "estimate.xlsx")[0]
    titles = {"must_haves": "First step", "next_tier": "Next tier", "keep_healthy": "Keep healthy"}
    once = {f"{titles[package.id]}, once": package.range for package in scope.works if package.range}
    month = {f"{titles[package.id]}, a month": package.month.range for package in scope.months}
    own = {
        f"{titles[package.id]}, a month, exceptions studied by your team": package.own_study.range
        for package in scope.months
        if package.own_study
    }
    book = load_workbook(path)
    heads = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    columns = [str(cell.value) for row in book["Lines"].iter_rows() for cell in row]

    assert {name: row[3:5] for name, row in rows_of(path).items() if "Incident" not in name} == {
        name: (float(span.even), float(span.safe)) for name, span in (once | month | own).items()
    }
    assert {title for title in titles.values() if title in columns} == {title.partition(",")[0] for title in once}
    assert "Budget" not in heads
    assert "no prices are set" in str(book["Packages"]["A2"].value)
    assert not [head for head in heads if "_" in head]


def test_the_day_of_an_answer_is_no_day_of_the_work(tmp_path: Path) -> None:
    found = review.sample()
    book = load_workbook(found.document("scope").write(tmp_path / "estimate.xlsx")[0])
    rows = {str(row[1]): row[-3:-1] for row in book["Lines"].iter_rows(values_only=True)}
    waiting = [line.item.title for line in found.scope().work if not line.answered]

    assert waiting
    assert {rows[title] for title in waiting} == {("Dana Ruiz (answers)", "answer by 4 December 2026 (proposed)")}


def test_where_no_package_is_offered_the_spreadsheet_says_so_and_names_no_hours(tmp_path: Path) -> None:
    path = review.sample("triage").document("scope").write(tmp_path / "estimate.xlsx")[0]
    (sheet,) = load_workbook(path).worksheets
    title, why = (str(row[0]) for row in sheet.iter_rows(values_only=True))

    assert title == "No package is offered yet"
    assert why.endswith("The packages with their hours follow from it.")


@pytest.mark.slow
def test_a_changed_coefficient_moves_the_totals(tmp_path: Path) -> None:
    """Lines stay as they were chosen; only hours and prices move."""

    def change(book: Workbook) -> None:
        cells = {str(row[0].value): row[1] for row in book["Coefficients"].iter_rows(min_row=4)}
        cells["Correlation"].value = 0.5
        cells["Regulated data"].value = 0.25
        cells["Services, pessimistic"].value = 2

    data = COEFFICIENTS.model_dump()
    data["estimate"]["correlation"], data["factor"]["regulated_data"] = Fraction(1, 2), Fraction(1, 4)
    data["spread"]["pessimistic"] = Fraction(2)
    changed = expected(scope_of(type(COEFFICIENTS).model_validate(data)))
    found = computed(estimate(tmp_path), change)

    assert {n: row for n, row in found.items() if "budget" not in n} == close(
        {n: row for n, row in changed.items() if "budget" not in n}
    )


def test_what_a_person_typed_is_text_and_never_a_formula(tmp_path: Path) -> None:
    found = review.sample()
    action = Action(item="s5_kill_switch.revoke_permissions", text="x", hours=(Fraction(1),) * 3, why="=1+1\x07")
    agent = found.assessment.agent.model_copy(update={"name": "=cmd|' /C calc'!A0"})
    hostile = found.assessment.model_copy(update={"actions": (action,), "agent": agent})
    path = replace(found, assessment=hostile).document("scope").write(tmp_path / "hostile.xlsx")[0]
    sheets = load_workbook(path).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    ours = [str(cell.value) for cell in cells if cell.data_type == "f"]

    assert any(cell.value == "=1+1[U+0007]" and cell.data_type == "s" for cell in cells)
    assert ours
    assert not any("cmd" in formula or formula.startswith("=1+1") for formula in ours)


def test_the_same_scope_gives_the_same_bytes() -> None:
    one, other = (review.sample().document("scope").render("xlsx", Path()) for _ in range(2))

    assert one == other
    assert load_workbook(io.BytesIO(bytes(one, "utf-8") if isinstance(one, str) else one)).sheetnames == [
        "Packages", "Coefficients", "Lines", "Months",
    ]  # fmt: skip
