"""What we heard, in five or six sentences: what stands, what does not, and where the agent stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from opsassess.assessment import DONT_KNOW, Respondent
from opsassess.blocks import Block, Facts, Paragraph, Section
from opsassess.prose import Prose, Sentences, escape, in_words, join, paragraphs
from opsassess.report.must_haves import MustHave, must_haves, still
from opsassess.report.people import builder_name, named, operator_name
from opsassess.report.rounds import is_record
from opsassess.scoring import Score
from opsassess.scoring.values import Seen

_FEW = 3  # requirements of a must-have that its own words cover
_EXERCISED = 3  # E3: watched, or on record


def heard_section(score: Score, spoke: Sequence[Respondent], days: Sequence[dt.date], sentences: Sentences) -> Section:
    """Return the thanks, what we heard, and the tier in words."""
    thanks = sentences.say("heard.thanks", people=[r.name for r in spoke], days=days)
    blocks: list[Block] = [Paragraph(text=thanks)]
    if spoke:
        summary = paragraphs(score.assessment.summary or "")
        blocks += [Paragraph(text=text) for text in summary]
        told = _told(score, sentences, summarised=bool(summary))
        pairs = ((sentences.say(f"heard.label.{name}"), text) for name, text in told.items() if text)
        blocks += [Facts(pairs=tuple(pairs)), Paragraph(text=_tier(score, sentences, summarised=bool(summary)))]
    return Section(id="heard", role="flow", title=sentences.say("heard.title"), blocks=tuple(blocks))


def _tier(score: Score, sentences: Sentences, *, summarised: bool) -> Prose:
    tiers = score.questionnaire.tier_of
    tier = tiers[score.reported_tier]
    return sentences.say("heard.tier", tier=tier, draft=score.is_draft, summarised=summarised)


def _told(score: Score, sentences: Sentences, *, summarised: bool) -> Mapping[str, Prose]:
    """Return what stands and what does not; where the consultant's own summary leads, without our examples."""
    found = must_haves(score)
    stand = [m for m in found if m.state in ("shown", "due")]
    musts = {
        "shown": _row(m.gate.must for m in stand if m.state == "shown" and not m.by_builder and not m.looked_at),
        "looked_at": _row(m.gate.must for m in stand if m.looked_at and not m.by_builder),
        "due": _row(m.gate.must for m in stand if m.state == "due" and not m.by_builder),
        "by_builder": _row(m.gate.must for m in stand if m.by_builder),
        **{state: _row(still(m, score) for m in found if m.state == state) for state in ("said", "open")},
    }
    missing = [m for m in found if m.state in ("missing", "partly")]
    agent = score.assessment.agent.name
    sight = None if summarised else _best_sight(score, found)
    example = None if summarised else next((m.decisive for m in missing if m.decisive), None)
    shown = [sentences.say("heard.shown", **musts, agent=agent)]
    if sight:
        record = is_record(sight, score.assessment, score.as_of)
        what = _clause(sight.evidence.what)
        shown.append(sentences.say("heard.sight", what=what, date=sight.evidence.date, record=record))
    lacking = [sentences.say("heard.missing", lacking=_row(_lacking(m, score) for m in missing))]
    if example:
        lacking.append(_asked(score, example, sentences))
    return {
        "shown": join(shown),
        "by_builder": sentences.say("heard.by_builder", able=musts["by_builder"]),
        "said": sentences.say("heard.said", said=musts["said"]),
        "missing": join(lacking),
        "open": sentences.say("heard.open", open=musts["open"]),
        "ahead": _ahead(score, [i for i in score.key_person.items if i != example], sentences),
    }


def _lacking(must_have: MustHave, score: Score) -> str:
    """Return what a must-have lacks; of kinds of failure, which."""
    if len(must_have.met) + len(must_have.unmet) <= _FEW:
        return must_have.gate.lacking
    titles = [score.items[i].item.title.lower() for i in must_have.unmet]
    more = [f"{in_words(len(titles) - _FEW)} more"] if len(titles) > _FEW else []
    return f"{must_have.gate.lacking} ({', '.join((*titles[:_FEW], *more))})"


def _row(parts: Iterable[str], most: int = 4) -> Prose:
    """Return "a; b; and c": the parts have commas of their own."""
    words = [escape(part) for part in parts]
    if len(words) > most:
        words = [*words[: most - 1], Prose(f"{in_words(len(words) - most + 1)} more")]
    return Prose("; and ".join(filter(None, ("; ".join(words[:-1]), *words[-1:]))))


def _clause(text: str) -> str:
    return text.strip().rstrip(".")


def _best_sight(score: Score, found: Sequence[MustHave]) -> Seen | None:
    """Return what was done before our eyes, or is on record, for the most urgent must-have."""
    gates = sorted((m.gate for m in found), key=lambda gate: not gate.hard)
    needs = [need.item for gate in gates for need in score.frame.needs_of_gate.get(gate.id, ())]
    seen = (sight for item in needs if score.items[item].applies for sight in score.items[item].seen)
    return next((s for s in seen if s.aged == _EXERCISED and s.evidence.what.strip()), None)


def _asked(score: Score, item: str, sentences: Sentences) -> Prose:
    """Say of the first thing that is missing who was asked and who knows it."""
    found = score.items[item]
    return sentences.say(
        "heard.asked",
        item=found.item,
        dont_know=found.operator == DONT_KNOW,
        builder_knows=(found.builder or 0) >= 1,
        operator=operator_name(found, score.assessment),
        builder=builder_name(found, score.assessment),
    )


def _ahead(score: Score, items: Sequence[str], sentences: Sentences) -> Prose:
    """Say on what a builder is ahead of the operator side, the critical points first."""
    found = [score.items[i] for i in sorted(items, key=lambda i: not score.frame.is_critical(i))]
    return sentences.say(
        "heard.ahead",
        items=_row((item.item.able for item in found), most=3),
        operator=named((o for item in found for o in item.operators), "the operator"),
        builder=named((b for item in found for b in item.builders), "the builder"),
    )
