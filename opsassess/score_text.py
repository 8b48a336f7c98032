"""The scores as a client can follow them in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from opsassess.effort import in_hours
from opsassess.owners.sight import left_open
from opsassess.owners.situations import situation_told
from opsassess.prose import load_sentences, visible
from opsassess.report.must_haves import must_haves, word
from opsassess.report.sizing import multiplier_told, planned_hours
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.explain import decimal
from opsassess.scoring.standing import STATES
from opsassess.scoring.tiers import Obstacle

_WRITTEN = 2  # the level of what is written down


def print_score(agent: Agent, *, items: bool = False, console: Console | None = None) -> None:
    """Print tier, gates, areas and gaps, each with where it comes from; the hours are those of the scope."""
    score = agent.score
    console = console or Console(highlight=False, emoji=False)
    _headline(score, console)
    _gates(score, console)
    _areas(score, console)
    _gaps(agent, console)
    _to_look_at(score, console)
    if items:
        _items(score, console)


def _headline(score: Score, console: Console) -> None:
    tiers = score.questionnaire.tier_of
    assessment = score.assessment
    console.print(f"[bold]{_safe(assessment.agent.name)}[/bold], {_safe(assessment.client.name)}, as of {score.as_of}")
    console.print(f"Tier: [bold]{tiers[score.reported_tier].name}[/bold] ({score.reported_tier})")
    if score.shown_tier != score.reported_tier:
        console.print(f"Shown would be {tiers[score.shown_tier].name}, capped: {_cap_reason(score)}")
    console.print(f"As the operator side says it: {tiers[score.claimed_tier].name} ({score.claimed_tier})")
    for obstacle in score.obstacles_to(score.aim) if score.aim != score.reported_tier else ():
        console.print(f"  {score.aim} still needs {_named(score, obstacle)}")
    if score.smallest_set:
        console.print(f"Smallest set that reaches {score.aim}: {', '.join(score.smallest_set)}")
    if score.is_draft:
        console.print("Draft: less was asked than a final report needs.")
    console.print()


def _named(score: Score, obstacle: Obstacle) -> str:
    questionnaire = score.questionnaire
    match obstacle.kind:
        case "gate":
            return f"must-have {obstacle.what} ({questionnaire.gate_of[obstacle.what].title})"
        case "area":
            return f"more of the area {questionnaire.area_of[obstacle.what].title}"
        case "overall":
            return "a higher mean of the areas"
        case "critical":
            return f"the critical item {obstacle.what}"
        case _:
            return f"the builder not ahead on {obstacle.what}" if obstacle.what else "answers of both sides"


def _to_look_at(score: Score, console: Console) -> None:
    """Print where a rating says that something is written and the answer itself that something of it is open."""
    held = [i for i, item in score.items.items() if isinstance(item.operator, int) and item.operator >= _WRITTEN]
    points = left_open(score, held)
    if points:
        console.print("[bold]Look again[/bold]: rated as written or better, while the answer leaves something open")
        for point in points:
            _indented(f"[bold]{point.item}[/bold]: {_safe('; '.join(point.clauses))}", console)
        console.print()


def _cap_reason(score: Score) -> str:
    if score.one_person:
        return f"built and run by one person ({', '.join(score.one_person)})"
    return f"the questionnaire {score.questionnaire.id} gives no more"


def _gates(score: Score, console: Console) -> None:
    console.print("[bold]Must-haves[/bold]")
    sentences = load_sentences("readiness")
    for must_have in must_haves(score):
        gate = must_have.gate
        stands = word(must_have, score, sentences) or STATES[must_have.state]
        console.print(f"{gate.id} [bold]{gate.title}[/bold]: {stands}")
        for need in score.frame.needs_of_gate.get(gate.id, ()):
            if score.items[need.item].applies:
                shown = score.items[need.item].shown
                _indented(f"[bold]{need.item}[/bold] needs {decimal(need.at_least)}, shows {decimal(shown)}.", console)
                _indented(_safe(score.why(need.item)), console, depth=6)
    console.print()


def _indented(text: str, console: Console, depth: int = 3) -> None:
    console.print(Padding(text, (0, 0, 0, depth), expand=False))


def _areas(score: Score, console: Console) -> None:
    table = Table(title="Areas", title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for column in ("Area", "Shown", "Claimed", "Asked", "Not applicable"):
        table.add_column(column, justify="left" if column == "Area" else "right")
    for area in score.questionnaire.areas:
        shares = score.areas[area.id]
        table.add_row(area.title, *map(decimal, (shares.shown, shares.claimed, shares.coverage, shares.na_share)))
    overall = score.overall
    means = map(decimal, (overall.shown, overall.claimed, overall.coverage, overall.na_share))
    table.add_row("Overall (mean of the areas)", *means, style="bold")
    console.print(table)
    person = score.key_person
    index = "not measured" if person.index is None else decimal(person.index)
    console.print(f"Key-person index: {index}" + (f"; items: {', '.join(person.items)}" if person.items else ""))
    console.print()


def _gaps(agent: Agent, console: Console) -> None:
    score = agent.score
    console.print(f"[bold]Gaps on the way to {score.aim}[/bold]")
    hours, sentences = planned_hours(agent), load_sentences("readiness")
    if agent.multiplier != 1 and any(hours.get(gap.item) for gap in score.gaps):
        factor = multiplier_told(agent)
        _indented(
            f"Hours are those of the questionnaire times {factor}; the annex names the answers behind it.", console
        )
    for gap in score.gaps:
        work = f" {in_hours(hours[gap.item])}." if hours.get(gap.item) else ""
        kind = sentences.say(f"situation.{situation_told(score.items[gap.item], gap)}")
        _indented(f"[bold]{gap.item}[/bold] {kind}. {_safe(score.why_gap(gap))}{work}", console)
    if not score.gaps:
        console.print("  none")


def _items(score: Score, console: Console) -> None:
    for area in score.questionnaire.areas:
        console.print(f"\n[bold]{area.title}[/bold]")
        for item in score.frame.areas[area.id]:
            weight = decimal(score.frame.weights[item])
            _indented(f"[bold]{item}[/bold] (weight {weight}) {_safe(score.why(item))}", console)


def _safe(text: str) -> str:
    """Return text that a client typed without its control characters and without our markup."""
    return escape(visible(text))
