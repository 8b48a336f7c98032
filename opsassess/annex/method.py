"""The method on two pages, with the constants of the questionnaire that was used."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.annex.headline import named
from opsassess.annex.trace import Trace
from opsassess.blocks import Block, Facts, Heading, Paragraph, Section, Table
from opsassess.prose import Prose, escape
from opsassess.questionnaire import EVIDENCE_LEVELS, Questionnaire, Tier
from opsassess.scoring.explain import decimal
from opsassess.scoring.tiers import GATED_TIERS
from opsassess.scoring.values import cap, value_of


def method_section(trace: Trace) -> Section:
    """Return how answers become values, areas, must-haves, tiers and gaps."""
    say = trace.sentences.say
    blocks = (
        Paragraph(text=say("method.lead"), role="lead"),
        Paragraph(text=say("method.proposal")),
        *_item(trace),
        *_area(trace),
        *_tiers(trace),
        *_gaps(trace),
        Heading(text=say("method.limits.title")),
        Paragraph(text=say("method.limits")),
    )
    return Section(id="method", role="flow", title=say("method.title"), blocks=blocks)


def _item(trace: Trace) -> Iterator[Block]:
    say, bank = trace.sentences.say, trace.score.questionnaire
    constants = bank.constants
    items = trace.score.frame.items.values()
    yield Heading(text=say("method.item.title"))
    yield Paragraph(
        text=say(
            "method.item",
            rows=any(item.content.kind == "failure_mode" for item in items),
            row_cap=decimal(constants.incomplete_row_cap),
        )
    )
    yield _scale(bank)
    yield Paragraph(text=say("method.roles"))
    windows = [f"{days} days" for days in sorted({item.window for item in items})]
    yield Paragraph(
        text=say("method.age", lowest=EVIDENCE_LEVELS[0], undated=constants.undated_evidence, windows=windows)
    )


def _scale(bank: Questionnaire) -> Table:
    ratings = [(f"rating {n}", level, value_of(n)) for n, level in enumerate(bank.ratings)]
    evidence = [(f"evidence {level.id}", level, cap(n, bank.constants)) for n, level in enumerate(bank.evidence)]
    return Table(
        columns=(Prose("Level"), Prose("Worth, carries"), Prose("Meaning")),
        rows=tuple(
            (escape(f"{name}, {level.name}"), Prose(decimal(value)), escape(level.meaning))
            for name, level, value in (*ratings, *evidence)
        ),
        widths=(27, 13, 60),
        caption=Prose("What each rating is worth, and what each level of evidence carries"),
    )


def _area(trace: Trace) -> Iterator[Block]:
    say, constants = trace.sentences.say, trace.score.questionnaire.constants
    yield Heading(text=say("method.area.title"))
    yield Paragraph(
        text=say(
            "method.area",
            weights=[f"{name} {decimal(weight)}" for name, weight in constants.weights.items()],
            draft_below=trace.share(constants.draft_below_coverage),
        )
    )
    yield Paragraph(text=say("method.person", gap=decimal(constants.key_person_gap)))


def _tiers(trace: Trace) -> Iterator[Block]:
    say, bank = trace.sentences.say, trace.score.questionnaire
    yield Heading(text=say("method.gate.title"))
    hard = [gate.title for gate in bank.gates if gate.hard]
    if hard:
        names = {"lowest": bank.tier_of["T0"].name, "open": bank.tier_of["not_shown"].name.lower()}
        yield Paragraph(text=say("method.gate", hard=hard, **names))
    pairs = [
        (escape(f"{named(tier.id)}, {tier.name}" if tier.id != "not_shown" else tier.name), _tier(trace, tier))
        for tier in bank.tiers
    ]
    yield Facts(pairs=tuple(pairs))
    cap_of_bank = "" if bank.tier_cap == "T3" else bank.tier_cap
    yield Paragraph(text=say("method.caps", one_person=bank.constants.one_person_cap, cap=cap_of_bank))


def _tier(trace: Trace, tier: Tier) -> Prose:
    return trace.sentences.say("method.tier", tier=tier, conditions=list(_conditions(trace, tier)))


def _conditions(trace: Trace, tier: Tier) -> Iterator[Prose]:
    say, bank, frame = trace.sentences.say, trace.score.questionnaire, trace.score.frame
    gates = [gate.title for gate in bank.gates if gate.tier == tier.id]
    if gates:
        yield say("method.tier.gates", names=gates)
    if tier.gate_at_least:
        yield say("method.tier.gate_at_least", least=decimal(tier.gate_at_least))
    if tier.area_at_least:
        yield say("method.tier.area", least=trace.share(tier.area_at_least))
    if tier.overall_at_least:
        yield say("method.tier.overall", least=trace.share(tier.overall_at_least))
    if tier.critical_above is not None:
        apart = trace.titles(
            item for item in frame.items if frame.is_critical(item) and frame.only_above(item, tier.id)
        )
        yield say(
            "method.tier.critical", weight=bank.constants.critical, least=decimal(tier.critical_above), apart=apart
        )
    if tier.key_person_free:
        yield say("method.tier.person")


def _gaps(trace: Trace) -> Iterator[Block]:
    say, bank = trace.sentences.say, trace.score.questionnaire
    yield Heading(text=say("method.gap.title"))
    targets = {"default": decimal(bank.constants.default_target), "raised": decimal(bank.tier_of["T3"].gate_at_least)}
    yield Paragraph(text=say("method.gap", **dict(zip(("t1", "t2", "t3"), GATED_TIERS, strict=True)), **targets))
    yield Paragraph(text=say("method.set"))
