"""The fields of a card's record sheet, and the words of their choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from opsassess.blocks import Field
from opsassess.drill.held import is_live
from opsassess.drill.plan import Drill
from opsassess.prose import Prose, Sentences, escape
from opsassess.scoring import Score

CARD = "opsassess.assessment"  # the field that says whose cards a file holds
RESULTS = ("passed", "failed", "stopped")
BUILDER = ("away", "silent", "helped")
ANSWERS = ("yes", "no")
CHOICES: Mapping[str, tuple[str, ...]] = {"result": RESULTS, "builder": BUILDER}
RECORD = ("date", "operator", "observer", "builder", "started", "minutes", "result", "record", "deviations")


def tag(drill: Drill, name: str) -> str:
    return f"{drill.id}.{name}"


def record_fields(drill: Drill, sentences: Sentences) -> Iterable[Field]:
    """Yield the fields that every card has."""
    for name in RECORD:
        options = tuple((choice, sentences.say(f"{name}.{choice}")) for choice in CHOICES.get(name, ()))
        kind: Literal["choice", "day", "text"] = "choice" if options else "day" if name == "date" else "text"
        yield Field(tag=tag(drill, name), label=sentences.say(f"field.{name}"), kind=kind, options=options)


def proof(number: int) -> str:
    """Return the name of the question whether an item is proven."""
    return f"proof_{number}"


def in_test(text: str, score: Score, sentences: Sentences) -> Prose:
    """Return a text of the questionnaire; before the agent is live it speaks of test cases."""
    return escape(text) if is_live(score) else sentences.say("with_test_cases", text=text)


def proof_fields(drill: Drill, score: Score, sentences: Sentences) -> Iterable[Field]:
    """Yield one question for each item: are the words of its highest level true now?"""
    options = tuple((choice, sentences.say(f"answer.{choice}")) for choice in ANSWERS)
    for n, values in enumerate(drill.items):
        label = sentences.say("proof", title=values.item.title, level=in_test(values.item.levels[-1], score, sentences))
        yield Field(tag=tag(drill, proof(n)), label=label, kind="choice", options=options)
