"""An engagement: one client's folder with its store, its house style and its notebooks."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from opsassess import files, interchange, source, validation
from opsassess.assessment import Assessment, Milestone
from opsassess.changes import item_of
from opsassess.consistency import items_for
from opsassess.delta import freeze
from opsassess.engagement import intake
from opsassess.engagement.folder import QUESTIONNAIRES, STORE, make_folder, notebooks, supply
from opsassess.engagement.intake import TakenIn, blank
from opsassess.engagement.numbers import numbered, stem_of
from opsassess.engagement.settings import SETTINGS, Settings, first_settings, unfit
from opsassess.errors import OpsassessError, StoreError
from opsassess.library import file_of, files_of, find_questionnaire
from opsassess.lint import checked
from opsassess.meeting import Meeting
from opsassess.retainer import load_coefficients
from opsassess.retainer.checking import check_plan
from opsassess.review import Review
from opsassess.store import Entry, Revision, Store
from opsassess.targets import place_of

if TYPE_CHECKING:
    from opsassess.drill import Outcome

__all__ = ["QUESTIONNAIRES", "SETTINGS", "STORE", "Engagement", "Settings", "TakenIn", "blank"]

_FULL = "agent-operability"  # whose items a dependency may name


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """A folder with a store and settings."""

    folder: Path
    settings: Settings
    notices: tuple[str, ...] = ()

    @classmethod
    def new(cls, folder: Path, client: str, first: interchange.Read | None = None) -> Engagement:
        """Make an engagement, with its first assessment if one is given.

        Raises `OpsassessError` where one is already, and leaves nothing behind if it fails.
        """
        if (folder / STORE).exists() or (folder / SETTINGS).exists():
            raise OpsassessError(f"{folder}: there is an engagement here already. Choose another folder.")
        settings = {SETTINGS: first_settings(client).encode()}
        with contextlib.ExitStack() as undo:
            make_folder(folder, undo)
            undo.callback((folder / STORE).unlink, missing_ok=True)
            Store.create(folder / STORE, client=client).close()
            supply(folder, settings | notebooks(), undo)
            made = cls.open(folder)
            if first:
                made.take_in(first)
            undo.pop_all()
        return made

    @classmethod
    def open(cls, folder: Path) -> Engagement:
        if not (folder / STORE).is_file():
            raise OpsassessError(
                f"{folder}: there is no engagement here (no {STORE}). Make one: opsassess new DIR --client C --agent A."
            )
        path = folder / SETTINGS
        if not path.is_file():
            return cls._without_settings(folder)
        found = source.read_yaml(source.read_text(path), str(path))
        settings = validation.build(Settings, found)
        if settings.scope.dependencies:
            own = [folder / QUESTIONNAIRES]
            check_plan(settings.scope, found, load_coefficients(own), find_questionnaire(_FULL, own).items)
        return cls(folder=folder, settings=settings, notices=tuple(unfit(settings.theme, folder)))

    @classmethod
    def _without_settings(cls, folder: Path) -> Engagement:
        with Store.open(folder / STORE, read_only=True) as store:
            settings = Settings(client=store.client)
        note = (
            f"there is no {SETTINGS}; the client's name is that of the store, and the house style is the packaged one"
        )
        return cls(folder=folder, settings=settings, notices=(note,))

    @classmethod
    def around(cls, start: Path) -> Engagement | None:
        """Return the engagement that a folder lies in, or none."""
        for folder in (start, *start.parents):
            if (folder / STORE).is_file():
                return cls.open(folder)
        return None

    def store(self, *, read_only: bool = False) -> Store:
        """Open the store; close it after use."""
        return Store.open(self.folder / STORE, read_only=read_only)

    def take_in(self, read: interchange.Read, *, overwrite: bool = False, new: bool = False) -> TakenIn:
        """Add an assessment from a file, or what is new in it where it is here already.

        With ``overwrite`` the file's word counts also where the store has a newer one. Raises `OpsassessError` if it
        is another client's, or was exported from another engagement than this, unless it is asked for as a ``new`` one.
        """
        with self.store() as store:
            client, ours = read.assessment.client.name, (self.settings.client, store.client)
            if client.casefold() not in map(str.casefold, ours):
                raise OpsassessError(f"{self.folder} is the engagement of {ours[0]}; this assessment is of {client}.")
            today = dt.datetime.now().astimezone().date()
            return intake.take_in(store, read, overwrite=overwrite, new=new, today=today)

    def keep_questionnaire(self, path: Path) -> None:
        """Copy a questionnaire's file, and what it extends, to where this engagement looks; one that is there stays."""
        for file in files_of(path):
            text = source.read_text(file)
            kept = self.folder / QUESTIONNAIRES / file.name
            if kept.exists() and source.read_text(kept) != text:
                raise OpsassessError(f"{kept}: there is another one already. Rename {file}, or take that one away.")
            files.write(kept, text)

    def supply_notebooks(self) -> None:
        """Put the notebooks into the folder that are not there; those that are, stay as they were edited."""
        supply(self.folder, notebooks())

    def number_of(self, ref: str | int | None = None) -> int:
        """Return the number of an assessment: of a number, an agent's name, or nothing for the newest."""
        with self.store(read_only=True) as store:
            return numbered(store, ref)

    def upgrade(self, ref: str = "", *, undo: bool = False) -> Assessment:
        """Let an assessment follow the installed questionnaire with its id, or again the one from before that."""
        with self.store() as store:
            number = numbered(store, ref)
            if undo:
                store.undo_upgrade(number)
            else:
                follows = store.assessment(number).questionnaire.id
                store.upgrade(number, checked(file_of(follows, [self.folder / QUESTIONNAIRES])))
            return store.assessment(number)

    def freeze(self, name: str, ref: str = "") -> Milestone:
        """Keep today's scores of an assessment as a milestone; raises `OpsassessError` if it has one of that name."""
        review = self.review(ref)
        milestone = freeze(review.score(), name, dt.datetime.now(dt.UTC))
        with self._revising(review, editor="milestone") as revision:
            if any(m.name.casefold() == name.casefold() for m in revision.assessment.milestones):
                raise OpsassessError(f"There is a milestone {name!r} already. Give this one another name.")
            revision.save([milestone])
        return milestone

    def take_in_cards(self, path: Path, ref: str = "") -> Outcome:
        """Take in a Word file of filled drill cards; raises `DataError` with every mistake in it."""
        from opsassess.documents.word_forms import form_values
        from opsassess.drill import filled_cards, outcome_of
        from opsassess.prose import load_sentences

        review = self.review(ref)
        values = form_values(source.read_bytes(path), path.name, review.document("drill").content)
        now = dt.datetime.now(dt.UTC)
        cards = filled_cards(review.score(), values, name=path.name, today=now.astimezone().date())
        sentences = load_sentences("drill", review.templates)
        with self._revising(review, editor="drill") as revision:  # somebody may have taken in the same file just now
            outcome = outcome_of(revision.assessment, cards, now=now, sentences=sentences)
            revision.save(outcome.changes)
        return outcome

    @contextlib.contextmanager
    def _revising(self, review: Review, *, editor: str) -> Iterator[Revision]:
        with self.store() as store, store.revising(store.state(review.number).number, editor=editor) as revision:
            yield revision

    def history(self, item: str, ref: str = "") -> tuple[Assessment, tuple[Entry, ...]]:
        """Return an assessment and what was said and done about an item of it; raises `StoreError` if nothing was."""
        with self.store(read_only=True) as store:
            number = numbered(store, ref)
            entries = store.history(number, item)
            assessment = store.assessment(number)
            if not entries:
                items = items_for(store.questionnaire_of(number), assessment)
                raise StoreError(_no_history(item, number, tuple(items)))
            return assessment, entries

    def review(self, ref: str | int | None = None) -> Review:
        """Return an assessment of the store: by number, by its agent's name, else the newest."""
        with self.store(read_only=True) as store:
            state = store.state(numbered(store, ref))
            questionnaire = store.questionnaire_of(state.number)
            stem = stem_of(store, state.number)
            not_met = tuple(_not_met(self.settings.meeting, store))
        return Review(
            assessment=state.assessment,
            questionnaire=questionnaire,
            source=self.folder,
            number=state.number,
            theme=self.settings.theme,
            offer=self.settings,
            meeting=self.settings.meeting,
            own=(self.folder / QUESTIONNAIRES,),
            folder=self.folder,
            templates=(self.folder / "report_templates",),
            notices=(
                *self.notices,
                *not_met,
                *interchange.unsettled_notice(map(_about, state.contested)),
                *interchange.differences(state.assessment, questionnaire),
            ),
            summary_day=state.summary_day,
            stem=stem,
        )


def _not_met(meeting: Meeting, store: Store) -> Iterator[str]:
    """Yield whose day stands in the settings and who is in no assessment: the sheet that is meant has no day."""
    if not meeting.days:
        return
    every = [store.assessment(listed.number) for listed in store.assessments()]
    people = [person.name for one in every for person in one.respondents]
    for name in meeting.days_of_nobody(people):
        guess = validation.did_you_mean(name, people) or "Write the name as it stands under People"
        yield f"{SETTINGS}: meeting.days has a day of {name}, who takes part in nothing here. {guess}"


def _no_history(item: str, number: int, items: tuple[str, ...]) -> str:
    if item in items:
        return f"Nothing was said or done about {item!r} in assessment {number}."
    inside = [known for known in items if item.casefold() in known.casefold()]
    there = f"There are: {', '.join(inside)}." if inside else ""
    guess = there or f"{validation.did_you_mean(item, items) or 'The register names every id'}."
    return f"There is no question {item!r} in assessment {number}. {guess}"


def _about(entry: Entry) -> str:
    """Return what an entry speaks of: its item, or where it has none its place in the assessment."""
    return item_of(entry.event) or (" ".join(place_of(entry.change)).replace("_", " ") if entry.change else "")
