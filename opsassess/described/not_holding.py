"""What was seen and does not hold yet: a limit that only the prompt keeps, and what a drill did not pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opsassess.described.by_prompt import PromptOnly, prompt_only
from opsassess.described.drilled import FailedDrill, failed_drills
from opsassess.described.values import as_said
from opsassess.once import made_once
from opsassess.owners.days import DRILLS
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import DrillPlan
from opsassess.scoring import Score

_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, kw_only=True)
class NotHolding:
    """Why something does not hold yet, whatever was seen of it."""

    prompt: PromptOnly | None = None
    drill: FailedDrill | None = None

    def told(self, sentences: Sentences) -> Prose:
        """Return it as a part of a sentence."""
        return sentences.say("not_holding", prompt=self.prompt, drill=self.drill)


@made_once
def not_holding(score: Score) -> Mapping[str, NotHolding]:
    """Return what does not hold yet, by its question."""
    prompt = prompt_only(score)
    found = {prompt.item.item.id: NotHolding(prompt=prompt)} if prompt else {}
    return found | {item: NotHolding(drill=row) for row in failed_drills(score) for item in _exercised(score, row)}


def failed_of(score: Score, item: str) -> Sequence[FailedDrill]:
    """Return the failed drills of a question; those of no question stand with the list of drills."""
    found = {name: weak.drill for name, weak in not_holding(score).items() if weak.drill}
    others = [row for row in failed_drills(score) if row not in found.values()] if item == DRILLS else []
    return [*([found[item]] if item in found else []), *others]


def _exercised(score: Score, row: FailedDrill) -> Iterator[str]:
    """Yield what a drill was to prove: by its card, else what was seen on its day of the one that its title names."""
    if row.item:
        yield row.item
        return
    plans = [plan for plan in score.questionnaire.drills if plan.prefix is None and _names(row.drill, plan)]
    for item in plans[0].items if len(plans) == 1 else ():
        days = {seen.evidence.date for seen in score.items[item].seen} if item in score.items else set()
        if row.last_done in {as_said(day.isoformat()) for day in days if day}:
            yield item


def _names(title: str, plan: DrillPlan) -> bool:
    """Tell whether a title shares a word with a drill of the questionnaire: "Working by hand", "Work by hand"."""
    own, known = (_WORD.findall(text.lower()) for text in (title, f"{plan.id} {plan.title}"))
    return any(one.startswith(other) or other.startswith(one) for one in own for other in known)
