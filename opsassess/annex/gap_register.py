"""The gap register on paper, and the risks that somebody accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opsassess.annex.trace import Trace
from opsassess.blocks import Block, Bullets, Heading, Paragraph, Section, Table
from opsassess.effort import Effort, in_hours, points, total
from opsassess.owners.people import by_whom
from opsassess.owners.situations import wanted
from opsassess.owners.way import items_to
from opsassess.prose import Prose, join
from opsassess.report.sizing import factor_told, hours_if_open, planned_hours
from opsassess.scoring import Gap
from opsassess.scoring.explain import decimal
from opsassess.scoring.tiers import next_above

_COLUMNS = ("No.", "Item", "Kind", "Needs", "Shown", "Claimed", "Steps", "Hours")
_WIDTHS = (5, 33, 13, 8, 8, 10, 9, 14)


def register_section(trace: Trace) -> Section:
    """Return all gaps up to the tier after the next one."""
    score, say = trace.score, trace.sentences.say
    tiers = score.questionnaire.tier_of
    last = tiers[next_above(score.aim)]
    blocks: list[Block] = [Paragraph(text=say("register.lead", many=len(trace.gaps), last=last), role="lead")]
    if trace.gaps:
        hours, asked = planned_hours(trace.agent), hours_if_open(trace.agent)
        blocks.append(Paragraph(text=say("register.kinds", asked=bool(asked))))
        blocks.extend(_tables(trace, {**asked, **hours}))
        if hours:
            blocks.append(_total(trace, hours))
    return Section(id="register", title=say("register.title"), blocks=tuple(blocks))


def _tables(trace: Trace, hours: Mapping[str, Effort]) -> Iterator[Block]:
    tiers = trace.score.questionnaire.tier_of
    aim, last = trace.score.aim, next_above(trace.score.aim)
    waits = items_to(trace.agent, aim)
    near = [gap for gap in trace.gaps if gap.item in waits and gap.kind != "not_written"]
    beyond = [gap for gap in trace.gaps if gap not in near]
    for name, gaps, tier in (("register.near", near, aim), ("register.beyond", beyond, last)):
        if gaps:
            yield Heading(text=trace.sentences.say(name, aim=tiers[tier], near=bool(near), spare=aim == last))
            yield _table(trace, gaps, hours)


def _table(trace: Trace, gaps: Sequence[Gap], hours: Mapping[str, Effort]) -> Table:
    shown = len(_COLUMNS) - (0 if hours else 1)  # where none are planned, no column is empty
    return Table(
        columns=tuple(map(Prose, _COLUMNS[:shown])),
        rows=tuple(_row(trace, gap, hours)[:shown] for gap in gaps),
        widths=_WIDTHS[:shown],
        caption=Prose("Gaps with what they need, show and claim, the steps and the hours"),
    )


def _row(trace: Trace, gap: Gap, hours: Mapping[str, Effort]) -> tuple[Prose, ...]:
    say, score = trace.sentences.say, trace.score
    scored = score.items[gap.item]
    gates = [score.questionnaire.gate_of[gate].title for gate in gap.gates]
    want, found = wanted(scored, gap), hours.get(gap.item)
    steps = ("own",) if found and found.own else (found.steps if found else ()) or gap.steps
    return (
        Prose(trace.numbers[gap.item]),
        say("register.item", item=scored.item, gates=gates, critical=score.frame.is_critical(gap.item)),
        say(f"register.kind.{want}"),
        Prose("" if gap.target is None else decimal(gap.target)),
        Prose(decimal(gap.shown)),
        Prose(decimal(gap.claimed)),
        join((say(f"register.step.{step}") for step in steps), ", "),
        say("register.hours", hours=" / ".join(points(found)) if found else "", kind=want, asked=want == "answer"),
    )


def _total(trace: Trace, hours: Mapping[str, Effort]) -> Paragraph:
    changed = [
        trace.sentences.say("register.changed", title=trace.score.items[item].item.title, why=effort.why.rstrip("."))
        for item, effort in hours.items()
        if effort.own
    ]
    text = trace.sentences.say(
        "register.total",
        total=in_hours(total(hours.values())),
        factor=factor_told(trace.agent, trace.sentences),
        changed=changed,
    )
    return Paragraph(text=text, role="note")


def accepted_section(trace: Trace) -> Section:
    """Return the risks that somebody accepted, also those that have expired."""
    score, say = trace.score, trace.sentences.say
    risks = tuple(
        say(
            "accepted.risk",
            title=score.items[risk.item].item.title if risk.item in score.items else risk.item,
            risk=risk,
            who=by_whom(score.assessment, risk),
            valid=risk in score.accepted,
            gap=trace.numbers.get(risk.item),
        )
        for risk in score.assessment.exceptions
    )
    lead = Paragraph(text=say("accepted.lead" if risks else "accepted.none"))
    return Section(
        id="accepted",
        role="flow",
        title=say("accepted.title"),
        blocks=(lead, Bullets(items=risks)) if risks else (lead,),
    )
