"""One document of a review: what it says, how it is shown, in which files it is kept."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsassess import files
from opsassess.deliverables import KINDS
from opsassess.errors import MissingPieceError, OpsassessError
from opsassess.review.subject import Subject

if TYPE_CHECKING:
    from opsassess.blocks import Document

_LOGGER = logging.getLogger(__name__)  # without further ado, a warning goes to standard error as it is

_CONTENT: Mapping[str, tuple[str, str, str]] = {  # document -> module, function of the score, sentences
    "report": ("opsassess.report", "readiness_document", "readiness"),
    "annex": ("opsassess.annex", "annex_document", "annex"),
    "runbook": ("opsassess.runbook", "runbook_document", "runbook"),
    "followup": ("opsassess.followup", "followup_document", "followup"),
    "drill": ("opsassess.drill", "drill_document", "drill runbook"),
}
_PLANNED = ("report", "annex", "followup", "runbook")  # they name lines, hours or stages, which are the scope's


@dataclass(frozen=True, kw_only=True)
class ReviewDocument:
    review: Subject
    kind: str
    person: str = ""  # whose preparation sheet
    made_before: Document | None = None  # what it says, where more than the review was needed to say it

    @cached_property
    def content(self) -> Document:
        """Return what the document says, before it is a page."""
        from opsassess.prose import load_sentences

        if self.made_before:
            return self.made_before
        if self.person:
            return self.review.prep_sheets[self.person]
        if self.kind == "scope":
            return self._scope_document()
        module, function, sentences = _CONTENT[self.kind]
        make = getattr(importlib.import_module(module), function)
        texts = (load_sentences(name, self.review.templates) for name in sentences.split())
        planned = {"agent": self.review.scope().agents[0]} if self.kind in _PLANNED else {}
        document: Document = make(self.review.score(), *texts, **planned)
        return document

    def _scope_document(self) -> Document:
        from opsassess.prose import load_sentences
        from opsassess.scope import scope_document

        theme = self.review.theme
        sentences = load_sentences("scope", self.review.templates)
        return scope_document(self.review.scope(), sentences, theme.consultancy if theme else "")

    def show(self, name: str) -> Shown:
        """Return one chart or list of the document, for a notebook cell."""
        from opsassess.documents.notebook import live_blocks
        from opsassess.documents.theme import packaged_theme, palette_of

        palette = palette_of(self.review.theme or packaged_theme())
        return Shown(block=live_blocks(self.content.sections)[name], palette=palette)

    def notebook(self, beside: Path) -> Any:
        """Return the document as a notebook that is already run; ``beside`` is the folder where it will lie."""
        from opsassess.documents.notebook import as_node

        return as_node(self.notebook_data(beside))

    def notebook_data(self, beside: Path, *, live: bool = True) -> dict[str, Any]:
        """Return the same as plain data; without ``live`` charts it is what a page needs."""
        from opsassess.documents.notebook import to_notebook
        from opsassess.documents.theme import as_metadata, packaged_theme

        theme = as_metadata(self.review.theme or packaged_theme(), self.review.folder)
        return to_notebook(self.content, theme=theme, load=self._load(beside), built=self._built, live=live)

    @property
    def _built(self) -> str:
        return f'document("{self.kind}", "{self.person}")' if self.person else f'document("{self.kind}")'

    def _load(self, beside: Path) -> str:
        import os

        where = os.path.relpath(self.review.source.resolve(), beside.resolve())
        number = "" if self.review.number is None else f", number={self.review.number}"
        day = "" if self.review.day is None else f', as_of="{self.review.day}"'
        return f"opsassess.load({Path(where).as_posix()!r}{number}{day})"

    def write(self, path: Path | str, *, into_folder: bool = False, formats: Iterable[str] = ()) -> tuple[Path, ...]:
        """Write the document: a path with an ending is a file, one without is a folder, which takes all formats."""
        path, formats = Path(path), tuple(formats)
        ending = path.suffix.lower().removeprefix(".")
        if ending and not into_folder and not path.is_dir():
            return (self._write_file(path, ending, formats),)
        return self.keep(self.made(path, formats), path)  # all of them before the first is written

    def made(self, folder: Path, formats: Iterable[str] = ()) -> Mapping[str, bytes | str]:
        """Return the document in these formats, else in all that this machine can make."""
        made: dict[str, bytes | str] = {}
        for ending in formats or KINDS[self.kind].formats:
            try:
                made[ending] = self.render(ending, folder)
            except MissingPieceError as error:
                if formats:  # it was asked for by name
                    raise
                _LOGGER.warning("note: %s.%s was not written. %s", self.name, ending, error)
        return made

    def keep(self, made: Mapping[str, bytes | str], folder: Path) -> tuple[Path, ...]:
        """Write what was made into a folder."""
        return tuple(_renewed(folder / f"{self.name}.{ending}", content) for ending, content in made.items())

    def _write_file(self, path: Path, ending: str, formats: tuple[str, ...]) -> Path:
        if ending not in KINDS[self.kind].formats:
            known = ", ".join(f".{known}" for known in KINDS[self.kind].formats)
            raise OpsassessError(f"{path}: a {self.kind} can be written as {known}, or into a folder.")
        if set(formats) - {ending}:
            raise OpsassessError(f"{path} takes the one format {ending}. Name a folder for {', '.join(formats)}.")
        return _renewed(path, self.render(ending, path.parent))

    @property
    def name(self) -> str:
        """Return the name of its files, without ending."""
        stem = self.review.stem or files.slug(self.review.assessment.agent.name)
        return f"{stem}-{self.kind}-{self.person}" if self.person else f"{stem}-{self.kind}"

    def render(self, ending: str, beside: Path) -> bytes | str:
        from opsassess.documents import render

        return render.RENDERERS[ending](self, beside)


def _renewed(path: Path, content: bytes | str) -> Path:
    if kept := files.renew(path, content):
        _LOGGER.warning(
            "note: %s was changed since it was written, or not written here; that one is kept as %s", path, kept.name
        )
    return path


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A block of a document as a notebook shows it."""

    block: Any
    palette: Any  # the colours of its house style

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from opsassess.documents.outputs import bundle

        return bundle(self.block, self.palette)
