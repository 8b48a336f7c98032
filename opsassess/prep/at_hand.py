"""What a preparation sheet asks its reader to have open, and never to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from opsassess.answers import current_answers, current_answers_on
from opsassess.assessment import Assessment
from opsassess.blocks import Block, Bullets, Heading, Paragraph, Section, Table
from opsassess.consistency import gate_items
from opsassess.owners.asked import ACCESS
from opsassess.owners.people import owes_nothing
from opsassess.prep.reader import Reader
from opsassess.prep.sheet import Sheet
from opsassess.prose import Prose, Sentences, escape, join
from opsassess.questionnaire import TIERS, Item, Questionnaire
from opsassess.scoring.sight import has_aged
from opsassess.scoring.values import rows_of

_BUILDERS_PAPERS = ("architecture diagram", "README", "prompt documentation")
_OWNERS_PAPERS = ("runbook", "product specification", "other")
_KEYS = ("r5_continuity.credentials_location", "r5_continuity.rotate_access")
_OPEN = 12  # things to have open; the sheet stays within two pages


def at_hand(sheet: Sheet) -> Section:
    """Return the section on what to have at hand, and on what never to send or show."""
    assessment, reader, sentences = sheet.assessment, sheet.reader, sheet.sentences
    gone = reader.stands_as == "builder" and owes_nothing(assessment)  # nothing of the client's is theirs to open
    items = [item for group in sheet.groups for item in group.items]
    own = [item for item in items if _can_open(reader, item) and not gone]
    systems = _rows(assessment, "systems", "name", "writes")
    written = [row["name"] for row in systems if row["writes"].strip().casefold() not in ("", "none", "nothing")]
    live = assessment.agent.facts.get("live") is not False
    rows = tuple(_row(item, written, sentences, live=live) for item in to_open(sheet.questionnaire, own))
    opened = _access_map(assessment) or tuple(row["name"] for row in systems)
    logins = _semicolons(opened) if reader.stands_as != "owner" else Prose("")
    shares = bool(items) or not (sheet.again and sheet.decides)  # who only decides shows no screen
    blocks: list[Block] = [
        Paragraph(
            text=sentences.say(
                "at_hand.lead",
                reader=reader.stands_as,
                systems=logins,
                listed=bool(_access_map(assessment)),
                keys=any(item.id in _KEYS for item in items),
                rows=len(rows),
                gone=gone,
                decides=sheet.decides,
                shares=shares,
            )
        ),
        *_notes(reader, items, sentences),
    ]
    if rows:
        columns = (sentences.say("at_hand.column.question"), sentences.say("at_hand.column.open"))
        caption = sentences.say("at_hand.caption")
        blocks.append(Table(columns=columns, rows=rows, widths=(36, 64), caption=caption))
    documents = () if gone else _rows(assessment, "documents", "kind", "where")
    papers = [sentences.say("at_hand.document", **row) for row in documents if items and _is_for(reader, row["kind"])]
    aged = [item for item in items if has_aged(sheet.score.items[item.id])]
    places = _places(sheet, (item for item in items if item not in aged))
    named = [sentences.say("at_hand.place", where=where, titles=titles) for where, titles in places]
    reach = _semicolons(named or ([] if aged else papers))
    if reach or aged:
        told = sentences.say("at_hand.documents", documents=reach, aged=[item.title for item in aged])
        blocks.append(Paragraph(text=told))
    if shares:
        never = tuple(sentences.say(f"never.{name}") for name in ("secrets", "people", "unknown"))
        blocks += [Heading(text=sentences.say("never.title")), Bullets(items=never)]
    return Section(id="at-hand", role="flow", title=sentences.say("at_hand.title"), blocks=tuple(blocks))


def to_open(questionnaire: Questionnaire, items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the critical items in their order; of too many those that a must-have of a low tier names."""
    tier = {
        item: TIERS.index(gate.tier)
        for gate in sorted(questionnaire.gates, key=lambda gate: -TIERS.index(gate.tier))
        for item in gate_items(questionnaire.model_copy(update={"gates": (gate,)}), [item.id for item in items])
    }
    critical = [item for item in items if item.weight == questionnaire.constants.critical]
    first = sorted(critical, key=lambda item: tier.get(item.id, len(TIERS)))[:_OPEN]
    return tuple(item for item in critical if item in first)


def _can_open(reader: Reader, item: Item) -> bool:
    """Tell whether it is this person's to show: what is seen under an operator's login is not the builder's."""
    return reader.stands_as != "builder" or "operator" not in item.evidence.get("E2", "operator")


def _is_for(reader: Reader, kind: str) -> bool:
    if reader.stands_as == "owner":
        return kind in _OWNERS_PAPERS
    return "builder" in reader.roles or kind not in _BUILDERS_PAPERS


def _row(item: Item, written: Sequence[str], sentences: Sentences, *, live: bool) -> tuple[Prose, Prose]:
    """Return a question and what to open for it: in the words of the sheet, else as the questionnaire names it."""
    own = f"open.{item.id}"
    if sentences.has(own):
        return escape(item.title), sentences.say(own, written=written, live=live)
    return escape(item.title), sentences.say("at_hand.open", what=item.evidence.get("E2", item.content.prompt))


def _notes(reader: Reader, items: Sequence[Item], sentences: Sentences) -> Iterator[Paragraph]:
    """Yield what the sentences say of single questions to those who answer them with their hands."""
    for item in items:
        if {*reader.roles} & {*item.asked_of} and sentences.has(f"note.{item.id}"):
            yield Paragraph(text=sentences.say(f"note.{item.id}", owner="owner" in reader.roles))


def _rows(assessment: Assessment, fact: str, *keys: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a table in the profile that have the first of these columns, with these columns only."""
    rows: Any = assessment.agent.facts.get(fact) or ()
    return tuple({key: str(row.get(key) or "") for key in keys} for row in rows if row.get(keys[0]))


def _places(sheet: Sheet, items: Iterable[Item]) -> Iterator[tuple[str, list[str]]]:
    """Yield where what is asked is written, as the reader told us, with what stands there."""
    places: dict[str, list[str]] = {}
    for item in items:
        for answer in current_answers_on(item.id, sheet.assessment):
            if answer.respondent.name == sheet.reader.name and (where := answer.written_where.strip(" .")):
                places.setdefault(where, []).append(item.title)
    yield from places.items()


def _access_map(assessment: Assessment) -> tuple[str, ...]:
    """Return the logins that whoever runs the agent needs, as the answers list them: not all systems ask for one."""
    told = (answer.content for answer in current_answers(assessment).get(ACCESS, ()))
    names = (str(row.get("system") or "").strip() for content in told for row in rows_of(content))
    return tuple(dict.fromkeys(filter(None, names)))


def _semicolons(parts: Iterable[str]) -> Prose:
    """Return "a; b; c": a name may hold a comma."""
    return join(parts, "; ")
