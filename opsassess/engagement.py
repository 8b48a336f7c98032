"""An engagement: one client's folder with its store, its house style and its notebooks."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from opsassess import files, interchange, resources, source, validation
from opsassess.answers import Current, current_answers
from opsassess.assessment import FORMAT, Answer, Assessment
from opsassess.documents.theme import Theme
from opsassess.errors import OpsassessError, StoreError
from opsassess.library import sha256_of
from opsassess.questionnaire import Frozen, Questionnaire
from opsassess.review import Review
from opsassess.store import Store
from opsassess.store_changes import AgentName, AsOf, Change, ProfileFact, Summary

STORE = "opsassess.db"
SETTINGS = "engagement.yaml"


class Settings(Frozen):
    """What `engagement.yaml` says."""

    client: Annotated[str, Field(min_length=1)]
    theme: Theme = Theme()


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """A folder with a store and settings."""

    folder: Path
    settings: Settings

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
            raise OpsassessError(f"{path}: the settings are missing. A file with one line will do: client: NAME.")
        settings = validation.build(Settings, source.read_yaml(source.read_text(path), str(path)))
        return cls(folder=folder, settings=settings)

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

    def take_in(self, read: interchange.Read) -> tuple[int, int]:
        """Add an assessment from a file, or what is new in it where it is here already.

        Returns its number and how many changes were saved; raises `OpsassessError` if it is another client's.
        """
        with self.store() as store:
            client, ours = read.assessment.client.name, (self.settings.client, store.client)
            if client.casefold() not in map(str.casefold, ours):
                raise OpsassessError(f"{self.folder} is the engagement of {ours[0]}; this assessment is of {client}.")
            known = {listed.id.lower(): listed.number for listed in store.assessments()}
            number = known.get(read.assessment.id.lower())
            if number is None:
                return store.add(read.assessment, read.questionnaire), len(read.assessment.answers)
            changes = tuple(differences(store.assessment(number), read.assessment))
            store.record_all(number, changes, editor="import")
            return number, len(changes)

    def review(self, number: int | None = None, *, agent: str = "") -> Review:
        """Return an assessment of the store: by number, by its agent's name, else the newest."""
        with self.store(read_only=True) as store:
            if agent:
                number = _by_agent(store, agent)
            state = store.state(number)
            questionnaire = store.questionnaire_of(state.number)
        return Review(
            assessment=state.assessment,
            questionnaire=questionnaire,
            source=self.folder,
            number=state.number,
            theme=self.settings.theme,
            folder=self.folder,
            templates=(self.folder / "report_templates",),
            notices=interchange.notices(state.assessment, questionnaire),
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


def differences(ours: Assessment, theirs: Assessment) -> Iterator[Change]:
    """Yield what a file says newly: not what the store says too, nor what it has replaced since the file was written.

    What the file leaves out is kept.
    """
    for part in ("respondents", "failure_modes", "not_applicable", "exceptions", "actions", "promised", "milestones"):
        known = set(map(repr, getattr(ours, part)))
        yield from (entry for entry in getattr(theirs, part) if repr(entry) not in known)
    for fact in theirs.agent.facts:  # only what is known: a blank never wipes a fact
        if ours.agent.profile.get(fact) != theirs.agent.profile[fact]:
            yield ProfileFact(fact=fact, value=theirs.agent.profile[fact])
    if theirs.agent.name != ours.agent.name:
        yield AgentName(name=theirs.agent.name)
    if theirs.as_of > ours.as_of:
        yield AsOf(day=theirs.as_of)
    if theirs.summary and theirs.summary != ours.summary:
        yield Summary(text=theirs.summary)
    said = {
        (item, answer.respondent.id): answer for item, answers in current_answers(ours).items() for answer in answers
    }
    for item, answers in current_answers(theirs).items():
        for answer in answers:
            held = said.get((item, answer.respondent.id)) or Current(respondent=answer.respondent)
            given = _news(answer, held, _as_it_was(ours, item, answer))
            if given:
                at = max(dt.datetime.now(dt.UTC), held.at or _DAWN)  # the newest entry counts, whatever our clock says
                yield Answer(item=item, respondent=answer.respondent.id, at=at, **given)


_KEYS = ("rating", "content", "evidence", "written_where", "note", "private_note")
_DAWN = dt.datetime.min.replace(tzinfo=dt.UTC)


def _news(theirs: Current, ours: Current, before: Current) -> dict[str, Any]:
    """Return what somebody changed in a file: a blank wipes nothing, a value from before our newer one is none."""
    values = {key: getattr(theirs, key) for key in _KEYS}
    known = {key: (getattr(ours, key), getattr(before, key), None, "", ()) for key in _KEYS}
    return {key: value for key, value in values.items() if value not in known[key]}


def _as_it_was(ours: Assessment, item: str, theirs: Current) -> Current:
    """Return what the store held at the time that an answer of a file carries: from there the file went its way."""
    who, until = theirs.respondent.id, theirs.at or _DAWN
    log = [a for a in ours.answers if (a.item, a.respondent) == (item, who) and (a.at or _DAWN) <= until]
    then = current_answers(ours.model_copy(update={"answers": tuple(log)}))
    return next(iter(then.get(item, ())), Current(respondent=theirs.respondent))


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
