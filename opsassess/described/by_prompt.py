"""The actions that only the prompt forbids: a prompt asks, and nothing outside it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opsassess.answers import Current
from opsassess.described.shapes import rows_in
from opsassess.owners.people import builder_told, named
from opsassess.phrases import phrase
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import Item
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.values import value_of

_BLOCKED_BY = "blocked_by"  # the column that says what refuses an action
_QUOTE = 200  # characters; longer notes are for the annex
_NOT = re.compile(r"\bnot$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ByPrompt:
    """An action that nothing but the prompt forbids."""

    action: str
    part: bool  # somewhere something else refuses it: "branch protection on most, elsewhere prompt only"


def only_by_prompt(item: Item, content: object) -> tuple[ByPrompt, ...]:
    """Return the actions that nothing but the prompt forbids, everywhere or in some places."""
    rows = content if isinstance(content, list | tuple) else [content]
    found = []
    for row in (row for row in rows if isinstance(row, Mapping)):
        text = str(row.get(_BLOCKED_BY) or "").strip(" .")
        part = not phrase("by_prompt").fullmatch(text)
        if not part or _in_part(text):
            found.append(ByPrompt(action=str(row.get(item.content.columns[0].id) or "").strip(), part=part))
    return tuple(found)


def _in_part(text: str) -> bool:
    found = phrase("by_prompt_within").finditer(text)
    return any(not _NOT.search(text[: one.start()].rstrip()) for one in found)


@dataclass(frozen=True, kw_only=True)
class PromptOnly:
    """What only the prompt forbids, by the answer that counts."""

    item: ItemScore
    actions: tuple[ByPrompt, ...]
    many: int  # actions that must never be taken, those that something else refuses among them
    teller: str  # who told us, where that is a builder, where nothing was seen, and where a builder said more

    @property
    def otherwise(self) -> tuple[Current, ...]:
        """Return who told us that something else blocks it."""
        return told_otherwise(self.item)


def by_prompt_told(score: Score, sentences: Sentences) -> Prose:
    """Say what only the prompt forbids, and who told us where that is all we have."""
    return sentences.say("by_prompt", found=prompt_only(score))


def prompt_only(score: Score) -> PromptOnly | None:
    """Return the actions by the answer that counts, an operator's, else the builder's."""
    for item in score.items.values():
        answers = _with_content((*item.operators, *item.builders)) if item.applies else ()
        actions = only_by_prompt(item.item, answers[0].content) if answers else ()
        if actions:
            more = builder_told(item) and value_of(item.builder or 0) > item.claimed
            firm = answers[0] in item.operators and any(seen.level for seen in item.seen) and not more
            teller = "" if firm else named(answers[:1], "the builder")
            return PromptOnly(item=item, actions=actions, many=len(rows_in(answers[0].content)), teller=teller)
    return None


def told_otherwise(item: ItemScore) -> tuple[Current, ...]:
    """Return the builders who hold it higher than the team and noted why: something else may block it."""
    higher = (a for a in item.builders if a.rating is not None and value_of(a.rating) > item.claimed)
    return tuple(answer for answer in higher if item.operators and 0 < len(answer.note.strip()) <= _QUOTE)


def _with_content(answers: Iterable[Current]) -> tuple[Current, ...]:
    return tuple(answer for answer in answers if answer.content)
