"""What a document is made of before it is a page: values without layout, printed by `opsassess.documents`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from opsassess.charts import Chart
from opsassess.prose import Prose
from opsassess.scoring.standing import STATES, State

NOTHING = Prose("")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading inside a section. Level 2 is the first below the section's own title."""

    text: Prose
    level: int = 2
    anchor: str = ""  # by which a link of the document finds it; see `opsassess.prose.anchor`


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph. The role chooses its look: the verdict in one line, a lead, running text, a note in small."""

    text: Prose
    role: Literal["lead", "body", "note"] = "body"


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list without order; ``checkbox`` makes it a checklist."""

    items: tuple[Prose, ...]
    checkbox: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what to do, and what you then see."""

    do: Prose
    see: Prose = NOTHING


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Numbered steps; each list starts at 1."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Pairs of a name and what it is: "Who: the RevOps duty operator"."""

    pairs: tuple[tuple[Prose, Prose], ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with one header row, repeated on each page."""

    columns: tuple[Prose, ...]
    rows: tuple[tuple[Prose, ...], ...]
    widths: tuple[int, ...] = ()  # relative; even where absent
    caption: Prose = NOTHING  # for readers who do not see it


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something to be filled in by hand. Its tag is how a filled form is read back."""

    tag: str
    label: Prose
    kind: Literal["text", "day", "choice"] = "text"
    options: tuple[tuple[str, Prose], ...] = ()  # of a choice: what is read back, what is shown


@dataclass(frozen=True, kw_only=True)
class Form:
    """A record sheet: fields to be filled in, in Word or with a pen."""

    fields: tuple[Field, ...]
    widths: tuple[int, int] = (4, 6)  # of label and field
    caption: Prose = NOTHING


@dataclass(frozen=True, kw_only=True)
class Todo:
    """Something that nobody answered yet. The runbook never invents it."""

    what: Prose
    needed_from: Prose = NOTHING
    by: Prose = NOTHING


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A chart with its caption. The text says in words what the picture shows."""

    id: str
    chart: Chart
    caption: Prose
    alt: str


@dataclass(frozen=True, kw_only=True)
class Status:
    """One must-have and how it stands."""

    id: str
    title: Prose
    state: State
    lines: tuple[Prose, ...] = ()  # what is told of it
    word: Prose = NOTHING  # how it stands, where the state alone does not say how it was seen

    @property
    def standing(self) -> Prose:
        """Return how it stands, as it is printed."""
        return self.word or Prose(STATES[self.state])


@dataclass(frozen=True, kw_only=True)
class StatusList:
    """The must-haves at a glance."""

    id: str
    entries: tuple[Status, ...]


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One tier, and what has to stand before it is reached."""

    short: str
    name: Prose
    needs: tuple[Status, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The tiers from the lowest, with the one that is reached and what stands between."""

    id: str
    rungs: tuple[Rung, ...]
    reached: str
    text: Prose  # the same in words
    between: Rung | None = None  # what is reached, where that is no tier but lies above the first

    def steps(self) -> tuple[tuple[Rung, bool], ...]:
        """Return all that stands side by side, and whether it is what is reached."""
        first, *others = ((rung, rung.short == self.reached) for rung in self.rungs)
        return (first, *(((self.between, True),) if self.between else ()), *others)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A gap or an action: a title, one line of small print, and its paragraphs."""

    title: Prose
    tags: tuple[Prose, ...]
    body: tuple[Prose, ...]
    facts: tuple[tuple[Prose, Prose], ...] = ()


Block = Heading | Paragraph | Bullets | Steps | Facts | Table | Form | Todo | Figure | StatusList | Ladder | Card


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a document that the contents list names."""

    id: str
    title: Prose
    blocks: tuple[Block, ...]
    role: Literal["page_one", "card", "sheet", "body", "flow"] = "body"  # a "sheet" is handed out by itself


@dataclass(frozen=True, kw_only=True)
class Document:
    kind: Literal["readiness", "runbook", "followup", "prep", "annex", "drill", "monthly", "scope"]
    title: Prose
    subtitle: Prose
    client: Prose
    agent: Prose
    day: dt.date
    draft: bool
    cover: tuple[tuple[Prose, Prose], ...]  # what stands on the cover beside title and client
    sections: tuple[Section, ...]

    @property
    def draft_mark(self) -> str:
        """Return what follows the title of a draft that does not call itself one."""
        return " (draft)" if self.draft and "draft" not in f"{self.title} {self.subtitle}".casefold() else ""

    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks
