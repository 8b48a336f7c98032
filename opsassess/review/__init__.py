"""One assessment in hand: its scores, its gaps, its documents. What notebooks and scripts use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from opsassess import resources, source
from opsassess.deliverables import KINDS
from opsassess.interchange import read_assessment
from opsassess.once import Once
from opsassess.review.document import ReviewDocument
from opsassess.review.views import Views

if TYPE_CHECKING:
    from ipywidgets import Widget

__all__ = ["Review", "ReviewDocument", "load", "sample"]


@dataclass(frozen=True, kw_only=True)
class Review(Views, Once):
    """An assessment with its scores, what can be looked at of it, and its documents."""

    def monthly(
        self, month: str = "", timesheet: str | Path | None = None, *, made: dt.date | None = None
    ) -> ReviewDocument:
        """Return the report of a month such as "2026-11" (default: that of the scores), with the month's timesheet.

        It has the day on which it was ``made`` (default: today).
        """
        from opsassess.monthly import calendar_month, monthly_document
        from opsassess.prose import load_sentences
        from opsassess.retainer.calibration import SAVE_AS, read_timesheet

        scope, path = self.scope(), Path(timesheet) if timesheet else None
        items = {item for agent in scope.agents for item in agent.score.items}
        text = source.read_text(path, SAVE_AS) if path else ""
        worked = read_timesheet(text, path.name, scope.coefficients, items) if path else ()
        document = monthly_document(
            scope,
            calendar_month(month or f"{self.score().as_of:%Y-%m}"),
            load_sentences("monthly", self.templates),
            made=made or dt.datetime.now().astimezone().date(),
            worked=worked,
            provider=self.theme.consultancy if self.theme else "",
        )
        return ReviewDocument(review=self, kind="monthly", made_before=document)

    def document(self, kind: str, person: str = "") -> ReviewDocument:
        """Return a document as a value that can be shown and written; a "prep" sheet is that of a person."""
        if kind == "monthly":
            return self.monthly()
        return self.kept((kind, person), lambda: ReviewDocument(review=self, kind=kind, person=person))

    def documents(self, kind: str) -> tuple[ReviewDocument, ...]:
        """Return the documents of a kind: one, or a preparation sheet for each person."""
        if kind != "prep":
            return (self.document(kind),)
        return tuple(self.document(kind, person) for person in self.prep_sheets)

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

    def preview(self, kind: str = "report") -> Widget:
        """Return a document as it will look, for a notebook."""
        from opsassess.panels import preview

        return preview(self.document(kind))

    def exports(self, folder: str | Path = "deliverables") -> Widget:
        """Return buttons that write the documents into a folder, for a notebook."""
        from opsassess.panels import exports

        return exports(self, folder)


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


@cache
def sample(name: str = "lead-routing") -> Review:
    """Open a sample assessment that travels with the package."""
    return load(resources.folder("samples") / f"{name}.json")
