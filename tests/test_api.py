"""What a script or a notebook uses: `opsassess.load` and what it returns."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest
from command_line import SAMPLE, engagement, files_in, sample, written

import opsassess
from opsassess.errors import DataError, OpsassessError


def test_load_opens_a_file_or_an_engagement(tmp_path: Path) -> None:
    folder = engagement(tmp_path / "nordwind").folder
    file, stored = opsassess.load(SAMPLE), opsassess.load(str(folder))
    assert isinstance(file, opsassess.Review)
    assert file.score().to_json() == stored.score().to_json() == opsassess.sample().score().to_json()
    assert opsassess.load(folder, number=1).number == 1
    with pytest.raises(OpsassessError, match="There is no assessment 2 here"):
        opsassess.load(folder, number=2)


def test_a_document_is_written_where_it_is_told(tmp_path: Path) -> None:
    runbook = opsassess.sample().document("runbook")
    place = tmp_path / "runbook.md"
    assert runbook.write(str(place)) == runbook.write(place) == (place,)
    assert place.read_text(encoding="utf-8").startswith("# ")


def test_load_tells_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(OpsassessError, match=r"there is no engagement here \(no opsassess\.db\)"):
        opsassess.load(tmp_path)
    with pytest.raises(DataError, match="there is no such file"):
        opsassess.load(tmp_path / "absent.json")


@pytest.mark.parametrize("day", ["2027-02-01", dt.date(2027, 2, 1)])
def test_load_as_of_a_day(tmp_path: Path, day: str | dt.date) -> None:
    folder = engagement(tmp_path / "nordwind").folder
    for place in (SAMPLE, folder):
        assert opsassess.load(place, as_of=day).score().as_of == dt.date(2027, 2, 1)
        assert opsassess.load(place).score().as_of == dt.date(2026, 11, 20)


def test_load_finds_the_questionnaire_beside_a_file(tmp_path: Path) -> None:
    packaged = SAMPLE.parent.parent / "questionnaires"
    own = shutil.copytree(packaged, tmp_path / "questionnaires") / "agent-operability.yaml"
    installed = opsassess.load(SAMPLE).questionnaire.version
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace(f"version: {installed}", "version: 9.9.9", 1), encoding="utf-8")
    review = opsassess.load(shutil.copy(SAMPLE, tmp_path))
    assert review.questionnaire.version == "9.9.9"
    assert review.notices[0].startswith(f"made with agent-operability {installed}, scored with agent-operability 9.9.9")


def test_score_is_the_same_object_each_time() -> None:
    review = opsassess.load(SAMPLE)
    assert review.score() is review.score()


def test_gaps_are_a_data_frame_in_the_order_of_the_score() -> None:
    review = opsassess.load(SAMPLE)
    gaps = review.gaps()
    assert isinstance(gaps, pd.DataFrame)
    assert list(gaps.columns) == ["item", "area", "kind", "target", "shown", "claimed", "gates", "steps", "why"]
    assert list(gaps["item"]) == [gap.item for gap in review.score().gaps]
    assert gaps["target"].dropna().between(0, 1).all()
    assert not gaps["why"].eq("").any()


def test_no_gaps_are_an_empty_frame_with_the_same_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = opsassess.load(written(tmp_path, sample()))
    columns = list(review.gaps().columns)
    monkeypatch.setitem(vars(review.score()), "gaps", ())
    assert review.gaps().empty
    assert list(review.gaps().columns) == columns


def test_report_and_runbook_write_a_file_or_a_folder(tmp_path: Path) -> None:
    review = opsassess.load(SAMPLE)
    assert review.report(tmp_path / "r.html") == (tmp_path / "r.html",)
    assert review.runbook(str(tmp_path / "b.md")) == (tmp_path / "b.md",)
    with pytest.raises(OpsassessError, match=r"a runbook can be written as \.docx, \.md, \.pdf, \.html, \.ipynb, or"):
        review.runbook(tmp_path / "b.txt")
    assert files_in(tmp_path) == {"r.html", "b.md"}


def test_a_chart_shows_itself_in_a_notebook() -> None:
    shown = opsassess.load(SAMPLE).document("report").show("map-chart")._repr_mimebundle_(include=None, exclude=None)
    assert shown["image/svg+xml"].startswith("<svg ")
    assert shown["text/plain"]
    assert "application/vnd.plotly.v1+json" in shown


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'opsassess' has no attribute 'lod'"):
        opsassess.lod  # noqa: B018 - looking it up is the test
