"""An engagement: one client's folder with its store, its house style and its notebooks."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from opsassess import files, interchange, resources, source, validation
from opsassess.assessment import FORMAT, Assessment, Milestone, QuestionnaireRef
from opsassess.changes import Upgrade, apply, item_of
from opsassess.delta import freeze
from opsassess.documents.theme import Theme
from opsassess.errors import OpsassessError, StoreError
from opsassess.library import file_of, files_of, find_questionnaire, sha256_of
from opsassess.lint import checked
from opsassess.merge import differences, held_back, replaced
from opsassess.questionnaire import Frozen, Questionnaire
from opsassess.retainer import Offer, Plan, RateCard, Terms, load_coefficients
from opsassess.retainer.checking import check_plan
from opsassess.review import Review
from opsassess.store import Entry, Store
from opsassess.targets import place_of

if TYPE_CHECKING:
    from opsassess.drill import Outcome

STORE = "opsassess.db"
SETTINGS = "engagement.yaml"
_FULL = "agent-operability"  # whose items a dependency may name
QUESTIONNAIRES = "questionnaires"  # the folder of one's own


class Settings(Frozen):
    """What `engagement.yaml` says."""

    client: Annotated[str, Field(min_length=1)]
    theme: Theme = Theme()
    rate_card: RateCard | None = None
    terms: Terms = Terms()
    scope: Plan = Plan()

    @model_validator(mode="after")
    def _offer_is_whole(self) -> Settings:
        self.offer  # noqa: B018 - an offer that is not whole is a mistake in the file
        return self

    @property
    def offer(self) -> Offer:
        """Return what it says of prices and terms."""
        return Offer(rate_card=self.rate_card, terms=self.terms, scope=self.scope)


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What came of taking in a file; the sentences name no content of an answer but ratings."""

    number: int
    saved: int  # entries
    held_back: tuple[str, ...] = ()  # what the file says as it was, and the store has newer
    replaced: tuple[str, ...] = ()  # the names of what is not an answer and was something else before


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """A folder with a store and settings."""

    folder: Path
    settings: Settings
    notices: tuple[str, ...] = ()

    @classmethod
    def new(cls, folder: Path, client: str) -> Engagement:
        """Make an engagement; raises `OpsassessError` where one is already, and leaves nothing behind if it fails."""
        if (folder / STORE).exists() or (folder / SETTINGS).exists():
            raise OpsassessError(f"{folder}: there is an engagement here already. Choose another folder.")
        settings = {SETTINGS: _settings_text(client).encode()}
        with contextlib.ExitStack() as undo:
            _make_folder(folder, undo)
            undo.callback((folder / STORE).unlink, missing_ok=True)
            Store.create(folder / STORE, client=client).close()
            for name, content in (settings | _notebooks()).items():
                if not (folder / name).exists():
                    undo.callback((folder / name).unlink, missing_ok=True)
                    files.write(folder / name, content)
            made = cls.open(folder)
            undo.pop_all()
        return made

    @classmethod
    def open(cls, folder: Path) -> Engagement:
        """Open an engagement's folder."""
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
        return cls(folder=folder, settings=settings)

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

    def take_in(self, read: interchange.Read, *, overwrite: bool = False) -> TakenIn:
        """Add an assessment from a file, or what is new in it where it is here already.

        With ``overwrite`` the file's word counts also where the store has a newer one. Raises `OpsassessError` if it
        is another client's.
        """
        with self.store() as store:
            client, ours = read.assessment.client.name, (self.settings.client, store.client)
            if client.casefold() not in map(str.casefold, ours):
                raise OpsassessError(f"{self.folder} is the engagement of {ours[0]}; this assessment is of {client}.")
            known = {listed.id.lower(): listed.number for listed in store.assessments()}
            number = known.get(read.assessment.id.lower())
            if number is None:
                number = store.add(_following(read), read.questionnaire)
                return TakenIn(number=number, saved=len(read.assessment.answers))
            present = store.assessment(number)
            changes = tuple(differences(present, read.assessment, overwrite=overwrite))
            store.record_all(number, changes, editor="import")
        return TakenIn(
            number=number,
            saved=len(changes),
            held_back=() if overwrite else tuple(held_back(present, read.assessment)),
            replaced=tuple(replaced(present, changes)),
        )

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
        for name, content in _notebooks().items():
            if not (self.folder / name).exists():
                files.write(self.folder / name, content)

    def number_of(self, ref: str = "") -> int:
        """Return the number of an assessment: of a number, an agent's name, or nothing for the newest."""
        with self.store(read_only=True) as store:
            return _numbered(store, ref)

    def upgrade(self, ref: str = "", *, undo: bool = False) -> Assessment:
        """Let an assessment follow the installed questionnaire with its id, or again the one from before that."""
        with self.store() as store:
            number = _numbered(store, ref)
            if undo:
                store.undo_upgrade(number)
            else:
                follows = store.assessment(number).questionnaire.id
                store.upgrade(number, checked(file_of(follows, [self.folder / QUESTIONNAIRES])))
            return store.assessment(number)

    def freeze(self, name: str, ref: str = "") -> Milestone:
        """Keep today's scores of an assessment as a milestone; raises `OpsassessError` if it has one of that name."""
        review = self._review_of(ref)
        if any(m.name.casefold() == name.casefold() for m in review.assessment.milestones):
            raise OpsassessError(f"There is a milestone {name!r} already. Give this one another name.")
        milestone = freeze(review.score(), name, dt.datetime.now(dt.UTC))
        with self.store() as store:
            store.record(store.state(review.number).number, milestone, editor="milestone")
        return milestone

    def take_in_cards(self, path: Path, ref: str = "") -> Outcome:
        """Take in a Word file of filled drill cards; raises `DataError` with every mistake in it."""
        from opsassess.documents.word_forms import form_values
        from opsassess.drill import filled_cards, outcome_of
        from opsassess.prose import load_sentences

        review = self._review_of(ref)
        values = form_values(source.read_bytes(path), path.name, review.document("drill").content)
        now = dt.datetime.now(dt.UTC)
        cards = filled_cards(review.score(), values, name=path.name, today=now.astimezone().date())
        sentences = load_sentences("drill", review.templates)
        outcome = outcome_of(review.assessment, cards, now=now, sentences=sentences)
        with self.store() as store:
            store.record_all(store.state(review.number).number, outcome.changes, editor="drill")
        return outcome

    def _review_of(self, ref: str) -> Review:
        return self.review(int(ref)) if ref.isdecimal() else self.review(agent=ref)

    def history(self, item: str, ref: str = "") -> tuple[Assessment, tuple[Entry, ...]]:
        """Return an assessment and what was said and done about an item of it; raises `StoreError` if nothing was."""
        with self.store(read_only=True) as store:
            number = _numbered(store, ref)
            entries = store.history(number, item)
            if not entries:
                raise StoreError(f"Nothing was said or done about {item!r} in assessment {number}.")
            return store.assessment(number), entries

    def numbered(self, store: Store, *, number: int | None = None, agent: str = "") -> int:
        """Return the number of an assessment of the store: by number, by its agent's name, else the newest."""
        return _by_agent(store, agent) if agent else store.state(number).number

    def review(self, number: int | None = None, *, agent: str = "") -> Review:
        """Return an assessment of the store: by number, by its agent's name, else the newest."""
        with self.store(read_only=True) as store:
            if agent:
                number = _by_agent(store, agent)
            state = store.state(number)
            questionnaire = store.questionnaire_of(state.number)
            stem = _stem(store, state.number)
        return Review(
            assessment=state.assessment,
            questionnaire=questionnaire,
            source=self.folder,
            number=state.number,
            theme=self.settings.theme,
            offer=self.settings.offer,
            own=(self.folder / QUESTIONNAIRES,),
            folder=self.folder,
            templates=(self.folder / "report_templates",),
            notices=(
                *self.notices,
                *interchange.unsettled_notice(map(_about, state.contested)),
                *interchange.notices(state.assessment, questionnaire),
            ),
            stem=stem,
        )


def blank(client: str, agent: str, questionnaire: Questionnaire, day: dt.date) -> interchange.Read:
    """Return a new assessment without answers; raises `DataError` for a name that cannot be one."""
    data = {
        "format": FORMAT,
        "id": str(uuid.uuid4()),
        "as_of": day,
        "client": {"name": client},
        "agent": {"name": agent},
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "sha256": sha256_of(questionnaire),
        },
    }
    assessment = validation.build(Assessment, source.Source(name="new assessment", data=data))
    return interchange.Read(assessment=assessment, questionnaire=questionnaire)


def _by_agent(store: Store, agent: str) -> int:
    numbers = [listed.number for listed in store.assessments() if listed.agent.casefold() == agent.casefold()]
    if not numbers:
        there = ", ".join(f"{listed.number} ({listed.agent})" for listed in store.assessments()) or "none yet"
        raise StoreError(f"There is no assessment {agent!r} in this engagement; there are: {there}.")
    return numbers[-1]


def _numbered(store: Store, ref: str) -> int:
    """Return the number of an assessment: of a number, an agent's name, or nothing for the newest."""
    return store.state(int(ref)).number if ref.isdecimal() else _by_agent(store, ref) if ref else store.state().number


def _about(entry: Entry) -> str:
    """Return what an entry speaks of: its item, or where it has none its place in the assessment."""
    return item_of(entry.event) or (" ".join(place_of(entry.change)).replace("_", " ") if entry.change else "")


def _stem(store: Store, number: int) -> str:
    """Return how the names of an assessment's documents begin: as those of no other assessment of the store."""
    slugs = {listed.number: files.slug(listed.agent) for listed in store.assessments()}
    own = slugs.pop(number)
    taken = {*slugs.values(), *(f"{slug}-{other}" for other, slug in slugs.items())}
    return f"{own}-{number}" if own in taken else own


def _following(read: interchange.Read) -> Assessment:
    """Return an assessment that follows the installed questionnaire where it was made with another text of it."""
    installed = read.questionnaire
    if installed.id != read.assessment.questionnaire.id or interchange.is_same_version(read.assessment, installed):
        return read.assessment
    ref = QuestionnaireRef(id=installed.id, version=installed.version, sha256=sha256_of(installed))
    return apply(read.assessment, [Upgrade(questionnaire=ref)])


def _settings_text(client: str) -> str:
    import json

    return (
        f"client: {json.dumps(client, ensure_ascii=False)}\n"
        "\n"
        "# The house style of your documents. Colours must be dark enough to be read on white.\n"
        "theme:\n"
        '  consultancy: ""\n'
        "  # logo: logo.png            # PNG or JPEG in this folder\n"
        '  primary: "#1f3a5f"\n'
        '  accent: "#a8501f"\n'
        "  confidentiality: Confidential\n"
        '  legal: ""\n'
        "\n"
        "# Prices and terms of the retainer scope. Without a rate card it names hours only; there is no default rate.\n"
        "# rate_card:\n"
        "#   currency: EUR\n"
        "#   remediation: 0                  # an hour, for each of the three\n"
        "#   services: 0\n"
        "#   incidents: 0\n"
        "#   round_to: 10\n"
        "#   tax: {name: VAT, percent: 19}\n"
        "# terms:\n"
        "#   service_hours: 09:00 to 17:00 on working days\n"
        "#   response:                       # hours until somebody answers, package by package\n"
        "#     - {severity: Unsafe output, must_haves: 8, next_tier: 4, keep_healthy: 2}\n"
        "#   minimum_months: 3\n"
        "#   notice_days: 30\n"
        "#   unused_hours: they lapse at the end of the quarter\n"
        "# scope:\n"
        "#   target: T2\n"
        "#   budget: {hours: 60}             # or money, which needs a rate card\n"
        "#   assumed: {new_failure_modes: 1}\n"
    )


def _notebooks() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(resources.folder("notebooks").glob("*.ipynb"))}


def _make_folder(folder: Path, undo: contextlib.ExitStack) -> None:
    """Make a folder with its parents; to undo it takes away what was not there."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in missing[-1:]:
        undo.callback(shutil.rmtree, place, ignore_errors=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OpsassessError(f"{folder}: the folder cannot be made ({error.strerror}).") from None
