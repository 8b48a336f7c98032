"""An assessment as an Excel workbook, to be filled in without this tool and read back.

`write_workbook` and `read_workbook` lose nothing: an assessment that is written and read again has the same scores and
the same current answers. Importing this module imports openpyxl, so import it where it is used.
"""

from __future__ import annotations

from opsassess.workbook.read import read_workbook
from opsassess.workbook.write import write_workbook

__all__ = ["read_workbook", "write_workbook"]
