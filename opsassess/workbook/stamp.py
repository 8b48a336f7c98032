"""The moment of writing in an Excel file, which is all that differs from one time to the next."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def dated(book: bytes, day: dt.date) -> bytes:
    """Return an Excel file with its day in place of the moment of writing."""
    moment = f"{day.isoformat()}T00:00:00Z".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            stamped = zipfile.ZipInfo(entry.filename, (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0))
            stamped.compress_type, stamped.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            data = old.read(entry)
            is_core = entry.filename == "docProps/core.xml"
            new.writestr(stamped, _MOMENTS.sub(rb"\g<1>" + moment, data) if is_core else data)
    return made.getvalue()
