"""One assessment in hand: its scores, its gaps, its documents. What notebooks and scripts use."""

from __future__ import annotations

import datetime as dt
import importlib
import logging
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsassess import files, resources, source
from opsassess.assessment import Assessment
from opsassess.deliverables import KINDS
from opsassess.errors import MissingPieceError, OpsassessError
from opsassess.interchange import read_assessment
from opsassess.questionnaire import Questionnaire
from opsassess.scoring import Score, score
from opsassess.supposition import supposed

if TYPE_CHECKING:
    import pandas as pd
    from ipywidgets import Widget

    from opsassess.blocks import Document
    from opsassess.delta import Delta
    from opsassess.documents.theme import Theme
    from opsassess.panels.live_chart import LiveChart
    from opsassess.retainer import Offer, Scope

_LOGGER = logging.getLogger(__name__)  # without further ado, a warning goes to standard error as it is

_CONTENT: Mapping[str, tuple[str, str, str]] = {  # document -> module, function of the score, sentences
    "report": ("opsassess.report", "readiness_document", "readiness"),
    "annex": ("opsassess.annex", "annex_document", "annex"),
    "runbook": ("opsassess.runbook", "runbook_document", "runbook"),
    "followup": ("opsassess.followup", "followup_document", "followup"),
    "drill": ("opsassess.drill", "drill_document", "drill runbook"),
}
_PLANNED = ("report", "followup")  # they name lines and hours, which are those of the scope


@dataclass(frozen=True, kw_only=True)
class Review:
    """An assessment with its questionnaire and the house style of its documents."""

    assessment: Assessment
    questionnaire: Questionnaire
    source: Path  # the file or the engagement that it comes from
    number: int | None = None  # in the engagement
    theme: Theme | None = None
    folder: Path = field(default_factory=Path)  # where the theme's logo lies
    templates: tuple[Path, ...] = ()  # a consultancy's own sentences
    notices: tuple[str, ...] = ()
    day: dt.date | None = None  # score as of this day instead of the assessment's own
    offer: Offer | None = None  # prices and terms of the consultancy
    own: tuple[Path, ...] = ()  # folders of its own questionnaires and coefficients
    beside: tuple[Review, ...] = ()  # other agents in the same scope
    stem: str = ""  # how the names of its documents begin, if not with the agent's name

    @cached_property
    def _score(self) -> Score:
        return score(self.questionnaire, self.assessment, self.day)

    def score(self) -> Score:
        """Return all scores with their reasons."""
        return self._score

    def gaps(self) -> pd.DataFrame:
        """Return the gaps to the next tier, one row each, the most urgent first."""
        import pandas as pd

        rows = self._score.to_json()["gaps"]
        columns = ("item", "area", "kind", "target", "shown", "claimed", "gates", "steps", "why")
        return pd.DataFrame([{c: row[c] for c in columns} for row in rows], columns=list(columns))

    def delta(self, milestone: str = "") -> Delta:
        """Return what changed since a milestone (without a name the newest), each change with its cause."""
        from opsassess.delta import delta, milestone_named

        return delta(self._score, milestone_named(self.assessment, milestone))

    def suppose(self, levels: Mapping[str, int]) -> Score:
        """Return the scores as they would be with some items held at these levels, 0 to 4. The answers stay."""
        day = self._score.as_of
        return score(self.questionnaire, supposed(self.questionnaire, self.assessment, levels, day), day)

    def chart(self, name: str) -> LiveChart:
        """Return a chart for a notebook: "areas", "people" (builder against operator) or "gates"."""
        from opsassess.documents.theme import packaged_theme, palette_of
        from opsassess.panels.live_chart import live_chart

        return live_chart(self._score, name, palette_of(self.theme or packaged_theme()))

    def gap_table(self) -> Widget:
        """Return the gaps as a table to sort, search and filter, for a notebook."""
        from opsassess.panels import gap_table

        return gap_table(self._score)

    def what_if(self) -> Widget:
        """Return a panel in which items are set to a level, and the scores move; no answer is touched."""
        from opsassess.panels import what_if

        return what_if(self._score, self.suppose)

    def preview(self, kind: str = "report") -> Widget:
        """Return a document as it will look, for a notebook."""
        from opsassess.panels import preview

        return preview(self.document(kind))

    def exports(self, folder: str | Path = "deliverables") -> Widget:
        """Return buttons that write the documents into a folder, for a notebook."""
        from opsassess.panels import exports

        return exports(self, folder)

    @cached_property
    def _scope(self) -> Scope:
        from opsassess.retainer import Offer, load_coefficients, make_scope

        offer = self.offer or Offer()
        return make_scope(
            [review.score() for review in (self, *self.beside)],
            load_coefficients(self.own),
            plan=offer.scope,
            terms=offer.terms,
            card=offer.rate_card,
        )

    def with_beside(self, others: Iterable[Review]) -> Review:
        """Return the review with other agents of the same client in its scope."""
        others = tuple(others)
        known = [self.assessment.id.lower()]
        for other in others:
            theirs, ours = other.assessment.client.name, self.assessment.client.name
            if theirs.casefold() != ours.casefold():
                raise OpsassessError(f"A scope is for one client: {ours}. {other.source} is of {theirs}.")
            if other.assessment.id.lower() in known:
                raise OpsassessError(f"{other.assessment.agent.name} is in the scope already; name each agent once.")
            known.append(other.assessment.id.lower())
        return replace(self, beside=(*self.beside, *others)) if others else self

    def scope(self) -> Scope:
        """Return the retainer: lines from gaps, months, packages, and what each hour buys."""
        return self._scope

    def monthly(self, month: str = "", timesheet: str | Path | None = None) -> ReviewDocument:
        """Return the report of a month such as "2026-11" (default: that of the scores), with the month's timesheet."""
        from opsassess.monthly import calendar_month, monthly_document
        from opsassess.prose import load_sentences
        from opsassess.retainer.calibration import read_timesheet

        scope, path = self.scope(), Path(timesheet) if timesheet else None
        items = {item for agent in scope.agents for item in agent.score.items}
        worked = read_timesheet(source.read_text(path), path.name, scope.coefficients, items) if path else ()
        document = monthly_document(
            scope,
            calendar_month(month or f"{self._score.as_of:%Y-%m}"),
            load_sentences("monthly", self.templates),
            worked=worked,
            provider=self.theme.consultancy if self.theme else "",
        )
        return ReviewDocument(review=self, kind="monthly", made_before=document)

    def scope_lines(self) -> pd.DataFrame:
        """Return the lines of the retainer, one row each: what they close, their hours, what they are worth."""
        import pandas as pd

        rows = [
            {
                "line": line.item.title,
                "gaps": ", ".join(gap.item for gap in line.gaps),
                "kind": line.kind,
                "missing": ", ".join(line.steps).replace("_", " "),
                "optimistic": round(float(line.hours.optimistic), 2),
                "likely": round(float(line.hours.likely), 2),
                "pessimistic": round(float(line.hours.pessimistic), 2),
                "expected": round(float(line.hours.expected), 2),
                "must_have": line.id in {one.id for one in self._scope.must_haves},
            }
            for line in self._scope.lines
        ]
        return pd.DataFrame(rows)

    def scope_sliders(self) -> Widget:
        """Return a panel in which budget, target tier and drills move, for a notebook."""
        from opsassess.documents.theme import packaged_theme, palette_of
        from opsassess.panels import scope_sliders
        from opsassess.prose import load_sentences

        sentences = load_sentences("scope", self.templates)
        return scope_sliders(self._scope, sentences, palette_of(self.theme or packaged_theme()))

    def document(self, kind: str, person: str = "") -> ReviewDocument:
        """Return a document as a value that can be shown and written; a "prep" sheet is that of a person."""
        if kind == "monthly":
            return self.monthly()
        return ReviewDocument(review=self, kind=kind, person=person)

    def documents(self, kind: str) -> tuple[ReviewDocument, ...]:
        """Return the documents of a kind: one, or a preparation sheet for each person."""
        if kind != "prep":
            return (self.document(kind),)
        return tuple(self.document(kind, person) for person in self._prep_sheets)

    @cached_property
    def _prep_sheets(self) -> Mapping[str, Document]:
        from opsassess.prep import prep_sheets
        from opsassess.prose import load_sentences

        return prep_sheets(self.questionnaire, self.assessment, load_sentences("prep", self.templates))

    def report(self, path: str | Path) -> tuple[Path, ...]:
        """Write the readiness report: a folder takes all formats, a file the one of its ending."""
        return self.document("report").write(Path(path))

    def runbook(self, path: str | Path) -> tuple[Path, ...]:
        """Write the draft runbook: a folder takes all formats, a file the one of its ending."""
        return self.document("runbook").write(Path(path))

    def deliver(self, folder: str | Path) -> tuple[Path, ...]:
        """Write every document into a folder."""
        return tuple(path for paths in self.delivering(Path(folder)) for path in paths)

    def delivering(self, folder: Path) -> Generator[tuple[Path, ...]]:
        """Write every document into a folder, and tell of each when it is there."""
        from opsassess.workers import in_order

        documents = [d for kind, row in KINDS.items() if row.delivered for d in self.documents(kind)]
        self.score()  # once, before the work is shared out
        made = in_order(lambda document: document.made(folder), documents, size=lambda d: KINDS[d.kind].pages)
        with closing(made):
            for document, contents in zip(documents, made, strict=True):
                yield document.keep(contents, folder)


@dataclass(frozen=True, kw_only=True)
class ReviewDocument:
    """One document of a review."""

    review: Review
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
            return self.review._prep_sheets[self.person]  # noqa: SLF001 - the two classes are one subject
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

    def write(self, path: Path, *, into_folder: bool = False, formats: Iterable[str] = ()) -> tuple[Path, ...]:
        """Write the document: a path with an ending is a file, one without is a folder, which takes all formats."""
        formats, ending = tuple(formats), path.suffix.lower().removeprefix(".")
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
        return tuple(files.write(folder / f"{self.name}.{ending}", content) for ending, content in made.items())

    def _write_file(self, path: Path, ending: str, formats: tuple[str, ...]) -> Path:
        if ending not in KINDS[self.kind].formats:
            known = ", ".join(f".{known}" for known in KINDS[self.kind].formats)
            raise OpsassessError(f"{path}: a {self.kind} can be written as {known}, or into a folder.")
        if set(formats) - {ending}:
            raise OpsassessError(f"{path} takes the one format {ending}. Name a folder for {', '.join(formats)}.")
        return files.write(path, self.render(ending, path.parent))

    @property
    def name(self) -> str:
        """Return the name of its files, without ending."""
        stem = self.review.stem or files.slug(self.review.assessment.agent.name)
        return f"{stem}-{self.kind}-{self.person}" if self.person else f"{stem}-{self.kind}"

    def render(self, ending: str, beside: Path) -> bytes | str:
        """Return the document in one format."""
        from opsassess.documents import render

        return render.RENDERERS[ending](self, beside)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A block of a document as a notebook shows it."""

    block: Any
    palette: Any  # the colours of its house style

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from opsassess.documents.outputs import bundle

        return bundle(self.block, self.palette)


def load(path: str | Path, *, number: int | None = None, as_of: dt.date | str | None = None) -> Review:
    """Open an assessment: a JSON file, an Excel workbook, or an engagement's folder or store (its newest).

    ``as_of`` is the day for which it is scored (default: the assessment's own).
    """
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    place = Path(path)
    if place.is_dir() or place.name == "opsassess.db":
        from opsassess.engagement import Engagement

        return replace(Engagement.open(place if place.is_dir() else place.parent).review(number), day=day)
    read = read_assessment(place, [place.parent / "questionnaires"])
    return Review(
        assessment=read.assessment,
        questionnaire=read.questionnaire,
        source=place,
        folder=place.parent,
        own=(place.parent / "questionnaires",),
        notices=read.notices,
        day=day,
    )


def sample(name: str = "lead-routing") -> Review:
    """Open a sample assessment that travels with the package."""
    return load(resources.folder("samples") / f"{name}.json")
