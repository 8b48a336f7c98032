"""The formats of a document. One row a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsassess.review import ReviewDocument

Renderer = Callable[["ReviewDocument", Path], bytes | str]


def _notebook(document: ReviewDocument, beside: Path) -> str:
    from opsassess.documents.notebook import text_of

    return text_of(document.notebook_data(beside))


def _page(document: ReviewDocument, beside: Path, *, as_pdf: bool) -> bytes | str:
    from opsassess.documents.page import printed

    return printed(document.notebook_data(beside, live=False), TEMPLATES[document.kind], as_pdf=as_pdf)


def _word(document: ReviewDocument, beside: Path) -> bytes:  # noqa: ARG001 - one signature for all formats
    from opsassess.documents.theme import read_logo
    from opsassess.documents.word import to_docx

    theme = document.review.theme
    logo = read_logo(theme.logo, document.review.folder)[1] if theme and theme.logo else b""
    return to_docx(document.content, theme, logo)


def _markdown(document: ReviewDocument, beside: Path) -> str:  # noqa: ARG001
    from opsassess.documents.markdown import to_markdown

    return to_markdown(document.content)


def _workbook(document: ReviewDocument, beside: Path) -> bytes:  # noqa: ARG001
    if document.kind == "scope":
        from opsassess.estimate import to_xlsx
        from opsassess.prose import load_sentences

        sentences = load_sentences("scope", document.review.templates)
        return to_xlsx(document.review.scope(), sentences, document.review.theme)
    from opsassess import register

    return register.to_xlsx(document.review.scope().agents[0], document.review.theme)


def _csv(document: ReviewDocument, beside: Path) -> bytes:  # noqa: ARG001
    from opsassess import register

    agent = document.review.scope().agents[0]
    return register.to_csv(agent).encode("utf-8-sig")  # with the mark by which Excel knows it


TEMPLATES: Mapping[str, str] = {  # document -> its folder of `report_templates`
    "report": "readiness",
    "annex": "annex",
    "runbook": "runbook",
    "scope": "scope",
    "followup": "followup",
    "prep": "prep",
    "drill": "drill",
    "monthly": "followup",
}
RENDERERS: Mapping[str, Renderer] = {
    "pdf": partial(_page, as_pdf=True),
    "html": partial(_page, as_pdf=False),
    "docx": _word,
    "md": _markdown,
    "ipynb": _notebook,
    "xlsx": _workbook,
    "csv": _csv,
}
