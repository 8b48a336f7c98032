"""What comes before all other requests: what nobody but the agent's owner can decide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from opsassess.described.agreements import agreement, owners_yes
from opsassess.documents.plain import plain_text
from opsassess.drill.held import ahead, exercises_of, risk_on_drills
from opsassess.followup.request import Request, title_of
from opsassess.owners import Owners
from opsassess.owners.asked import NOBODY, Person, person_of
from opsassess.owners.days import DRILLS
from opsassess.owners.open_hours import PAUSE, open_hours, open_hours_told
from opsassess.owners.people import by_whom, holder_of
from opsassess.owners.risks import decided_by, ended_risks, ends_soon, is_part, without_the_owners_yes, work_on
from opsassess.prose import Sentences

_NAMED = 8  # titles of what has no owner; of more, where they stand


def first_requests(owners: Owners, sentences: Sentences) -> Iterator[tuple[Person, Request]]:
    """Yield to the agent's owner what comes before all others, and the names that nobody but the owner can give."""
    score = owners.score
    person, soon = person_of(score.assessment, owners.of_agent), owners.days.first
    first = partial(Request, kind="first")
    if found := owners_yes(owners, sentences):
        yield person, first(title=plain_text(found.title), do=found.do, item=found.item, proposed=found.owner.proposed)
    if open_hours(score):
        title = plain_text(sentences.say("open_hours.title"))
        do = open_hours_told(score, sentences, "open_hours.do")
        yield person, first(title=title, do=do, item=PAUSE, proposed=owners.days.of_stop)
    if found := agreement(owners, sentences):
        yield person, first(title=plain_text(found.title), do=found.do, item="", proposed=found.owner.proposed)
    for risk in without_the_owners_yes(owners):
        do = sentences.say("request.risk", risk=risk, who=by_whom(score.assessment, risk), part=is_part(owners, risk))
        day = decided_by(owners, risk)
        yield person, first(title=title_of(score, risk.item), do=do, item=risk.item, proposed=day)
    for risk in ended_risks(score):
        work = work_on(owners, risk.item)
        title = plain_text(sentences.say("register.ended.title", title=title_of(score, risk.item)))
        do = sentences.say("request.ended", risk=risk, work=work, spoke=work is not None and owners.spoke(work.name))
        yield person, first(title=title, do=do, item=risk.item, proposed=decided_by(owners, risk))
    for risk in ends_soon(owners):
        holder = person_of(score.assessment, holder_of(risk.role, score.assessment))
        request = first(
            title=title_of(score, risk.item),
            do=sentences.say("request.risk_ends", risk=risk),
            item=risk.item,
            by=risk.expires,
        )
        yield holder if holder.roles else person, request
    frozen = risk_on_drills(score, score.as_of)
    if frozen and (rows := owners.practised_before(frozen.expires)):
        holder = person_of(score.assessment, holder_of(frozen.role, score.assessment))
        practised = [(score.items[item].item.title, day) for item, day in rows.items()]
        title = plain_text(sentences.say("request.no_drill.title"))
        do = sentences.say("request.no_drill", rows=practised, reason=frozen.reason)
        day = min(owners.days.overdue, *rows.values())  # others wait for the answer
        yield holder if holder.roles else person, first(title=title, do=do, item=frozen.item, proposed=day)
    again = [one for one in exercises_of(score, score.as_of) if one.has_no_leader(ahead(score.as_of))]
    if again and person != NOBODY and DRILLS not in owners.rows:  # its row asks for more
        do = sentences.say("request.drills", rows=again, today=score.as_of)
        ages = min(one.ages for one in again if one.ages)
        day = min(soon, owners.days.in_time(ages) if ages > score.as_of else owners.days.overdue)
        yield person, first(title=sentences.say("request.drills.title"), do=do, item="", proposed=day)
    titles = [score.items[item].item.title for item in owners.unowned]
    if titles and (person != NOBODY or any(score.items[item].answered for item in owners.unowned)):
        do = sentences.say("request.owners", titles=titles if len(titles) <= _NAMED else (), many=len(titles))
        yield person, first(title=sentences.say("request.owners.title"), do=do, item="", proposed=soon)
