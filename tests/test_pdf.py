"""The PDFs of the sample: quiet to make, accessible, whole and navigable."""

from __future__ import annotations

import io
import json
import logging
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from hostile import SAMPLE, as_bytes, pdf_text, without_spaces, words_of

from opsassess import review
from opsassess.blocks import Figure
from opsassess.documents.pdf import to_pdf
from opsassess.documents.plain import plain_text
from opsassess.documents.strips import strips

KINDS = ["report", pytest.param("runbook", marks=pytest.mark.slow)]


class Made:
    """A document with its PDF, and what WeasyPrint had to say while it was made."""

    def __init__(self, kind: str, caplog: pytest.LogCaptureFixture) -> None:
        self.document = review.load(SAMPLE).document(kind)
        with caplog.at_level(logging.WARNING):
            self.data = as_bytes(self.document.render("pdf", SAMPLE.parent))
        self.said = [record.getMessage() for record in caplog.records]


_made: dict[str, Made] = {}


@pytest.fixture(params=KINDS)
def made(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Made:
    """Make each document once for all tests."""
    kind: str = request.param
    if kind not in _made:
        _made[kind] = Made(kind, caplog)
    return _made[kind]


@pytest.fixture
def pdf(made: Made) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made.data)) as opened:
        yield opened


def test_nothing_is_said_while_it_is_made(made: Made) -> None:
    assert made.said == []


@pytest.mark.parametrize(
    "html", ["<img src='x.png' alt=x>", "<style>p { colour: red }</style>", "<img src='file:///etc/hostname' alt=x>"]
)
def test_a_missing_image_and_an_unknown_style_would_be_said(html: str, caplog: pytest.LogCaptureFixture) -> None:
    to_pdf(f"<!DOCTYPE html><html lang=en><title>T</title><p>A{html}")
    assert len(caplog.records) == 1


def test_it_conforms_to_pdf_ua_as_far_as_the_checker_sees(made: Made, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("ua") / "x.pdf"
    path.write_bytes(made.data)
    found = pdfua.validate(str(path))
    # UA-15-003 asks for a TH with a Scope below each Table; it does not look into THead, where WeasyPrint has them.
    assert [f"{f.rule_id} {f.message}" for f in found.findings if f.rule_id != "UA-15-003"] == []


def test_it_says_what_it_is(made: Made, pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/Title"]) == plain_text(f"{made.document.content.title}: {made.document.content.client}")
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.open_metadata()["pdfuaid:part"] == "1"
    assert "/StructTreeRoot" in pdf.Root


def test_the_bookmarks_are_the_sections(made: Made, pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles == [plain_text(section.title) for section in made.document.content.sections]


def test_the_contents_name_the_pages_where_the_sections_stand(made: Made, pdf: pikepdf.Pdf) -> None:
    starts = {plain_text(s.title): None for s in made.document.content.sections}
    listed: dict[str, int] = {}
    for line in "\n".join(pdf_text(made.data, "-layout").split("\f")[:2]).splitlines():
        listed |= {title: int(page) for title, page in re.findall(r"(\S.*?)\s?\.{3,}\s*(\d+)", line)}
    with pdf.open_outline() as outline:
        marked = {entry.title: _page_of(pdf, entry) for entry in outline.root}
    pages = [without_spaces(page) for page in pdf_text(made.data).split("\f")]
    assert sorted(listed) == sorted(starts)  # in columns, a line holds two
    assert listed == marked
    assert [title for title, page in listed.items() if without_spaces(title) not in pages[page - 1]] == []


def _page_of(pdf: pikepdf.Pdf, entry: pikepdf.OutlineItem) -> int:
    destination: Any = entry.destination
    return next(n for n, page in enumerate(pdf.pages, start=1) if page.obj.objgen == destination[0].objgen)


def test_all_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    descriptors = [thing for thing in pdf.objects if _is_of(thing, "/FontDescriptor")]
    assert len(descriptors) >= 3
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys()) for thing in descriptors)
    names = {str(thing.FontName).partition("+")[2] for thing in descriptors}
    assert {"Inter", "Inter-Semi-Bold", "Source-Serif-4-Semi-Bold"} <= names


def test_every_link_prints_and_leads_inside(pdf: pikepdf.Pdf) -> None:
    links = [thing for thing in pdf.objects if _is_of(thing, "/Annot")]
    assert links
    assert {int(link.F) for link in links} == {4}
    assert all("/Dest" in link or link.A.S == "/GoTo" for link in links)


def test_every_figure_has_a_text(made: Made, pdf: pikepdf.Pdf) -> None:
    figures = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"]
    charts = [block for block in made.document.content.blocks() if isinstance(block, Figure)]
    drawn = [[strip.alt for strip in strips(chart.chart.svg())] or [chart.alt] for chart in charts]
    told = [str(figure.Alt) for figure in figures]  # a head that is repeated overleaf may be there again
    assert [alt for n, alt in enumerate(told) if alt not in told[:n]] == list(dict.fromkeys(chain(*drawn)))


def _is_of(thing: Any, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not here")
def test_qpdf_finds_it_sound(made: Made, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("qpdf") / "x.pdf"
    path.write_bytes(made.data)
    assert subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True).returncode == 0


def test_the_file_is_sound(pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []


def test_a_text_that_fits_but_for_the_space_at_its_end_is_not_broken_after_its_first_word() -> None:
    texts = "".join(
        f"<p style='width: {n / 2}px'>Nobody reads it by the building code. <em>Needed from Jo</em></p>"
        for n in range(480, 720)
    )
    lines = pdf_text(to_pdf(f"<!DOCTYPE html><html lang=en><title>T</title>{texts}")).splitlines()
    assert lines.count("Nobody") == 0
    assert sum("building" in line for line in lines) == 240


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["invoice-approval", "lead-routing", "support", "triage"])
def test_no_page_of_a_runbook_but_the_last_is_mostly_white(sample: str) -> None:
    """A long table and a procedure go on overleaf, and no section has a page of its own but the card."""
    path = SAMPLE.with_name(f"{sample}.json")
    ends = ends_of_pages(path, "runbook")
    assert [page for page, end in ends.items() if end < MIDDLE and page != max(ends)] == []


@pytest.mark.slow
@pytest.mark.parametrize("longer", [0, 30], ids=["as it is", "names 30 % longer"])
@pytest.mark.parametrize(
    ("sample", "most"), [("invoice-approval", 12), ("lead-routing", 12), ("support", 12), ("triage", 5)]
)
def test_a_report_has_about_twelve_pages_and_none_is_nearly_white(
    sample: str, most: int, longer: int, tmp_path: Path
) -> None:
    """A first session has five; longer names take one page more at most, and no sign-off stands alone on the last."""
    told = SAMPLE.with_name(f"{sample}.json").read_text(encoding="utf-8")
    for person in json.loads(told)["respondents"]:
        told = told.replace(person["name"], person["name"] + "a" * (len(person["name"]) * longer // 100))
    path = tmp_path / f"{sample}.json"
    path.write_text(told, encoding="utf-8")
    ends = ends_of_pages(path, "report")
    assert most <= len(ends) <= most + bool(longer)
    assert [page for page, end in ends.items() if end < (THIRD if page == max(ends) else MIDDLE)] == []


FOOT, MIDDLE, THIRD = 770, 421, 281  # in points, of A4


def ends_of_pages(path: Path, kind: str) -> dict[int, float]:
    """Return how far down each page of a document is filled."""
    words = words_of(as_bytes(review.load(path).document(kind).render("pdf", path.parent)))
    ends = {word.page: 0.0 for word in words}
    for word in words:
        ends[word.page] = max(ends[word.page], word.bottom if word.bottom < FOOT else 0)
    return ends
