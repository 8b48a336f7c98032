"""The stop on the card: each step of each procedure on a line of its own, and as much more as there is room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opsassess.described.alone import stops_alone, unless_reached
from opsassess.described.book import STOP, Book
from opsassess.described.entries import Entry
from opsassess.described.hours import hours_lacking, not_to_call, while_away
from opsassess.described.points import Phrase
from opsassess.described.reach import unreached
from opsassess.described.shapes import Row, rows_in
from opsassess.described.values import text_of
from opsassess.described.words import is_answered, is_of_other_times, left_open_in
from opsassess.owners.open_hours import PAUSE, STOPS, open_hours, stop_unnamed
from opsassess.prose import Prose, ended, escape, join, linked, quoted
from opsassess.questionnaire import Item
from opsassess.runbook.gist import BREAK, flagged, gists, printed, width

_CHECK = "s5_kill_switch.verify_pause"  # by whoever paused; nothing without what must be seen
_REVOKE = "s5_kill_switch.revoke_permissions"  # its last step alone shows that it has worked
_BESIDE = ("lacking.stop_hours", "lacking.away")  # is said beside who does it
_BY_NIGHT = ("lacking.hours", "lacking.other_hours")  # too, where it is not settled who stops it at every hour

Lines = tuple[Prose, ...]


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One procedure: its lines in forms, the shortest that has all steps first."""

    entry: Entry
    forms: tuple[Lines, ...]
    before: int  # lines of the shortest form before its first step

    def length(self, form: int = 0) -> int:
        """Return the printed lines of a form."""
        return printed(self.forms[form])


def procedures(book: Book, entries: Sequence[Entry]) -> tuple[Procedure, ...]:
    """Return the procedures of the entries that somebody described."""
    return tuple(_procedure(book, entry, entry.told.content) for entry in entries if entry.told)


def shortest(found: Sequence[Procedure]) -> int:
    """Return the lines of all steps, without the signs that need lines of their own."""
    return sum(each.length() for each in found)


def whole(found: Sequence[Procedure]) -> int:
    """Return the lines of all that was told."""
    return sum(each.length(-1) for each in found)


def stop_text(book: Book, found: Sequence[Procedure], room: int) -> Prose:
    """Return the procedures in the lines that there are for them."""
    if shortest(found) <= room:
        parts = [each.forms[form] for each, form in zip(found, _longest(found, room), strict=True)]
    else:
        rooms = shared([each.length() for each in found], room)
        parts = [_cut(book, each, lines) for each, lines in zip(found, rooms, strict=True)]
    return Prose(BREAK.join(line for lines in parts for line in lines))


def shared(needs: Sequence[int], room: int) -> list[int]:
    """Divide the room: who needs less than an even share leaves the rest to the others."""
    shares = dict.fromkeys(range(len(needs)), 0)
    for done, n in enumerate(sorted(shares, key=needs.__getitem__)):
        shares[n] = min(needs[n], room // (len(needs) - done))
        room -= shares[n]
    return list(shares.values())


def _longest(found: Sequence[Procedure], room: int) -> list[int]:
    """Return the form of each that fits: first the same more for all, from the pause on, which comes first."""
    chosen = [0] * len(found)
    left = room - shortest(found)
    for form in range(1, max((len(each.forms) for each in found), default=0)):
        for n in range(len(found)):
            more = found[n].length(form) - found[n].length(chosen[n]) if form < len(found[n].forms) else left + 1
            if more <= left:
                chosen[n], left = form, left - more
    return chosen


def _cut(book: Book, procedure: Procedure, room: int) -> Lines:
    """Return whole lines of the shortest form, and at which step to go on where."""
    lines = procedure.forms[0]
    shown = next((n for n in range(len(lines), 0, -1) if printed(lines[:n]) + 1 <= room), 1)
    if procedure.length() <= room:
        return lines
    step = max(1, shown - procedure.before + 1)
    title = procedure.entry.item.title
    place = linked(quoted(title), title)
    return (*lines[:shown], book.say("card.go_on", step=step, place=place))


def _procedure(book: Book, entry: Entry, content: object) -> Procedure:
    item = entry.item
    frame = content if isinstance(content, Mapping) and "steps" in content else {"steps": content}
    head = _head(book, entry, text_of(frame.get("use_when")).strip())
    steps = rows_in(frame["steps"])
    if not steps:
        text = flagged(gists(item, content, book.sentences)[0].joined(), left_open_in(content))
        text = join((ended(text), _hours(book, entry, content)))
        return Procedure(entry=entry, forms=((head, text),), before=1)
    check = item.id == _CHECK
    before = () if check else (*_who(book, entry, frame), *_no_way_back(book, entry, frame))
    if_not = fact(book, frame, "if_not")
    short, *longer = _told(book, steps, every=check, revoke=item.id == _REVOKE)
    seen = "".join((*before, *(longer[-1] if longer else short), *if_not))
    others = [clause for clause in left_open_in(frame) if is_of_other_times(clause) and escape(clause) not in seen]
    ends = (*_other_way(book, entry), *if_not, *_open(book, others), *_lacking(book, item, content, steps))
    forms = tuple((head, *before, *told, *ends) for told in (short, *longer))
    return Procedure(entry=entry, forms=forms, before=1 + len(before))


def _head(book: Book, entry: Entry, use_when: str = "") -> Prose:
    item = entry.item
    title = linked(item.title, item.title) if item.id in book.home_of else escape(item.title)
    when = _said(book, use_when)
    return book.say("card.procedure", label=title, mark=mark(book, entry), when=when)


def _who(book: Book, entry: Entry, frame: Mapping[str, object]) -> Lines:
    """Return who does it, how else where that one is not reached, and what is not known of the hours."""
    told = frame.get("who")
    gone = [part.told(book.sentences) for part in while_away(book, told)] if entry.item.id in STOPS else []
    open_too = bool(left_open_in(told))
    unnamed = stop_unnamed(book.score, entry.item.id) and not any(map(is_of_other_times, left_open_in(told)))
    others = book.say("card.other_hours", unnamed=unnamed, open=open_too, away=gone) if unnamed or gone else ""
    instead = (part.told(book.sentences) for part in unless_reached(book, entry.item, frame))
    said = join(filter(None, (*fact(book, frame, "who"), *instead, _hours(book, entry, told), others)))
    return (said,) if said else ()


def _no_way_back(book: Book, entry: Entry, frame: Mapping[str, object]) -> Lines:
    """Return what nobody knows how to get back, before the steps that take it away."""
    return _open(book, left_open_in(frame.get("going_back"))) if entry.item.id == _REVOKE else ()


def _hours(book: Book, entry: Entry, said: object) -> Prose:
    """Return that it is not settled who stops it at every hour, where the report says so; nothing that is said here."""
    if entry.item.id != PAUSE or open_hours(book.score) is None:
        return Prose("")
    away = [part.told(book.sentences) for part in while_away(book, said)]
    return book.say("card.night", said=bool(left_open_in(said)), away=away)


def _open(book: Book, clauses: Sequence[str]) -> Lines:
    """Name what is said to be open: of other times, or of the way back."""
    return (book.say("card.open", said=clauses),) if clauses else ()


def _told(book: Book, steps: Sequence[Row], *, every: bool, revoke: bool) -> list[Lines]:
    """Return the steps with what must be seen: first where a line has room for it, then one more at a time.

    Of those the longest comes first: it says what else happens. Where access is taken away it is always there.
    """
    bare, full = step_lines(book, steps, sees=()), step_lines(book, steps, sees=range(len(steps)))
    lines = [printed((line,)) for line in bare]
    free = [n for n, line in enumerate(full) if every or printed((line,)) == lines[n]]
    longest = sorted(range(len(steps)), key=lambda n: width(bare[n]) - width(full[n]))
    seen = {*free, *([longest[0], len(steps) - 1] if revoke else [])}
    hidden = [n for n in longest if full[n] != bare[n] and n not in seen]
    told = [step_lines(book, steps, sees=sorted(seen))]
    for n in hidden:
        seen.add(n)
        told.append(step_lines(book, steps, sees=sorted(seen)))
    return told


def _other_way(book: Book, entry: Entry) -> Lines:
    """Return where it stands what is needed besides, or how else where it is open whether the above can be done."""
    others = entry.added or entry.ways_out
    if not others or entry.item.id not in book.home_of:
        return ()
    place = linked(quoted(entry.item.title), entry.item.title)
    return (book.say("card.other_way", who=others[0].respondent.name, place=place, also=bool(entry.added)),)


def mark(book: Book, entry: Entry) -> Prose:
    """Return why nobody may rely on an entry yet, in two or three words."""
    if entry.told and entry.mark == "builder_only":
        return book.say("card.builder_only", who=entry.told.respondent.name)
    return book.say(f"mark.{entry.mark}") if entry.mark else Prose("")


def step_lines(book: Book, steps: Sequence[Row], *, sees: Sequence[int]) -> Lines:
    """Return steps, some with what must be seen."""
    several = len(steps) > 1
    return tuple(
        book.say(
            "card.step",
            number=n + 1 if several else 0,
            do=_said(book, row.get("do")),
            see=_said(book, row.get("see")) if n in sees else "",
        )
        for n, row in enumerate(steps)
    )


def fact(book: Book, frame: Mapping[str, object], key: str) -> Lines:
    """Return what a procedure says beside its steps, with its label."""
    text = _said(book, frame.get(key))
    return (book.say("pair", label=book.say(f"label.{key}"), value=text),) if text else ()


def _said(book: Book, value: object) -> Prose:
    """Return a part of a procedure as a sentence, with what it leaves open marked, and the page of what it names."""
    text = text_of(value).strip()
    return _paged(book, flagged(ended(escape(text)), left_open_in(text)))


def _paged(book: Book, text: Prose) -> Prose:
    """Return a text in which each entry that it names in quotes is a link, unless the card prints the entry itself."""
    here = {entry.item.id for entry in book.on_card(STOP)}
    for entry in book.entries.values():
        title = entry.item.title
        if quoted(title) in text and entry.item.id in book.home_of and entry.item.id not in here:
            text = Prose(text.replace(quoted(title), linked(quoted(title), title), 1))
    return text


def _lacking(book: Book, item: Item, content: object, steps: Sequence[Row]) -> Lines:
    """Name what nobody said and somebody needs at night: when, who may, how to see that it has worked, what if not."""
    frame = content if isinstance(content, Mapping) and "steps" in content else None
    asked = () if item.id == _CHECK else ("use_when", "who")
    lacks = [fact for fact in asked if frame is None or not is_answered(frame.get(fact))]
    lacks += [] if any(is_answered(row.get("see")) for row in steps) else ["see"]
    lacks += [] if frame is None or is_answered(frame.get("if_not")) else ["if_not"]
    parts = [
        *unreached(book, item, content),
        *(Phrase(name=f"lacking.{name}") for name in lacks),
        *_hours_open(book, item, content),
        *(Phrase(name="lacking.stand_in", values={"who": who}) for who in [stops_alone(book, item, content)] if who),
    ]
    return (book.say("card.lacking", parts=[part.told(book.sentences) for part in parts]),) if parts else ()


def _hours_open(book: Book, item: Item, content: object) -> list[Phrase]:
    """Return what is not known of the hours and is not said beside who does it."""
    beside = _BESIDE if open_hours(book.score) is None else (*_BESIDE, *_BY_NIGHT)
    found = hours_lacking(book, item, content) or not_to_call(book, content)
    return [part for part in found if part.name not in beside]
