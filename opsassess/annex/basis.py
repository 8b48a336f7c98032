"""What the result rests on: how firmly the tier stands, and which versions made it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from opsassess.annex.trace import Trace
from opsassess.blocks import Block, Bullets, Facts, Paragraph, Section
from opsassess.interchange import differences
from opsassess.library import sha256_of
from opsassess.prose import Prose, escape
from opsassess.scoring.explain import decimal
from opsassess.scoring.frame import not_above


def sensitivity_section(trace: Trace) -> Section:
    """Return whether the tier hangs on the weights or on a single answer."""
    score, say = trace.score, trace.sentences.say
    settings, found = score.questionnaire.constants.sensitivity, score.stability
    weights = say(
        "sensitivity.weights",
        draws=f"{found.draws:,}",
        held=f"{round(found.same_or_better * found.draws):,}",
        spread=decimal(settings.spread),
        t1="T1",
        decided_by_gates=not_above(score.reported_tier, "T1"),
        close=found.close,
        stable=f"{round(settings.stable_share * found.draws):,}",
    )
    answers = say("sensitivity.answers", tipping=trace.titles(found.tipping))
    limits = say("sensitivity.limits")
    return Section(
        id="sensitivity",
        role="flow",
        title=say("sensitivity.title"),
        blocks=(Paragraph(text=weights), Paragraph(text=answers), Paragraph(text=limits, role="note")),
    )


def versions_section(trace: Trace) -> Section:
    """Return what somebody needs to compute every number again."""
    assessment, bank = trace.score.assessment, trace.score.questionnaire
    pairs = (
        ("Assessment", assessment.id),
        ("As of", trace.sentences.say("day", day=trace.score.as_of)),
        ("Questionnaire", f"{bank.id}, version {bank.version}"),
        ("Hash (SHA-256)", sha256_of(bank)),
        ("Version of the program", package_version()),
    )
    facts = Facts(pairs=tuple((Prose(name), escape(value)) for name, value in pairs))
    blocks: list[Block] = [Paragraph(text=trace.sentences.say("versions.lead")), facts]
    found = differences(assessment, bank)
    if found:
        blocks.append(Bullets(items=tuple(trace.sentences.say("versions.notice", notice=n) for n in found)))
    return Section(id="versions", role="flow", title=trace.sentences.say("versions.title"), blocks=tuple(blocks))


def package_version() -> str:
    try:
        return version("opsassess")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "not installed"
