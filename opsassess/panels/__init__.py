"""What the notebooks show around the interview: a gap table to sort and filter, what-if, preview and export.

Plain ipywidgets, and for the table DataTables by way of itables; its script travels with it, nothing is fetched.
None of them changes an answer.
"""

from __future__ import annotations

from opsassess.panels.exports import exports
from opsassess.panels.gap_table import gap_table
from opsassess.panels.preview import preview
from opsassess.panels.scope_sliders import scope_sliders
from opsassess.panels.what_if import what_if

__all__ = ["exports", "gap_table", "preview", "scope_sliders", "what_if"]
