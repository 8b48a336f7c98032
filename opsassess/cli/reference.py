"""What several commands share: which assessment is meant, where to write, what is told."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Iterable

    from opsassess.engagement import Engagement
    from opsassess.review import Review

REF_HELP = """

    REF is a JSON file, an Excel workbook, or inside an engagement the number or the agent's name of one of its
    assessments. Default: the newest.
    """


def reference(function: Any) -> Any:
    function.__doc__ = (function.__doc__ or "") + REF_HELP
    function = click.option("--as-of", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), help="Score as of this day.")(
        function
    )
    return click.argument("ref", required=False)(function)


def output_option(function: Any) -> Any:
    return click.option("-o", "--output", type=click.Path(path_type=Path), help="A folder or a file.")(function)


def engagement_here() -> Engagement:
    from opsassess.engagement import Engagement
    from opsassess.errors import OpsassessError

    found = Engagement.around(Path.cwd())
    if found is None:
        raise OpsassessError(
            "There is no engagement here. Change into its folder, name a JSON or Excel file, "
            "or begin one: opsassess new DIR --client C --agent A."
        )
    return found


def review_of(ref: str | None, as_of: dt.datetime | None) -> Review:
    import dataclasses

    from opsassess import review as reviews

    place = Path(ref) if ref else None
    if place and (place.suffix.lower() in (".json", ".xlsx") or place.exists()):
        found = reviews.load(place)
    else:
        found = engagement_here().review(ref)
    notice(found.notices)
    return dataclasses.replace(found, day=_not_before(found, as_of.date())) if as_of else found


def _not_before(review: Review, day: dt.date) -> dt.date:
    """Refuse a day before the assessment's own: its answers and evidence were not there yet."""
    from opsassess.errors import OpsassessError

    if day < review.assessment.as_of:
        raise OpsassessError(f"The answers are of {review.assessment.as_of}; --as-of can be that day or a later one.")
    return day


def doubt(review: Review) -> None:
    """Tell what the consultant should settle before a document is sent."""
    import datetime as dt

    from opsassess.doubts import doubt_about_summary, doubts

    notice(doubts(review.assessment, dt.datetime.now().astimezone().date()))
    notice(doubt_about_summary(review.summary_day, review.score().as_of))
    tell_unused_hours(review, review.score().items)


def tell_unused_hours(review: Review, items: Container[str]) -> None:
    """Tell for which of some items the consultant set hours that count nowhere."""
    from opsassess.owners.standing import unused_hours

    unused = [item for item in unused_hours(review.score()) if item in items]
    if unused:
        notice([f"hours that are in no sum, as no work is missing there that the next tiers need: {', '.join(unused)}"])


def notice(notices: Iterable[str]) -> None:
    for notice in notices:
        click.echo(f"note: {notice}", err=True)


def tell(review: Review, output: Path) -> list[Path]:
    """Make every document, print the path of each when it is there, and return them."""
    made: list[Path] = []
    with closing(review.delivering(output)) as delivered:
        for paths in delivered:
            echo_paths(paths)
            made += paths
    return made


def echo_paths(paths: Iterable[Path]) -> None:
    for path in paths:
        click.echo(path)


def echo_json(value: object) -> None:
    """Print JSON, which is UTF-8 whatever the terminal speaks."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1).encode())
