"""Read what a page wants to change: numbers and names first, so that even a bad change can be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opsassess.interview import untrusted

MOST = 200  # patches in one message
_LONGEST_NAME = 100  # of a client; it makes a random id
_LARGEST = 2**53  # beyond it a browser cannot count
_PLACE = 2_000  # characters of one part of a target: an action and a promise are named by their own words


class RejectedError(ValueError):
    """A message as a whole that cannot be read; its text is a sentence."""


@dataclass(frozen=True, kw_only=True)
class Patch:
    """One change as a page sends it. It is not known yet whether it can be one."""

    n: int
    target: tuple[str, ...] = ()
    value: Any = None
    seen: int = 0
    secret_ok: bool = False
    fault: str = ""  # a sentence: why it cannot be one


def client_of(message: Mapping[str, Any], key: str = "client") -> str:
    """Return the name of the page that sends a message, or of the closed page whose changes it sends."""
    name = message.get(key)
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        raise RejectedError(f"A message names its page in `{key}`, with {_LONGEST_NAME} characters at most.")
    return str(untrusted.whole(name))


def patches_of(message: Mapping[str, Any]) -> tuple[Patch, ...]:
    sent = message.get("patches")
    if not isinstance(sent, list | tuple) or len(sent) > MOST:
        raise RejectedError(f"A message brings its changes in the list `patches`, {MOST} at most.")
    return tuple(map(_patch, sent))


def number(value: object) -> int | None:
    """Return a whole number that a page can count to, or None."""
    counts = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST
    return int(value) if counts else None  # type: ignore[call-overload]  # it is an int here


def _patch(sent: object) -> Patch:
    n = number(sent.get("n")) if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or n is None:
        raise RejectedError("Each change has its number in `n`; without it, it cannot be answered.")
    seen, secret_ok, target = number(sent.get("seen")), sent.get("secret_ok", False), sent.get("target")
    if seen is None or not isinstance(secret_ok, bool):
        return Patch(n=n, fault="The change does not say in `seen` what its page had seen. Reload the page.")
    if not _is_target(target):
        return Patch(n=n, fault=f"`target` names its place in a few texts of {_PLACE} characters at most.")
    value = sent.get("value")
    if fault := untrusted.fault_of(value):
        return Patch(n=n, fault=f"This was not kept: {fault}.")
    return Patch(
        n=n, target=tuple(untrusted.whole(target)), value=untrusted.whole(value), seen=seen, secret_ok=secret_ok
    )


def _is_target(target: object) -> bool:
    if not isinstance(target, list | tuple) or not 1 <= len(target) <= 4:  # noqa: PLR2004 - an answer's has most
        return False
    return all(isinstance(part, str) and len(part) <= _PLACE for part in target)
