"""What the gaps relate to in public frameworks: for a reviewer who works with one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opsassess.annex.trace import Trace
from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.crosswalk import load_crosswalk
from opsassess.prose import Prose, escape, listed
from opsassess.scoring import Gap

_SHOWN = (  # those that a security reviewer works with
    "nist_ai_rmf",
    "iso_42001",
    "eu_ai_act",
    "owasp_llm_2025",
    "owasp_asi_2026",
    "aicpa_tsc",
    "aws_agentic_lens",
    "aws_orr_genai",
    "aws_wa",
)
_ROWS = 5  # clauses in a table; clauses with most gaps come first, the others are named below it
_TITLE = 80  # characters of a clause's title


def frameworks_section(trace: Trace) -> Section:
    """Return a small table a framework: clause, title, and the gaps that relate to it."""
    frame = trace.score.frame
    gaps = [gap for gap in trace.gaps if gap.gates or frame.is_critical(gap.item)]
    say = trace.sentences.say
    blocks: list[Block] = [
        Paragraph(text=say("frameworks.lead", gaps=len(gaps)), role="lead"),
        Paragraph(text=say("frameworks.limits")),
    ]
    for key in _SHOWN:
        blocks.extend(_framework(trace, key, _related(trace, key, gaps)))
    return Section(id="frameworks", title=say("frameworks.title"), blocks=tuple(blocks))


def _related(trace: Trace, key: str, gaps: list[Gap]) -> Mapping[str, list[str]]:
    """Return clause -> items, the clauses with most items first."""
    found: dict[str, list[str]] = {}
    for gap in gaps:
        relations = trace.score.items[gap.item].item.crosswalk
        for clause in dict.fromkeys((*relations.direct, *relations.related)):
            if clause.partition(":")[0] == key:
                found.setdefault(clause, []).append(gap.item)
    order = {clause: n for n, clause in enumerate(load_crosswalk().clauses())}
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), order.get(pair[0], len(order)))))


def _framework(trace: Trace, key: str, clauses: Mapping[str, list[str]]) -> Iterator[Block]:
    known = {clause: items for clause, items in clauses.items() if clause in load_crosswalk()}
    if not known:
        return
    say, framework = trace.sentences.say, load_crosswalk().frameworks[key]
    many = _ROWS if len(known) > _ROWS + 1 else len(known)  # a single one left takes no less room than its row
    listed_here, rest = list(known.items())[:many], list(known)[many:]
    yield Heading(text=say("frameworks.heading", framework=framework))
    yield Paragraph(text=say("frameworks.note", framework=framework), role="note")
    yield Table(
        columns=(Prose("Clause"), Prose("What it is about"), Prose("Gaps that relate to it")),
        rows=tuple(_clause(trace, clause, items) for clause, items in listed_here),
        widths=(20, 40, 40),
        caption=Prose(f"Clauses of {framework.title} and the gaps that relate to them"),
    )
    if rest:
        names = [clause.partition(":")[2] for clause in rest]
        yield Paragraph(text=say("frameworks.rest", many=len(rest), names=names), role="note")


def _clause(trace: Trace, clause: str, items: list[str]) -> tuple[Prose, ...]:
    gaps = (
        trace.sentences.say("frameworks.gap", title=trace.score.items[item].item.title, number=trace.numbers[item])
        for item in items
    )
    return escape(clause.partition(":")[2]), escape(_shortened(load_crosswalk().title(clause))), listed(gaps)


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE else title[:_TITLE].rpartition(" ")[0].rstrip(",;:") + " …"
