"""Commands on an engagement: begin one, take assessments in and out, look at their history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsassess.cli.group import main
from opsassess.cli.reference import echo_json, engagement_here, notice, reference, review_of, tell_unused_hours

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from opsassess.assessment import Answer, Assessment
    from opsassess.store import Entry


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--client", required=True, help="The client's name.")
@click.option("--agent", required=True, help="The agent's name.")
@click.option("--questionnaire", default="agent-operability", show_default=True, help="Its id, or a file.")
def new(folder: Path, client: str, agent: str, questionnaire: str) -> None:
    """Begin an engagement: one folder for one client."""
    import datetime as dt
    import shlex

    from opsassess.engagement import QUESTIONNAIRES, STORE, Engagement, blank
    from opsassess.library import file_of
    from opsassess.lint import checked

    path = Path(questionnaire)
    own = path if path.suffix == ".yaml" else None
    asked = checked(own or file_of(questionnaire, [folder / QUESTIONNAIRES]))
    begun = blank(client, agent, asked, dt.datetime.now().astimezone().date())
    there = (folder / STORE).is_file()
    engagement = Engagement.open(folder) if there else Engagement.new(folder, client, begun)
    if own:
        engagement.keep_questionnaire(own)
    if there:
        engagement.take_in(begun)
    click.echo(f"{folder}: assessment {engagement.number_of()}, {agent}, with {asked.id} {asked.version}")
    click.echo(f"Next: opsassess lab {shlex.quote(str(folder))}")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--overwrite", is_flag=True, help="Take the file's word also where the engagement has a newer one.")
@click.option("--new", is_flag=True, help="Add it although it was exported from another engagement's folder.")
def import_(file: Path, *, overwrite: bool, new: bool) -> None:
    """Take an assessment from JSON or Excel into the engagement around the working directory.

    One that is there already is brought up to date with what the file says newly. What it only says as it was, and
    the engagement has newer, is held back and told, and so are rows that were deleted: --overwrite takes both.
    """
    from opsassess.engagement import QUESTIONNAIRES
    from opsassess.interchange import read_assessment

    engagement = engagement_here()
    read = read_assessment(file, [engagement.folder / QUESTIONNAIRES])
    taken = engagement.take_in(read, overwrite=overwrite, new=new)
    notice((*engagement.notices, *read.notices, *taken.held_back, *taken.replaced, *taken.doubts))
    entries = "1 entry" if taken.saved == 1 else f"{taken.saved} entries"
    click.echo(f"{file}: assessment {taken.number} ({read.assessment.agent.name}), {entries} saved")
    if taken.sized:
        tell_unused_hours(engagement.review(taken.number), taken.sized)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--for-client", is_flag=True, help="Leave private notes out.")
@click.option("--overwrite", is_flag=True, help="Also where the file is there already.")
@reference
def export(file: Path, ref: str | None, as_of: dt.datetime | None, *, for_client: bool, overwrite: bool) -> None:
    """Write an assessment as JSON or as an Excel workbook."""
    import datetime as dt

    from opsassess import files, interchange
    from opsassess.errors import OpsassessError

    if file.exists() and not overwrite:
        raise OpsassessError(
            f"{file} is there already, and may hold answers that were not imported. Import it first, choose another "
            "name, or write over it with --overwrite."
        )
    now = dt.datetime.now(dt.UTC)  # what is saved from here on, the file may lack
    review = review_of(ref, as_of)
    assessment = review.assessment.model_copy(update={"exported": now}) if review.number else review.assessment
    if file.suffix.lower() == ".xlsx":
        from opsassess.documents.spreadsheet import look_of
        from opsassess.workbook.write import write_workbook

        look = look_of(assessment, assessment.as_of, review.theme)
        write_workbook(assessment, review.questionnaire, file, private=not for_client, look=look)
    elif file.suffix.lower() == ".json":
        files.write(file, interchange.to_json(assessment, private=not for_client))
    else:
        raise OpsassessError(f"{file}: an assessment can be written as .json or .xlsx.")
    click.echo(file)


@main.command()
@click.argument("ref", required=False, default="")
@click.option("--undo", is_flag=True, help="Go back to the questionnaire from before the last upgrade.")
def upgrade(ref: str, *, undo: bool) -> None:
    """Let an assessment follow the installed questionnaire with its id. The answers stay as they are.

    REF is the number or the agent's name of an assessment of the engagement. Default: the newest.
    """
    engagement = engagement_here()
    notice(engagement.notices)
    assessment = engagement.upgrade(ref, undo=undo)
    follows = assessment.questionnaire
    click.echo(f"{assessment.agent.name} follows {follows.id} {follows.version}")


@main.command()
@click.argument("item")
@click.argument("ref", required=False, default="")
@click.option("--full", is_flag=True, help="With every word that was written, which is confidential.")
def history(item: str, ref: str, *, full: bool) -> None:
    """Print who said what about an item, and when: ratings, days, and which other keys were changed.

    REF is the number or the agent's name of an assessment of the engagement. Default: the newest.
    """
    engagement = engagement_here()
    notice(engagement.notices)
    assessment, entries = engagement.history(item, ref)
    for entry in entries:
        click.echo(_told(entry, assessment))
        for line in _words(entry) if full else ():
            click.echo(f"    {line}")


def _told(entry: Entry, assessment: Assessment) -> str:
    """Return an entry of the history as a line, without what a client wrote."""
    from opsassess.assessment import Answer
    from opsassess.changes import Contested, Removed, kind_of

    event, when = entry.change or entry.event, entry.saved_at
    aside = "  (contested: not applied)" if isinstance(entry.event, Contested) else ""
    if isinstance(event, Removed):
        return f"{when:%Y-%m-%d %H:%M}  {event.kind.replace('_', ' ')} removed{aside}"
    if not isinstance(event, Answer):
        day = next((f" until {day}" for name in _DAYS if (day := getattr(event, name, None))), "")
        return f"{when:%Y-%m-%d %H:%M}  {_KINDS.get(kind_of(event), kind_of(event)).replace('_', ' ')}{day}{aside}"
    person = assessment.respondent_of.get(event.respondent)
    given = [key for key in type(event).model_fields if key in event.model_fields_set - _NOT_SAID]
    said = ", ".join(_key_told(event, key) for key in given)
    return f"{event.at or when:%Y-%m-%d %H:%M}  {person.name if person else event.respondent}: {said}{aside}"


def _key_told(answer: Answer, key: str) -> str:
    """Return what an answer sets: of a rating and of evidence what it is, of the rest that it is there."""
    if key == "rating":
        return "rating none" if answer.rating is None else f"rating {str(answer.rating).replace('_', ' ')}"
    name, value = key.replace("_", " "), getattr(answer, key)
    if value in (None, "", ()):
        return f"{name} cleared"
    if key != "evidence":
        return name
    return " and ".join(f"evidence {e.level}{f' of {e.date}' if e.date else ''}" for e in answer.evidence or ())


def _words(entry: Entry) -> Iterator[str]:
    """Yield all that an entry says, a line for each key."""
    import json

    from opsassess.prose import visible

    data = (entry.change or entry.event).model_dump(mode="json", exclude_unset=True)
    for key, value in data.items():
        if key not in ("rating", *_NOT_SAID):
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield visible(f"{key.replace('_', ' ')}: {text}")


_KINDS = {"note": "quick note"}  # an answer has a note too
_DAYS = ("due", "by", "expires")
_NOT_SAID = {"item", "respondent", "at"}


@main.command()
@click.argument("name")
@click.argument("ref", required=False, default="")
def milestone(name: str, ref: str) -> None:
    """Freeze the scores under a NAME, such as "First report", to tell later what changed since.

    REF is the number or the agent's name of an assessment of the engagement. Default: the newest.
    """
    engagement = engagement_here()
    notice(engagement.notices)
    made = engagement.freeze(name, ref)
    click.echo(f"{made.name}: the scores of {made.date}, {made.scores['tier']['reported'].replace('_', ' ')}")


@main.command()
@reference
@click.option("--since", default="", metavar="NAME", help="The milestone. Default: the newest.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def delta(ref: str | None, as_of: dt.datetime | None, *, since: str, as_json: bool) -> None:
    """Print what changed since a milestone, each change with its cause."""
    found = review_of(ref, as_of).delta(since)
    if as_json:
        echo_json(found.to_json())
        return
    from opsassess.delta_text import print_delta

    print_delta(found)
