"""The monthly report: hours against the plan, drills, reviews, and whether the provider makes itself needless."""

from __future__ import annotations

import datetime as dt
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from command_line import SAMPLE, engagement, run
from strategies import BUILDER, OPERATOR, a_questionnaire, an_area, an_assessment, an_item, says

import opsassess
from opsassess.assessment import Respondent
from opsassess.deliverables import KINDS
from opsassess.engagement import Engagement
from opsassess.errors import DataError, OpsassessError
from opsassess.interchange import read_assessment
from opsassess.monthly import calendar_month
from opsassess.monthly.dependence import index_of
from opsassess.prose import day
from opsassess.scoring import score

pytestmark = pytest.mark.slow

INVOICES = SAMPLE.with_name("invoice-approval.json")
TIMESHEET = """\
task,estimated,actual
threshold_review,2.5,3
threshold_review,1,0.5
incidents,1,2
s5_kill_switch.verify_pause,4,5
"""


ORDERED = "scope:\n  ordered: {months: keep_healthy, since: 2026-11-01}\n"


def monthly(folder: Path, *options: str) -> str:
    """Return the Markdown of the invoice sample's month, for which no months are ordered."""
    result = run("monthly", INVOICES, "-o", folder / "month.md", *options)
    assert result.exit_code == 0, result.output
    return (folder / "month.md").read_text(encoding="utf-8")


def ordered(folder: Path, *options: str, settings: str = ORDERED) -> str:
    """Return the month of an engagement with the invoice sample whose client has ordered "Keep healthy"."""
    made = Engagement.new(folder / "brennick", "Brennick")
    made.take_in(read_assessment(INVOICES))
    file = made.folder / "engagement.yaml"
    file.write_text(file.read_text(encoding="utf-8") + settings, encoding="utf-8")
    (made.folder / "hours.csv").write_text(TIMESHEET, encoding="utf-8")
    result = run("monthly", "-o", "month.md", *options, inside=made.folder)
    assert result.exit_code == 0, result.output
    return (made.folder / "month.md").read_text(encoding="utf-8")


def test_a_month_that_nobody_ordered_has_no_plan_and_no_reviews(tmp_path: Path) -> None:
    """What was seen in the assessment was no service of a month."""
    text = monthly(tmp_path)
    assert text.startswith("# Where it stands: November 2026\n")
    assert "Hours against the plan" not in text
    assert "| Threshold review" not in text
    assert "Reviewed and tuned" not in text
    assert text.count("**TODO**") == 1  # words of the consultant's own


def test_months_that_begin_later_are_named_and_not_compared_with(tmp_path: Path) -> None:
    text = ordered(tmp_path, settings=ORDERED.replace("2026-11-01", "2026-12-01"))
    assert 'The months of "Keep healthy" begin on 1 December 2026.' in text
    assert "Hours against the plan" not in text


def test_the_plan_is_that_of_the_scope(tmp_path: Path) -> None:
    """Range, services and incident hours: what the scope says of the months that were ordered."""
    text = ordered(tmp_path)
    package = opsassess.load(INVOICES).scope().package_of["keep_healthy"]
    span = f"{float(package.month.range.even):g} to {float(package.month.range.safe):g}"
    assert f'The months of "Keep healthy", ordered from 1 November 2026, plan {span} hours.' in text
    assert "> **TODO** Before this is sent, the hours that were used." in text
    planned = [Fraction(cell) for cell in re.findall(r"^\| [^|*]+ \| (\d+\.\d\d) \|", text, re.MULTILINE)]
    *services, incidents = planned
    assert f"| **Services, together** | **{float(sum(services)):.2f}** | | |" in text  # the sum of what is printed
    assert abs(sum(services) - package.month.likely) < Fraction(1, 20)
    assert incidents == 1


def test_hours_of_a_timesheet_stand_beside_the_plan(tmp_path: Path) -> None:
    text = ordered(tmp_path, "--timesheet", "hours.csv")
    assert "10.50 hours were used, 5.00 of them on gaps, outside the month's plan. The months of" in text
    assert re.search(r"\| Threshold review \| 2\.\d\d \| 3\.50 \| -1\.\d\d \|", text)
    assert re.search(r"\| Change review \| (5\.\d\d) \| 0\.00 \| \1 \|", text)
    assert "| Work on gaps, outside the month's plan | | 5.00 | |" in text


def test_a_drill_whose_record_ages_is_asked_for_and_late_only_in_months_that_were_ordered(tmp_path: Path) -> None:
    text = monthly(tmp_path)
    assert "| Stop outbound writes | 27 August 2026 | no day yet; aged since 25 November 2026 |" in text
    assert "| Pause and verify | 17 September 2026 | by 10 December 2026 |" in text  # in the full run that is agreed
    assert (
        "Willem Aarts, please name who leads the next drill, and its day: Stop outbound writes (the last one, of "
        "27 August 2026, has aged)."
    ) in text
    assert "the drill (" not in text
    assert "| Stop outbound writes | 27 August 2026 | **was due 25 November 2026** |" in ordered(tmp_path)
    assert "| Failure: Timeout of an upstream system | none | first by 4 December 2026 |" in text  # an action says so
    assert (
        "Of the drills on the cards, without a record: Failure: Credit note read as an invoice. It has no day yet."
        in text
    )


def test_a_failure_that_was_exercised_and_has_no_card_is_on_record_too(tmp_path: Path) -> None:
    text = monthly(tmp_path)
    assert "| Failure: Duplicate task |" in text
    assert "| Failure: Missing context |" not in text  # it has neither a card nor a record


def test_ordered_months_give_each_drill_a_month(tmp_path: Path) -> None:
    assert "| Failure: Credit note read as an invoice | none | first by 31 December 2026 |" in ordered(tmp_path)


def test_what_was_exercised_in_part_is_not_called_never() -> None:
    """The report tells of the pause that was watched; its check is what has no record."""
    text = opsassess.load(SAMPLE).monthly().render("md", Path())
    assert "In part: Pause and verify" in text
    assert "18 November 2026, in part; no record yet of: checking that the pause worked | **was due 27 November" in text


def test_a_restart_after_a_pause_that_was_watched_is_not_called_never() -> None:
    text = opsassess.load(SAMPLE).monthly().render("md", Path())
    assert '| Resume | 18 November 2026, after "Pause and verify"; no record of it as a drill |' in text


def test_a_month_of_talks_says_whom_we_asked_and_what_has_arrived_since() -> None:
    text = opsassess.load(SAMPLE.with_name("support.json")).monthly().render("md", Path())
    asked = "We asked Mirjam Kofler, Yusuf Aydin, Claudia Reinholt, Pavel Novotny and Aoife Brennan between 11 November"
    assert asked in text
    assert "this has arrived of what was promised: Output that fails a check, the three checks on the screen" in text
    assert "this is done" not in text  # what was agreed in the talks of the month is to come
    later = opsassess.load(SAMPLE.with_name("support.json")).monthly("2026-12").render("md", Path())
    assert "We asked" not in later


def test_what_was_agreed_and_has_been_done_is_not_asked_for_again(tmp_path: Path) -> None:
    """The pause of December keeps the promise, and the revoked token is the agreed work; the third stays open."""
    told = json.loads(SAMPLE.read_text(encoding="utf-8"))
    for item in ("s5_kill_switch.verify_pause", "s5_kill_switch.revoke_permissions"):
        answer = [a for a in told["answers"] if a["item"] == item and a["respondent"] == "dana"][-1]
        seen = {"level": "E3", "what": "the record of the drill", "where": "OPS-31", "date": "2026-12-10"}
        now = {"rating": 4, "evidence": [seen], "written_where": "the page Stop", "at": "2026-12-10T11:00:00+01:00"}
        told["answers"].append(answer | now)
    file = tmp_path / "december.json"
    file.write_text(json.dumps(told | {"as_of": "2026-12-31"}), encoding="utf-8")
    text = str(opsassess.load(file).monthly().render("md", Path()))
    assert "By what we saw this month, this has arrived of what was promised: Checking that the pause worked" in text
    assert "this is done of the agreed work: Revoking dangerous permissions; Checking that the pause worked" in text
    late = text.partition("### Due by 31 December 2026, and still open")[2]
    assert "**Revoking dangerous permissions**" not in late
    assert "**Checking that the pause worked**" not in late
    assert "**Output that fails a check**" in late


def test_a_drill_that_failed_is_told_with_what_failed(tmp_path: Path) -> None:
    told = json.loads(SAMPLE.read_text(encoding="utf-8"))
    row = {"drill": "By hand", "last_done": "2026-11-14", "result": "failed at step 2: nobody for Spanish"}
    answer = {"item": "x_cross_cutting.drills", "respondent": "dana", "rating": 3, "content": [row]}
    told["answers"].append(answer | {"at": "2026-11-20T20:00:00+01:00"})
    file = tmp_path / "failed.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    text = str(opsassess.load(file).monthly().render("md", Path()))
    assert "own record: By hand on 14 November 2026 (“failed at step 2: nobody for Spanish”)." in text
    assert "Not passed" not in str(opsassess.load(SAMPLE).monthly().render("md", Path()))


def test_a_page_to_write_is_no_drill_and_a_later_promise_hides_no_missed_day(tmp_path: Path) -> None:
    told = json.loads(SAMPLE.read_text(encoding="utf-8"))
    action = next(a for a in told["actions"] if a["item"] == "s5_kill_switch.revoke_permissions")
    drill = f"| Revoke access | none | first by {day(dt.date.fromisoformat(action['due']))} |"
    assert drill in str(opsassess.load(SAMPLE).monthly().render("md", Path()))
    action["text"] = "Write the four steps with the place of each credential."
    told["promised"].append({"item": action["item"], "what": "the page", "who": action["owner"], "by": "2026-12-28"})
    file = tmp_path / "written.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    text = str(opsassess.load(file).monthly().render("md", Path()))
    assert "| Revoke access |" not in text
    assert f"{action['text'].rstrip('.')} ({action['owner']}), due" in text.replace("dana", "Dana Ruiz")


def test_an_accepted_risk_that_has_ended_is_a_gap_and_nothing_to_decide() -> None:
    text = opsassess.load(SAMPLE).monthly().render("md", Path())
    assert "accepted as a risk" not in text
    triage = str(opsassess.load(SAMPLE.with_name("triage.json")).monthly().render("md", Path()))
    assert triage.count("accepted as a risk until 4 December 2026") == 1
    assert triage.count("Taking the work back for good") == 1


def test_where_somebody_accepted_that_there_is_no_drill_none_is_asked_for() -> None:
    text = opsassess.load(SAMPLE.with_name("support.json")).monthly().render("md", Path())
    assert "Ten drills have no record yet. That is an accepted risk until 31 January 2027 (Claudia R" in text
    assert "the drill (" not in text
    assert "without a record" not in text


def test_an_agent_that_is_not_live_yet_has_its_first_live_day_and_drills_with_test_cases() -> None:
    text = str(opsassess.load(SAMPLE.with_name("triage.json")).monthly().render("md", Path()))
    assert text.startswith("# Where it stands: November 2026 (draft)\n")
    assert "the first live day is planned for 7 December 2026. Not everything" in text
    assert "Until Document courier runs on live work, every drill is held where it runs now, with test cases" in text
    assert "without a record" not in text
    assert "Not everything was asked yet, so this can still change." in text


def test_what_was_due_stands_apart_from_what_comes(tmp_path: Path) -> None:
    late, coming = (
        ordered(tmp_path).split("### Due by 30 November 2026, and still open")[1].split("### Due by 31 December 2026")
    )
    assert (
        "**Stop outbound writes**: the drill (who leads it: to be named by Willem Aarts), due by 25 November 2026"
        in late
    )
    assert "This is as of 19 November 2026; what came later is not entered yet." in monthly(tmp_path)
    assert "due 4 December 2026" not in late
    assert "**Running the agent without the builder**: Tell the approvers in Hasselt, settle what" in coming
    assert "**Pause and verify**: the drill" not in coming  # the full run holds it


def test_who_owns_the_rows_is_asked_for_before_what_waits_for_it() -> None:
    text = str(opsassess.load(SAMPLE.with_name("support.json")).monthly().render("md", Path()))
    proposed = text.partition("#### Proposed by us, not agreed yet\n\n")[2]
    asked = "Owners for the 15 rows of the gap register that have none yet; Who is on call for the builder"
    assert f"- **2 December 2026**. Claudia Reinholt: {asked}. Mirjam Kofler: Watch after a change. Pavel" in proposed


def test_a_day_that_we_proposed_stays_until_another_report_goes_out(tmp_path: Path) -> None:
    """A filled drill card makes the answers newer and is no report; the milestone of the report keeps its days."""
    told = json.loads(SAMPLE.read_text(encoding="utf-8"))
    card = {
        "item": "s5_kill_switch.pause_new_runs",
        "respondent": "dana",
        "rating": 4,
        "at": "2026-12-10T11:00:00+01:00",
    }
    report = {"name": "First report", "date": "2026-11-20", "scores": {}}
    file = tmp_path / "december.json"
    later = {"as_of": "2026-12-10", "answers": [*told["answers"], card], "milestones": [report]}
    file.write_text(json.dumps(told | later), encoding="utf-8")
    for review in (
        opsassess.load(SAMPLE, as_of="2026-12-31"),
        opsassess.load(file),
        opsassess.load(file, as_of="2026-12-31"),
    ):
        text = str(review.monthly().render("md", Path()))
        late, coming = text.split("### Due by 31 January 2027")
        passed = late.partition("#### Proposed by us for a day that has passed, not agreed")[2]
        (day,) = (line for line in passed.splitlines() if line.startswith("- **27 November 2026**. Priya Shah: "))
        first = "Who can stop it at every hour; Ended acceptance: normal latency range; Still open: person who leads"
        assert f"{first} an incident; When to stop the workflow." in day
        assert "- **18 December 2026**. Dana Ruiz: Person who leads an incident; Malformed input;" in passed
        assert "- **11 December 2026**. To be named by Priya Shah: Where each kind of work goes." in passed
        assert "The gap register of 20 November 2026 says what each proposed point takes" in coming


def test_the_runbook_has_as_many_entries_as_its_own_first_page_says() -> None:
    for name in ("lead-routing", "support", "invoice-approval", "triage"):
        review = opsassess.load(SAMPLE.with_name(f"{name}.json"))
        book = str(review.document("runbook").render("md", Path()))
        for entries in re.findall(r"of the (\d+) entries", str(review.monthly().render("md", Path()))):
            assert f"Of the {entries} entries" in book


def test_another_month_has_other_drills_and_reviews(tmp_path: Path) -> None:
    since = ORDERED.replace("2026-11-01", "2026-06-01")
    september = ordered(tmp_path, "--month", "2026-09", settings=since)
    assert september.startswith("# Report of September 2026\n")
    assert "Used or exercised this month: Pause and verify and Work by hand." in september  # the full run had a call
    assert "None of the seven numbers was looked at this month" in september


def test_what_was_exercised_later_is_not_yet_known_in_an_earlier_month(tmp_path: Path) -> None:
    text = monthly(tmp_path, "--month", "2026-08")
    assert "As of 19 November 2026: **Invoice matcher** is at T2" in text
    drills = text.split("# Drills")[1].split("\n# ")[0].split("\n## ")[0]
    assert "Used or exercised this month: Stop outbound writes" in drills
    assert "Of the drills on the cards, without a record: Pause and verify;" in drills


def test_the_month_compares_with_the_milestone_before_it(tmp_path: Path) -> None:
    since = "On 29 September 2026 it was at T1: supervised pilot, builder on call. Must-haves met since: Exceptions."
    falls = "If nothing is shown again, T2 falls on 11 January 2027. What keeps it is new looks at “Backlog review”,"
    assert f"**Invoice matcher** is at T2: production with conditions. {since} {falls}" in monthly(tmp_path)
    assert "On 29 September 2026 it was " in monthly(tmp_path).partition("## Who is needed")[2]


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
    assert "On nine points Jonas Weber is two levels or more ahead of everybody whom we asked in the team: " in text
    assert "Nobody else who built it was asked." in text


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


def test_a_month_to_come_is_no_month_to_report_of(tmp_path: Path) -> None:
    refused = run("monthly", INVOICES, "--month", "9998-01", "-o", tmp_path / "month.md")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(
        "9998-01 is still to come, so there is nothing to report of it. Name a month up to "
    )
    assert run("monthly", INVOICES, "--month", "2026-12", "--as-of", "2026-12-31", "-o", tmp_path).exit_code == 0


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


def test_a_month_has_the_day_on_which_its_report_was_made() -> None:
    review = opsassess.load(SAMPLE)
    early, late = (dt.date(2026, 11, 26), dt.date(2026, 12, 3))
    assert [review.monthly("2026-11", made=made).content.day for made in (early, late)] == [early, late]
    assert "November 2026" in review.monthly("2026-11", made=late).content.title
