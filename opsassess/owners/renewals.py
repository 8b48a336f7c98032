"""What has to be shown again, by whom and when: what keeps a tier, what one ahead needs, what a must-have rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opsassess.owners import Owner, Owners
from opsassess.owners.ageing import Ageing, aged_ahead
from opsassess.owners.holding import ending
from opsassess.owners.standing import want_of
from opsassess.prose import Prose, Sentences, escape
from opsassess.questionnaire import TierId
from opsassess.scoring import ItemScore


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """A look that is asked for."""

    item: str
    evidence: Prose
    do: Prose
    owner: Owner
    tier: TierId | None  # one ahead that waits for it
    apart: bool = False  # the question has a row besides, for something else or by another day


def renewals(owners: Owners, sentences: Sentences) -> Iterator[Renewal]:
    """Yield what has to be shown again: before the tier falls, in the days before one ahead, then for a must-have."""
    score, agent = owners.score, owners.planned
    end, ahead = ending(agent), aged_ahead(agent)
    apart = [item for item, want in want_of(score).items() if want == "page"]

    def look(item: str, owner: Owner, ages: Ageing | None, *, apart: bool = False) -> Renewal:
        before = end.day if end and item in owners.to_renew else None
        evidence, tier = renewal(score.items[item]), ages.tier if ages else None
        do = sentences.say("renew.do", evidence=evidence, day=before, ages=ages)
        return Renewal(item=item, evidence=evidence, do=do, owner=owner, tier=tier, apart=apart)

    for item in (*owners.to_renew, *owners.again):
        owner, ages = owners.of(item), ahead.get(item)
        if ages and owner.due and not (ages.since or score.as_of) <= owner.due <= ages.by:
            apart.append(item)
            ages = None
        yield look(item, owner, ages)
    for item in (item for item in ahead if item in apart):
        yield look(item, owners.of_look(item, ahead[item].by), ahead[item], apart=True)


def renewal(item: ItemScore) -> Prose:
    """Return what was seen, as the questionnaire asks for it at that level."""
    level = item.seen[0].evidence.level if item.seen else "E0"
    wanted = item.item.remedy.accepted(()) if level == "E0" else item.item.evidence.get(level, "")
    return escape(wanted or item.item.remedy.accepted(()))
