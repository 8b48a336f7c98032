"""The parts that legal reads: who does what, assumptions, exclusions, change, exit, prices, signatures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from opsassess.blocks import Block, Bullets, Paragraph, Section, Table
from opsassess.owners.absence import reached
from opsassess.owners.holding import builder_gone
from opsassess.owners.people import builders, has_stand_in, holders, leaving_builders, named, operators, owes_nothing
from opsassess.prose import Prose, capitalised, escape, listed
from opsassess.retainer.figures import Known, thresholds
from opsassess.retainer.lines import Line
from opsassess.retainer.origins import ORIGINS, Origin, origins
from opsassess.retainer.terms import Price, RateCard, priced
from opsassess.scope.boundary import own_division
from opsassess.scope.inventory import builder_left
from opsassess.scope.open_points import open_points
from opsassess.scope.subject import Subject
from opsassess.scope.words import money, percent, plain
from opsassess.scoring.values import ItemScore

_SIDES = ("builder", "client", "provider", "vendor")


def agreement_sections(subject: Subject) -> Iterator[Section]:
    """Yield the parts in their order."""
    yield _section("duties", tuple(_duties(subject)), subject)
    yield _section("assumptions", tuple(_assumptions(subject)), subject)
    yield _section("exclusions", tuple(_list("exclusions", "exclusion.", subject)), subject)
    yield _section("change", tuple(_change(subject)), subject)
    yield _section("exit", tuple(_exit(subject)), subject)
    if subject.scope.card:
        yield _section("prices", tuple(_prices(subject.scope.card, subject)), subject)
    yield _section("sign", tuple(_signatures(subject)), subject)


def _section(name: str, blocks: tuple[Block, ...], subject: Subject) -> Section:
    return Section(id=name, role="flow", title=subject.say(f"{name}.title"), blocks=blocks)


def _list(name: str, prefix: str, subject: Subject) -> Iterator[Block]:
    yield Paragraph(text=subject.say(f"{name}.lead"))
    yield Bullets(items=tuple(subject.say(key) for key in subject.sentences.names() if key.startswith(prefix)))


# ---------------------------------------------------------------------------------------------------------------------
# Who does what


def _duties(subject: Subject) -> Iterator[Block]:
    assessments = [agent.score.assessment for agent in subject.scope.agents]
    vendors = dict.fromkeys(str(v) for a in assessments if (v := a.agent.facts.get("vendor")))
    left = (builder_left(agent, subject) for agent in subject.scope.agents)
    yield Paragraph(
        text=subject.say(
            "duties.lead",
            builders=named((r for a in assessments for r in builders(a)), "") or listed(filter(None, left)),
            operators=named((r for a in assessments for r in operators(a)), ""),
            dual=[r.name for a in assessments for r in builders(a) if r.is_dual],
            vendors=listed(vendors),
            available=list(_available(subject)),
            gone=[r.name for a in assessments if owes_nothing(a) for r in builders(a)],
        )
    )
    yield Table(
        columns=tuple(subject.say(f"duties.column.{name}") for name in ("duty", *_SIDES)),
        rows=tuple(_duty(name, item, subject) for name, item in subject.scope.coefficients.duties.items()),
        widths=(28, 18, 18, 18, 18),
        caption=subject.say("duties.caption"),
    )
    yield from own_division(subject)


def _available(subject: Subject) -> Iterator[dict[str, object]]:
    """Yield how the builders can be reached, in the words of the profile: one who has left promises nothing."""
    for agent in subject.scope.agents:
        assessment = agent.score.assessment
        text = reached(agent.score).rstrip(".")
        if text and not builder_gone(agent.score):
            yield {"who": named(leaving_builders(assessment), "the builder"), "text": text}


def _duty(name: str, item: str, subject: Subject) -> tuple[Prose, ...]:
    people, built = _people(item, subject)
    scores = [agent.score for agent in subject.scope.agents if item in agent.score.items]
    backed = any(has_stand_in(score.items[item], score.assessment) for score in scores)
    alone = bool(people) and built.issuperset(people) and not backed
    named_there = any(found and found.item.content.kind == "people" for found in _items(item, subject))
    duty = subject.say(
        "duties.duty",
        title=subject.say(f"duty.{name}"),
        people=people,
        names=named_there,
        builder=alone,
    )
    gone = all(owes_nothing(agent.score.assessment) for agent in subject.scope.agents)
    numbers = [subject.number_of[line.id] for line in subject.work if line.item.id == item]
    names = {side: _side(name, side, subject, gone=gone, built=bool(built), alone=alone) for side in _SIDES}
    sides = (subject.say(names[side], lines=numbers, alone=alone) for side in _SIDES)
    return duty, *map(capitalised, sides)


def editors_wanted(subject: Subject) -> list[Line]:
    """Return the lines that name who edits the prompts, where only a builder may and no package holds the line."""
    item = subject.scope.coefficients.duties.get("prompts", "")
    lines = [line for line in subject.work if line.item.id == item and not subject.first_package(line)]
    people, built = _people(item, subject)
    return lines if people and built.issuperset(people) else []


def _people(item: str, subject: Subject) -> tuple[list[str], set[str]]:
    """Return who holds a duty by the answers, and which of them are builders."""
    people = dict.fromkeys(name for found in _items(item, subject) if found for name in holders(found)[0])
    built = {r.name for agent in subject.scope.agents for r in builders(agent.score.assessment)}
    return list(people), built & people.keys()


def _side(name: str, side: str, subject: Subject, *, gone: bool, built: bool, alone: bool) -> str:
    """Return what a side does: a builder who owes nothing does nothing, what a builder does alone needs somebody."""
    if side == "client" and alone and subject.sentences.has(f"duties.alone.{name}"):
        return f"duties.alone.{name}"
    if side == "builder" and built and not gone and subject.sentences.has(f"duties.built.{name}"):
        return f"duties.built.{name}"
    if side != "builder" or not gone:
        return f"duty.{name}.{side}"
    apart = f"duties.gone.{name}"
    return apart if subject.sentences.has(apart) else "duties.gone"


def _items(item: str, subject: Subject) -> Iterator[ItemScore | None]:
    """Yield an item as each agent's questionnaire has it."""
    yield from (agent.score.items.get(item) for agent in subject.scope.agents)


# ---------------------------------------------------------------------------------------------------------------------
# Assumptions, change, exit


def _assumptions(subject: Subject) -> Iterator[Block]:
    scope = subject.scope
    yield Paragraph(text=subject.say("assumptions.lead"))
    told: list[tuple[str, Known]] = []
    for agent, facts in zip(scope.agents, scope.figures.facts, strict=True):
        counted = Known(name="thresholds", value=Fraction(thresholds(agent.score)), told=True)
        told += [(agent.name, known) for known in (agent.factor.systems, *facts, counted)]
    modes = scope.coefficients.assumed.new_failure_modes
    told.append(("", Known(name="new_failure_modes", value=modes, told=False)))
    parts = [part for one in scope.months for line in one.month.services for part in line.parts]
    used = {part.figure for part in (*parts, *scope.months[-1].month.incident_parts)} | _ALWAYS
    told = [(agent, known) for agent, known in told if _FIGURE.get(known.name, known.name) in used]
    yield Table(
        columns=tuple(subject.say(f"assumptions.column.{name}") for name in ("what", "number", "source")),
        rows=tuple(_assumption(agent, known, subject) for agent, known in told),
        widths=(58, 16, 26),
        caption=subject.say("assumptions.caption"),
    )
    yield from _numbers(subject)
    names, logins = subject.sentences.names(), subject.scope.coefficients.days.logins
    yield Bullets(items=tuple(subject.say(k, logins=logins) for k in names if k.startswith("assumption.")))


# The figure of a month that a fact enters; drills stand by package on page one
_FIGURE = {
    "exception_rate": "exception_hours",
    "sample_share": "exception_hours",
    "minutes_per_exception": "exception_hours",
    "joiners_per_year": "joiners",
    "incidents_per_month": "incidents",
}
_SHARES = ("exception_rate", "sample_share")
_ALWAYS = {"systems", "agents", "runs_per_month"}  # of the factor, and of change control


def _numbers(subject: Subject) -> Iterator[Block]:
    """Yield where our own numbers come from: in one sentence where that is the same for all, else in groups."""
    found = origins(subject.scope.coefficients)
    prefix = "numbers.group."
    groups = [key.removeprefix(prefix) for key in subject.sentences.names() if key.startswith(prefix)]
    of_group = {group: {o for path, o in found.items() if path.startswith(f"{group}.")} for group in groups}
    names = {group: subject.say(prefix + group) for group in groups}
    if len({frozenset(some) for some in of_group.values()}) == 1:
        origin = _origin(of_group[groups[0]], subject)
        yield Paragraph(text=subject.say("numbers.alike", names=list(names.values()), origin=origin))
        return
    yield Paragraph(text=subject.say("numbers.lead"))
    yield Table(
        columns=tuple(subject.say(f"numbers.column.{name}") for name in ("what", "from")),
        rows=tuple((capitalised(names[group]), _origin(of_group[group], subject)) for group in groups),
        widths=(74, 26),
        caption=subject.say("numbers.caption"),
    )


def _origin(found: Collection[Origin], subject: Subject) -> Prose:
    names = [subject.say(f"numbers.origin.{origin}") for origin in ORIGINS if origin in found]
    return names[0] if len(names) == 1 else subject.say("numbers.mixed", origins=names)


def _assumption(agent: str, known: Known, subject: Subject) -> tuple[Prose, ...]:
    name = "told" if known.told else "assumed" if known.value else "unknown"
    figure = percent(known.value) if known.name in _SHARES else plain(known.value, 3)
    number = Prose("" if name == "unknown" else figure)
    what = capitalised(subject.say(f"fact.{known.name}", agent=agent))
    apart = f"assumptions.{name}.{known.name}"  # where the figure is told of one thing and used for another
    return what, number, subject.say(apart if apart in subject.sentences.names() else f"assumptions.{name}")


def _change(subject: Subject) -> Iterator[Block]:
    rule = subject.scope.coefficients.change_control
    yield Paragraph(text=subject.say("change.lead"))
    runs: list[Prose] = []
    for agent, facts in zip(subject.scope.agents, subject.scope.figures.facts, strict=True):
        known = next(one for one in facts if one.name == "runs_per_month")
        most = plain(known.value * rule.runs_factor, 0) if known.told else ""
        values = {"factor": plain(rule.runs_factor), "runs": plain(known.value, 0), "months": rule.months}
        runs.append(subject.say("change.runs", agent=agent.name, most=most, **values))
    others = [k for k in subject.sentences.names() if k.startswith("change.") and k not in _CHANGE]
    yield Bullets(items=(*runs, *(subject.say(key) for key in others)))


_CHANGE = ("change.title", "change.lead", "change.runs")


def _exit(subject: Subject) -> Iterator[Block]:
    terms = subject.scope.terms
    yield Paragraph(text=subject.say("exit.lead", notice=terms.notice_days, minimum=terms.minimum_months))
    names = [k for k in subject.sentences.names() if k.startswith("exit.") and k not in ("exit.title", "exit.lead")]
    yield Bullets(items=tuple(subject.say(key) for key in names))


# ---------------------------------------------------------------------------------------------------------------------
# Prices and signatures


def _prices(card: RateCard, subject: Subject) -> Iterator[Block]:
    tax = {"tax": card.tax, "percent": plain(card.tax.percent) if card.tax else ""}
    names = ("what", "hours", "rate", "net", *(("tax", "gross") if card.tax else ()))
    yield Paragraph(text=subject.say("prices.lead", currency=card.currency, step=plain(card.round_to)))
    yield Table(
        columns=tuple(subject.say(f"prices.column.{name}", **tax) for name in names),
        rows=tuple(_price_rows(subject, card)),
        widths=(34, 9, 14, 14, 14, 15) if card.tax else (46, 14, 20, 20),
        caption=subject.say("prices.caption"),
    )
    if not card.tax:
        yield Paragraph(text=subject.say("prices.no_tax"), role="note")


def _price_rows(subject: Subject, card: RateCard) -> Iterator[tuple[Prose, ...]]:
    choice = subject.scope.choice
    price = priced("remediation", subject.scope.range(choice.total).safe, card) if choice else None
    if price:
        yield _price_row(subject.say("prices.budget"), price, card.remediation, card)
    for package in subject.scope.works:
        if package.price and package.price.hours:
            name = subject.say("prices.once", package=subject.package_name(package.id))
            yield _price_row(name, package.price, card.remediation, card)
    for package in subject.scope.months:
        if package.month.price:
            name = subject.say("prices.month", package=subject.package_name(package.id))
            yield _price_row(name, package.month.price, card.services, card)
        if package.own_study and package.own_study.price:
            name = subject.say("prices.own", package=subject.package_name(package.id))
            yield _price_row(name, package.own_study.price, card.services, card)
    incidents = subject.scope.months[-1].incidents_price
    if incidents and incidents.hours:
        yield _price_row(subject.say("prices.incidents"), incidents, card.incidents, card)


def _price_row(what: Prose, price: Price, rate: Fraction, card: RateCard) -> tuple[Prose, ...]:
    amounts = (rate, price.net, *((price.tax, price.gross) if card.tax else ()))
    return (what, Prose(plain(price.hours)), *(Prose(money(amount, card.currency)) for amount in amounts))


def _signatures(subject: Subject) -> Iterator[Block]:
    missing = open_points(subject)
    if missing:
        yield Paragraph(text=subject.say("sign.draft", points=len(missing)))
        yield Bullets(items=missing)
        return
    own = [package for package in subject.scope.months if package.own_study]
    offered = {"once": subject.scope.works, "month": subject.scope.months, "own": own}
    boxes = [
        subject.say(f"prices.{name}", package=subject.package_name(package.id))
        for name, packages in offered.items()
        for package in packages
    ]
    if subject.scope.choice:
        boxes.insert(0, subject.say("prices.budget"))
    yield Paragraph(text=subject.say("sign.lead"))
    yield Bullets(items=tuple(boxes), checkbox=True)
    client = escape(subject.scope.agents[0].score.assessment.client.name)
    provider = subject.say("sign.provider", consultancy=subject.consultancy)
    yield Table(
        columns=tuple(subject.say(f"sign.column.{name}") for name in ("party", "name", "date", "signature")),
        rows=tuple((party, Prose(""), Prose(""), Prose("")) for party in (client, capitalised(provider))),
        widths=(26, 30, 14, 30),
        caption=subject.say("sign.caption"),
    )
