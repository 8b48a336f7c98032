"""The monthly report: hours against the plan, drills, reviews, and whether the provider makes itself needless."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from command_line import SAMPLE, engagement, run
from strategies import BUILDER, OPERATOR, a_questionnaire, an_area, an_assessment, an_item, says

import opsassess
from opsassess.assessment import Respondent
from opsassess.deliverables import KINDS
from opsassess.errors import DataError, OpsassessError
from opsassess.monthly import calendar_month
from opsassess.monthly.dependence import index_of
from opsassess.scoring import score

INVOICES = SAMPLE.with_name("invoice-approval.json")
TIMESHEET = """\
task,estimated,actual
threshold_review,2.5,3
threshold_review,1,0.5
incidents,1,2
s5_kill_switch.verify_pause,4,5
"""


def monthly(folder: Path, *options: str, sheet: str = TIMESHEET) -> str:
    """Return the Markdown of the invoice sample's month."""
    (folder / "hours.csv").write_text(sheet, encoding="utf-8")
    result = run("monthly", INVOICES, "-o", folder / "month.md", *options)
    assert result.exit_code == 0, result.output
    return (folder / "month.md").read_text(encoding="utf-8")


def test_the_plan_stands_alone_until_there_is_a_timesheet(tmp_path: Path) -> None:
    text = monthly(tmp_path)
    assert "The plan of a month is 28.2 hours." in text
    assert "> **TODO** Before this is sent, the hours that were used." in text
    assert "| Threshold review | 2.4 | | |" in text


def test_hours_of_a_timesheet_stand_beside_the_plan(tmp_path: Path) -> None:
    text = monthly(tmp_path, "--timesheet", str(tmp_path / "hours.csv"))
    assert "10.5 hours were used; the plan of a month is 28.2." in text
    assert "| Threshold review | 2.4 | 3.5 | -1.1 |" in text
    assert "| Change review | 5.2 | 0.0 | 5.2 |" in text
    assert "| Work on gaps, outside the month's plan | | 5.0 | |" in text


def test_a_drill_is_due_again_when_its_record_begins_to_age(tmp_path: Path) -> None:
    assert "| Stop outbound writes | 27 August 2026 | **was due 25 November 2026** |" in monthly(tmp_path)
    assert "| Failure: Timeout of an upstream system | never | now |" in monthly(tmp_path)


def test_what_was_due_stands_apart_from_what_comes(tmp_path: Path) -> None:
    late, coming = monthly(tmp_path).split("### Was due by the end of the month")[1].split("### Next month")
    assert "Drill: Stop outbound writes, due by 25 November 2026" in late
    assert "due 4 December 2026" not in late
    assert "Drill: Pause and verify, due by 16 December 2026" in coming
    assert coming.count("not on record so far") == 1  # each by its name, in one line
    assert "; Failure: Credit note read as an invoice; Failure: Timeout" in coming


def test_another_month_has_other_drills_and_reviews(tmp_path: Path) -> None:
    september = monthly(tmp_path, "--month", "2026-09")
    assert september.startswith("# Retainer, September 2026\n")
    assert "Exercised this month: Pause and verify and Work by hand." in september
    assert "None of the eleven points on numbers was looked at this month" in september


def test_what_was_exercised_later_is_not_yet_known_in_an_earlier_month(tmp_path: Path) -> None:
    drills = monthly(tmp_path, "--month", "2026-08").split("# Drills")[1].split("\n# ")[0].split("\n## ")[0]
    assert "Exercised this month: Stop outbound writes" in drills
    assert "| Pause and verify | never | now |" in drills


def test_the_month_compares_with_the_milestone_before_it(tmp_path: Path) -> None:
    since = 'At "After the drills of August and September" it was supervised pilot, builder on call.'
    assert f"- **Invoice matcher** is at T2: production with conditions. {since}" in monthly(tmp_path)


def test_the_key_person_index_of_the_provider_counts_its_people_only() -> None:
    questionnaire = a_questionnaire([an_area("a", an_item("a.pause", "critical"), an_item("a.owner"))])
    provider = Respondent(id="provider", name="Kim Lund", roles=("builder",))
    answers = [
        says(OPERATOR, "a.pause", 1),
        says(OPERATOR, "a.owner", 3),
        says(BUILDER, "a.pause", 4),
        says(provider, "a.pause", 3),
        says(provider, "a.owner", 3),
    ]
    found = score(questionnaire, an_assessment(questionnaire, answers, respondents=(OPERATOR, BUILDER, provider)))
    ahead = index_of(found, ["kim lund"])
    assert ahead.index == Fraction(4 * 2, 4 * (4 + 2))  # weights 4 and 2; two of four levels ahead on the first
    assert ahead.items == ("a.pause",)
    assert index_of(found, []).index is None


def test_the_provider_is_named_in_the_settings(tmp_path: Path) -> None:
    made = engagement(tmp_path / "nordwind")
    settings = made.folder / "engagement.yaml"
    settings.write_text(settings.read_text() + "terms:\n  people: [Jonas Weber]\n", encoding="utf-8")
    assert run("monthly", "-o", "month.md", inside=made.folder).exit_code == 0
    text = (made.folder / "month.md").read_text(encoding="utf-8")
    known = "nine points are still far better known to Jonas Weber than to anybody in the team"
    assert f"**Lead router**, the provider: {known}: " in text
    assert "**Lead router**, the builder: not measured." in text


def test_months() -> None:
    december = calendar_month("2026-12")
    assert (december.name, december.last, december.following) == (
        "December 2026",
        dt.date(2026, 12, 31),
        dt.date(2027, 1, 1),
    )
    for wrong in ("2026-13", "12/2026", "", "2026-1", "0000-01", "9999-11", "9999-12"):
        with pytest.raises(OpsassessError, match="is no month"):
            calendar_month(wrong)


def test_a_timesheet_with_mistakes_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    sheet = tmp_path / "hours.csv"
    sheet.write_text("task,estimated,actual\nthreshold_reviev,2,3\nreporting,2,many\n", encoding="utf-8")
    result = run("monthly", INVOICES, "--timesheet", sheet, "-o", tmp_path / "month.md")
    assert result.exit_code == 1
    assert "hours.csv:2: there is no task 'threshold_reviev'" in result.output
    assert "hours.csv:3: `actual` is 'many'" in result.output
    assert not (tmp_path / "month.md").exists()
    with pytest.raises(DataError):
        opsassess.load(INVOICES).monthly(timesheet=tmp_path / "missing.csv")


def test_it_is_no_part_of_what_is_delivered_after_a_session() -> None:
    assert not KINDS["monthly"].delivered
    assert opsassess.sample().monthly().render("docx", Path())[:2] == b"PK"
