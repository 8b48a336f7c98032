"""Which assessment of a store is meant, and how the names of its documents begin."""

from __future__ import annotations

from opsassess import files
from opsassess.errors import StoreError
from opsassess.store import Store


def by_agent(store: Store, agent: str) -> int:
    numbers = [listed.number for listed in store.assessments() if listed.agent.casefold() == agent.casefold()]
    if not numbers:
        there = ", ".join(f"{listed.number} ({listed.agent})" for listed in store.assessments()) or "none yet"
        raise StoreError(f"There is no assessment {agent!r} in this engagement; there are: {there}.")
    return numbers[-1]


def numbered(store: Store, ref: str | int | None) -> int:
    """Return the number of an assessment: of a number, an agent's name, or nothing for the newest."""
    if ref is None or ref == "":
        return store.state().number
    return store.state(int(ref)).number if isinstance(ref, int) or ref.isdecimal() else by_agent(store, ref)


def stem_of(store: Store, number: int) -> str:
    """Return how the names of an assessment's documents begin: as those of no other assessment of the store."""
    slugs = {listed.number: files.slug(listed.agent) for listed in store.assessments()}
    own = slugs.pop(number)
    taken = {*slugs.values(), *(f"{slug}-{other}" for other, slug in slugs.items())}
    return f"{own}-{number}" if own in taken else own
