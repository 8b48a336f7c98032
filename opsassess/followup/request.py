"""A request as a value: what we ask of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from opsassess.prose import Prose, Sentences
from opsassess.scoring import Score

Asked = Literal["show", "answer", "learn"]  # learn: to do alone, on a day of its own
# told: others said that they would do it; row: the register has it, and it can wait
Kind = Literal["first", "promised", "agreed", "told", "show", "answer", "learn", "row"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """One thing that we ask of one person."""

    kind: Kind
    title: str  # of what it is about; may be empty
    do: Prose
    item: str
    by: dt.date | None = None  # the day that was agreed
    proposed: dt.date | None = None  # by us, where nobody agreed to a day
    again: Prose | None = None  # what ages and is shown again, in the days before its tier
    helper: str = ""  # who has to be there
    before_live: bool = False  # the day that we propose is the one before the first live day

    def told(self, sentences: Sentences) -> Prose:
        """Return the request as its row has it."""
        return sentences.say("request.line", title=self.title, do=self.do)


def title_of(score: Score, item: str) -> str:
    """Return the title of a question; nothing for what is none."""
    return score.items[item].item.title if item in score.items else ""


def days_of(requests: Iterable[Request]) -> tuple[dt.date, ...]:
    """Return the days of requests in their order, each once."""
    return tuple(sorted({day for request in requests if (day := request.by or request.proposed)}))
