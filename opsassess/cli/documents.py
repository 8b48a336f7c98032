"""Commands that score an assessment and write its documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsassess.cli.group import main
from opsassess.cli.reference import (
    doubt,
    echo_json,
    echo_paths,
    engagement_here,
    output_option,
    reference,
    review_of,
    tell,
)
from opsassess.deliverables import KINDS, Kind

if TYPE_CHECKING:
    import datetime as dt

    from opsassess.review import Review


@main.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"))
def demo(output: Path) -> None:
    """Make the sample engagement and every deliverable of it."""
    from opsassess import review as reviews
    from opsassess.engagement import STORE, Engagement
    from opsassess.interchange import Read

    sample = reviews.sample()
    there = (output / STORE).exists()
    engagement = Engagement.open(output) if there else Engagement.new(output, sample.assessment.client.name)
    taken = engagement.take_in(Read(assessment=sample.assessment, questionnaire=sample.questionnaire))
    made = tell(engagement.review(taken.number), output)
    first = next(path for path in made if path.stem.endswith("-report"))
    click.echo(f"\nOpen {first} first: it is what the client's executive reads.", err=True)


@main.command()
@reference
@click.option("--json", "as_json", is_flag=True, help="All numbers with their reasons, as JSON.")
@click.option("--items", is_flag=True, help="Every item with its reason.")
def score(ref: str | None, as_of: dt.datetime | None, *, as_json: bool, items: bool) -> None:
    """Print the scores with their reasons."""
    review = review_of(ref, as_of)
    if as_json:
        echo_json(review.score().to_json())
        return
    doubt(review)
    from opsassess.score_text import print_score

    print_score(review.scope().agents[0], items=items)


def _write(name: str, review: Review, output: Path | None, formats: tuple[str, ...]) -> None:
    documents = review.documents(name)
    wanted = formats or (() if output else KINDS[name].formats[:1])
    if not documents:
        click.echo("Nothing is open with anybody: no sheet was written.")
    for document in documents:
        echo_paths(document.write(output or Path(), into_folder=len(documents) > 1, formats=wanted))


_WITH = "Another agent of the same client in one scope; may be given again."


def _document_command(name: str, kind: Kind) -> None:
    def write(
        ref: str | None,
        as_of: dt.datetime | None,
        output: Path | None,
        formats: tuple[str, ...],
        beside: tuple[str, ...] = (),
    ) -> None:
        others = (review_of(other, as_of) for other in beside)
        _write(name, review_of(ref, as_of).with_beside(others), output, formats)

    write.__doc__ = kind.purpose
    formats = click.option("--format", "formats", multiple=True, type=click.Choice(kind.formats))
    command = reference(output_option(formats(write)))
    if name == "scope":
        command = click.option("--with", "beside", metavar="REF", multiple=True, help=_WITH)(command)
    main.command(name)(command)


@main.command()
@reference
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("deliverables"))
def deliver(ref: str | None, as_of: dt.datetime | None, output: Path) -> None:
    """Write every document into a folder."""
    review = review_of(ref, as_of)
    doubt(review)
    tell(review, output)


for _name, _kind in KINDS.items():
    if _name not in ("drill", "monthly"):
        _document_command(_name, _kind)


@main.command()
@reference
@output_option
@click.option("--format", "formats", multiple=True, type=click.Choice(KINDS["drill"].formats))
@click.option("--filled", type=click.Path(path_type=Path, dir_okay=False), help="A Word file with filled cards.")
def drill(
    ref: str | None, as_of: dt.datetime | None, output: Path | None, formats: tuple[str, ...], *, filled: Path | None
) -> None:
    """Write the drill cards; with --filled take a filled file in: what was passed becomes evidence."""
    if filled is None:
        _write("drill", review_of(ref, as_of), output, formats)
        return
    outcome = engagement_here().take_in_cards(filled, ref or "")
    for title in outcome.passed:
        click.echo(f"{title}: passed, saved as evidence E3")
    for title in outcome.not_passed:
        click.echo(f"{title}: not passed, saved as a note and an open action")
    for title in outcome.known:
        click.echo(f"{title}: recorded before")


@main.command()
@reference
@output_option
@click.option("--format", "formats", multiple=True, type=click.Choice(KINDS["monthly"].formats))
@click.option("--month", default="", metavar="YYYY-MM", help="Default: the month of the assessment.")
@click.option("--timesheet", type=click.Path(path_type=Path, dir_okay=False), help="CSV: task, estimated, actual.")
@click.option("--with", "beside", metavar="REF", multiple=True, help=_WITH)
def monthly(
    ref: str | None,
    as_of: dt.datetime | None,
    output: Path | None,
    *,
    formats: tuple[str, ...],
    month: str,
    timesheet: Path | None,
    beside: tuple[str, ...],
) -> None:
    """Write the monthly report of a retainer: hours against the plan, drills, reviews, and who is still needed."""
    review = review_of(ref, as_of).with_beside(review_of(other, as_of) for other in beside)
    _refuse_a_month_to_come(month, review)
    document = review.monthly(month, timesheet)
    echo_paths(document.write(output or Path(), formats=formats or (() if output else ("docx",))))


def _refuse_a_month_to_come(month: str, review: Review) -> None:
    import datetime as dt

    from opsassess.errors import OpsassessError
    from opsassess.monthly import calendar_month

    latest = max(review.score().as_of, dt.datetime.now().astimezone().date())
    if month and calendar_month(month).first > latest:
        fix = f"Name a month up to {latest:%Y-%m}, or move the day with --as-of"
        raise OpsassessError(f"{month} is still to come, so there is nothing to report of it. {fix}.")
