"""The results of the formulas, stored beside them: a preview or a protected view computes nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from opsassess import files

Results = Mapping[str, float]  # address -> result

_FORMULA = re.compile(r'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')


def with_results(book: bytes, sheets: Mapping[int, Results], day: dt.date) -> bytes:
    """Return an Excel file whose formulas have their results; sheets are numbered from 1, in their order."""
    paths = {f"xl/worksheets/sheet{number}.xml": found for number, found in sheets.items()}

    def filled(name: str, data: bytes) -> bytes:
        found = paths.get(name)
        if found is None:
            return data
        return _FORMULA.sub(lambda cell: f"{cell[1]}<v>{found[cell[2]]!r}</v>", data.decode()).encode()

    return files.repacked(book, day, filled)
