"""The moment of writing in an Excel file, which is all that differs from one time to the next."""

from __future__ import annotations

import datetime as dt
import re

from opsassess import files

_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def dated(book: bytes, day: dt.date) -> bytes:
    """Return an Excel file with its day in place of the moment of writing."""

    def stamped(name: str, data: bytes) -> bytes:
        moment = f"{day.isoformat()}T00:00:00Z".encode()
        return _MOMENTS.sub(rb"\g<1>" + moment, data) if name == "docProps/core.xml" else data

    return files.repacked(book, day, stamped)
