"""The rows of what is no gap: agreements, agreed work, what keeps the tier, accepted risks, the runbook's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from opsassess.documents.plain import plain_text
from opsassess.prose import Sentences, capitalised, join
from opsassess.register.columns import hours_of_row, owner_columns
from opsassess.register.layout import REGISTER
from opsassess.report.beside import Agreement, Beside, beside, hours_beside
from opsassess.report.open_hours import PAUSE, open_hours, open_hours_told
from opsassess.report.owners import Owners
from opsassess.report.standing import wide_gaps
from opsassess.report.way import urgent
from opsassess.retainer.agent import Agent
from opsassess.runbook.open_points import missing_in_runbook, open_in_runbook
from opsassess.scoring import Score
from opsassess.scoring.tiers import next_above
from opsassess.workbook.cells import CellValue

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row


def open_hours_row(owners: Owners, sentences: Sentences) -> Row:
    """Return the row of what comes before all gaps and is none of a single question."""
    score = owners.score
    item = score.items[PAUSE].item
    row: dict[str, CellValue | None] = dict.fromkeys(head.key for head in REGISTER.heads)
    return row | {
        "rank": None,
        "item": PAUSE,
        "title": plain_text(sentences.say("open_hours.title")),
        "area": score.questionnaire.area_of[item.area].title,
        "kind": plain_text(sentences.say("register.kind.open_hours")),
        "found": plain_text(open_hours_told(score, sentences, "register.found.open_hours")),
        "do": plain_text(capitalised(open_hours_told(score, sentences, "open_hours.do"))),
        "accepted_when": plain_text(capitalised(sentences.say("open_hours.done"))),
        "owner": owners.of_agent or None,
        "proposed": owners.days.first,
    }


def agreement_row(found: Agreement, sentences: Sentences) -> Row:
    """Return the row of what keeps the tier when the builder is gone, and belongs to no single question."""
    row: dict[str, CellValue | None] = dict.fromkeys(head.key for head in REGISTER.heads)
    return row | {
        "rank": None,
        "item": "",
        "title": plain_text(found.title),
        "kind": plain_text(sentences.say("register.kind.agreement")),
        "found": plain_text(found.found),
        "do": plain_text(capitalised(found.do)),
        "accepted_when": plain_text(capitalised(found.done)),
        **owner_columns(found.owner, sentences),
    }


def agreed_besides(owners: Owners, row: Row, sentences: Sentences) -> Iterator[Row]:
    """Yield the work that was agreed besides what is to be shown: it has an owner, a day and a test of its own."""
    item = str(row["item"])
    if work := owners.work_besides(item):
        found = owners.score.items[item].item
        yield {
            **row,
            **dict.fromkeys(("optimistic", "likely", "pessimistic", "hours_why")),
            "title": plain_text(sentences.say("register.title.besides", title=found.title)),
            "kind": plain_text(sentences.say("register.kind.besides")),
            "do": work.text,
            "accepted_when": found.remedy.accepted(("walk_through",)),
            **owner_columns(owners.of_point(item), sentences),
        }


def beside_rows(agent: Agent, owners: Owners, sentences: Sentences) -> Iterator[Row]:
    """Yield what is no gap: what keeps the tier of today, what one person alone can do, and accepted risks."""
    score, needed, hours = agent.score, urgent(agent), hours_beside(agent)
    for rank, one in enumerate(beside(owners, sentences), len(wide_gaps(score)) + 1):
        item = score.items[one.item].item
        gates = [g.title for g in score.questionnaire.gates if one.item in _items_of(score, g.id)]
        row: dict[str, CellValue | None] = dict.fromkeys(head.key for head in REGISTER.heads)
        yield row | {
            "rank": rank,
            "item": one.item,
            "title": item.title,
            "area": score.questionnaire.area_of[item.area].title,
            "must_have": ", ".join(gates) or None,
            "kind": plain_text(sentences.say(f"register.kind.{one.kind}")),
            "needed_for": _tier_of(one, score, needed),
            "found": plain_text(one.found),
            "do": plain_text(one.do),
            "accepted_when": plain_text(one.done),
            **owner_columns(one.owner, sentences),
            **hours_of_row(agent, None if one.owner.risk else hours.get(one.item), sentences),
            "why": item.why,
        }


def _tier_of(one: Beside, score: Score, needed: Mapping[str, int]) -> str | None:
    """Return the tier that does not come, or does not stay, without it."""
    if one.kind == "renew":
        return score.reported_tier
    return (score.aim, next_above(score.aim))[needed[one.item]] if one.item in needed else None


def with_what_is_open(owners: Owners, rows: Sequence[Row], agent: Agent, sentences: Sentences) -> Iterator[Row]:
    """Yield the rows, each with what the runbook still asks for of it, then a row for what it asks for beside them."""
    left, score = open_in_runbook(agent), agent.score
    asked = {gap.item for gap in wide_gaps(score) if gap.lacking}  # the row says it
    last = {str(row["item"]): n for n, row in enumerate(rows)}  # of two rows of a question, that of the work
    for n, row in enumerate(rows):
        item = str(row["item"])
        said = left.get(item, ()) if last[item] == n and item not in asked else ()
        also = plain_text(sentences.say("register.also", said=said))
        yield {**row, "do": " ".join(filter(None, (str(row["do"] or ""), also)))}
    known = {str(row["item"]) for row in rows} | ({PAUSE} if open_hours(score) else set())
    left = {**missing_in_runbook(agent), **left}
    for n, item in enumerate((item for item in left if item not in known), len(rows) + 1):
        found = score.items[item].item
        gates = [g.title for g in score.questionnaire.gates if item in _items_of(score, g.id)]
        row = dict.fromkeys(head.key for head in REGISTER.heads)
        yield row | {
            "rank": n,
            "item": item,
            "title": found.title,
            "area": score.questionnaire.area_of[found.area].title,
            "must_have": ", ".join(gates) or None,
            "kind": plain_text(sentences.say("register.kind.open")),
            "found": plain_text(join(left[item])),
            "do": plain_text(sentences.say("register.do.open")),
            "accepted_when": plain_text(sentences.say("register.accepted.open")),
            **owner_columns(owners.of_point(item), sentences),
            "why": found.why,
        }


def _items_of(score: Score, gate: str) -> set[str]:
    return {need.item for need in score.frame.needs_of_gate.get(gate, ())}
