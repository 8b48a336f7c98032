"""The roadmap: what reaches the next tier and the one after it, as the scope of work has it, in 30, 60 and 90 days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from opsassess.assessment import AcceptedRisk
from opsassess.blocks import NOTHING, Block, Figure, Heading, Paragraph, Section
from opsassess.charts import Span, Timeline
from opsassess.effort import Effort, points, rounded
from opsassess.prose import Sentences
from opsassess.questionnaire import Tier, TierId
from opsassess.report.beside import agreement, hours_beside
from opsassess.report.figures import figure_or_table
from opsassess.report.open_hours import open_hours
from opsassess.report.owners import Owners
from opsassess.report.risks import work_on
from opsassess.report.situations import wanted
from opsassess.report.stages import STAGES, Entry, day_after, plan
from opsassess.report.way import lines_to, planned
from opsassess.retainer.agent import Agent
from opsassess.retainer.hours import Range
from opsassess.scoring import Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import next_above

_ON_A_PAGE = 36  # rows of one picture
_SHORT = 12  # rows that are one picture, whoever holds them
_QUESTIONS = 10  # of a stage
_ROWS = 6  # of the last stage; the two before it are complete, because less would not reach their tier


def roadmap_section(agent: Agent, sentences: Sentences) -> Section:
    """Return the stages with their work, owners and days."""
    score, stages = agent.score, plan(agent)
    gaps = [entry.gap for stage in stages for entry in stage if entry.gap]
    hours = agent.hours_of(gap for gap in gaps if wanted(score.items[gap.item], gap) == "work")
    tiers, further = score.questionnaire.tier_of, next_above(score.aim)
    owners = Owners(score=score, agent=agent)
    rows_of = _Rows(
        owners=owners, hours=hours, beside=hours_beside(agent), renewed=_renewed(owners, stages), sentences=sentences
    )
    spans = [rows_of.spans(days, entries) for days, entries in zip(STAGES, stages, strict=True)]
    lead = sentences.say(
        "roadmap.lead",
        aim=tiers[score.aim],
        top=score.reported_tier == score.aim,
        highest=further == score.aim,
        count=len(stages[0]),
        beyond=len(stages[1]) + len(stages[2]),
        unowned=len(owners.unowned),
        namer=rows_of.owners.of_agent,
        naming=rows_of.owners.days.first,
        open_hours=open_hours(agent.score) is not None,
        outside=not not_above(score.aim, score.questionnaire.tier_cap),
        planned=_planned(agent),
    )
    blocks: list[Block] = [Paragraph(text=lead, role="lead"), *_about_hours(agent, sentences)]
    for days, entries, rows in zip(STAGES, stages, spans, strict=True):
        blocks.extend(_stage(owners, days, entries, rows, sentences))
    key = sentences.say("roadmap.key", unasked=rows_of.unasked(stages))
    for n, block in enumerate(blocks):
        if isinstance(block, Figure):  # how the lines are drawn is told once
            blocks[n] = replace(block, caption=key)
            break
    return Section(id="roadmap", role="flow", title=sentences.say("roadmap.title"), blocks=tuple(blocks))


def _renewed(owners: Owners, stages: Sequence[Sequence[Entry]]) -> Sequence[str]:
    """Return what has to be shown again before the tier falls and stands in no stage yet."""
    known = {entry.item for entries in stages for entry in entries}
    return [item for item in owners.to_renew if item not in known]


def _planned(agent: Agent) -> list[tuple[Tier, Range]]:
    """Return the next tier and the one after it with the hours that they take, as the scope prints them."""
    tiers = agent.score.questionnaire.tier_of
    ways = {aim: lines_to(agent, aim) for aim in (agent.score.aim, next_above(agent.score.aim))}
    return [(tiers[aim], hours) for aim, lines in ways.items() if (hours := planned(agent, lines))]


def _about_hours(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    """Yield what these hours are, and which of them may fall away."""
    ways = _planned(agent)
    if ways:
        aim = ways[-1][0]
        ranged = any(hours.even != hours.safe for _, hours in ways)
        text = sentences.say("roadmap.hours", aim=aim, ranged=ranged, open=_open_part(agent, aim.id))
        yield Paragraph(text=text, role="note")


def _open_part(agent: Agent, aim: TierId) -> tuple[tuple[str, int, Fraction, tuple[str, ...]], ...]:
    """Return which of these hours may fall away: what nobody was asked yet, and what is accepted as a risk for now."""
    owners = Owners(score=agent.score, agent=agent)
    lines = [line for line in lines_to(agent, aim) if line.kind != "request"]
    parts = (
        ("asked", [line for line in lines if not line.answered]),
        ("risk", [li for li in lines if li.answered and li.accepted and not work_on(owners, li.item.id)]),
    )
    return tuple(
        (
            name,
            len(part),
            rounded(sum((line.hours.expected for line in part), Fraction(0))),
            tuple(line.item.title for line in part),
        )
        for name, part in parts
        if part
    )


def _listed(score: Score, days: int, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries of a stage; of one that reaches no tier the first few, if more than two would be left."""
    in_full = _reached(score, days) or len(entries) <= _ROWS + 2
    return entries if in_full else entries[:_ROWS]


def _reached(score: Score, days: int) -> Tier | None:
    reaches = {30: score.aim, 60: next_above(score.aim)}.get(days)
    return score.questionnaire.tier_of[reaches] if reaches and reaches != score.reported_tier else None


def _stage(
    owners: Owners, days: int, entries: Sequence[Entry], spans: Sequence[Span], sentences: Sentences
) -> Iterator[Block]:
    if not spans:
        return
    score = owners.score
    due = day_after(score.as_of, days)
    tier, listed = _reached(score, days) if entries else None, _listed(score, days, entries)
    later = {risk.expires: score.items[risk.item].item.title for risk in _waiting(owners, entries, due)}
    until = max(later, default=None) if tier else None
    kept = None if entries else score.questionnaire.tier_of[score.reported_tier]
    yield Heading(text=sentences.say("roadmap.stage", days=days, due=due, aim=tier, until=until, kept=kept))
    if tier and until:
        yield Paragraph(text=sentences.say("roadmap.later", title=later[until], until=until, aim=tier), role="note")
    before = 0
    for rows in _parts(spans):
        yield from _figure(days, rows, before)
        before += len(rows)
    if left := len(listed) - sum(1 for span in spans if span.label in {score.items[e.item].item.title for e in listed}):
        yield Paragraph(text=sentences.say("roadmap.questions", rest=left), role="note")
    if len(listed) < len(entries):
        yield Paragraph(text=sentences.say("roadmap.rest", rest=len(entries) - len(listed)), role="note")


def _waiting(owners: Owners, entries: Sequence[Entry], due: dt.date) -> Iterator[AcceptedRisk]:
    """Yield the accepted risks of a stage that end after it, and on which nobody works before."""
    items = {entry.item for entry in entries}
    for risk in owners.score.accepted:
        work = work_on(owners, risk.item)
        if risk.item in items and risk.expires > due and not (work and work.due and work.due <= due):
            yield risk


def _by_day(span: Span) -> tuple[bool, bool, int]:
    """Return a sorting key: what was agreed first, the nearest before the others, then what has a name."""
    return span.due is None, not span.owner, span.end if span.due is None else span.due


def _parts(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Yield the rows of each picture: a long stage in those with an agreed day, with a name, and with neither."""
    if len(spans) <= _SHORT:
        yield spans
        return
    for _, group in groupby(spans, key=lambda span: (span.due is None, not span.owner)):
        rows = list(group)
        yield from (rows[n : n + _ON_A_PAGE] for n in range(0, len(rows), _ON_A_PAGE))


def _without_most_questions(score: Score, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries with the first few of those that only have to be answered, which need no hours."""
    asked = [e for e in entries if e.gap and wanted(score.items[e.item], e.gap) == "answer"]
    return [entry for entry in entries if entry not in asked[_QUESTIONS:]]


def _figure(days: int, spans: Sequence[Span], before: int) -> Iterator[Block]:
    marks = ((0, "today"), *((day, f"{day}") for day in STAGES))
    chart = Timeline(rows=tuple(spans), marks=marks)
    rows = (", ".join(part for part in row if part) for row in chart.table()[1])
    name = f"roadmap-{days}-{before}" if before else f"roadmap-{days}"
    alt = f"Line of days with the work of the first {days} days. What, owner, day, effort: {'; '.join(rows)}."
    yield from figure_or_table(name, chart, caption=NOTHING, alt=alt)


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """The rows of the stages, with who owns each and its day from the one source for all documents."""

    owners: Owners
    hours: Mapping[str, Effort]
    beside: Mapping[str, Effort]  # of what is no gap
    renewed: Sequence[str]  # what has to be shown again before the tier falls
    sentences: Sentences

    @property
    def score(self) -> Score:
        return self.owners.score

    def spans(self, days: int, entries: Sequence[Entry]) -> Sequence[Span]:
        """Return the rows of a stage that are printed; the first of all is what no single question asks for."""
        kept = _listed(self.score, days, entries)
        kept = kept if days == STAGES[0] else _without_most_questions(self.score, kept)
        first = (self._open_hours(),) if days == STAGES[0] and open_hours(self.score) else ()
        rows = (*self._renewed(days), *(self._span(days, entry) for entry in kept))
        return (*first, *self._on_call(days), *sorted(rows, key=_by_day))

    def _on_call(self, days: int) -> Iterator[Span]:
        """Yield who has to be on call when the builder is gone, in the stage of its day."""
        found = agreement(self.owners, self.sentences)
        if found and found.owner.proposed and self._is_of_stage(days, found.owner.proposed):
            yield self._agreed_on(str(found.title), found.owner.proposed)

    def _renewed(self, days: int) -> Iterator[Span]:
        """Yield what has to be shown again before the tier falls, in the stage of its day."""
        for item in self.renewed:
            owner = self.owners.of(item)
            if owner.day and self._is_of_stage(days, owner.day):
                yield self._span(days, Entry(item=item, gap=None), "look")

    def _is_of_stage(self, days: int, day: dt.date) -> bool:
        return days - STAGES[0] < max(1, (day - self.score.as_of).days) <= days

    def unasked(self, stages: Sequence[Sequence[Entry]]) -> list[str]:
        """Return who is to do something by a day and did not speak for themselves."""
        found = (self.owners.of(entry.item) for stage in stages for entry in stage)
        return list(dict.fromkeys(owner.name for owner in found if owner.due and not owner.spoke))

    def _open_hours(self) -> Span:
        return self._agreed_on(str(self.sentences.say("open_hours.title")), self.owners.days.first)

    def _agreed_on(self, title: str, day: dt.date) -> Span:
        """Return the row of what takes an agreement of the agent's owner."""
        return Span(
            label=title,
            start=0,
            end=(day - self.score.as_of).days,
            kind="other",
            owner=self.owners.of_agent,
            by=self._by(day, proposed=True),
            effort=str(self.sentences.say("roadmap.effort", hours=(), wanted="agreement")),
        )

    def _span(self, days: int, entry: Entry, of: str = "raise") -> Span:
        item, owner = self.score.items[entry.item], self.owners.of(entry.item)
        kind = wanted(item, entry.gap) if entry.gap else "second" if entry.item in self.score.one_person else of
        if work_on(self.owners, entry.item) and not entry.gap:
            kind = "work"
        effort = self.hours.get(entry.item) if entry.gap else self.beside.get(entry.item)
        there = ((owner.day or day_after(self.score.as_of, days)) - self.score.as_of).days
        word = "accepted" if owner.risk else "answer" if kind == "look" and entry.gap and entry.gap.lacking else kind
        shown = self.sentences.say("roadmap.effort", hours=points(effort) if effort else (), wanted=word)
        return Span(
            label=item.item.title,
            start=0 if owner.risk or there <= days - STAGES[0] else days - STAGES[0],
            end=there if there > 0 else days,
            due=max(there, 0) if owner.due and not owner.risk else None,  # what is late is due now
            kind="work" if kind == "work" and not owner.risk else "look" if kind == "look" else "other",
            owner=owner.name,
            by=self._by(owner.day, proposed=not owner.due),
            effort=str(shown),
        )

    def _by(self, due: dt.date | None, *, proposed: bool) -> str:
        passed = bool(due and due < self.score.as_of)
        return str(self.sentences.say("roadmap.by", due=due, passed=passed, proposed=proposed)) if due else ""
