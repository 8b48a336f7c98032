"""The rows of what is no gap: agreements, agreed work, what keeps the tier, accepted risks, the runbook's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from opsassess.assessment import AcceptedRisk
from opsassess.described.agreements import Agreement, agreement, owners_yes
from opsassess.described.not_holding import failed_of
from opsassess.described.open_points import Open, missing_in_runbook, open_in_runbook
from opsassess.described.points import Point
from opsassess.documents.plain import plain_text
from opsassess.owners import Owners
from opsassess.owners.open_hours import PAUSE, open_hours, open_hours_told
from opsassess.owners.people import by_whom
from opsassess.owners.risks import decided_by, ended_risks, is_part, without_the_owners_yes, work_on
from opsassess.owners.standing import by_one_person, gap_of, want_of
from opsassess.phrases import speaks_of
from opsassess.prose import Sentences, ended, join
from opsassess.register.columns import agreement_columns, hours_of_row, owner_columns, question_columns
from opsassess.register.gap_rows import needed_columns, needed_told
from opsassess.report.beside import Beside, beside, hours_beside
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.tiers import next_above

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row


def agreements(owners: Owners, sentences: Sentences) -> Iterator[Row]:
    """Yield what comes before all gaps and is none of a single question."""
    if open_hours(owners.score):
        yield _open_hours(owners, sentences)
    for found in filter(None, (owners_yes(owners, sentences), agreement(owners, sentences))):
        yield _agreement(owners, found, sentences)
    for risk in without_the_owners_yes(owners):
        yield _asked_of_the_owner(owners, risk, "yes", sentences)
    for risk in ended_risks(owners.score):
        yield _asked_of_the_owner(owners, risk, "ended", sentences)


def _agreement(owners: Owners, found: Agreement, sentences: Sentences) -> Row:
    tier = found.needed_for
    return {
        **agreement_columns(found.title, found.do, found.done),
        "item": found.item,
        "kind": plain_text(sentences.say("register.kind.agreement")),
        "needed_for": needed_told(owners.planned, tier, sentences) if found.before_live else tier,
        "found": plain_text(found.found),
        "why": plain_text(found.why),
        **owner_columns(found.owner, sentences),
    }


def _asked_of_the_owner(owners: Owners, risk: AcceptedRisk, name: str, sentences: Sentences) -> Row:
    """Return the row of a risk on which the agent's owner decides: one without the owner's yes, or one that ended."""
    agent = owners.planned
    found, who = owners.score.items[risk.item].item, by_whom(owners.score.assessment, risk)
    told = {
        "title": found.title,
        "risk": risk,
        "who": who,
        "owner": owners.of_agent,
        "part": is_part(owners, risk),
        "work": work_on(owners, risk.item),
    }
    return {
        **question_columns(owners.score, risk.item),
        "why": None,
        **{
            key: plain_text(sentences.say(f"register.{name}.{key}", **told))
            for key in ("title", "found", "do", "accepted_when")
        },
        "kind": plain_text(sentences.say("register.kind.agreement")),
        **needed_columns(agent, risk.item, sentences),
        "owner": owners.of_agent or None,
        "asked_of": owners.of_agent,
        "proposed": decided_by(owners, risk),
    }


def _open_hours(owners: Owners, sentences: Sentences) -> Row:
    score, say = owners.score, sentences.say
    title, do, done = (
        say("open_hours.title"),
        open_hours_told(score, sentences, "open_hours.do"),
        open_hours_told(score, sentences, "open_hours.done"),
    )
    return {
        **agreement_columns(title, do, done),
        "item": PAUSE,
        "area": score.questionnaire.area_of[score.items[PAUSE].item.area].title,
        "kind": plain_text(say("register.kind.open_hours")),
        "needed_for": plain_text(say("register.needed.first")),
        "found": plain_text(open_hours_told(score, sentences, "open_hours.found")),
        "why": plain_text(say("register.why.open_hours")),
        "owner": owners.of_agent or None,
        "asked_of": owners.of_agent,
        "proposed": owners.days.of_stop,
    }


def agreed_rows(owners: Owners, item: str, sentences: Sentences, gap: Row | None = None) -> Iterator[Row]:
    """Yield the agreed work on a question that its own row does not tell: it has an owner, a day, a test of its own."""
    found = owners.score.items[item].item
    tier = owners.score.questionnaire.tier_of[next_above(owners.score.aim)]
    for action in owners.besides(item):
        yield {
            **question_columns(owners.score, item),
            "title": plain_text(sentences.say("register.title.besides", title=found.title)),
            "kind": plain_text(sentences.say("register.kind.besides")),
            "needed_for": plain_text(sentences.say("register.needed.none")),
            "found": plain_text(sentences.say("register.found.besides", tier=tier, gap=gap is not None)),
            "do": action.text,
            "accepted_when": found.remedy.accepted(("walk_through",))
            if gap
            else plain_text(sentences.say("register.accepted.besides")),
            **(hours_of_row(owners.planned, item, None, sentences) if action.hours else {}),
            **owner_columns(owners.of_work(action), sentences),
        }


def beside_rows(agent: Agent, owners: Owners, sentences: Sentences) -> Iterator[Row]:
    """Yield what is no gap: what keeps the tier of today, what one person alone can do, and accepted risks."""
    score, hours = agent.score, hours_beside(agent)
    for one in beside(owners, sentences):
        title = score.items[one.item].item.title
        apart = {"title": plain_text(sentences.say("register.title.again", title=title))}
        yield {
            **question_columns(score, one.item),
            **(apart if one.look and one.look.apart else {}),
            "kind": plain_text(sentences.say(f"register.kind.{one.kind}")),
            **_needed(owners, agent, one, sentences),
            "found": plain_text(one.found),
            "do": plain_text(one.do),
            "accepted_when": plain_text(one.done),
            **owner_columns(one.owner, sentences),
            **hours_of_row(agent, one.item, hours.get(one.item), sentences),
        }


def _needed(owners: Owners, agent: Agent, one: Beside, sentences: Sentences) -> Row:
    """Return the tier that is not there without it, or does not stay, and why."""
    if one.look and one.look.tier:
        return {"needed_for": one.look.tier, "needed_why": plain_text(sentences.say("register.needed.ages"))}
    if one.item in owners.to_renew:
        tier, why = agent.score.reported_tier, sentences.say("register.needed.falls")
        return {"needed_for": tier, "needed_why": plain_text(why)}
    return needed_columns(agent, one.item, sentences)


def with_failed_drills(row: Row, score: Score, sentences: Sentences) -> Row:
    """Return a row with the drills of its question that were not passed: what failed, and what has to be held again."""
    failed = failed_of(score, str(row["item"]))
    again = [one for one in failed if one.drill not in str(row["do"] or "")]  # its agreed work may be to hold it again
    rest = (("found", failed), ("do", again))
    told = {key: plain_text(sentences.say(f"register.{key}.failed", drills=drills)) for key, drills in rest}
    closed = plain_text(sentences.say("register.accepted.failed", drills=failed))
    joined = {key: " ".join(filter(None, (str(row[key] or ""), text))) for key, text in told.items()}
    test = "; ".join(filter(None, (str(row["accepted_when"] or ""), closed)))
    return {**row, **joined, "accepted_when": test} if failed else row


def with_what_is_open(owners: Owners, rows: Sequence[Row], agent: Agent, sentences: Sentences) -> Iterator[Row]:
    """Yield the rows, each with what the runbook still asks for of it, then a row for what it asks for beside them."""
    missing, score = missing_in_runbook(agent), agent.score
    gaps, wants = gap_of(score), want_of(score)
    looks = {item: set(gap.lacking) for item, gap in gaps.items() if wants[item] == "look"}
    asked = {item: lacking for item, lacking in looks.items() if not owners.task(item)}
    says = {item for item, gap in gaps.items() if gap.lacking}  # the row itself
    to_copy = {item: one for item, one in missing.items() if item not in says and _is_written(one)}
    left = {**to_copy, **open_in_runbook(agent)}
    able = {item for item, want in wants.items() if want == "answer"} | {*by_one_person(score)}
    last = {str(row["item"]): row for row in rows}  # of two rows of a question, that of the work
    apart = {item for item, row in last.items() if item in left and item not in says and _is_of_others(left[item], row)}
    for row in rows:
        item = str(row["item"])
        tells = item in left and last[item] is row and item not in apart
        said = _besides(left[item], asked.get(item, set()), able=item in able) if tells else ()
        settled, asked_for = _settled(owners, item, said)
        who = str(row["asked_of"] or "")
        also, to_reader = (_asks(asked_for, sentences, reader, who) for reader in ("", who))
        test, tier = str(row["accepted_when"] or ""), row["needed_for"] if item in looks else None
        tier = tier if tier in score.questionnaire.tier_of else None  # it does not wait for the page
        also_open = sentences.say("page.closed") if said else ""
        closed = plain_text(sentences.say("register.accepted.also", test=test, closed=also_open, enough=tier))
        found = plain_text(join(point.told(sentences, "needed") for point in settled))
        told = [("found", "found", found), ("do", "do", also)]
        told += [("do_told", "do", to_reader)] if asked_for else []  # the follow-up's
        more = {key: _followed(str(row[of] or ""), text) for key, of, text in told}
        yield {**row, **more, "accepted_when": closed, "page_open": bool(said), "also": also, "also_told": to_reader}
    left = {**missing, **left}
    for item in (item for item in left if item not in last or item in apart):
        points, owner, title = left[item].points, left[item].owner, score.items[item].item.title
        columns = owner_columns(owner, sentences)
        who = str(columns["asked_of"] or "")
        do, to_reader = (
            plain_text(sentences.say("register.do.open", asks=_asks(points, sentences, reader, who), helper=helper))
            for reader, helper in (("", ""), (who, owner.helper))  # a row has its own column
        )
        yield {
            **question_columns(score, item),
            **({"title": plain_text(sentences.say("register.title.apart", title=title))} if item in apart else {}),
            "kind": plain_text(sentences.say("register.kind.open")),
            "needed_for": plain_text(sentences.say("register.needed.none")),
            "found": plain_text(join(point.told(sentences, "needed") for point in points)),
            "do": do,
            "do_told": to_reader,
            "also_told": "" if item in missing else to_reader,
            "accepted_when": plain_text(sentences.say("register.accepted.open")),
            **columns,
        }


def _followed(first: str, text: str) -> str:
    """Return a text after another one, which may be a consultant's own without a full stop."""
    return f"{plain_text(ended(first))} {text}" if first and text else first or text


def _asks(points: Iterable[Point], sentences: Sentences, reader: str, who: str) -> str:
    """Return what is open as what somebody does about it."""
    return plain_text(join(point.told(sentences, "ask", reader, who) for point in points))


def _settled(owners: Owners, item: str, said: Sequence[Point]) -> tuple[Sequence[Point], Sequence[Point]]:
    """Return what agreed work settles of what an answer left open in its own words, and what has still to be asked."""
    task = owners.task(item) if not owners.promise(item) else None
    work = [action.text for action in (*owners.besides(item), *filter(None, [task]))]
    if not work:
        return (), said
    apart = [part for point in said for part in point.split(lambda clause: speaks_of(" ".join(work), clause))]
    settled = [point for point, is_settled in apart if is_settled]
    return settled, [point for point, is_settled in apart if not is_settled]


def _besides(found: Open, asked: set[str], *, able: bool) -> tuple[Point, ...]:
    """Return what is open besides what the row itself asks for: columns of a failure, who is ``able`` to do it."""
    own = ("lacking.without", "lacking.reach") if able else ()
    kept = (replace(point, parts=tuple(part for part in point.parts if part.name not in own)) for point in found.points)
    left = (point for point in kept if point.parts or point.kind != "unknown")
    return tuple(point for point in left if not (point.columns and asked.issuperset(point.columns)))


def _is_written(missing: Open) -> bool:
    """Tell whether all that the runbook lacks of a question is the copy of a page that there is."""
    return any(part.name == "needed.written" for point in missing.points for part in point.parts)


def _is_of_others(open_points: Open, row: Row) -> bool:
    """Tell whether what the runbook asks for is settled by somebody else than who does the work of the row."""
    owner = open_points.owner
    return bool(owner.name) and not owner.risk and owner.name != row["asked_of"]
