"""Write docs/reference.md from the questionnaires; with --check only say whether it is what would be written."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from opsassess import resources
from opsassess.crosswalk import Framework, FrameworkIndex, load_crosswalk
from opsassess.library import load_questionnaire, sha256_of
from opsassess.questionnaire import (
    STEPS,
    Area,
    Condition,
    Constants,
    Crosswalk,
    Fact,
    FactValue,
    Gate,
    Hours,
    Item,
    Questionnaire,
    Requirement,
    Tier,
)

PAGE = Path(__file__).resolve().with_name("reference.md")
COMMAND = "python docs/generate.py"

_MARKUP = re.compile(r"[\\`*<\[\]|]|(?<!\w)_|_(?!\w)")


def main(arguments: list[str]) -> int:
    """Write the page, or say with an exit code whether it is what would be written."""
    text = reference(
        load_questionnaire(resources.folder("questionnaires") / "agent-operability.yaml"),
        load_questionnaire(resources.folder("questionnaires") / "triage.yaml"),
        load_crosswalk(),
    )
    if arguments == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"{PAGE.name} is not what the questionnaires say. Run: {COMMAND}", file=sys.stderr)
        return 1
    if arguments:
        print(f"usage: {COMMAND} [--check]", file=sys.stderr)
        return 2
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


def reference(full: Questionnaire, short: Questionnaire, frameworks: FrameworkIndex) -> str:
    """Return the whole page."""
    lines = [
        *_head(full),
        *_constants(full),
        *_scales(full),
        *_tiers(full),
        *_gates(full),
        *_areas(full),
        *_session(full),
        *_triage(short, full),
        *_facts(full.facts),
        *_card(full),
        *_questions(full),
        *(line for area in full.areas for line in _area(area, full)),
        *_frameworks(frameworks, full),
    ]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------------------------------------------------------------
# What holds for all items


def _head(full: Questionnaire) -> Iterator[str]:
    yield f"<!-- Made by `{COMMAND}` from questionnaires/*.yaml. Change those, not this page. -->"
    yield ""
    yield "# Reference: what is asked, and with which numbers"
    yield ""
    yield (
        f"Questionnaire `{full.id}`, version {full.version}, hash `{sha256_of(full)}`. "
        "What the numbers mean and why they are so stands in [the method](method.md)."
    )
    yield ""
    yield f"> {_text(full.intro)}"
    yield ""
    parts = [
        ("Constants", "constants"),
        ("Ratings and evidence", "ratings-and-evidence"),
        ("Tiers", "tiers"),
        ("Gates", "gates"),
        ("Areas and planned minutes", "areas-and-planned-minutes"),
        ("Order of the interview", "order-of-the-interview"),
        ("The triage", "the-triage"),
        ("Facts of the profile", "facts-of-the-profile"),
        ("Fields of the card", "fields-of-the-card"),
        ("The operator's questions", "the-operators-questions"),
    ]
    yield from (f"- [{title}](#{anchor})" for title, anchor in parts)
    yield from (f"- [Area: {_text(area.title)}](#{area.id})" for area in full.areas)
    yield "- [Frameworks](#frameworks)"
    yield ""


def constant_rows(constants: Constants) -> list[tuple[str, str]]:
    """Return the name and the value of each constant of the scoring."""
    weights = [(f"weight of a {name} item", _number(value)) for name, value in constants.weights.items()]
    caps = [(f"what {level} carries", _number(value)) for level, value in constants.evidence_caps.items()]
    shaken = constants.sensitivity
    return [
        *weights,
        *caps,
        ("evidence without a date counts at most as", constants.undated_evidence),
        ("a failure mode with an unanswered column shows at most", _number(constants.incomplete_row_cap)),
        ("target for T2 of an item in no gate", _number(constants.default_target)),
        ("key-person item: the builder is ahead by", _number(constants.key_person_gap)),
        ("highest tier when one person built and runs it", constants.one_person_cap),
        ("draft below a coverage of", _number(constants.draft_below_coverage)),
        ("sensitivity: draws", str(shaken.draws)),
        ("sensitivity: spread", _number(shaken.spread)),
        ("sensitivity: seed", str(shaken.seed)),
        ("sensitivity: close to the line below a share of", _number(shaken.stable_share)),
    ]


def _constants(full: Questionnaire) -> Iterator[str]:
    yield from ("## Constants", "")
    yield from _table(("constant", "value"), constant_rows(full.constants))


def _scales(full: Questionnaire) -> Iterator[str]:
    yield from ("## Ratings and evidence", "")
    yield from _table(("rating", "name", "meaning"), [(r.id, _text(r.name), _text(r.meaning)) for r in full.ratings])
    yield from _table(("evidence", "name", "meaning"), [(e.id, _text(e.name), _text(e.meaning)) for e in full.evidence])


def _tiers(full: Questionnaire) -> Iterator[str]:
    yield from ("## Tiers", "")
    rows = [(t.id, _text(t.name), _text(t.meaning), _conditions(t)) for t in full.tiers]
    yield from _table(("tier", "name", "meaning", "conditions beside its gates"), rows)


def _conditions(tier: Tier) -> str:
    conditions = (
        (tier.gate_at_least > 0, f"every minimum of a gate at least {_number(tier.gate_at_least)}"),
        (tier.area_at_least > 0, f"every area at least {_number(tier.area_at_least)}"),
        (tier.overall_at_least > 0, f"overall at least {_number(tier.overall_at_least)}"),
        (tier.critical_above is not None, f"every critical item above {_number(tier.critical_above or Fraction(0))}"),
        (tier.key_person_free, "key-person index measured, no key-person item"),
    )
    return "; ".join(text for holds, text in conditions if holds) or "none"


def gate_rows(full: Questionnaire) -> list[tuple[str, str, str, str]]:
    """Return each gate: its id, its name, the lowest tier that needs it, and what it requires."""
    return [
        (gate.id, _text(gate.title), gate.tier, "; ".join(_requirement(need) for need in gate.requires))
        for gate in full.gates
    ]


def _requirement(need: Requirement) -> str:
    subject = f"`{need.item}`" if need.item else f"every item `{need.prefix}...`"
    unless = ", ".join(f"`{fact}` is {_value(value)}" for fact, value in need.unless.items())
    return f"{subject} ≥ {_number(need.at_least)}" + (f" unless {unless}" if unless else "")


def _gates(full: Questionnaire) -> Iterator[str]:
    yield from ("## Gates", "")
    yield "A gate of T1 is hard: while it fails, the tier is T0. A requirement whose item does not apply drops out."
    yield ""
    yield from _table(("gate", "name", "needed from", "requires"), gate_rows(full))
    yield from _table(
        ("gate", "to pass it, the team must be able to", "while it is not met"),
        [(gate.id, _text(gate.must), _text(gate.lacking)) for gate in full.gates],
    )


def _areas(full: Questionnaire) -> Iterator[str]:
    yield from ("## Areas and planned minutes", "")
    yield (
        "The minutes are planned for an agent to which every item applies, before any item is skipped. "
        "Greetings, pauses and demonstrations that take longer are not in them."
    )
    yield ""
    rows = [(f"[{_text(area.title)}](#{area.id})", *_counted(area.items)) for area in full.areas]
    rows.append(("**all**", *_counted(full.items.values())))
    yield from _table(("area", "items", "critical", "major", "minor", "minutes"), rows)


def _counted(items: Iterable[Item]) -> tuple[str, ...]:
    items = tuple(items)
    by_weight = (sum(item.weight == weight for item in items) for weight in ("critical", "major", "minor"))
    return (str(len(items)), *map(str, by_weight), _number(sum((item.minutes for item in items), Fraction(0))))


def _session(full: Questionnaire) -> Iterator[str]:
    yield from ("## Order of the interview", "")
    areas, items = full.area_of, full.items
    for n, place in enumerate(full.session_order, 1):
        title = areas[place].title if place in areas else items[place].title
        yield f"{n}. [{_text(title)}](#{place})" + ("" if place in areas else " (one item)")
    yield ""


def _triage(short: Questionnaire, full: Questionnaire) -> Iterator[str]:
    yield from ("## The triage", "")
    many, minutes = len(short.items), sum((item.minutes for item in short.items.values()), Fraction(0))
    percentages = "" if short.print_percentages else " No percentage of it is printed."
    yield (
        f"`{short.id}`, version {short.version}, is a short form of `{full.id}`: {many} of its {len(full.items)} "
        f"items, {_number(minutes)} planned minutes. Its highest tier is {short.tier_cap}.{percentages}"
    )
    yield ""
    rows = [(_link(item), item.weight, _number(item.minutes), _gates_of(item, short)) for item in short.items.values()]
    yield from _table(("item", "weight", "minutes", "gates"), rows)


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    yield from ("## Facts of the profile", "")
    yield "A fact that nobody knows is left out. An item whose condition hangs on it then applies."
    yield ""
    rows = [(f"`{fact.id}`", _text(fact.title), _kind(fact), _text(fact.ask)) for fact in facts]
    yield from _table(("fact", "name", "kind", "asked as"), rows)


def _kind(fact: Fact) -> str:
    parts = [f"`{option.id}`" for option in fact.options] or [_text(column.title.lower()) for column in fact.columns]
    return fact.kind + (f": {', '.join(parts)}" if parts else "") + (f", {_text(fact.unit)}" if fact.unit else "")


def _card(full: Questionnaire) -> Iterator[str]:
    yield from ("## Fields of the card", "")
    yield (
        "The items whose content fills each field. The card at the head of the runbook prints what somebody needs who "
        "has to act at night: whom to call, stop, going on by hand, safe mode. The other fields stand in "
        "the sections."
    )
    yield ""
    items = full.items.values()
    rows = [
        (f"`card.{field.id}`", _text(field.title), _listed(_link(i) for i in items if f"card.{field.id}" in i.runbook))
        for field in full.card
    ]
    yield from _table(("field", "name", "filled by"), rows)


def _questions(full: Questionnaire) -> Iterator[str]:
    yield from ("## The operator's questions", "")
    items = full.items
    yield from (f"- {_text(q.title)} {_listed(_link(items[i]) for i in q.items)}" for q in full.questions)
    yield ""


# ---------------------------------------------------------------------------------------------------------------------
# Areas and items


def _area(area: Area, full: Questionnaire) -> Iterator[str]:
    yield from (f'<a id="{area.id}"></a>', "", f"## {_text(area.title)}", "", f"`{area.id}`. {_text(area.intro)}", "")
    yield from _relates(area.crosswalk)
    for item in area.items:
        yield from _item(item, full)
    if area.client_mode:
        yield f"The client may declare failure modes of its own, `{area.id}.m_x_...`. Each is asked and scored as this:"
        yield ""
        yield from _item(area.client_mode, full)


def _item(item: Item, full: Questionnaire) -> Iterator[str]:
    yield from (f'<a id="{item.id}"></a>', "", f"### {_text(item.title)}", "", f"`{item.id}`", "")
    weight = full.constants.weights[item.weight]
    facts = [
        f"{item.weight}, weight {_number(weight)}",
        f"evidence ages after {item.window} days",
        f"asked of {_listed(item.asked_of, 'or')}",
        f"{_number(item.minutes)} planned {'minute' if item.minutes == 1 else 'minutes'}",
        f"gates: {_gates_of(item, full)}",
        f"applies {_applies(item.applies_when)}",
    ]
    yield from (f"- {fact}" for fact in facts)
    yield ""
    yield from (f"**Question.** {_text(item.ask)}", "", f"**Why.** {_text(item.why)}", "", "**Levels.**", "")
    yield from (f"{rating}. {_text(level)}" for rating, level in enumerate(item.levels))
    yield ""
    seen = "; ".join(f"{level} {_text(what)}" for level, what in item.evidence.items())
    yield from (f"**Evidence.** {seen}.", "")
    yield from ("**Remedy.**", "")
    for step in STEPS:
        do, accepted = " ".join(item.remedy.texts((step,))), item.remedy.accepted((step,))
        yield f"- *{step.replace('_', ' ').capitalize()}*: {_text(do)} Accepted when {_text(accepted)}."
    yield ""
    hours = "; ".join(f"{step.replace('_', ' ')} {_hours(getattr(item.hours, step))}" for step in STEPS)
    service = next(_text(service.title) for service in full.services if service.id == item.service)
    yield from (f"**Hours** (optimistic, likely, pessimistic). {hours}. Kept healthy by: {service}.", "")
    yield from (f"**Content.** {_content(item)}", "")
    if item.columns:
        yield from (f"- {_text(name.replace('_', ' '))}: {_text(prompt)}" for name, prompt in item.columns.items())
        yield ""
    yield from _examples(item, full)
    yield from (f"**In the runbook.** {_listed(_place(place, full) for place in item.runbook)}.", "")
    if item.same_as:
        same = _listed(_link(full.items[other]) if other in full.items else f"`{other}`" for other in item.same_as)
        yield from (f"**Same fact as.** {same}.", "")
    yield from _relates(item.crosswalk)


def _examples(item: Item, full: Questionnaire) -> Iterator[str]:
    kinds = {option.id: option.name for fact in full.facts if fact.id == "work" for option in fact.options}
    if item.examples:
        yield from ("**A good answer, by kind of work** (people and systems are invented).", "")
        yield from (f"- {_text(kinds[work])}: {_text(answer)}" for work, answer in item.examples.items())
        yield ""


def _content(item: Item) -> str:
    content = item.content
    kind = content.kind.replace("_", " ")
    measure = " a ".join(_text(part) for part in (content.unit, content.per) if part)
    parts = [_text(title) for title in (*(c.title for c in content.columns), *(o.title for o in content.options))]
    detail = (f", suggested unit {measure}" if measure else "") + (f" ({', '.join(parts)})" if parts else "")
    return f"{kind.capitalize()}{detail}. {_text(content.prompt)}"


def _place(place: str, full: Questionnaire) -> str:
    if place.startswith("card."):
        title = next((field.title for field in full.card if f"card.{field.id}" == place), place)
        return f'card, "{_text(title)}"'
    return f"[{_text(full.area_of[place].title)}](#{place})" if place in full.area_of else f"`{place}`"


def _gates_of(item: Item, full: Questionnaire) -> str:
    return ", ".join(gate.id for gate in full.gates if _names(gate, item)) or "none"


def _names(gate: Gate, item: Item) -> bool:
    return any(need.item == item.id or (need.prefix and item.id.startswith(need.prefix)) for need in gate.requires)


def _applies(conditions: tuple[Condition, ...]) -> str:
    if not conditions:
        return "always"
    texts = (
        " and ".join(f"`{fact}` is {_listed(map(_value, accepted), 'or')}" for fact, accepted in condition.items())
        for condition in conditions
    )
    return f"when {', or when '.join(texts)}, or while that is unknown"


# ---------------------------------------------------------------------------------------------------------------------
# Frameworks


def _relates(crosswalk: Crosswalk) -> Iterator[str]:
    parts = ((crosswalk.direct, "asks for the same"), (crosswalk.related, "supports it, or names its risk"))
    for clauses, how in parts:
        if clauses:
            yield from (f"**Relates to** ({how}). {', '.join(_clause(clause) for clause in clauses)}.", "")


def _clause(clause: str) -> str:
    framework, _, name = clause.partition(":")
    return f"[{framework} {_text(name)}](#framework-{framework})"


def _frameworks(frameworks: FrameworkIndex, full: Questionnaire) -> Iterator[str]:
    yield from ("## Frameworks", "")
    yield (
        "That an item relates to a clause is a judgement of this project, an aid for a review. It never says that an "
        "agent or a team complies with anything. Titles stand here as far as each licence allows."
    )
    yield ""
    users = _users(full)
    for key, framework in frameworks.frameworks.items():
        yield from (f'<a id="framework-{key}"></a>', "", f"### {_text(framework.title)}", "")
        yield from (_source_of(key, framework), "")
        rows = [(_text(name), _text(title), users.get(f"{key}:{name}", "")) for name, title in framework.ids.items()]
        yield from _table(("id", "title", "what relates to it"), rows)


def _source_of(key: str, framework: Framework) -> str:
    seen = "Ids and titles were compared with secondary sources only." if framework.secondary else ""
    parts = (f"{framework.publisher}, {framework.edition}.", framework.licence, framework.note, seen)
    return " ".join((f"`{key}`.", *(_text(part) for part in parts if part)))


def _users(full: Questionnaire) -> dict[str, str]:
    """Return each clause with links to the areas and items that name it."""
    found: dict[str, list[str]] = {}
    for area in full.areas:
        named = [(area.title, area.id, area.crosswalk), *((i.title, i.id, i.crosswalk) for i in area.items)]
        for title, name, crosswalk in named:
            for clause in dict.fromkeys((*crosswalk.direct, *crosswalk.related)):
                found.setdefault(clause, []).append(f"[{_text(title)}](#{name})")
    return {clause: ", ".join(links) for clause, links in found.items()}


# ---------------------------------------------------------------------------------------------------------------------
# Markdown


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _text(text: str) -> str:
    """Return a text of the questionnaire as Markdown that prints exactly it."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


def _link(item: Item) -> str:
    return f"[{_text(item.title)}](#{item.id})"


def _number(value: Fraction) -> str:
    return f"{float(value):g}"


def _value(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else f"`{value}`"


def _hours(hours: Hours) -> str:
    return " / ".join(_number(point) for point in hours)


def _listed(words: Iterable[str], last: str = "and") -> str:
    words = list(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0] if words else "nothing"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
