"""What `engagement.yaml` says: the client, the house style, prices and terms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from opsassess.documents.fonts import is_missing
from opsassess.documents.theme import Theme, read_logo
from opsassess.errors import DataError
from opsassess.meeting import Meeting
from opsassess.retainer import Offer

SETTINGS = "engagement.yaml"


class Settings(Offer):
    client: Annotated[str, Field(min_length=1)]
    theme: Theme = Theme()
    meeting: Meeting = Meeting()


def unfit(theme: Theme, folder: Path) -> Iterator[str]:
    """Yield what a house style names and this machine has not."""
    for key in ("heading_font", "text_font"):
        family, ours = getattr(theme, key), Theme.model_fields[key].default
        if is_missing(family):
            yield f"{SETTINGS}: the font {family} ({key}) is not on this machine; PDFs have {ours} in its place"
    if theme.logo:
        try:
            read_logo(theme.logo, folder)
        except DataError as error:
            yield f"{SETTINGS}: {error}"


def first_settings(client: str) -> str:
    """Return the text of the file that a new engagement begins with."""
    return (
        f"client: {json.dumps(client, ensure_ascii=False)}\n"
        "\n"
        "# The house style of your documents. Colours must be dark enough to be read on white.\n"
        "theme:\n"
        '  consultancy: ""\n'
        "  # logo: logo.png            # PNG or JPEG in this folder\n"
        '  primary: "#1f3a5f"\n'
        '  accent: "#a8501f"\n'
        "  # heading_font: Georgia      # fonts on this machine\n"
        "  # text_font: Arial\n"
        "  confidentiality: Confidential\n"
        '  legal: ""\n'
        "\n"
        "# When and where you talk, and whom to call: printed on the preparation sheets.\n"
        "# meeting:\n"
        '#   days: {Dana Ruiz: "18 November 2026, 09:30"}   # by the name of the person\n'
        "#   place: Teams, link in the invitation\n"
        "#   host: Anna Vogt\n"
        '#   phone: "+49 30 0000000"\n'
        "\n"
        "# Prices and terms of the retainer scope. Without a rate card it names hours only; there is no default rate.\n"
        "# rate_card:\n"
        "#   currency: EUR\n"
        "#   remediation: 0                  # an hour, for each of the three\n"
        "#   services: 0\n"
        "#   incidents: 0\n"
        "#   round_to: 10\n"
        "#   tax: {name: VAT, percent: 19}\n"
        "# terms:\n"
        "#   service_hours: 09:00 to 17:00 on working days\n"
        "#   response:                       # hours until somebody answers, package by package\n"
        "#     - {severity: Unsafe output, must_haves: 8, next_tier: 4, keep_healthy: 2}\n"
        "#   minimum_months: 3\n"
        "#   notice_days: 30\n"
        "#   unused_hours: they lapse at the end of the quarter\n"
        "# scope:\n"
        "#   target: T2\n"
        "#   budget: {hours: 60}             # or money, which needs a rate card\n"
        "#   assumed: {new_failure_modes: 1}\n"
        "#   ordered: {months: keep_healthy, since: 2026-12-01}   # only then the monthly report has a plan\n"
    )
