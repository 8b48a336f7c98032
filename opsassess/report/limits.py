"""How far this review reaches: who was asked, what was seen, what was left open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from opsassess.assessment import DONT_KNOW
from opsassess.blocks import Block, Bullets, Heading, Paragraph, Section, Table
from opsassess.owners import Owners
from opsassess.owners.people import by_whom, holders, only_builders
from opsassess.owners.risks import ended_risks, is_part, until_told, without_the_owners_yes
from opsassess.owners.standing import by_one_person
from opsassess.phrases import is_team, phrase, says_nothing
from opsassess.prose import Prose, Sentences, join
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.values import rows_of


def limits_section(agent: Agent, sentences: Sentences) -> Section:
    """Return the section that tells the reader what not to conclude."""
    score = agent.score
    applying = [s for s in score.items.values() if s.applies]
    silent = {s.item.id for s in applying if not s.answered}
    lead = sentences.say(
        "limits.lead",
        who=only_builders(applying),
        asked=len(applying),
        answered=len(applying) - len(silent),
        not_applicable=len(score.items) - len(applying),
        declared=_declared(score),
        by_profile=_by_profile(score),
        unknown=sum(1 for s in applying if s.operator == DONT_KNOW),
        draft=score.is_draft,
        silent=len(silent),
        parts=len(silent & score.frame.needs_of_item.keys()),
        day=score.as_of,
        questionnaire=score.questionnaire,
    )
    tipping = [score.items[item].item.title.lower() for item in score.stability.tipping]
    told = sentences.say("limits.tipping", titles=tipping) if tipping else Prose("")
    blocks: list[Block] = [
        Paragraph(text=join(filter(None, (lead, told)))),
        *_one_person(Owners(score=score, agent=agent), sentences),
        *_documents(score, sentences),
        *_people(score, sentences),
        *_accepted(Owners(score=score, agent=agent), sentences),
    ]
    if score.stability.close:
        share = score.stability.same_or_better
        blocks.append(Paragraph(text=sentences.say("limits.close", of=score.stability.draws, share=share)))
    if score.questionnaire.report == "full":
        blocks += [Heading(text=sentences.say("limits.sign.title")), _signatures(score, sentences)]
    return Section(id="limits", role="flow", title=sentences.say("limits.title"), blocks=tuple(blocks))


def _one_person(owners: Owners, sentences: Sentences) -> tuple[Block, ...]:
    score = owners.score
    alone, first = by_one_person(score), owners.days.all_learned_first
    if not alone:
        return ()
    titles, caps, early = (_titles(score, items) for items in (alone, score.one_person, first))
    who = only_builders(score.items[item] for item in alone)
    away = owners.days.builder_leaves != owners.days.builder_until
    return (
        Paragraph(text=sentences.say("limits.one_person", titles=titles, caps=caps, early=early, who=who, away=away)),
    )


def _titles(score: Score, items: Iterable[str]) -> list[str]:
    return [score.items[item].item.title.lower() for item in items]


def _declared(score: Score) -> list[tuple[str, str, str]]:
    """Return what somebody took out, with reason and approver; a fact of the profile needs none."""
    live = {i: s for i, s in score.items.items() if not s.applies}
    return [
        (live[entry.item].item.title, entry.reason.strip().rstrip("."), entry.approver.strip())
        for entry in score.assessment.not_applicable
        if entry.item in live
    ]


def _by_profile(score: Score) -> list[str]:
    """Return what a fact of the profile takes out."""
    declared = {entry.item for entry in score.assessment.not_applicable}
    return [s.item.title.lower() for i, s in score.items.items() if not s.applies and i not in declared]


def _documents(score: Score, sentences: Sentences) -> tuple[Block, ...]:
    """Return what exists on paper today: useful, and mostly not a runbook."""
    rows = rows_of(score.assessment.agent.facts.get("documents"))
    kinds = list(dict.fromkeys(str(row["kind"]) for row in rows if row.get("kind")))
    if not kinds:
        return ()
    runbook = any("runbook" in kind.lower() for kind in kinds)
    others = ["other papers" if kind == "other" else kind for kind in kinds if "runbook" not in kind.lower()]
    return (Paragraph(text=sentences.say("limits.documents", kinds=others, runbook=runbook)),)


def _signatures(score: Score, sentences: Sentences) -> Table:
    owners = [r.name for r in score.assessment.people if "owner" in r.roles] or [""]
    rows = [sentences.say("limits.sign.client", name=name, client=score.assessment.client.name) for name in owners]
    rows.append(sentences.say("limits.sign.consultant"))
    return Table(
        columns=(Prose("For"), Prose("Name and signature"), Prose("Date")),
        rows=tuple((row, Prose(""), Prose("")) for row in rows),
        widths=(40, 42, 18),
        caption=Prose("Signatures"),
    )


def _people(score: Score, sentences: Sentences) -> tuple[Block, ...]:
    if not score.assessment.respondents:
        return ()
    applying = [s for s in score.items.values() if s.applies]
    counted = {c.respondent.id for s in applying for c in (*s.operators, *s.builders)}
    answers = ({c.respondent.id for c in (*s.operators, *s.builders, *s.others)} for s in applying)
    said = Counter(who for of_one in answers for who in of_one)  # who built it and runs it answers once
    for person in score.assessment.left:
        said[person.id] = len({a.item for a in score.assessment.answers if a.respondent == person.id})
    who = [
        sentences.say("limits.who", name=r.name, roles=r.roles, many=said[r.id], counted=r.id in counted, until=r.until)
        for r in score.assessment.heard
    ]
    blocks = [Paragraph(text=sentences.say("limits.people", who=who))] if who else []
    if others := _named_not_asked(score):
        blocks.append(Paragraph(text=sentences.say("limits.named", who=others)))
    return tuple(blocks)


def _named_not_asked(score: Score) -> list[str]:
    """Return who is to be asked or to do or give something, holds a duty or owns a system, and did not speak."""
    heard = score.assessment.heard
    silent = [r for r in score.assessment.people if r not in heard]
    known = {who.casefold() for r in score.assessment.respondents if r not in silent for who in (r.id, r.name)}
    name_of = {who.casefold(): r.name for r in silent for who in (r.id, r.name)}
    owners = [who or "" for action in score.assessment.actions for who in (action.owner, action.needed_from)]
    owners += [promise.who for promise in score.assessment.promised]
    duties = [score.items[i] for i in score.questionnaire.duties if i in score.items and score.items[i].applies]
    systems = rows_of(score.assessment.agent.facts.get("systems"))
    owners += [str(system.get("owner") or "") for system in systems]
    owners += [name for duty in duties for name in holders(duty)[0]]
    names = (re.split("[(,;]", owner)[0] for owner in owners)  # before the team
    held = (one.strip() for name in names for one in name.split("/"))
    named = [*(r.name for r in silent), *(name_of.get(name.casefold(), name) for name in held)]
    people = (
        name for name in dict.fromkeys(named) if not (says_nothing(name) or is_team(name) or phrase("none").match(name))
    )
    return [name for name in people if name.casefold() not in known]


def _accepted(owners: Owners, sentences: Sentences) -> tuple[Block, ...]:
    score = owners.score
    if not score.assessment.exceptions:
        return ()
    titles = {i: s.item.title for i, s in score.items.items()}
    unowned, ended = without_the_owners_yes(owners), ended_risks(score)
    lines = tuple(
        sentences.say(
            "limits.exception",
            title=titles.get(e.item, e.item),
            risk=e,
            valid=e in score.accepted,
            who=by_whom(score.assessment, e),
            until=until_told(owners, e, sentences),
            gap=e in ended,
            owner=sentences.say("owner", owner=owners.of(e.item)) if e in ended else "",
            unowned=e in unowned,
            part=is_part(owners, e),
        )
        for e in score.assessment.exceptions
    )
    return (Heading(text=sentences.say("limits.accepted")), Bullets(items=lines))
