"""The gap register for a client's own tracker: one row a gap, as CSV and as an Excel sheet.

What a person typed may begin like a formula. In CSV an apostrophe stands before it; in Excel the cell is a text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from fractions import Fraction
from typing import TYPE_CHECKING

from opsassess.assessment import Action, Promise
from opsassess.documents.plain import plain_text
from opsassess.effort import Effort, rounded
from opsassess.prose import Prose, Sentences, load_sentences, visible
from opsassess.report.must_haves import wanted_evidence
from opsassess.report.people import builder_name, differing, operator_name
from opsassess.report.remedies import accepted, remedy
from opsassess.report.situations import Situation, situation, wanted
from opsassess.report.sizing import multiplier_told, planned_hours
from opsassess.report.standing import wide_gaps
from opsassess.report.way import urgent
from opsassess.retainer.agent import Agent
from opsassess.runbook.days import ProposedDays
from opsassess.runbook.entries import entries_of
from opsassess.runbook.shapes import rows_in
from opsassess.runbook.values import text_of
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
_OWNER = "s1_workflow_summary.owner"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def register_rows(agent: Agent, sentences: Sentences | None = None) -> tuple[Row, ...]:
    """Return one row a gap, the most urgent first: the gaps to the next tier, then those to the tier after it."""
    score, sentences = agent.score, sentences or load_sentences("annex")
    gaps, hours = wide_gaps(score), planned_hours(agent)
    proposed, owner = ProposedDays(score=score), _owner_of_agent(score)
    naming = plain_text(sentences.say("register.owner", owner=owner)) if owner else ""
    rows = [_row(agent, n, gap, hours.get(gap.item), sentences) for n, gap in enumerate(gaps, 1)]
    return tuple({**row, **_proposed(score, row, proposed, naming)} for row in rows)


def _proposed(score: Score, row: Row, days: ProposedDays, naming: str) -> Row:
    """Return who names an owner where there is none, and the day that is proposed where none was agreed."""
    owner = row["owner"] if str(row["owner"] or "").strip() else naming or None
    return {"owner": owner, "proposed": None if row["due"] else days.of(score.items[str(row["item"])].item)}


def _owner_of_agent(score: Score) -> str:
    """Return who answers for the agent: by the answer to that question, else by role."""
    entry = entries_of(score).get(_OWNER)
    people = rows_in(entry.told.content) if entry and entry.told else ()
    names = [text_of(row.get("name")).strip() for row in people]
    names += [r.name for r in score.assessment.respondents if "owner" in r.roles]
    return next(filter(None, names), "")


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


def _row(agent: Agent, rank: int, gap: Gap, effort: Effort | None, sentences: Sentences) -> Row:
    score = agent.score
    scored = score.items[gap.item]
    gates = [score.questionnaire.gate_of[gate].title for gate in gap.gates]
    action = score.assessment.action_of.get(gap.item)
    promise = score.assessment.promise_of.get(gap.item)
    owner, due = _owner(gap, action, promise)
    known = score.assessment.respondent_of.get(owner or "")
    row: dict[str, CellValue | None] = {
        "rank": rank,
        "item": gap.item,
        "title": scored.item.title,
        "area": score.questionnaire.area_of[gap.area].title,
        "must_have": ", ".join(gates) or None,
        "kind": plain_text(sentences.say(f"situation.{_situation(scored, gap)}")).lower(),
        "needed_for": plain_text(_needed_for(agent, gap, sentences)),
        "found": plain_text(found(score, gap, sentences)),
        "do": what_to_do(score, gap, sentences),
        "accepted_when": accepted(scored, gap.steps),
        "hours_why": _why(agent, effort, sentences) if effort else None,
        "owner": known.name if known else owner,
        "due": due,
        "why": scored.item.why,
    }
    if wanted(scored, gap) == "look":
        row["accepted_when"] = _seen_when(scored, gap, sentences)
    points = ("optimistic", "likely", "pessimistic")
    row |= {point: _number(rounded(getattr(effort, point))) if effort else None for point in points}
    return {
        key: visible(value.replace("\r\n", "\n")) if isinstance(value, str) else value for key, value in row.items()
    }


def _seen_when(scored: ItemScore, gap: Gap, sentences: Sentences) -> str:
    """Return what settles what was only not seen: a look at it, and none of the tests that work is accepted by."""
    lacking = [sentences.say(f"column.{column}") for column in gap.lacking]
    evidence = wanted_evidence(scored.item, gap.target or Fraction(0))
    return plain_text(
        sentences.say(f"register.accepted.{'row' if lacking else 'look'}", evidence=evidence, lacking=lacking)
    )


def _why(agent: Agent, effort: Effort, sentences: Sentences) -> str | None:
    """Return why the hours are not those of the questionnaire, where they are not."""
    if effort.why or agent.multiplier == 1:
        return effort.why or None
    return plain_text(sentences.say("register.factor", factor=multiplier_told(agent)))


def found(score: Score, gap: Gap, sentences: Sentences) -> Prose:
    """Return what was found where a gap is."""
    scored = score.items[gap.item]
    return sentences.say(
        f"register.found.{_situation(scored, gap)}",
        item=scored.item,
        seen=_seen(scored),
        operator=operator_name(scored, score.assessment),
        builder=builder_name(scored, score.assessment),
        lacking=[sentences.say(f"column.{column}") for column in gap.lacking],
        differ=differing(scored),
    )


def _situation(scored: ItemScore, gap: Gap) -> Situation:
    word = situation(scored, gap)
    return "told_absent" if word == "absent" and not scored.answered else word


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


def what_to_do(score: Score, gap: Gap, sentences: Sentences) -> str:
    """Return the consultant's own words, else the steps that are missing, or what has to be asked or shown."""
    scored, action = score.items[gap.item], score.assessment.action_of.get(gap.item)
    want = wanted(scored, gap)
    if action and action.text.strip():
        return action.text
    if want == "work":
        return plain_text(remedy(score, gap, sentences))
    lacking = [sentences.say(f"column.{column}") for column in gap.lacking]
    evidence = wanted_evidence(scored.item, gap.target or Fraction(0))
    name = "row" if want == "look" and lacking else want
    return plain_text(sentences.say(f"register.do.{name}", item=scored.item, lacking=lacking, evidence=evidence))


def _owner(gap: Gap, action: Action | None, promise: Promise | None) -> tuple[str | None, dt.date | None]:
    if promise and gap.kind == "not_seen":
        return promise.who, promise.by
    return (action.owner, action.due) if action else (None, None)


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
