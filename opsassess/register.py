"""The gap register for a client's own tracker: one row a gap, as CSV and as an Excel sheet.

What a person typed may begin like a formula. In CSV an apostrophe stands before it; in Excel the cell is a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from opsassess.documents.plain import plain_text
from opsassess.effort import Effort, rounded
from opsassess.prose import Prose, Sentences, capitalised, join, load_sentences, visible
from opsassess.report.asked import person_of
from opsassess.report.beside import Agreement, Beside, agreement, beside, hours_beside
from opsassess.report.evidence import to_show
from opsassess.report.open_hours import PAUSE, open_hours, open_hours_told
from opsassess.report.owners import Owner, Owners
from opsassess.report.people import builder_name, differing, operator_name
from opsassess.report.remedies import accepted, remedy
from opsassess.report.sight import sight_of
from opsassess.report.situations import situation_told, wanted
from opsassess.report.sizing import origin_told, planned_hours
from opsassess.report.standing import wide_gaps
from opsassess.report.way import urgent
from opsassess.retainer.agent import Agent
from opsassess.runbook.open_points import missing_in_runbook, open_in_runbook
from opsassess.scoring import Gap, ItemScore, Score
from opsassess.scoring.tiers import next_above
from opsassess.workbook import cells
from opsassess.workbook.cells import DAY, NUMBER, CellValue
from opsassess.workbook.layout import Head, Layout

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row

REGISTER = Layout(
    title="Gap register",
    freeze=2,
    printed=11,
    heads=(
        Head(title="No.", key="rank", kind=NUMBER, width=6),
        Head(title="Title", key="title", width=22),
        Head(title="What we found", key="found", width=32),
        Head(title="Do this", key="do", width=38),
        Head(title="Accepted when", key="accepted_when", width=28),
        Head(title="Owner", key="owner", width=16),
        Head(title="Due", key="due", kind=DAY, width=11),
        Head(title="Proposed day", key="proposed", kind=DAY, width=11),
        Head(title="Must-have", key="must_have", width=12),
        Head(title="How it stands", key="kind", width=15),
        Head(title="Needed for", key="needed_for", width=9),
        Head(title="Hours, optimistic", key="optimistic", kind=NUMBER, width=10),
        Head(title="Hours, likely", key="likely", kind=NUMBER, width=8),
        Head(title="Hours, pessimistic", key="pessimistic", kind=NUMBER, width=11),
        Head(title="Why these hours", key="hours_why", width=18),
        Head(title="Why it matters", key="why", width=36),
        Head(title="Area", key="area", width=20),
    ),
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def register_rows(agent: Agent, sentences: Sentences | None = None) -> tuple[Row, ...]:
    """Return one row a gap, the most urgent first: the gaps to the next tier, then those to the tier after it."""
    score, sentences = agent.score, sentences or load_sentences("annex")
    gaps, hours, owners = wide_gaps(score), planned_hours(agent), Owners(score=score, agent=agent)
    rows: list[Row] = []
    for n, gap in enumerate(gaps, 1):
        own: Row = {"rank": n, **_row(agent, gap, hours.get(gap.item), sentences), **_owned(owners, gap, sentences)}
        rows += (own, *_agreed_besides(owners, own, sentences))
    first = [_open_hours(owners, sentences)] if open_hours(score) else []
    if found := agreement(owners, sentences):
        first.append(_agreement(found, sentences))
    rows += _beside(agent, owners, sentences)
    return tuple(_printed(row) for row in (*first, *_with_what_is_open(owners, rows, agent, sentences)))


def to_csv(agent: Agent) -> str:
    """Return the register as CSV; nothing in it is read as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head.title for head in REGISTER.heads)
    writer.writerows([_harmless(row[head.key]) for head in REGISTER.heads] for row in register_rows(agent))
    return file.getvalue()


def to_xlsx(agent: Agent) -> bytes:
    """Return the register as an Excel file; the same agent gives the same bytes."""
    from opsassess.workbook.sheets import Book
    from opsassess.workbook.stamp import dated

    book = Book()
    book.sheet(REGISTER, [{key: _stored(value) for key, value in row.items()} for row in register_rows(agent)])
    return dated(book.content(), agent.score.as_of)


# ---------------------------------------------------------------------------------------------------------------------
# A row


def _row(agent: Agent, gap: Gap, effort: Effort | None, sentences: Sentences) -> Row:
    score = agent.score
    scored = score.items[gap.item]
    gates = [score.questionnaire.gate_of[gate].title for gate in gap.gates]
    row: dict[str, CellValue | None] = {
        "item": gap.item,
        "title": scored.item.title,
        "area": score.questionnaire.area_of[gap.area].title,
        "must_have": ", ".join(gates) or None,
        "kind": plain_text(sentences.say(f"situation.{situation_told(scored, gap)}")).lower(),
        "needed_for": plain_text(_needed_for(agent, gap, sentences)),
        "found": plain_text(found(score, gap, sentences)),
        "why": scored.item.why,
    }
    return {**row, **_hours(agent, effort, sentences)}


def _hours(agent: Agent, effort: Effort | None, sentences: Sentences) -> Row:
    """Return the hours of a row, and why they are not those of the questionnaire."""
    points = ("optimistic", "likely", "pessimistic")
    row: dict[str, CellValue | None] = {
        point: _number(rounded(getattr(effort, point))) if effort else None for point in points
    }
    return {**row, "hours_why": plain_text(origin_told(agent, effort, sentences)) if effort else None}


def _owned(owners: Owners, gap: Gap, sentences: Sentences) -> Row:
    """Return what is asked, the test of it, and of whom it is asked by when."""
    return {
        "do": " ".join(filter(None, (what_to_do(owners, gap, sentences), _promised(owners, gap, sentences)))),
        "accepted_when": _closed_when(owners, gap, sentences),
        **_owner(owners.of(gap.item), sentences),
    }


def _with_what_is_open(owners: Owners, rows: Sequence[Row], agent: Agent, sentences: Sentences) -> Iterator[Row]:
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
            **_owner(owners.of_point(item), sentences),
            "why": found.why,
        }


def _agreed_besides(owners: Owners, row: Row, sentences: Sentences) -> Iterator[Row]:
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
            **_owner(owners.of_point(item), sentences),
        }


def _printed(row: Row) -> Row:
    return {
        key: visible(value.replace("\r\n", "\n")) if isinstance(value, str) else value for key, value in row.items()
    }


def _owner(owner: Owner, sentences: Sentences) -> Row:
    """Return who owns a row, or who names somebody, and the day: agreed, or proposed by us."""
    named = plain_text(sentences.say("register.owner", owner=owner)) or None
    return {"owner": named, "due": owner.due, "proposed": owner.proposed}


def _open_hours(owners: Owners, sentences: Sentences) -> Row:
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


def _agreement(found: Agreement, sentences: Sentences) -> Row:
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
        **_owner(found.owner, sentences),
    }


def _beside(agent: Agent, owners: Owners, sentences: Sentences) -> Iterator[Row]:
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
            **_owner(one.owner, sentences),
            **_hours(agent, None if one.owner.risk else hours.get(one.item), sentences),
            "why": item.why,
        }


def _tier_of(one: Beside, score: Score, needed: Mapping[str, int]) -> str | None:
    """Return the tier that does not come, or does not stay, without it."""
    if one.kind == "renew":
        return score.reported_tier
    return (score.aim, next_above(score.aim))[needed[one.item]] if one.item in needed else None


def _items_of(score: Score, gate: str) -> set[str]:
    return {need.item for need in score.frame.needs_of_gate.get(gate, ())}


def _closed_when(owners: Owners, gap: Gap, sentences: Sentences) -> str:
    """Return the test of what is asked: of a question the answer, of what was not seen a look, of work its own test."""
    scored = owners.score.items[gap.item]
    want = wanted(scored, gap)
    if want == "look":
        evidence = to_show(owners, gap, sentences)
        return plain_text(sentences.say(f"register.accepted.{'row' if gap.lacking else 'look'}", evidence=evidence))
    return plain_text(sentences.say("register.accepted.answer")) if want == "answer" else accepted(scored, gap.steps)


def _promised(owners: Owners, gap: Gap, sentences: Sentences) -> str:
    """Return what somebody sends meanwhile and what does not close the gap."""
    promise = owners.of(gap.item).promise
    who = person_of(owners.score.assessment, promise.who).name if promise else ""
    return plain_text(sentences.say("owner.promise", promise=promise, who=who))


def found(score: Score, gap: Gap, sentences: Sentences) -> Prose:
    """Return what was found where a gap is."""
    scored = score.items[gap.item]
    return sentences.say(
        f"register.found.{situation_told(scored, gap)}",
        item=scored.item,
        seen=_seen(scored),
        done=sight_of(scored) == "done",
        operator=operator_name(scored, score.assessment),
        builder=builder_name(scored, score.assessment),
        lacking=[sentences.say(f"column.{column}") for column in gap.lacking],
        differ=differing(scored),
    )


def _seen(scored: ItemScore) -> str:
    """Return the best of what was seen, and not only told."""
    found = (seen.evidence.what.strip().rstrip(".") for seen in scored.seen if seen.evidence.level != "E0")
    return next(filter(None, found), "")


def _needed_for(agent: Agent, gap: Gap, sentences: Sentences) -> Prose:
    """Return the first tier that does not come without it, as the scope reckons it."""
    score, stage = agent.score, urgent(agent).get(gap.item)
    tiers = (score.aim, next_above(score.aim))
    if stage is None:
        return sentences.say("register.needed.beyond", tier=score.questionnaire.tier_of[tiers[-1]])
    return Prose(tiers[stage])


def what_to_do(owners: Owners, gap: Gap, sentences: Sentences) -> str:
    """Return the consultant's own words for it, else the steps that are missing, or what has to be asked or shown."""
    score = owners.score
    scored, action = score.items[gap.item], score.assessment.action_of.get(gap.item)
    want = wanted(scored, gap)
    if action and action.text.strip() and not owners.work_besides(gap.item):
        return action.text
    if want == "work":
        return plain_text(remedy(score, gap, sentences))
    name = "row" if want == "look" and gap.lacking else want
    evidence = to_show(owners, gap, sentences)
    return plain_text(sentences.say(f"register.do.{name}", item=scored.item, evidence=evidence))


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


# ---------------------------------------------------------------------------------------------------------------------
# The files


def _harmless(value: CellValue | None) -> CellValue | None:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


def _stored(value: CellValue | None) -> CellValue | None:
    if not isinstance(value, str):
        return value
    return cells.stored(cells.TEXT, value) if value.strip() else None
