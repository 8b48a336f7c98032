"""What is asked for beside a rating: the facts of a profile and the content of an item."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from opsassess.questionnaire.terms import ContentKind, Frozen, Id, Sentence


class Level(Frozen):
    """A rating or an evidence level in general words; an item has its own words for each rating."""

    id: str
    name: str
    meaning: Sentence


class Option(Frozen):
    """One of several choices; a bare text is both its id and its title."""

    id: str
    title: str

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"id": value, "title": value} if isinstance(value, str) else value


class Column(Frozen):
    id: Id
    title: str
    options: tuple[Option, ...] = ()
    optional: bool = False  # may be empty for a good reason: a drill that is only planned has no result


class Fact(Frozen):
    """One fact of an agent's profile."""

    id: Id
    title: str
    kind: Literal["boolean", "text", "number", "choice", "people", "table", "date"]
    ask: Sentence
    unit: str = ""
    options: tuple[Level, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def is_share(self) -> bool:
        """Tell whether the number runs from 0 to 1."""
        return self.kind == "number" and self.unit.startswith("share")


class Content(Frozen):
    """What is asked of an item beside its rating: it becomes the text of the runbook."""

    kind: ContentKind
    prompt: Sentence
    unit: str = ""  # of a number: the suggested unit
    per: str = ""  # of a number: the suggested window
    direction: Literal["at_least", "at_most", "range"] | None = None  # of a number: on which side of it all is well
    columns: tuple[Column, ...] = ()
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _kind_has_its_parts(self) -> Content:
        if self.kind == "table" and not self.columns:
            raise ValueError("a table needs `columns`")
        if self.kind in ("choice", "choices") and not self.options:
            raise ValueError("a choice needs `options`")
        return self
