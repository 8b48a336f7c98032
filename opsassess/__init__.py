"""opsassess: can a client's AI agent be operated without the person who built it?

```python
import opsassess

review = opsassess.load("lead-routing.json")
review.score()  # every number with its reason
review.gaps()  # a DataFrame
review.report("out/report.pdf")
review.runbook("out/runbook.docx")

opsassess.Interview("nordwind")  # in a notebook: ask, and type while they talk
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsassess.interview.widget import Interview
    from opsassess.review import Review, load, sample

__all__ = ["Interview", "Review", "load", "sample"]


def __getattr__(name: str) -> object:
    """Import what is used only when it is used: `import opsassess` costs nothing."""
    if name == "Interview":
        from opsassess.interview import widget

        return widget.Interview
    if name in __all__:
        from opsassess import review

        return getattr(review, name)
    raise AttributeError(f"module 'opsassess' has no attribute {name!r}")
