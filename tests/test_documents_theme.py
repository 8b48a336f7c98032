"""A consultancy's house style in its documents, and what is refused of it."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from command_line import engagement, run
from hostile import SAMPLE, Page, as_bytes, pdf_text, poppler, words_of
from nbformat import v4
from openpyxl import load_workbook

from opsassess import review, source, validation
from opsassess.documents import theme as themes
from opsassess.documents.exporters import ReadinessReportExporter
from opsassess.documents.theme import Theme
from opsassess.errors import DataError

pytestmark = pytest.mark.slow

MM, A4_HEIGHT = 72 / 25.4, 841.9


def a_png(width: int = 40, height: int = 20, colour: bytes = b"\xd0\x20\x90") -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\x00" + colour * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


GREEN = Theme(
    consultancy="Birch & Sons",
    logo="logo.png",
    primary="#0b5d3b",
    accent="#7a0f4f",
    text_font="DejaVu Sans",
    heading_font="DejaVu Serif",
    confidentiality="For Nordwind only",
    legal="Birch & Sons Ltd, 1 Main Street",
)


def in_green(folder: Path) -> review.ReviewDocument:
    (folder / "logo.png").write_bytes(a_png())
    return dataclasses.replace(review.load(SAMPLE), theme=GREEN, folder=folder).document("report")


@pytest.fixture(scope="module")
def green(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("green")
    return as_bytes(in_green(folder).render("pdf", folder))


def pixels_of(data: bytes, page: int) -> set[tuple[int, int, int]]:
    """Return the colours of a page."""
    picture = poppler("pdftoppm", data, "-r", "40", "-f", str(page), "-l", str(page))
    header = re.match(rb"P6\s(\d+)\s(\d+)\s255\s", picture)
    assert header is not None
    body = picture[header.end() :]
    return {(body[n], body[n + 1], body[n + 2]) for n in range(0, len(body), 3)}


def test_the_colours_and_the_logo_are_on_the_page(green: bytes) -> None:
    cover = pixels_of(green, 1)
    assert (0x0B, 0x5D, 0x3B) in cover
    assert (0xD0, 0x20, 0x90) in cover
    assert (0x1F, 0x3A, 0x5F) not in cover | pixels_of(green, 2)  # the packaged one's
    assert (0x7A, 0x0F, 0x4F) in pixels_of(green, 2)


def test_no_page_keeps_a_colour_of_ours_and_the_charts_take_both_of_theirs(green: bytes) -> None:
    pages = [pixels_of(green, number) for number in range(1, pdf_text(green).count("\f") + 1)]
    assert not set().union(*pages) & {(0x1F, 0x3A, 0x5F), (0xA8, 0x50, 0x1F)}
    light = (0xAC, 0xC7, 0xBC)  # what is said and not shown: a third of the first colour
    drawn = [page for page in pages if any(max(abs(a - b) for a, b in zip(c, light, strict=True)) < 2 for c in page)]
    assert len(drawn) >= 2  # the map and the roadmap
    assert any((0x7A, 0x0F, 0x4F) in page for page in drawn)  # the days of the roadmap


def test_all_text_is_in_the_fonts_of_the_theme(tmp_path: Path) -> None:
    theme = themes.as_metadata(GREEN.model_copy(update={"logo": ""}), tmp_path)
    page = v4.new_notebook(
        cells=[v4.new_markdown_cell("# One\n\n**A** page")], metadata={"opsassess": {"theme": theme}}
    )
    with pikepdf.open(io.BytesIO(ReadinessReportExporter().from_notebook_node(page)[0])) as pdf:
        things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        names = {str(thing.FontName).partition("+")[2] for thing in things if thing.get("/Type") == "/FontDescriptor"}
    assert names == {"DejaVu-Sans", "DejaVu-Sans-Bold", "DejaVu-Serif-Bold"}


@pytest.mark.parametrize("command", ["gaps -o", "scope -o", "export"], ids=["register", "estimate", "interview"])
def test_every_workbook_has_the_colour_and_says_on_each_page_whose_it_is(command: str, tmp_path: Path) -> None:
    client = engagement(tmp_path / "nordwind").folder
    settings = "client: Nordwind\ntheme: {primary: '#0b5d3b', consultancy: Birch & Sons, confidentiality: Ours}\n"
    (client / "engagement.yaml").write_text(settings, encoding="utf-8")
    assert run(*command.split(), tmp_path / "book.xlsx", inside=client).exit_code == 0

    book = load_workbook(tmp_path / "book.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    colours = {str(colour.rgb)[2:] for cell in cells for colour in (cell.fill.fgColor, cell.font.color) if colour}
    assert "0B5D3B" in colours
    assert "1F3A5F" not in colours  # the packaged one's
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            assert str(sheet.oddHeader) == "&LNordwind · Lead router&RAs of 20 November 2026"
            assert str(sheet.oddFooter) == "&LOurs&C&A, page &P of &N&RBirch && Sons"


def test_the_consultancy_stands_on_each_page(green: bytes) -> None:
    pages = pdf_text(green).split("\f")[1:-1]
    assert all("For Nordwind only · Birch & Sons" in page for page in pages)
    assert all("Birch & Sons Ltd, 1 Main Street" in page for page in pages)


def test_a_long_legal_line_ends_in_whole_lines_and_a_wide_font_is_set_smaller(tmp_path: Path) -> None:
    legal = " ".join(f"Registered at court number {n}, directors A. Birch and B. Sons;" for n in range(12))
    theme = GREEN.model_copy(update={"logo": "", "legal": legal, "text_font": "DejaVu Serif"})
    found = dataclasses.replace(review.load(SAMPLE), theme=theme, folder=tmp_path).document("runbook")
    words = words_of(as_bytes(found.render("pdf", tmp_path)))
    assert all(word.bottom < A4_HEIGHT - 4 * MM for word in words)
    feet = [word for word in words if word.page > 1 and word.top > A4_HEIGHT - 16 * MM]
    assert {word.page for word in feet if word.text.endswith("…")} == {word.page for word in feet}
    assert {word.page for word in words if word.text == "About"} >= {3}  # the card holds on its one page


def test_the_html_carries_its_logo(tmp_path: Path) -> None:
    html = str(in_green(tmp_path).render("html", tmp_path))
    assert f"data:image/png;base64,{base64.b64encode(a_png()).decode()}" in html
    assert Page(html).harm() == []


@pytest.mark.parametrize("colour", ["#ffffff", "#8fb3d9", "#ffcc00"])
def test_a_colour_too_light_to_be_read_is_refused(colour: str) -> None:
    with pytest.raises(DataError) as refused:
        validation.build(Theme, source.Source(name="engagement.yaml", data={"primary": colour}))
    assert str(refused.value) == (
        f"engagement.yaml: `primary` is wrong: {colour} is too light to be read on white; take a darker one."
    )


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#12345g", "#123456;x"])
def test_a_colour_has_six_hexadecimal_digits(colour: str) -> None:
    with pytest.raises(DataError, match="primary"):
        validation.build(Theme, source.Source(name="engagement.yaml", data={"primary": colour}))


@pytest.mark.parametrize("logo", ["../logo.png", "/etc/hostname", "inside/../../logo.png", "link.png"])
def test_a_logo_outside_the_folder_is_refused(logo: str, tmp_path: Path) -> None:
    folder = tmp_path / "engagement"
    (folder / "inside").mkdir(parents=True)
    (tmp_path / "logo.png").write_bytes(a_png())
    (folder / "link.png").symlink_to(tmp_path / "logo.png")
    with pytest.raises(DataError) as refused:
        themes.logo_uri(logo, folder)
    assert str(refused.value) == f"{logo}: the logo must lie in the engagement's folder."


@pytest.mark.parametrize(
    "content", [b"a text", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"\x89PNG\r\n\x1a\n" * 300_000]
)
def test_a_logo_that_is_no_small_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(DataError, match=r"logo\.png: the logo should be a PNG or JPEG file of 2 MB at most\."):
        themes.logo_uri("logo.png", tmp_path)


def test_a_logo_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"logo\.png: the logo cannot be read \(No such file or directory\)\."):
        themes.logo_uri("logo.png", tmp_path)


def test_contrast_is_that_of_wcag() -> None:
    assert round(themes.contrast_with_white("#767676"), 2) == 4.54  # the lightest grey that WCAG's own tools accept
    assert themes.contrast_with_white("#000000") == pytest.approx(21)
