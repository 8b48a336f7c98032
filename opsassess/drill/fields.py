"""The fields of a card's record sheet, and the words of their choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from opsassess.blocks import Field
from opsassess.drill.plan import Drill
from opsassess.prose import Sentences

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


def proof_fields(drill: Drill, sentences: Sentences) -> Iterable[Field]:
    """Yield one question for each item: are the words of its highest level true now?"""
    options = tuple((choice, sentences.say(f"answer.{choice}")) for choice in ANSWERS)
    for n, values in enumerate(drill.items):
        label = sentences.say("proof", title=values.item.title, level=values.item.levels[-1])
        yield Field(tag=tag(drill, proof(n)), label=label, kind="choice", options=options)
