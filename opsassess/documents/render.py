"""The formats of a document. One row a format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opsassess.review import ReviewDocument

Renderer = Callable[["ReviewDocument", Path], bytes | str]


def _notebook(document: ReviewDocument, beside: Path) -> str:
    _spare_the_parsers()
    import nbformat

    text: str = nbformat.writes(document.notebook(beside))
    return text + "\n"


def _page(document: ReviewDocument, beside: Path, *, as_pdf: bool) -> bytes | str:
    _spare_the_parsers()
    from opsassess.documents import exporters

    exporter: Any = getattr(exporters, _EXPORTERS[document.kind])(as_pdf=as_pdf)
    output: bytes | str = exporter.from_notebook_node(document.notebook(beside))[0]
    return output


def _pdf(document: ReviewDocument, beside: Path) -> bytes | str:
    return _page(document, beside, as_pdf=True)


def _html(document: ReviewDocument, beside: Path) -> bytes | str:
    return _page(document, beside, as_pdf=False)


def _word(document: ReviewDocument, beside: Path) -> bytes:  # noqa: ARG001 - one signature for all formats
    from opsassess.documents.word import to_docx

    return to_docx(document.content, document.review.theme)


def _markdown(document: ReviewDocument, beside: Path) -> str:  # noqa: ARG001
    from opsassess.documents.markdown import to_markdown

    return to_markdown(document.content)


def _spare_the_parsers() -> None:
    """Keep `jsonschema` from building grammars for address formats, which no notebook of ours uses.

    In an environment with JupyterLab that import costs more than a second. Needed as long as
    `python -X importtime -c "import nbformat"` lists rfc3987_syntax.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _workbook(document: ReviewDocument, beside: Path) -> bytes:  # noqa: ARG001
    from opsassess import register

    return register.to_xlsx(document.review.score())


def _csv(document: ReviewDocument, beside: Path) -> bytes:  # noqa: ARG001
    from opsassess import register

    return register.to_csv(document.review.score()).encode("utf-8-sig")  # with the mark by which Excel knows it


_EXPORTERS: Mapping[str, str] = {
    "report": "ReadinessReportExporter",
    "annex": "AnnexExporter",
    "runbook": "DraftRunbookExporter",
    "followup": "FollowupExporter",
    "prep": "PrepExporter",
}
RENDERERS: Mapping[str, Renderer] = {
    "pdf": _pdf,
    "html": _html,
    "docx": _word,
    "md": _markdown,
    "ipynb": _notebook,
    "xlsx": _workbook,
    "csv": _csv,
}
