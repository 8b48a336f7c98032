"""What a client types is printed as it stands: it loads nothing, reads nothing, runs nothing and hides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
import weasyprint
from hostile import (
    HARMS,
    SAMPLE,
    Page,
    Trap,
    a_trap,
    as_printed,
    attacks,
    docx_text,
    every_format,
    holds,
    markdown_harm,
    opened,
    pdf_harm,
    pdf_text,
    sample_with,
    typed_otherwise,
    without_spaces,
)
from nbformat import v4

from opsassess.documents.exporters import ReadinessReportExporter
from opsassess.errors import DataError
from opsassess.prose import escape

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trap]:
    with a_trap(tmp_path_factory.mktemp("trap")) as laid:
        yield laid


@pytest.fixture(scope="module")
def written(trap: Trap, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return every document but the PDFs of the sample whose texts all are attacks."""
    folder = tmp_path_factory.mktemp("hostile")
    return every_format(opened(sample_with(attacks(trap)), folder), folder, but=["pdf"])


@pytest.fixture(scope="module")
def pdfs(trap: Trap, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return the PDFs of the sample whose texts all are attacks, other ones in each place than above."""
    folder = tmp_path_factory.mktemp("hostile-pdf")
    found = opened(sample_with(attacks(trap), shift=11), folder)
    return every_format(found, folder, but=["html", "docx", "md", "ipynb", "xlsx", "csv"])


def test_nothing_is_asked_of_a_server_and_no_file_is_read(trap: Trap, written: Mapping[str, bytes]) -> None:
    assert trap.asked == []
    assert [name for name, data in written.items() if holds(name, data, trap.token)] == []


def test_a_pdf_asks_no_server_and_reads_no_file(trap: Trap, pdfs: Mapping[str, bytes]) -> None:
    assert trap.asked == []
    assert [name for name, data in pdfs.items() if holds(name, data, trap.token)] == []


def test_a_pdf_holds_no_action_no_script_and_no_attachment(pdfs: Mapping[str, bytes]) -> None:
    assert {"report.pdf", "runbook.pdf", "annex.pdf"} < {*pdfs}
    assert {name: pdf_harm(data) for name, data in pdfs.items() if pdf_harm(data)} == {}


def test_the_search_finds_what_an_unguarded_page_would_do(trap: Trap) -> None:
    html = (
        f"<link rel=attachment href='{trap.file.as_uri()}'><p>A <a href='javascript:alert(1)'>link</a>"
        f"<img src='{trap.address}/control' alt=x>"
    )
    data = weasyprint.HTML(string=html).write_pdf()
    assert trap.asked.pop() == "/control"
    assert holds("control.pdf", data, trap.token)
    assert any(harm.startswith("attachment") for harm in pdf_harm(data))
    assert any("javascript:" in harm for harm in pdf_harm(data))


@pytest.mark.parametrize("ending", ["html", "md", "docx", "xlsx", "csv"])
def test_no_document_runs_fetches_reckons_or_leads_anywhere(ending: str, written: Mapping[str, bytes]) -> None:
    found = {name: HARMS[ending](data) for name, data in written.items() if name.endswith(f".{ending}")}
    assert len(found) >= (1 if ending in ("xlsx", "csv") else 4)
    assert {name: harm for name, harm in found.items() if harm} == {}


def test_an_address_does_not_swallow_the_escape_that_follows_it() -> None:
    found = markdown_harm(escape("http://example.org/<img src=x onerror=y>"), "url")
    assert [harm for harm in found if not harm.startswith("link")] == []


# The look that an output carries into a notebook: sizes, places and colours by number, and nothing that can be fetched.
OUR_STYLE = re.compile(r"style=((?!url)[a-z-]+: [a-z0-9#%., -]+(\(\d+deg[a-z0-9#%, ]*\))?(; |;$|$))+")


@pytest.mark.parametrize("name", ["report.ipynb", "runbook.ipynb"])
def test_the_notebook_holds_text_and_our_own_calls_only(name: str, written: Mapping[str, bytes]) -> None:
    notebook = nbformat.reads(written[name].decode(), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert markdown_harm(cell.source) == []
        else:
            assert cell.source.startswith(("import opsassess\n\ndocument = opsassess.load(", "document.show("))
            for output in cell.outputs:
                harm = Page(output.data.get("text/html", "")).harm()
                assert [found for found in harm if not OUR_STYLE.fullmatch(found)] == []


def test_each_text_is_printed_as_it_was_typed(trap: Trap, written: Mapping[str, bytes]) -> None:
    texts = {
        "HTML": Page(written["report.html"].decode()).text + Page(written["runbook.html"].decode()).text,
        "Word": without_spaces(docx_text(written["report.docx"]) + docx_text(written["runbook.docx"])),
    }
    missing = [
        (form, typed)
        for form, text in texts.items()
        for typed in attacks(trap)
        for line in typed.splitlines()
        if as_printed(line) not in text
    ]
    assert missing == []


def test_each_text_is_printed_in_a_pdf_as_it_was_typed(trap: Trap, pdfs: Mapping[str, bytes]) -> None:
    text = without_spaces("".join(map(pdf_text, pdfs.values())))
    assert [typed for typed in attacks(trap) for line in typed.splitlines() if as_printed(line) not in text] == []


_TWO_WORDS = re.compile(r"\b([A-Z][a-z]+ [A-Z][a-z])([a-z]+)\b")  # a name, whoever's or whatever's it is


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval", "triage"])
def test_nothing_is_escaped_twice(name: str, tmp_path: Path) -> None:
    """No client typed a backslash, so none is printed: not in a name, and not at the end of what an answer says."""
    sample = SAMPLE.with_name(f"{name}.json")
    in_names = typed_otherwise(sample, lambda text, _: _TWO_WORDS.sub(r"\1<\2", text))
    at_ends = typed_otherwise(sample, lambda text, _: f"{text} <q>" if text else text)
    for data in (in_names, at_ends):
        printed = every_format(opened(data, tmp_path), tmp_path, but=["pdf", "md", "docx", "ipynb", "xlsx"])
        assert [
            kind
            for kind, page in printed.items()
            if "\\" in (Page(page.decode()).text if kind.endswith("html") else page.decode())
        ] == []


# ---------------------------------------------------------------------------------------------------------------------
# A notebook that somebody edited before it was exported


def a_notebook(cells: list[Any], **metadata: Any) -> Any:
    ours = {"title": "Report", "cover": [["Client", "Acme"]], "theme": {}} | metadata
    return v4.new_notebook(cells=cells, metadata={"opsassess": ours})


def shows(data: Mapping[str, Any], **metadata: Any) -> Any:
    output = v4.new_output("display_data", data=data)
    return v4.new_code_cell("1", outputs=[output], metadata={"opsassess": metadata} if metadata else {})


def cells_that_mean_harm(trap: Trap) -> list[Any]:
    script = f'<script src="{trap.address}/nb"></script><b onclick="x()">bold</b><img src="{trap.file.as_uri()}">'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="x()">'
        f'<image href="{trap.file.as_uri()}" width="9" height="9"/>'
        f'<image href="{trap.address}/svg" width="9" height="9"/></svg>'
    )
    return [
        v4.new_markdown_cell("# Edited by hand\n\n" + "\n\n".join(attacks(trap))),
        v4.new_markdown_cell(
            f"[web](https://example.org) [file]({trap.file.as_uri()})", metadata={"opsassess": {"role": '"><script>'}}
        ),
        v4.new_raw_cell(script),
        shows({"text/html": script, "text/plain": "foreign"}),
        shows({"text/html": script + '<ul class="status"><li>kept</li></ul>'}, role="status"),
        shows({"image/svg+xml": svg, "text/plain": '"><script>alt</script>', "text/markdown": script}),
        v4.new_code_cell("2", outputs=[v4.new_output("stream", text=script)]),
    ]


def written_by_hand(trap: Trap) -> list[str]:
    return ["https://example.org", "mailto:a@b.example", f"{trap.address}/link", f"{trap.address}/auto"]


def test_an_edited_notebook_is_printed_without_its_harm(trap: Trap) -> None:
    html, _ = ReadinessReportExporter(as_pdf=False).from_notebook_node(a_notebook(cells_that_mean_harm(trap)))
    page = Page(html)
    links = {f"href={address}" for address in written_by_hand(trap)}
    assert set(page.harm()) == links  # a link that somebody writes into a notebook is theirs to write
    assert "<li>kept</li>" in html
    assert "foreign" in page.text
    assert as_printed("<script src=") in page.text


def test_an_edited_notebook_gives_a_pdf_without_its_harm(trap: Trap) -> None:
    data, _ = ReadinessReportExporter().from_notebook_node(a_notebook(cells_that_mean_harm(trap)))
    assert trap.asked == []
    assert not holds("edited.pdf", data, trap.token)
    found = pdf_harm(data)
    assert [harm for harm in found if not any(address in harm for address in written_by_hand(trap))] == []


@pytest.mark.parametrize(
    "theme",
    [
        {"primary": "red; } </style><script>x()</script>"},
        {"text_font": 'Inter"; } body { background: url(http://127.0.0.1/) } x { y: "'},
        {"logo": "http://127.0.0.1/logo.png"},
        {"logo": "data:image/svg+xml;base64,AAAA"},
        {"colour": "#000000"},
    ],
)
def test_a_notebook_with_an_unlawful_theme_is_refused(theme: Mapping[str, str]) -> None:
    with pytest.raises(DataError, match="theme of the notebook"):
        ReadinessReportExporter(as_pdf=False).from_notebook_node(a_notebook([], theme=dict(theme)))


def test_metadata_of_a_notebook_is_text(trap: Trap) -> None:
    hostile = "".join(attacks(trap)[:9])
    notebook = a_notebook(
        [v4.new_markdown_cell("# A")], title=hostile, subtitle=hostile, cover=[[hostile, hostile]], kind='x"><script>'
    )
    html, _ = ReadinessReportExporter(as_pdf=False).from_notebook_node(notebook)
    assert Page(html).harm() == []


def test_a_path_in_an_answer_opens_no_file(trap: Trap, tmp_path: Path) -> None:
    """The folder of the assessment holds the secret too; a path in an answer is no reason to open it."""
    (tmp_path / "key.txt").write_text(trap.token, encoding="utf-8")
    found = opened(sample_with(["key.txt", "./key.txt", "../key.txt", "![](key.txt)", "<img src=key.txt>"]), tmp_path)
    made = every_format(found, tmp_path, but=["pdf", "docx"])
    assert [name for name, data in made.items() if holds(name, data, trap.token)] == []
