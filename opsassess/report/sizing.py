"""How work is sized: the planned hours of each gap, and what multiplies them, in words that a client can check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from opsassess.effort import Effort
from opsassess.owners.situations import wanted
from opsassess.owners.standing import unused_hours, wide_gaps
from opsassess.prose import Prose, Sentences
from opsassess.retainer.agent import Agent

_NAMES = 8  # systems in a sentence; of more, their number
_SEEN = 200  # characters; what was seen of a fact stands in full in the annex


def planned_hours(agent: Agent) -> Mapping[str, Effort]:
    """Return the hours of the gaps that can be sized: of what is missing.

    What only has to be shown or copied to a page takes no hours of ours, and what nobody on the operator side answered
    is sized after the answer. Where a first session can offer no package, none of our hours stand anywhere.
    """
    if agent.out_of_reach:
        return {}
    items = agent.score.items
    return agent.hours_of(gap for gap in wide_gaps(agent.score) if wanted(items[gap.item], gap) == "work")


def hours_if_open(agent: Agent) -> Mapping[str, Effort]:
    """Return the hours of what the team was not asked yet, as the scope counts them: an answer can take them away."""
    if agent.out_of_reach:
        return {}
    items = agent.score.items
    gaps = [gap for gap in wide_gaps(agent.score) if wanted(items[gap.item], gap) in ("work", "answer")]
    asked = {gap.item for gap in gaps if gap.steps and wanted(items[gap.item], gap) == "answer"}
    return {item: hours for item, hours in agent.hours_of(gaps).items() if item in asked and hours.likely}


def multiplier_told(agent: Agent) -> str:
    """Return the factor as it is printed."""
    return _figure(agent.multiplier)


def factor_told(agent: Agent, sentences: Sentences, *, named: bool = False) -> Prose:
    """Return what the hours of the questionnaire are multiplied by and which answers say so; ``named`` of several."""
    rule, factor = agent.coefficients.factor, agent.factor
    scale = agent.coefficients.remediation.scale
    return sentences.say(
        "factor",
        agent=agent.name if named else "",
        factor=multiplier_told(agent) if agent.multiplier != 1 else "",
        parts=tuple(_parts(agent, sentences)),
        bounds=(_figure(rule.lowest), _figure(rule.highest)) if factor.value in (rule.lowest, rule.highest) else (),
        scale=_figure(scale) if scale != 1 else "",
        own=_sets_hours(agent),
    )


def raise_told(agent: Agent, sentences: Sentences) -> Prose:
    """Return by how much the hours of the questionnaire are raised and why; the sum itself stands in the scope."""
    return sentences.say("raise", share=_share(agent), why=_raised_for(agent, sentences), own=_sets_hours(agent))


def _sets_hours(agent: Agent) -> bool:
    """Tell whether the hours of some gap are set for this client, where those of the others are multiplied."""
    return agent.multiplier != 1 and any(e.own for e in agent.hours_of(wide_gaps(agent.score)).values())


def origin_told(agent: Agent, item: str, effort: Effort, sentences: Sentences) -> Prose:
    """Return where the hours of one gap come from: set for this client, or the questionnaire's, raised and why."""
    action = agent.score.assessment.action_of.get(item)
    return sentences.say(
        "hours.origin",
        exists=effort.theirs and not (action and action.text.strip()),
        asked=item in hours_if_open(agent),
        agreed=is_agreed_step(agent, item, effort),
        theirs=effort.theirs,
        own=effort.own,
        why=effort.why.strip().rstrip("."),
        share=_share(agent),
        because=_raised_for(agent, sentences),
    )


def is_agreed_step(agent: Agent, item: str, effort: Effort) -> bool:
    """Tell whether what is done was agreed in own words, and its hours are still those of any point of the kind."""
    action = agent.score.assessment.action_of.get(item)
    return bool(action and action.text.strip()) and not (effort.own or effort.theirs)


def unused_told(agent: Agent, item: str, sentences: Sentences) -> Prose:
    """Return which hours were set for this client and are in no sum, and why not."""
    action = agent.score.assessment.action_of.get(item)
    if not action or not action.hours or item not in unused_hours(agent.score):
        return Prose("")
    hours = " / ".join(f"{float(point):g}" for point in action.hours)
    return sentences.say("hours.unused", hours=hours, why=(action.why or "").strip().rstrip("."))


def _share(agent: Agent) -> int:
    return round((agent.multiplier - 1) * 100)


def _raised_for(agent: Agent, sentences: Sentences) -> Prose:
    rule, factor = agent.coefficients.factor, agent.factor
    return sentences.say(
        "raise.why",
        systems=int(factor.systems.value) if factor.further_systems(rule) else 0,
        regulated=factor.regulated,
        agents=int(factor.further_agents) + 1 if factor.further_agents else 0,
        scale=agent.coefficients.remediation.scale != 1,
    )


def _parts(agent: Agent, sentences: Sentences) -> Iterator[Prose]:
    """Yield each surcharge with the answer that it rests on."""
    rule, factor = agent.coefficients.factor, agent.factor
    systems, agents = factor.further_systems(rule), factor.further_agents
    if systems:
        yield sentences.say(
            "factor.systems",
            add=_figure(rule.a_further_system * systems),
            each=_figure(rule.a_further_system),
            included=rule.systems_included,
            many=int(factor.systems.value),
            names=factor.names if len(factor.names) <= _NAMES else (),
        )
    if factor.regulated:
        yield sentences.say("factor.regulated", add=_figure(rule.regulated_data), seen=_seen(agent, "regulated_data"))
    if agents:
        add = _figure(rule.a_further_agent * agents)
        yield sentences.say("factor.agents", add=add, many=int(agents) + 1, seen=_seen(agent, "agents"))


def _seen(agent: Agent, fact: str) -> str:
    """Return what was seen of a fact, where it is short enough to stand in a sentence."""
    found = (evidence.what.strip().rstrip(".") for evidence in agent.score.assessment.agent.evidence.get(fact, ()))
    return next((what for what in found if 0 < len(what) <= _SEEN), "")


def _figure(value: Fraction) -> str:
    return f"{float(round(value, 3)):g}"
