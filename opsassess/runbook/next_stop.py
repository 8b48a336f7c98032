"""Which stop comes next where nobody said what to do if one does not work, and the next one says it is for that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from opsassess.prose import load_sentences
from opsassess.report.open_hours import PAUSE
from opsassess.runbook.values import text_of
from opsassess.runbook.words import is_answered

if TYPE_CHECKING:
    from opsassess.runbook.entries import Entry

_WRITES, _REVOKE = "s5_kill_switch.stop_outbound_writes", "s5_kill_switch.revoke_permissions"
_CHECK = "s5_kill_switch.verify_pause"
_NEXT: Mapping[str, tuple[str, ...]] = {
    PAUSE: (_WRITES, _REVOKE),
    _CHECK: (_WRITES, _REVOKE),
    _WRITES: (_REVOKE,),
}
_FAILS = r"not (?:been )?(?:work|help|stop|enough|suffic)\w*|fail\w*"
_CALLED = {_WRITES: r"writ\w*|switch\w*"}  # all else is the pause
_SIGN = re.compile(r"\\(?=\W)")  # of Markdown


def with_next_stop(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """Return a stop with the next one as what to do if it does not work; that is ours, and has to be confirmed."""
    told = entry.told
    if told is None or not isinstance(told.content, Mapping) or "steps" not in told.content:
        return entry
    if is_answered(told.content.get("if_not")):
        return entry
    called = _CALLED.get(entry.item.id, "paus\\w*")
    after = [entries[item] for item in _NEXT.get(entry.item.id, ()) if item in entries]
    found = next((other for other in after if _is_for(other, called)), None)
    if found is None:
        return entry
    said = _SIGN.sub("", load_sentences("runbook").say("next_stop", title=found.item.title))
    return replace(entry, supposed=found.item.title, told=replace(told, content={**told.content, "if_not": said}))


def _is_for(entry: Entry, called: str) -> bool:
    """Tell whether a stop is used when the one of this name has not worked."""
    content = entry.told.content if entry.told else None
    text = text_of(content.get("use_when")) if isinstance(content, Mapping) else ""
    return bool(re.search(rf"\b(?:{called})\b[^.;]*?\b(?:{_FAILS})", text, re.IGNORECASE))


def to_confirm(item: str, entries: Mapping[str, Entry]) -> str:
    """Return the next stop that somebody has to confirm; of a pause and its check once, with the pause."""
    supposed = entries[item].supposed
    once = item == _CHECK and PAUSE in entries and entries[PAUSE].supposed == supposed
    return "" if once else supposed
