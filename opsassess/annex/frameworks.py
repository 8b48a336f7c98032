"""What the gaps relate to in public frameworks: for a reviewer who works with one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opsassess.annex.trace import Trace
from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.crosswalk import load_crosswalk
from opsassess.prose import Prose, escape, join
from opsassess.scoring import Gap

_SHOWN = (  # those that a security reviewer works with, and that were compared with the publication itself
    "nist_ai_rmf",
    "iso_42001",
    "eu_ai_act",
    "owasp_llm_2025",
    "aicpa_tsc",
    "aws_agentic_lens",
    "aws_orr_genai",
    "aws_wa",
)
_ROWS = 6  # clauses in a table; clauses with most gaps come first, the others are named below it
_TITLE = 84  # characters of a clause's title


def frameworks_section(trace: Trace) -> Section:
    """Return a small table a framework: clause, title, and the numbers of the gaps that relate to it."""
    frame = trace.score.frame
    gaps = [gap for gap in trace.gaps if gap.gates or frame.is_critical(gap.item)]
    say = trace.sentences.say
    related = {key: _related(trace, key, gaps) for key in _SHOWN}
    named = {key: clauses for key, clauses in related.items() if clauses}
    blocks: list[Block] = [
        Paragraph(text=say("frameworks.lead", gaps=len(gaps)), role="lead"),
        Paragraph(text=say("frameworks.limits")),
        *(block for key, clauses in named.items() for block in _framework(trace, key, clauses)),
    ]
    if named:
        notes = join(say("frameworks.note", framework=load_crosswalk().frameworks[key]) for key in named)
        blocks.append(Paragraph(text=notes, role="note"))
    return Section(id="frameworks", role="flow", title=say("frameworks.title"), blocks=tuple(blocks))


def _related(trace: Trace, key: str, gaps: list[Gap]) -> Mapping[str, list[str]]:
    """Return clause -> items, the clauses with most items first."""
    found: dict[str, list[str]] = {}
    for gap in gaps:
        relations = trace.score.items[gap.item].item.crosswalk
        for clause in dict.fromkeys((*relations.direct, *relations.related)):
            if clause.partition(":")[0] == key and clause in load_crosswalk():
                found.setdefault(clause, []).append(gap.item)
    order = {clause: n for n, clause in enumerate(load_crosswalk().clauses())}
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), order.get(pair[0], len(order)))))


def _framework(trace: Trace, key: str, clauses: Mapping[str, list[str]]) -> Iterator[Block]:
    say, framework = trace.sentences.say, load_crosswalk().frameworks[key]
    many = _ROWS if len(clauses) > _ROWS + 1 else len(clauses)  # a single one left takes no less room than its row
    listed_here, rest = list(clauses.items())[:many], list(clauses)[many:]
    yield Heading(text=say("frameworks.heading", framework=framework))
    yield Table(
        columns=tuple(say(f"frameworks.column.{name}") for name in ("clause", "about", "gaps")),
        rows=tuple(_clause(trace, clause, items) for clause, items in listed_here),
        widths=(25, 60, 15),
        caption=say("frameworks.caption", framework=framework),
    )
    if rest:
        names = [f"{clause.partition(':')[2]} ({_numbers(trace, clauses[clause])})" for clause in rest]
        yield Paragraph(text=say("frameworks.rest", many=len(rest), names=names), role="note")


def _clause(trace: Trace, clause: str, items: list[str]) -> tuple[Prose, ...]:
    return (
        escape(clause.partition(":")[2]),
        escape(_shortened(load_crosswalk().title(clause))),
        _numbers(trace, items),
    )


def _numbers(trace: Trace, items: list[str]) -> Prose:
    return join(map(str, sorted(trace.numbers[item] for item in items)), ", ")


def _shortened(title: str) -> str:
    """Return a title up to its last comma within the room; one without a comma whole."""
    head, comma, _ = title[:_TITLE].rpartition(", ") if len(title) > _TITLE else (title, "", "")
    return f"{head} …" if comma else title
