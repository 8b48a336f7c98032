"""Commands that need no assessment."""

from __future__ import annotations

from pathlib import Path

import click

from opsassess.cli.group import main
from opsassess.cli.reference import echo_json


@main.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
def check(paths: tuple[Path, ...]) -> None:
    """Find every mistake in questionnaires, of form and of meaning."""
    from opsassess.errors import DataError
    from opsassess.library import load_questionnaire
    from opsassess.lint import check_file

    mistakes = [mistake for path in paths for mistake in check_file(path)]
    if mistakes:
        raise DataError(mistakes)
    for path in paths:
        items = load_questionnaire(path).items.values()
        click.echo(
            f"{path}: good, {len(items)} questions, {float(sum(item.minutes for item in items)):g} planned minutes"
        )


@main.command()
@click.argument("name", type=click.Choice(["assessment", "questionnaire"]))
def schema(name: str) -> None:
    """Print the JSON Schema of a file format."""
    from opsassess.schema import json_schema

    echo_json(json_schema(name))


@main.command()
def doctor() -> None:
    """Say what is missing on this machine, and how to get it."""
    from opsassess.doctor import Finding, examine
    from opsassess.engagement import SETTINGS, Engagement

    findings = list(examine())
    if here := Engagement.around(Path.cwd()):
        told = "\n         ".join(here.notices)
        findings.append(
            Finding(what=f"what {SETTINGS} names: fonts, logo, people", good=not told, remedy=told, optional=True)
        )
    for finding in findings:
        click.echo(f"{'ok     ' if finding.good else 'missing'}  {finding.what}")
        if not finding.good:
            click.echo(f"         {finding.remedy}")
    if not all(finding.good or finding.optional for finding in findings):
        raise click.exceptions.Exit(1)
