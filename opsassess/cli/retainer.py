"""Commands about the hours of a retainer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsassess.cli.group import main

if TYPE_CHECKING:
    from opsassess.retainer.calibration import Fit


@main.command()
@click.argument("timesheet", type=click.Path(path_type=Path, dir_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the new hours here.")
def calibrate(timesheet: Path, output: Path | None) -> None:
    """Compare a timesheet with the estimates, and say what your own hours are.

    TIMESHEET is a CSV file with the columns task, estimated and actual. A task is a service, `incidents`,
    `remediation`, or the id of an item. Put what -o writes into an engagement as questionnaires/retainer.yaml.
    """
    from opsassess import files, source
    from opsassess.engagement import QUESTIONNAIRES, Engagement
    from opsassess.errors import OpsassessError
    from opsassess.library import find_questionnaire
    from opsassess.retainer import calibration, load_coefficients

    here = Engagement.around(Path.cwd())
    own = [here.folder / QUESTIONNAIRES] if here else []
    coefficients = load_coefficients(own)
    items = find_questionnaire("agent-operability", own).items
    text = source.read_text(timesheet, calibration.SAVE_AS)
    rows = calibration.read_timesheet(text, str(timesheet), coefficients, items)
    fits = calibration.calibrate(rows, coefficients)
    for fit in fits:
        click.echo(_said(fit, coefficients.estimate.calibrated_from))
    if output is None:
        return
    if output.exists():
        raise OpsassessError(f"{output} is there already. Name another file, and copy its lines over by hand.")
    click.echo(files.write(output, calibration.as_yaml(fits)))


def _said(fit: Fit, enough: int) -> str:
    """Return what the rows say, and whether they are enough to rest on."""
    rows = f"{fit.rows} row{'' if fit.rows == 1 else 's'}"
    rest = f"{enough - fit.rows} more to be calibrated" if fit.rows < enough else "calibrated"
    before, after = float(fit.distance_before), float(fit.distance_after)
    nearer = "nearer" if fit.is_better else "no nearer"
    return (
        f"{fit.part}: {rows}, {rest}. Worked {float(fit.ratio):.2f} times the estimate; scale {float(fit.scale):g}. "
        f"Mean distance {before:.2f} h before, {after:.2f} h with the new hours: {nearer}."
    )
