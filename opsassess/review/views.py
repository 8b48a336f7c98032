"""One assessment as a notebook shows it: tables, charts and panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsassess.review.subject import Subject

if TYPE_CHECKING:
    import pandas as pd
    from ipywidgets import Widget

    from opsassess.panels.live_chart import LiveChart


@dataclass(frozen=True, kw_only=True)
class Views(Subject):
    """An assessment with what can be looked at of it."""

    def gaps(self) -> pd.DataFrame:
        """Return the gaps to the next tier, one row each, the most urgent first."""
        import pandas as pd

        rows = self.score().to_json()["gaps"]
        columns = ("item", "area", "kind", "target", "shown", "claimed", "gates", "steps", "why")
        return pd.DataFrame([{c: row[c] for c in columns} for row in rows], columns=list(columns))

    def scope_lines(self) -> pd.DataFrame:
        """Return the lines of the retainer, one row each: what they close, their hours, what they are worth."""
        import pandas as pd

        rows = [
            {
                "line": line.item.title,
                "gaps": ", ".join(gap.item for gap in line.gaps),
                "kind": line.kind,
                "missing": ", ".join(line.steps).replace("_", " "),
                "optimistic": round(float(line.hours.optimistic), 2),
                "likely": round(float(line.hours.likely), 2),
                "pessimistic": round(float(line.hours.pessimistic), 2),
                "expected": float(line.hours.expected),
                "must_have": line.id in {one.id for one in self.scope().must_haves},
            }
            for line in self.scope().lines
        ]
        return pd.DataFrame(rows)

    def chart(self, name: str) -> LiveChart:
        """Return a chart for a notebook: "areas", "people" (builder against operator) or "gates"."""
        from opsassess.documents.theme import packaged_theme, palette_of
        from opsassess.panels.live_chart import live_chart

        return live_chart(self.score(), name, palette_of(self.theme or packaged_theme()))

    def gap_table(self) -> Widget:
        """Return the gaps as a table to sort, search and filter, for a notebook."""
        from opsassess.panels import gap_table

        return gap_table(self.score())

    def what_if(self) -> Widget:
        """Return a panel in which items are set to a level, and the scores move; no answer is touched."""
        from opsassess.panels import what_if

        return what_if(self.score(), self.suppose)

    def scope_sliders(self) -> Widget:
        """Return a panel in which budget, target tier and drills move, for a notebook."""
        from opsassess.documents.theme import packaged_theme, palette_of
        from opsassess.panels import scope_sliders
        from opsassess.prose import load_sentences

        sentences = load_sentences("scope", self.templates)
        return scope_sliders(self.scope(), sentences, palette_of(self.theme or packaged_theme()))
