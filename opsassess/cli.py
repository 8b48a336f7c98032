"""The command line. Each command imports what it needs, so that `--help` stays quick; errors are told in one place."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from opsassess.deliverables import KINDS, Kind

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none are used, and looking for them costs a command 20 ms

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from opsassess.assessment import Assessment
    from opsassess.review import Review
    from opsassess.store import Entry

REF_HELP = """

    REF is a JSON file, an Excel workbook, or inside an engagement the number or the agent's name of one of its
    assessments. Default: the newest.
    """


class Commands(click.Group):
    """Tell every error that a user can do something about as a sentence, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        from opsassess.errors import DataError, OpsassessError

        if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal without a letter shows its code instead
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except DataError as error:
            many = len(error.mistakes)
            click.echo(str(error), err=True)
            if many > 1:
                click.echo(f"{many} mistakes. Nothing was changed.", err=True)
        except OpsassessError as error:
            click.echo(str(error), err=True)
        except BrokenPipeError:  # `opsassess score | head`
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - it lives as long as we do
        except OSError as error:  # a path that this machine refuses; without a path it is a bug
            if error.filename is None:
                raise
            click.echo(f"{error.filename}: {error.strerror}.", err=True)
        raise click.exceptions.Exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="opsassess")
def main() -> None:
    """Find out whether an AI agent can be operated without the person who built it."""


def _reference(function: Any) -> Any:
    function.__doc__ = (function.__doc__ or "") + REF_HELP
    function = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Score as of this day.")(function)
    return click.argument("ref", required=False)(function)


def _output(function: Any) -> Any:
    return click.option("-o", "--output", type=click.Path(path_type=Path), help="A folder or a file.")(function)


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
    _tell(engagement.review(taken.number), output)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--client", required=True, help="The client's name.")
@click.option("--agent", required=True, help="The agent's name.")
@click.option("--questionnaire", default="agent-operability", show_default=True, help="Its id, or a file.")
def new(folder: Path, client: str, agent: str, questionnaire: str) -> None:
    """Begin an engagement: one folder for one client."""
    import datetime as dt

    from opsassess import library
    from opsassess.engagement import STORE, Engagement, blank

    path = Path(questionnaire)
    asked = library.load_questionnaire(path) if path.suffix == ".yaml" else library.find_questionnaire(questionnaire)
    begun = blank(client, agent, asked, dt.datetime.now().astimezone().date())
    engagement = Engagement.open(folder) if (folder / STORE).is_file() else Engagement.new(folder, client)
    taken = engagement.take_in(begun)
    click.echo(f"{folder}: assessment {taken.number}, {agent}, with {asked.id} {asked.version}")
    click.echo(f"Next: cd {folder}; opsassess export interview.xlsx; fill it in; opsassess import interview.xlsx")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--overwrite", is_flag=True, help="Take the file's word also where the engagement has a newer one.")
def import_(file: Path, *, overwrite: bool) -> None:
    """Take an assessment from JSON or Excel into the engagement around the working directory.

    One that is there already is brought up to date: what the file says newly is added, nothing is removed.
    What the file says as it was, and the engagement has newer, is held back and told.
    """
    from opsassess.interchange import read_assessment

    engagement = _engagement()
    read = read_assessment(file, [engagement.folder / "questionnaires"])
    taken = engagement.take_in(read, overwrite=overwrite)
    _notice((*engagement.notices, *read.notices, *taken.held_back, *(f"replaced: {name}" for name in taken.replaced)))
    click.echo(f"{file}: assessment {taken.number} ({read.assessment.agent.name}), {taken.saved} entries saved")


@main.command()
@click.argument("ref", required=False, default="")
@click.option("--undo", is_flag=True, help="Go back to the questionnaire from before the last upgrade.")
def upgrade(ref: str, *, undo: bool) -> None:
    """Let an assessment follow the installed questionnaire with its id. The answers stay as they are.

    REF is the number or the agent's name of an assessment of the engagement. Default: the newest.
    """
    engagement = _engagement()
    _notice(engagement.notices)
    assessment = engagement.upgrade(ref, undo=undo)
    follows = assessment.questionnaire
    click.echo(f"{assessment.agent.name} follows {follows.id} {follows.version}")


@main.command()
@click.argument("item")
@click.argument("ref", required=False, default="")
def history(item: str, ref: str) -> None:
    """Print who said what about an item, and when: ratings, and which other keys were changed.

    REF is the number or the agent's name of an assessment of the engagement. Default: the newest.
    """
    engagement = _engagement()
    _notice(engagement.notices)
    assessment, entries = engagement.history(item, ref)
    for entry in entries:
        click.echo(_told(entry, assessment))


def _told(entry: Entry, assessment: Assessment) -> str:
    """Return an entry of the history as a line, without what a client wrote."""
    from opsassess.assessment import Answer
    from opsassess.store_changes import Removed, kind_of

    event, when = entry.event, entry.saved_at
    if isinstance(event, Removed):
        return f"{when:%Y-%m-%d %H:%M}  {event.kind.replace('_', ' ')} removed"
    if not isinstance(event, Answer):
        return f"{when:%Y-%m-%d %H:%M}  {kind_of(event).replace('_', ' ')}"
    person = assessment.respondent_of.get(event.respondent)
    given = [key for key in type(event).model_fields if key in event.model_fields_set - _NOT_SAID]
    rating = "none" if event.rating is None else str(event.rating).replace("_", " ")
    said = [f"rating {rating}" if key == "rating" else key.replace("_", " ") for key in given]
    return f"{event.at or when:%Y-%m-%d %H:%M}  {person.name if person else event.respondent}: {', '.join(said)}"


_NOT_SAID = {"item", "respondent", "at"}


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--for-client", is_flag=True, help="Leave private notes out.")
@_reference
def export(file: Path, ref: str | None, as_of: dt.datetime | None, *, for_client: bool) -> None:
    """Write an assessment as JSON or as an Excel workbook."""
    from opsassess import files, interchange
    from opsassess.errors import OpsassessError

    review = _review(ref, as_of)
    if file.suffix.lower() == ".xlsx":
        from opsassess.workbook import write_workbook

        write_workbook(review.assessment, review.questionnaire, file, private=not for_client)
    elif file.suffix.lower() == ".json":
        files.write(file, interchange.to_json(review.assessment, private=not for_client))
    else:
        raise OpsassessError(f"{file}: an assessment can be written as .json or .xlsx.")
    click.echo(file)


@main.command()
@_reference
@click.option("--json", "as_json", is_flag=True, help="All numbers with their reasons, as JSON.")
@click.option("--items", is_flag=True, help="Every item with its reason.")
def score(ref: str | None, as_of: dt.datetime | None, *, as_json: bool, items: bool) -> None:
    """Print the scores with their reasons."""
    result = _review(ref, as_of).score()
    if as_json:
        _echo_json(result.to_json())
        return
    from opsassess.score_text import print_score

    print_score(result, items=items)


def _document_command(name: str, kind: Kind) -> None:
    def write(ref: str | None, as_of: dt.datetime | None, output: Path | None, formats: tuple[str, ...]) -> None:
        documents = _review(ref, as_of).documents(name)
        wanted = formats or (() if output else kind.formats[:1])
        for document in documents:
            _echo(document.write(output or Path(), into_folder=len(documents) > 1, formats=wanted))

    write.__doc__ = kind.purpose
    formats = click.option("--format", "formats", multiple=True, type=click.Choice(kind.formats))
    main.command(name)(_reference(_output(formats(write))))


for _name, _kind in KINDS.items():
    _document_command(_name, _kind)


@main.command()
@_reference
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("deliverables"))
def deliver(ref: str | None, as_of: dt.datetime | None, output: Path) -> None:
    """Write every document into a folder."""
    _tell(_review(ref, as_of), output)


@main.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
def check(paths: tuple[Path, ...]) -> None:
    """Find every mistake in questionnaires, of form and of meaning."""
    from opsassess.errors import DataError
    from opsassess.lint import check_file

    mistakes = [mistake for path in paths for mistake in check_file(path)]
    if mistakes:
        raise DataError(mistakes)
    for path in paths:
        click.echo(f"{path}: good")


@main.command()
@click.argument("name", type=click.Choice(["assessment", "questionnaire"]))
def schema(name: str) -> None:
    """Print the JSON Schema of a file format."""
    from opsassess.schema import json_schema

    _echo_json(json_schema(name))


@main.command()
def doctor() -> None:
    """Say what is missing on this machine, and how to get it."""
    from opsassess.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.good else 'missing'}  {finding.what}")
        if not finding.good:
            click.echo(f"         {finding.remedy}")
    if not all(finding.good or finding.optional for finding in findings):
        raise click.exceptions.Exit(1)


def _engagement() -> Any:
    from opsassess.engagement import Engagement
    from opsassess.errors import OpsassessError

    found = Engagement.around(Path.cwd())
    if found is None:
        raise OpsassessError(
            "There is no engagement here. Change into its folder, name a JSON or Excel file, "
            "or begin one: opsassess new DIR --client C --agent A."
        )
    return found


def _review(ref: str | None, as_of: dt.datetime | None) -> Review:
    import dataclasses

    from opsassess import review as reviews

    place = Path(ref) if ref else None
    if place and (place.suffix.lower() in (".json", ".xlsx") or place.exists()):
        found = reviews.load(place)
    elif ref and ref.isdecimal():
        found = _engagement().review(int(ref))
    else:
        found = _engagement().review(agent=ref or "")
    _notice(found.notices)
    return dataclasses.replace(found, day=_not_before(found, as_of.date())) if as_of else found


def _not_before(review: Review, day: dt.date) -> dt.date:
    """Refuse a day before the assessment's own: its answers and evidence were not there yet."""
    from opsassess.errors import OpsassessError

    if day < review.assessment.as_of:
        raise OpsassessError(f"The answers are of {review.assessment.as_of}; --as-of can be that day or a later one.")
    return day


def _notice(notices: Iterable[str]) -> None:
    for notice in notices:
        click.echo(f"note: {notice}", err=True)


def _tell(review: Review, output: Path) -> None:
    for kind in KINDS:
        for document in review.documents(kind):
            _echo(document.write(output, into_folder=True))


def _echo(paths: Iterable[Path]) -> None:
    for path in paths:
        click.echo(path)


def _echo_json(value: object) -> None:
    """Print JSON, which is UTF-8 whatever the terminal speaks."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=1).encode())
