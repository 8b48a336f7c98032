"""When each drill was held last, as the evidence has it, and when it is due again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from opsassess.assessment import AcceptedRisk, Evidence
from opsassess.described.not_holding import failed_of
from opsassess.drill.plan import Drill, drills_of
from opsassess.owners.days import DRILLS, FULL_RUN
from opsassess.phrases import phrase
from opsassess.promises import done
from opsassess.scoring import ItemScore, Score

_IN_A_FULL_RUN = ("pause", "fallback", "resume", "full_run")  # plans: from stop through fallback to restart
NO_SIGHT = ("E0", "E1")  # told, or written


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A drill with its last record by the end of the month."""

    score: Score
    drill: Drill
    last: dt.date | None  # of all that it proves
    part: dt.date | None  # of what it proves in part, where the rest has no record
    along: str  # the title of the drill after which it was done, where it has no record of its own
    seen: str  # what was seen of it: by a record, or along with another
    open: tuple[str, ...]  # titles of what has no record
    ages: dt.date | None  # when its whole record begins to age
    due: dt.date | None  # the day that is agreed, or that ordered months plan; None: no day yet
    agreed: bool  # the day is that of an action
    held: dt.date | None  # until when somebody accepted that there is no drill
    failed: str = ""  # the day on which it was not passed, and not held again with success since

    def has_no_leader(self, until: dt.date) -> bool:
        """Tell whether its record ages by a day, and nobody agreed to hold it again or accepted that nobody does."""
        return bool(self.ages and self.ages <= until and not (self.due or self.held))


def ahead(day: dt.date) -> dt.date:
    """Return the end of the month after the one of a day: what is due until then is asked for."""
    return (day.replace(day=1) + dt.timedelta(days=62)).replace(day=1) - dt.timedelta(days=1)


def exercises_of(score: Score, until: dt.date) -> Iterator[Exercise]:
    """Yield the drills of an agent that have a card or a record by a day."""
    drills = drills_of(score)
    found = (_exercise(score, drill, until) for drill in drills_of(score, every=True))
    for one in (one for one in found if one.last or one.failed or one.drill in drills):
        done = _along(one.drill, drills, until)
        yield replace(one, part=done[0], along=done[1], seen=done[2]) if done and not (one.last or one.part) else one


def _along(drill: Drill, drills: Sequence[Drill], until: dt.date) -> tuple[dt.date, str, str] | None:
    """Return the day and title of the drill after which this one was done, and what was seen of it on that day.

    Who pauses the live agent lets it run again; that restart was seen, but not recorded as a drill.
    """
    records = ((_last_record(values, until), values.item.id) for values in drill.beside)
    before = [(record.date, item) for record, item in records if record]
    pieces = [s.evidence for values in drill.items for s in values.seen if s.evidence.level not in NO_SIGHT]
    for day, item in before:
        seen = next((piece.what for piece in pieces if piece.date == day), None)
        if day and seen is not None:
            return day, next((d.title for d in drills if item in {v.item.id for v in d.items}), ""), seen
    return None


def _exercise(score: Score, drill: Drill, until: dt.date) -> Exercise:
    records = [_last_record(values, until) for values in drill.items]
    days = [record.date if record else None for record in records]
    known = [day for day in days if day]
    whole = len(known) == len(days)  # a drill is done when all that it proves is on record
    pairs = tuple(zip(drill.items, days, strict=True))
    ages = [day + dt.timedelta(days=values.item.window) for values, day in pairs if day]
    weak = [one for values in drill.items for one in failed_of(score, values.item.id)]
    risk = risk_on_drills(score, until)
    open_items = [values for values, day in pairs if not day]
    if whole and drill.plan in _IN_A_FULL_RUN and FULL_RUN in score.items:
        open_items = [score.items[FULL_RUN]]  # an agreed one holds this drill again
    agreed = None if risk is not None else _agreed(score, open_items)
    return Exercise(
        score=score,
        drill=drill,
        last=min(known) if whole else None,
        part=max(known, default=None) if not whole else None,
        along="",
        seen="; ".join(dict.fromkeys(what for r in records if r and (what := r.what.strip(" .")))) if whole else "",
        open=tuple(values.item.title for values, day in pairs if not day),
        ages=min(ages) if whole else None,
        due=agreed,
        agreed=agreed is not None,
        held=risk.expires if risk else None,
        failed=weak[-1].last_done if weak else "",
    )


def _agreed(score: Score, open_items: Iterable[ItemScore]) -> dt.date | None:
    """Return the day by which all that has no record is to be done, where actions say so: to write it is no drill."""
    items = [values.item.id for values in open_items]
    to_write = {gap.item for gap in score.gaps_to("T3") if "write" in gap.steps}
    actions = [action for item in items if (action := score.assessment.action_of.get(item)) and not done(score, action)]
    days = [a.due for a in actions if a.due and (a.item not in to_write or phrase("exercise").search(a.text))]
    return max(days) if days and len(days) == len(items) else None


def risk_on_drills(score: Score, day: dt.date) -> AcceptedRisk | None:
    """Return the accepted risk that there are no drills, where it still holds after a day."""
    found = (risk for risk in score.assessment.exceptions if risk.item == DRILLS and risk.expires > day)
    return next(found, None)


def is_live(score: Score) -> bool:
    """Tell whether an agent works on real cases, as far as we know."""
    return score.assessment.agent.facts.get("live") is not False


def _last_record(values: ItemScore, until: dt.date) -> Evidence | None:
    """Return the last record that has a day."""
    found = [s.evidence for s in values.seen if s.evidence.level == "E3" and s.evidence.date]
    return max((e for e in found if e.date and e.date <= until), key=lambda e: str(e.date), default=None)
