"""What can change in an assessment, one part at a time, and the assessment that follows from the changes.

Pure values, without a database: the store keeps these changes as its log, and a view that is told of a change can
apply it to the assessment it shows.
"""

from __future__ import annotations

from opsassess.changes.applied import apply
from opsassess.changes.kinds import (
    AgentName,
    AsOf,
    Change,
    Contested,
    Event,
    ProfileFact,
    Removed,
    Summary,
    Upgrade,
    from_payload,
    item_of,
    key_fields,
    key_of,
    kind_of,
    parts_of,
    to_payload,
)

__all__ = [
    "AgentName",
    "AsOf",
    "Change",
    "Contested",
    "Event",
    "ProfileFact",
    "Removed",
    "Summary",
    "Upgrade",
    "apply",
    "from_payload",
    "item_of",
    "key_fields",
    "key_of",
    "kind_of",
    "parts_of",
    "to_payload",
]
