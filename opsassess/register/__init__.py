"""The gap register for a client's own tracker: one row a gap, as CSV and as an Excel sheet."""

from opsassess.register.files import to_csv, to_xlsx
from opsassess.register.gap_rows import what_to_do
from opsassess.register.layout import REGISTER
from opsassess.register.rows import register_rows

__all__ = ["REGISTER", "register_rows", "to_csv", "to_xlsx", "what_to_do"]
