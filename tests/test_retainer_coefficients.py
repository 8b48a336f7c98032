"""Coefficients and timesheets as files: what a consultancy writes, and every mistake in it at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from opsassess.errors import DataError
from opsassess.retainer.calibration import as_yaml, calibrate, read_timesheet
from opsassess.retainer.coefficients import NAME, find_circle, load_coefficients

OURS = load_coefficients()


def mistakes(folder: Path, text: str) -> list[str]:
    (folder / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_coefficients([folder])
    return [str(mistake).replace(f"{folder}/", "") for mistake in caught.value.mistakes]


def test_an_own_file_replaces_single_lines(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(
        "format: opsassess-retainer/1\nfactor: {regulated_data: 0.25}\nservices:\n  reporting: {hours: {fixed: 3}}\n",
        encoding="utf-8",
    )
    own = load_coefficients([tmp_path])

    assert own.factor.regulated_data == Fraction(1, 4)
    assert own.factor.a_further_system == OURS.factor.a_further_system
    assert own.services["reporting"].hours == {"fixed": 3}
    assert own.services["reporting"].title == OURS.services["reporting"].title
    assert list(own.services) == list(OURS.services)


def test_every_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        "format: opsassess-retainer/1\n"
        "estimate: {correlation: 1.3}\n"
        "factor:\n"
        "  regulated_data: a lot\n"
        "services:\n"
        "  reporting:\n"
        "    hours: {fixed: -2}\n"
        "  coffee: {title: Coffee, cadence: daily, does: We brew, accepted_when: It is hot, hours: {cups: 1}}\n"
        "assumd: {}\n",
    )

    assert [line.partition(": ")[0] for line in found] == [f"retainer.yaml:{n}" for n in (2, 4, 7, 8, 9)]
    assert found[1] == "retainer.yaml:4: `factor.regulated_data` is 'a lot', but should be a number."
    assert found[2] == "retainer.yaml:7: `services.reporting.hours.fixed` is '-2', but should be at least 0."
    assert found[4].startswith("retainer.yaml:9: `assumd` is not a key that belongs here. Perhaps 'assumed'")


def test_dependencies_in_a_circle_are_named(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path, "format: opsassess-retainer/1\ndependencies:\n  a.a: [b.b]\n  b.b: [c.c]\n  c.c: [a.a]\n"
    )

    assert found == ["retainer.yaml:2: `dependencies` is wrong: goes in a circle: a.a needs b.b needs c.c needs a.a."]


def test_a_circle_is_found_wherever_it_is() -> None:
    assert find_circle({"a": ("b", "c"), "b": ("d",), "c": ("d",)}) == ()
    assert find_circle({"a": ("b",), "b": ("c",), "c": ("b",)}) == ("b", "c", "b")
    assert find_circle({"a": ("a",)}) == ("a", "a")


# ---------------------------------------------------------------------------------------------------------------------
# Timesheets

SERVICES = (
    "change_review, exception_tuning, handoff_updates, incident_drills, incidents, remediation, reporting, "
    "threshold_review"
)
ITEMS = ["s5_kill_switch.verify_pause", "s7_ownership.resume_signoff"]


def test_a_timesheet_gives_new_hours_and_says_how_well_they_fit() -> None:
    rows = read_timesheet(
        "task,estimated,actual\n"
        "threshold_review,4,5\n"
        "threshold_review,4,7\n"
        "s5_kill_switch.verify_pause,4,3\n"
        "s7_ownership.resume_signoff,2,3\n",
        "sheet.csv",
        OURS,
        ITEMS,
    )
    fits = {fit.part: fit for fit in calibrate(rows, OURS)}

    assert list(fits) == ["remediation", "threshold_review"]
    review, work = fits["threshold_review"], fits["remediation"]
    assert [review.rows, review.ratio, review.distance_before, review.distance_after] == [2, Fraction(3, 2), 2, 1]
    assert review.is_better
    assert [work.ratio, work.distance_before, work.distance_after] == [1, 1, 1]
    assert not work.is_better


def test_what_it_writes_is_an_own_file(tmp_path: Path) -> None:
    sheet = "task;estimated;actual\n" + "reporting;2;3\n" * 10 + "remediation;10;12\nincidents;4;4\n"
    fits = calibrate(read_timesheet(sheet, "sheet.csv", OURS, ()), OURS)
    (tmp_path / NAME).write_text(as_yaml(fits), encoding="utf-8")
    own = load_coefficients([tmp_path])

    assert [own.services["reporting"].scale, own.services["reporting"].rows] == [Fraction(3, 2), 10]
    assert [own.remediation.scale, own.remediation.rows] == [Fraction(6, 5), 1]
    assert own.incidents.scale == 1
    assert calibrate(read_timesheet(sheet, "sheet.csv", own, ()), own)[0].scale == Fraction(36, 25)  # it builds on it


def test_every_mistake_of_a_timesheet_is_named_with_its_line() -> None:
    sheet = (
        "Task,Estimated,Actual,Who\n"
        "threshold_reviews,4,5,ana\n"
        "reporting,two,3,ana\n"
        "\n"
        "reporting,0,-1,ana\n"
        "reporting,2\n"
        ",1,nan,\n"
        "reporting,2,2,ana\n"
    )
    with pytest.raises(DataError) as caught:
        read_timesheet(sheet, "sheet.csv", OURS, ITEMS)

    assert str(caught.value).splitlines() == [
        "sheet.csv:2: there is no task 'threshold_reviews'. Perhaps 'threshold_review' is meant.",
        "sheet.csv:3: `estimated` is 'two', but should be a number of hours. Write it like 2.5.",
        "sheet.csv:5: `estimated` is 0, but should be greater than 0.",
        "sheet.csv:5: `actual` is -1, but should be 0 or more.",
        "sheet.csv:6: `actual` is missing. Write it like 2.5.",
        f"sheet.csv:7: the task is missing. Services: {SERVICES}; or the id of an item.",
        "sheet.csv:7: `actual` is 'nan', but should be a number of hours. Write it like 2.5.",
    ]


def test_a_timesheet_with_semicolons_has_decimal_commas() -> None:
    sheet = "task;estimated;actual\nreporting;2;3,5\nreporting;1,125;2.5\n"
    rows = read_timesheet(sheet, "sheet.csv", OURS, ITEMS)
    assert [(row.estimated, row.actual) for row in rows] == [(2, Fraction(7, 2)), (Fraction(9, 8), Fraction(5, 2))]


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("", "sheet.csv:1: the first line should name the columns task, estimated, actual; task, estimated, actual is"),
        ("task,hours\nreporting,2\n", "sheet.csv:1: the first line should name the columns"),
        ("task,estimated,actual\n", "sheet.csv: there is no row with hours."),
        ("task,estimated,actual\n" + "x" * 200_000, "sheet.csv:2: the line cannot be read as a row of a table"),
    ],
)
def test_a_timesheet_without_columns_or_rows_is_refused(sheet: str, says: str) -> None:
    with pytest.raises(DataError, match=says.replace(".", r"\.")):
        read_timesheet(sheet, "sheet.csv", OURS, ())


def test_hours_are_not_scaled_to_nothing() -> None:
    """A file with a scale of 0 could not be loaded again."""
    sheet = "task,estimated,actual\nreporting,2,0\nthreshold_review,4,0.001\nremediation,2,0\nremediation,2,3\n"
    with pytest.raises(DataError) as caught:
        calibrate(read_timesheet(sheet, "sheet.csv", OURS, ()), OURS)

    nothing = "next to no hours were worked on what was estimated, so there is nothing to scale by"
    assert str(caught.value).splitlines() == [
        f"{part}: {nothing}. Correct `actual` in its rows, or leave them out."
        for part in ("threshold_review", "reporting")
    ]
