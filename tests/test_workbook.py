from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from strategies import OPERATOR, Case, a_questionnaire, an_area, an_assessment, an_item, cases, says

from opsassess import validation
from opsassess.answers import Current, current_answers
from opsassess.assessment import Assessment, Note
from opsassess.errors import DataError, OpsassessError
from opsassess.library import find_questionnaire
from opsassess.questionnaire import Column, Content, Fact, Level, Option, Questionnaire
from opsassess.scoring import score
from opsassess.workbook import cells as workbook_cells
from opsassess.workbook import rows as workbook_rows
from opsassess.workbook.grids import fact_kind
from opsassess.workbook.read import read_workbook
from opsassess.workbook.write import write_workbook

# ---------------------------------------------------------------------------------------------------------------------
# A small questionnaire with every kind of content and of fact


def with_content(name: str, **content: Any) -> Any:
    return an_item(name).model_copy(update={"content": Content(prompt="What?", **content)})


OPTIONS = (Option(id="human_queue", title="Goes to a queue"), Option(id="other", title="Other"))
QUESTIONNAIRE = a_questionnaire(
    [
        an_area("a", an_item("a.text"), an_item("a.steps", kind="steps"), an_item("a.people", kind="people")),
        an_area(
            "b",
            with_content("b.number", kind="number", unit="%", per="week"),
            with_content("b.choice", kind="choice", options=OPTIONS),
            with_content("b.choices", kind="choices", options=OPTIONS),
            an_item("b.date", kind="date"),
            with_content(
                "b.table",
                kind="table",
                columns=(Column(id="work", title="Work"), Column(id="action", title="Action", options=OPTIONS)),
            ),
        ),
        an_area("f", an_item("f.m_a", kind="failure_mode"), client_mode=an_item("f.m_x_other", kind="failure_mode")),
    ]
).model_copy(
    update={
        "facts": (
            Fact(id="live", title="Live", kind="boolean", ask="Is it?"),
            Fact(id="runs", title="Runs", kind="number", ask="How many?"),
            Fact(
                id="work",
                title="Work",
                kind="choice",
                ask="Which?",
                options=(Level(id="support", name="support work", meaning="It answers."),),
            ),
            Fact(id="model", title="Model", kind="text", ask="Which?"),
            Fact(
                id="systems",
                title="Systems: [all]",
                kind="table",
                ask="Which?",
                columns=(Column(id="name", title="System"), Column(id="owner", title="Owner")),
            ),
            Fact(id="builder", title="Answers", kind="people", ask="Who?"),  # the title of another sheet
        )
    }
)

KINDS = {item.id: item.content.kind for item in QUESTIONNAIRE.items.values()}


def find(_: str) -> Questionnaire:
    return QUESTIONNAIRE


def again(assessment: Assessment, folder: Path, questionnaire: Questionnaire = QUESTIONNAIRE) -> Assessment:
    """Return the assessment after a round trip through a workbook."""
    path = folder / "interview.xlsx"
    write_workbook(assessment, questionnaire, path)
    return validation.build(Assessment, read_workbook(path, lambda _: questionnaire))


def said(assessment: Assessment) -> Mapping[str, tuple[Current, ...]]:
    """Return the current answers, without those that say nothing at all."""
    silent = {"rating": None, "content": None, "evidence": (), "written_where": "", "note": "", "private_note": ""}
    found = {
        item: tuple(c for c in answers if c.at or any(getattr(c, key) != value for key, value in silent.items()))
        for item, answers in current_answers(assessment).items()
    }
    return {item: answers for item, answers in found.items() if answers}


def with_answers(answers: Mapping[str, Any], **more: Any) -> Assessment:
    entries = [says(OPERATOR, item, 2, content=content) for item, content in answers.items()]
    return an_assessment(QUESTIONNAIRE, entries, respondents=[OPERATOR]).model_copy(update=more)


def contents(assessment: Assessment) -> Mapping[str, Any]:
    return {item: answers[0].content for item, answers in current_answers(assessment).items()}


# ---------------------------------------------------------------------------------------------------------------------
# There and back again


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases())
def test_scores_and_current_answers_survive(tmp_path: Path, case: Case) -> None:
    before = case.assessment
    after = again(before, tmp_path, case.questionnaire)
    assert said(after) == said(before)
    assert score(case.questionnaire, after).to_json() == score(case.questionnaire, before).to_json()
    assert after.model_dump(exclude={"answers", "agent"}) == before.model_dump(exclude={"answers", "agent"})


TEXTS = st.text(max_size=12) | st.sampled_from(
    ["", " ", "=1+1", "-", "—", "json: no", "_x0041_", "_x0041\x07", "_x005F_x0007_", "a\r\nb\x00", "\ufffe", "→ Steps"]
)
SCALARS = TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))
KEYS = st.sampled_from(["do", "see", "who", "name", "value", "work", "action", "detect"])
ROWS = st.lists(st.dictionaries(KEYS, SCALARS, max_size=3), max_size=3)
FRAMED = st.fixed_dictionaries({"steps": ROWS}, optional={"who": SCALARS, "minutes": SCALARS, "do": SCALARS})


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*KINDS, "f.m_x_late", "gone.item"]), ANYTHING | ROWS | FRAMED, max_size=6))
def test_content_of_any_shape_survives(tmp_path: Path, answers: dict[str, Any]) -> None:
    before = with_answers(answers, questionnaire=an_assessment(QUESTIONNAIRE).questionnaire)
    old_version = before.questionnaire.model_copy(update={"version": "0.9.0"})  # an item may be gone since
    assert contents(again(before.model_copy(update={"questionnaire": old_version}), tmp_path)) == contents(before)


def test_the_sheets_hold_what_a_person_would_write(tmp_path: Path) -> None:
    before = with_answers(
        {
            "a.steps": {
                "use_when": "when it writes",
                "steps": [{"do": "Open the page", "see": "read only"}, {"do": "Wait", "see": ""}],
            },
            "a.people": [{"name": "Dana", "role": "Lead"}],
            "b.number": {"value": 98.5, "low": 90, "unit": "%", "per": "week"},
            "b.choice": "human_queue",
            "b.choices": ["other", "human_queue"],
            "b.date": "2026-05-31",
            "b.table": [{"work": "Leads", "action": "human_queue"}],
            "f.m_a": {"detect": "alert", "retry": 2},
        }
    )
    assert contents(again(before, tmp_path)) == contents(before)
    book = load_workbook(tmp_path / "interview.xlsx")
    rows = {name: [[c for c in row if c is not None] for row in book[name].values][1:] for name in book.sheetnames}
    assert rows["Steps"][0][-3:] == ["when it writes", "Open the page", "read only"]
    assert rows["Steps"][1][-2:] == ["Wait", "—"]
    assert rows["People named"][0][-2:] == ["Dana", "Lead"]
    assert rows["Numbers"][0][-4:] == [98.5, 90, "%", "week"]
    assert rows["Tables"][0][-3:] == ["columns", "Work", "Action"]
    assert rows["Tables"][1] == ["b.table", "operator", "1", "Leads", "Goes to a queue"]
    assert rows["Failure answers"][0][-2:] == ["alert", 2]
    content = {row[1]: row[8] for row in book["Answers"].iter_rows(min_row=2, values_only=True)}
    assert content["b.choice"] == "Goes to a queue"
    assert content["b.date"] == dt.datetime(2026, 5, 31)  # noqa: DTZ001 - a date as Excel has it
    assert content["a.steps"] == "→ Steps"


def test_the_profile_survives_with_its_evidence(tmp_path: Path) -> None:
    profile = {
        "live": {"value": True, "evidence": [{"level": "E2", "what": "the log", "date": "2026-05-01"}]},
        "runs": 1200.5,
        "work": "support",
        "model": "=cmd()",
        "systems": [{"name": "HubSpot", "owner": ""}, {"name": "Slack"}],
        "builder": {"value": [{"name": "Jonas"}], "evidence": [{"level": "E0"}]},
        "unheard_of": {"value": [1, None], "evidence": []},
    }
    before = an_assessment(QUESTIONNAIRE, profile=profile)
    after = again(before, tmp_path)
    assert after.agent.facts == before.agent.facts
    assert after.agent.profile["live"]["evidence"] == [
        {"level": "E2", "what": "the log", "where": "", "date": "2026-05-01"}
    ]
    assert after.agent.profile["builder"]["evidence"] == [{"level": "E0", "what": "", "where": ""}]


def test_everything_else_survives(tmp_path: Path) -> None:
    data = an_assessment(QUESTIONNAIRE).model_dump(mode="json") | {
        "summary": "Two lines\nand a tab\t.",
        "client": {"name": "@SUM(1)"},
        "actions": [{"item": "a.text", "text": "", "hours": [0.5, 1, 2.25], "due": "1899-12-31", "owner": ""}],
        "promised": [{"item": "a.text", "what": "The log", "who": "", "by": "2026-07-01"}],
        "failure_modes": [{"id": "f.m_x_late", "title": "Late"}],
        "milestones": [{"name": n, "date": "2026-05-01", "scores": {"tier": {"shown": "T0"}}} for n in ("one", "two")],
        "notes": [
            {"id": "n1", "text": "ask Bo\nabout it", "item": None, "at": "2026-06-01T12:00:00Z"},
            {"id": "n2", "text": "", "item": "a.text", "at": None},
        ],
    }
    before = Assessment.model_validate(data)
    assert again(before, tmp_path) == before


def test_a_log_is_folded_and_keeps_the_newest_time(tmp_path: Path) -> None:
    entries = [
        {"item": "a.text", "respondent": "operator", "rating": 1, "note": "first", "at": "2026-05-01T10:00:00+02:00"},
        {"item": "a.text", "respondent": "operator", "rating": 3, "at": "2026-05-02T10:00:00Z"},
    ]
    data = an_assessment(QUESTIONNAIRE).model_dump(mode="json") | {"answers": entries}
    (answer,) = again(Assessment.model_validate(data), tmp_path).answers
    assert (answer.rating, answer.note, answer.at) == (3, "first", dt.datetime(2026, 5, 2, 10, tzinfo=dt.UTC))


def test_a_text_longer_than_a_cell_survives(tmp_path: Path) -> None:
    long = "Zeile \U0001f6d1\r\n" * 9000
    before = with_answers({"a.text": long, "a.steps": [{"do": long}]})
    assert contents(again(before, tmp_path)) == contents(before)
    book = load_workbook(tmp_path / "interview.xlsx")
    sizes = [len(str(cell).encode("utf-16-le")) // 2 for sheet in book for row in sheet.values for cell in row if cell]
    assert max(sizes) <= 32_767


def test_a_copy_for_the_client_has_no_private_notes(tmp_path: Path) -> None:
    path = tmp_path / "client.xlsx"
    assessment = with_answers({"a.text": "x"})
    secret = assessment.answers[0].model_copy(update={"private_note": "between us", "note": "for all"})
    notes = (Note(id="n1", text="between us two"),)
    theirs = assessment.model_copy(update={"answers": (secret,), "notes": notes})
    write_workbook(theirs, QUESTIONNAIRE, path, private=False)
    with zipfile.ZipFile(path) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert b"between us" not in text
    assert b"Private note" not in text
    assert b"for all" in text
    assert validation.build(Assessment, read_workbook(path, find)).answers[0].note == "for all"


def test_a_new_assessment_has_a_row_for_each_item_and_says_nothing(tmp_path: Path) -> None:
    questionnaire = find_questionnaire("agent-operability")
    after = again(an_assessment(questionnaire, respondents=[]), tmp_path, questionnaire)
    assert after.answers == ()
    sheet = load_workbook(tmp_path / "interview.xlsx")["Answers"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(questionnaire.items)


def test_the_content_of_a_choice_has_its_dropdown_in_its_own_row(tmp_path: Path) -> None:
    again(an_assessment(QUESTIONNAIRE), tmp_path)
    sheet = load_workbook(tmp_path / "interview.xlsx")["Answers"]
    heads = [cell.value for cell in sheet[1]]
    rows = [row for row in sheet.iter_rows() if row[heads.index("Item")].value == "b.choice"]
    contents_of_choice = [row[heads.index("Content")].coordinate for row in rows]
    assert " ".join(contents_of_choice) in {str(dropdown.sqref) for dropdown in sheet.data_validations.dataValidation}


# ---------------------------------------------------------------------------------------------------------------------
# What a person types


@pytest.fixture
def filled(tmp_path: Path) -> Callable[..., Path]:
    """Write the workbook of a new assessment, type into its cells, and save it as a person would."""

    def fill(*cells: tuple[str, str, Any], change: Callable[[Workbook], None] = lambda _: None) -> Path:
        path = tmp_path / "interview.xlsx"
        write_workbook(an_assessment(QUESTIONNAIRE, respondents=[OPERATOR]), QUESTIONNAIRE, path)
        book = load_workbook(path)
        for sheet, place, value in cells:
            book[sheet][place] = value
        change(book)
        book.save(path)
        return path

    return fill


def mistakes(path: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_workbook(path, find)
    return [str(mistake).removeprefix(f"{path}").removeprefix(", ") for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("typed", "rating"),
    [(3, 3), (3.0, 3), ("3", 3), (" 3 ", 3), ("don't know", "dont_know"), ("Don\u2019t know", "dont_know"), (0, 0)],
)
def test_ratings_are_read_as_people_type_them(filled: Callable[..., Path], typed: object, rating: object) -> None:
    assert read_workbook(filled(("Answers", "G2", typed)), find).data["answers"] == [
        {"item": "a.text", "respondent": "operator", "rating": rating}
    ]


def test_dates_are_read_as_dates_and_as_text(filled: Callable[..., Path]) -> None:
    row = ("a.text", "operator", "e2")
    path = filled(
        *(("Evidence", f"{column}2", value) for column, value in zip("ABC", row, strict=True)),
        *(("Evidence", f"{column}3", value) for column, value in zip("ABC", row, strict=True)),
        ("Evidence", "F2", dt.date(2026, 5, 31)),
        ("Evidence", "F3", "31 May 2026"),
    )
    (answer,) = read_workbook(path, find).data["answers"]
    assert [seen["date"] for seen in answer["evidence"]] == ["2026-05-31", "2026-05-31"]


def test_percentages_are_read_as_they_are_seen(filled: Callable[..., Path]) -> None:
    """Excel keeps 0.98 for a typed 98%, and shows it as 98%."""

    def as_excel(book: Workbook) -> None:
        for cell in (book["Numbers"]["E2"], book["Profile"]["D3"]):
            cell.number_format = "0.0%"

    path = filled(("Numbers", "E2", 0.985), ("Profile", "D3", 0.12), change=as_excel)
    book = load_workbook(path)
    heads = [cell.value for cell in book["Numbers"][1]]
    assert heads[4] == "Value"
    assert mistakes(path) == ["Profile!D3: it is '12%', but should be a number like 12 or 98.5."]
    path = filled(("Numbers", "E2", "98,5 %"), ("Profile", "D3", "12,5"))
    (answer,) = read_workbook(path, find).data["answers"]
    assert answer["content"] == {"value": 98.5, "unit": "%", "per": "week"}
    assert read_workbook(path, find).data["agent"]["profile"] == {"runs": 12.5}
    path = filled(("Numbers", "E2", "98%"), ("Numbers", "G2", "runs"))
    assert mistakes(path) == [
        "Numbers!E2: it is a percentage, and its unit is runs. Write the number in its unit, or a unit that has %."
    ]
    assert fact_kind(Fact(id="rate", title="Rate", kind="number", ask="?", unit="share of runs")).read("12 %") == 0.12


def test_all_mistakes_are_named_at_once_with_their_cells(filled: Callable[..., Path]) -> None:
    path = filled(
        ("Answers", "G2", "five"),
        ("Answers", "B3", "a.stepps"),
        ("Answers", "G3", 3),
        ("Answers", "I4", "Dana"),
        ("Answers", "F6", "operatr"),
        ("Answers", "G6", 1),
        ("Answers", "G7", "=1+2"),
        ("Profile", "D2", "perhaps"),
        ("Profile", "D3", "1,500"),
        ("People", "C3", "owner, operater"),
        ("Evidence", "A2", "a.text"),
        ("Evidence", "C2", "E7"),
        ("Evidence", "F2", "5/6/2026"),
        *(("Steps", f"{column}{row}", "Dana") for column in "F" for row in (3, 4)),
        ("Tables", "G2", "Actoin"),
        ("Tables", "G3", "Drafts"),
        ("Actions", "F2", "2 to 4"),
    )
    assert mistakes(path) == [
        "People!C3: it is 'operater', which is not one of operator, owner, user, builder. Perhaps 'operator' is meant.",
        "Actions!F2: it should be three numbers: optimistic / likely / pessimistic, like 2 / 4 / 8.",
        "Profile!D2: it is 'perhaps', but should be yes or no.",
        "Profile!D3: it is '1,500', but should be a number like 12 or 98.5.",
        "Answers!G7: it holds a formula, and only values are read. Copy the cell and paste it as a value.",
        "Answers!G2: it is 'five', which is not one of 0, 1, 2, 3, 4, don't know.",
        "Answers!I4: it is a text, but this content is written on the sheet People named, a row for each of its rows.",
        "Answers!F6: 'operatr' is not on the sheet People. Perhaps 'operator' is meant.",
        "Steps!F4: an earlier row of these steps says it already. Say it once, in their first row.",
        "Tables!G2: b.table has no column 'Actoin'. Perhaps 'Action' is meant.",
        "Tables!G3: no column title stands above it. Keep the row that says columns for this item.",
        "Evidence!C2: it is 'E7', which is not one of E0, E1, E2, E3.",
        "Evidence!F2: it is '5/6/2026': it may be two days: write it as 2026-05-31, 31.5.2026 or 31 May 2026.",
        "Answers!B3: the questionnaire has no item 'a.stepps'. Perhaps 'a.steps' is meant.",
        "Actions!A2: it does not say which item is meant.",
    ]


def test_a_mistake_that_the_model_finds_has_its_cell(filled: Callable[..., Path]) -> None:
    path = filled(("Not applicable", "A2", "a.text"), ("Not applicable", "B2", "Not used"))
    with pytest.raises(DataError) as caught:
        validation.build(Assessment, read_workbook(path, find))
    assert str(caught.value).startswith(f"{path}, Not applicable!C2: Approved by is missing")


def test_misspelt_sheets_and_columns_are_named(filled: Callable[..., Path]) -> None:
    def rename(book: Workbook) -> None:
        book["Evidence"].title = "Evidense"
        book["Answers"]["G1"] = "Ratng"
        book["Steps"]["H1"] = None
        del book["Promised"]
        book.create_sheet("My own notes")["A1"] = "=1+1"

    assert mistakes(filled(change=rename)) == [
        "Promised: there is no such sheet. Export the workbook again and keep all its sheets.",
        "Answers, row 1: there is no column 'Rating'. Perhaps 'Ratng' is meant.",
        "Steps, row 1: there is no column 'Do'. Put its head back.",
        "Evidence: there is no such sheet. Perhaps 'Evidense' is meant.",
    ]


# ---------------------------------------------------------------------------------------------------------------------
# What a client types is text; what a file pretends to be is not believed


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", '=HYPERLINK("http://x")', "#N/A"]
)
def test_a_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    before = with_answers({"a.text": text})
    assert contents(again(before, tmp_path)) == {"a.text": text}
    sheet: Worksheet = load_workbook(tmp_path / "interview.xlsx")["Answers"]
    cell = sheet["I2"]
    assert cell.data_type == "s"
    assert cell.number_format == "@"
    assert cell.quotePrefix == (text[0] in "=+-@\t'")
    with zipfile.ZipFile(tmp_path / "interview.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def repacked(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(data) if name == part else data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_refused(filled: Callable[..., Path], declaration: str, encoding: str) -> None:
    def declare(data: bytes) -> bytes:
        body = data.decode().partition("?>")[2] if data.startswith(b"<?xml") else data.decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{body}'.encode(encoding)

    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"):
        path = repacked(filled(), part, declare)
        (found,) = mistakes(path)
        assert "declares a document type" in found


def test_what_is_no_workbook_is_refused_with_a_sentence(
    filled: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, old, folder = tmp_path / "a.xlsx", tmp_path / "b.xls", tmp_path / "c.xlsx"
    text.write_text("{}", encoding="utf-8")
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with zipfile.ZipFile(folder, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert mistakes(text) == [": it is not an Excel workbook. Save it as .xlsx."]
    assert mistakes(old) == [": it is an .xls, or it is protected by a password. Save it as .xlsx without a password."]
    assert mistakes(folder) == [": it is not a workbook that can be read. Save it as .xlsx again."]
    assert mistakes(tmp_path / "none.xlsx") == [": there is no such file."]
    assert mistakes(tmp_path) == [": it cannot be read (Is a directory)."]
    path = filled()
    path.write_bytes(path.read_bytes()[:5000])
    assert mistakes(path) == [": it is not a workbook that can be read. Save it as .xlsx again."]
    bomb = repacked(filled(), "docProps/app.xml", lambda _: b" " * (41 * 2**20))
    assert mistakes(bomb) == [": it unpacks to more than 40 MB. Remove what was added."]
    monkeypatch.setattr(workbook_rows, "_FILE_LIMIT", 100)
    assert mistakes(filled()) == [": it is larger than 0 MB. Remove pictures and sheets of your own."]


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing(filled: Callable[..., Path]) -> None:
    path = filled(("Answers", "XFD1048576", "x"))
    assert mistakes(path) == [
        "Answers: it goes on to row 1048576, and 20000 rows are read. Delete the empty rows at its end."
    ]


# ---------------------------------------------------------------------------------------------------------------------
# The file


def test_a_file_that_cannot_be_written_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "interview.xlsx").mkdir()
    with pytest.raises(OpsassessError, match="cannot be written"):
        write_workbook(an_assessment(QUESTIONNAIRE), QUESTIONNAIRE, tmp_path / "interview.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["interview.xlsx"]


def test_the_package_does_not_import_openpyxl_by_itself() -> None:
    code = "import sys, opsassess.scoring, opsassess.workbook.cells; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_cell_reads_back_what_was_stored() -> None:
    assert workbook_cells.stored(workbook_cells.TEXT, "bell\x07") == "bell_x0007_"
    assert workbook_cells.stored(workbook_cells.TEXT, "_x0007_") == 'json: "\\u005fx0007\\u005f"'
    assert workbook_cells.stored(workbook_cells.NUMBER, 0.1 + 0.2) == "json: 0.30000000000000004"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_saves_the_same(tmp_path: Path) -> None:
    before = with_answers(
        {
            "a.text": "=1+1",
            "a.steps": [{"do": "-wait\nand see", "see": ""}, {"do": "bell\x07 _x0007_"}],
            "b.number": {"value": 98.5, "unit": "%"},
            "b.date": "2026-05-31",
            "b.table": [{"work": True, "action": "human_queue"}],
            "f.m_a": {"detect": "x" * 40_000, "retry": 2, "pause": None},
        }
    )
    path, out = tmp_path / "interview.xlsx", tmp_path / "out"
    write_workbook(before, QUESTIONNAIRE, path)
    for kind in ("xlsx", "pdf"):
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
    if not (out / path.name).exists():
        pytest.skip("LibreOffice is installed without Calc")
    assert (out / "interview.pdf").read_bytes().startswith(b"%PDF")
    after = validation.build(Assessment, read_workbook(out / path.name, find))
    assert said(after) == said(before)


def test_what_to_write_ends_with_an_example_for_the_kind_of_work(tmp_path: Path) -> None:
    bank = find_questionnaire("triage")
    item = bank.items["s5_kill_switch.verify_pause"]
    for work, ending in (
        ("support", f"\nInvented example: {item.examples['support']}"),
        ("other", item.content.prompt),
    ):
        write_workbook(an_assessment(bank, profile={"work": work}), bank, tmp_path / "book.xlsx")
        told = [str(cell.value) for row in load_workbook(tmp_path / "book.xlsx")["Steps"].iter_rows() for cell in row]
        assert next(text for text in told if text.startswith(item.content.prompt)).endswith(ending)
