"""Answers that nobody plans for: very long, empty, in other scripts, in characters that no font has."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hostile import SAMPLE, every_format, opened, pdf_text, sample_with, without_spaces, words_of
from nbformat import v4

from opsassess.documents import glyphs
from opsassess.documents.exporters import ReadinessReportExporter
from opsassess.documents.page import with_marks

MM = 72 / 25.4
WIDTH, HEAD, BOTTOM = 595.3, 15 * MM, 841.9


class Margins(NamedTuple):
    """How far a page's text keeps from its edges, in points."""

    side: float
    foot: float


TEXT, CARD = Margins(21 * MM, 24 * MM), Margins(14 * MM, 15 * MM)

LONG = ["The operator opens the view and looks. " * 128, "W" * 300, "www.example.org/" + "path/" * 70, "a-b_c." * 50]
LONG += ["Look at the list."] * 36  # most answers are short, also where some are not
SCRIPTS = [
    "مرحبا بالعالم: أوقف الوكيل 123 (test)",
    "עצור את הסוכן עכשיו",
    "停止代理并通知负责人。" * 5,
    "エージェントを止める",
    "एजेंट को रोकें",
    "Zażółć gęślą jaźń; Größe; ångström; Ελληνικά; Кириллица",
    "emoji 🚦🧿👩‍💻 🇩🇪 ✔ ☐ 1️⃣",
    "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u0334\u0319",
    "narrow\u202fno-break\u00a0soft\u00adhyphen\u200djoined",
]
EMPTY = ["", " ", "\n\n\t ", "\u00a0\u2003", "."]
UNASSIGNED, PRIVATE, RARE = "\u0378", "\U0010fffd", "\U00016fe4"


def nulled(data: Any, keys: Sequence[str]) -> Any:
    """Return data with the values of some keys taken away."""
    if isinstance(data, list):
        return [nulled(entry, keys) for entry in data]
    if not isinstance(data, dict):
        return data
    return {key: None if key in keys else nulled(value, keys) for key, value in data.items()}


def without_answers(data: dict[str, Any]) -> dict[str, Any]:
    """Return an assessment in which each answer is there and says nothing."""
    return data | {"answers": nulled(data["answers"], ["content", "note", "written_where", "evidence"]), "summary": ""}


def with_long_tables(data: dict[str, Any]) -> dict[str, Any]:
    """Return an assessment eight of whose tables have sixty rows each."""
    tables = [a for a in data["answers"] if isinstance(a.get("content"), list) and len(a["content"]) > 1]
    for answer in tables[:8]:
        content = answer["content"]
        answer["content"] = [content[n % len(content)] for n in range(60)]
    return data


def sample() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return data


CASES = {
    "long": lambda: sample_with(LONG),
    "scripts": lambda: sample_with(SCRIPTS),
    "empty": lambda: sample_with(EMPTY),
    "nothing": lambda: without_answers(sample()),
    "tables": lambda: with_long_tables(sample()),
}


def outside(data: bytes) -> list[str]:
    """Return the words of a PDF that leave the margins or stand on the footer; the cover has margins of its own."""
    words = words_of(data)
    first = min(
        (word.page for word in words if word.text == "Page" and word.top > BOTTOM - TEXT.foot), default=2
    )  # the cover has no number
    cards = {word.page for word in words if word.top < HEAD and word.left < TEXT.side - 2}  # by their running head
    return [
        f"page {word.page}: {word.text}"
        for word in words
        if word.page >= first
        and not _in_margins(word.left, word.right, word.top, word.bottom, CARD if word.page in cards else TEXT)
    ]


def _in_margins(left: float, right: float, top: float, bottom: float, margins: Margins) -> bool:
    sides = left >= margins.side - 2 and right <= WIDTH - margins.side + 2
    foot = BOTTOM - margins.foot
    in_text = bottom <= foot + 2
    in_foot = top >= foot + 2 * MM and bottom <= BOTTOM - 8 * MM
    return sides and top >= 8 * MM and (in_text or in_foot)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_pdf_comes_out_with_every_word_inside_the_margins(
    case: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = opened(CASES[case](), tmp_path)
    with caplog.at_level(logging.WARNING):
        others = ["html", "docx", "md", "ipynb", "xlsx", "csv"]
        made = every_format(found, tmp_path, but=others, kinds=["report", "runbook"])
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        assert outside(data) == [], name
    assert [record.message for record in caplog.records if record.name.startswith("weasyprint")] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_the_other_formats_come_out(case: str, tmp_path: Path) -> None:
    made = every_format(opened(CASES[case](), tmp_path), tmp_path, but=["pdf", "docx"])
    assert all(made.values())


def test_words_outside_the_margins_are_found() -> None:
    import weasyprint

    html = "<style>@page {size: A4; margin: 0}</style><p style='break-after: page'>cover</p><p>at the edge"
    assert outside(weasyprint.HTML(string=html).write_pdf()) == ["page 2: at", "page 2: the", "page 2: edge"]


# ---------------------------------------------------------------------------------------------------------------------
# Characters that no font has


def a_page(text: str) -> Any:
    return v4.new_notebook(cells=[v4.new_markdown_cell(f"# One\n\n{text}")], metadata={"opsassess": {"title": text}})


def on_this_machine(character: str) -> bool:
    asked = subprocess.run(["fc-list", "-q", f":charset={ord(character):x}"], check=False)
    return asked.returncode == 0


@pytest.mark.parametrize(
    ("character", "point", "name"),
    [
        (UNASSIGNED, "U+0378", "unnamed"),
        (PRIVATE, "U+10FFFD", "unnamed"),
        (RARE, "U+16FE4", "khitan small script filler"),
    ],
)
def test_a_character_that_no_font_has_is_shown_each_time_and_named_once(
    character: str, point: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    if on_this_machine(character):
        pytest.skip("a font of this machine has it")
    data, _ = ReadinessReportExporter().from_notebook_node(a_page(f"before {character} after, {character}{character}"))
    page = without_spaces(pdf_text(data))
    assert without_spaces(f"before {point} after, {point} {point}") in page
    assert page.count(without_spaces(f"{name}: {point}.")) == 1
    assert [r.getMessage() for r in caplog.records] == [
        f"note: no font here can draw [{point} {name}]; the PDF shows the code point and names it at its end."
    ]


@pytest.mark.skipif(on_this_machine(RARE), reason="a font of this machine has it")
@pytest.mark.parametrize("lines", [31, 32, 33])
def test_the_note_on_characters_without_a_font_is_never_alone_on_a_page(lines: int) -> None:
    text = "\n\n".join((RARE, *(f"Line {number}." for number in range(lines))))
    data, _ = ReadinessReportExporter().from_notebook_node(a_page(text))
    *_, last = (page for page in pdf_text(data).split("\f") if page.strip())
    assert last.startswith(f"Line {lines - 1}.\nCharacters shown by their number.")


def test_signs_of_one_script_are_named_together() -> None:
    assert glyphs.names("\u4e2d\u6587\u2713") == {
        "cjk unified ideograph": ["U+4E2D", "U+6587"],
        "check mark": ["U+2713"],
    }


def test_html_keeps_every_character_for_the_fonts_of_its_reader() -> None:
    html, _ = ReadinessReportExporter(as_pdf=False).from_notebook_node(a_page(f"before {RARE} after"))
    assert f"before {RARE} after" in html


def test_only_text_is_renamed() -> None:
    before = f'<style>p::before {{ content: "{PRIVATE}" }} a > b</style><title>{PRIVATE}</title><img alt="{PRIVATE}">'
    assert with_marks(f"{before}<p>{PRIVATE}</main>").startswith(f'{before}<p><span class="undrawn">U+10FFFD</span>')


@pytest.mark.parametrize("text", ["Größe Ελλ Кир → ≤ ✓ …", "a\u200db\u00adc\ufe0fd", "", "e\u0301"])
def test_what_a_font_has_and_what_is_not_seen_stays(text: str) -> None:
    assert glyphs.undrawn(text) == []


def test_many_characters_are_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    many = "".join(chr(0x10FF00 + n) for n in range(40))
    assert len(glyphs.missing(many)) == 40
    assert re.fullmatch(r"note: .*\[U\+10FF0B unnamed\] and 28 others; the PDF.*", caplog.messages[0])


def test_without_the_program_of_fontconfig_nothing_is_renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    glyphs._coverage_here.cache_clear()
    try:
        assert with_marks(f"<p>{PRIVATE}") == f"<p>{PRIVATE}"
    finally:
        glyphs._coverage_here.cache_clear()


@pytest.mark.slow
def test_the_command_line_names_them_on_standard_error(tmp_path: Path) -> None:
    data = sample()
    data["answers"][0]["content"] = f"Look for {RARE}."
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    asked = run("runbook", str(path), "-o", str(tmp_path / "x.pdf"))
    assert asked.returncode == 0
    assert asked.stdout == f"{tmp_path / 'x.pdf'}\n"
    assert asked.stderr == (
        "note: no font here can draw [U+16FE4 khitan small script filler]; "
        "the PDF shows the code point and names it at its end.\n"
    )


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from opsassess.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
