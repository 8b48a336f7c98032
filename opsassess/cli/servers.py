"""Commands that open an engagement in the browser."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from opsassess.cli.group import main
from opsassess.cli.reference import engagement_here, notice

if TYPE_CHECKING:
    from opsassess.engagement import Engagement
    from opsassess.servers.kit import Kit

INTERVIEW = "interview.ipynb"


def server_options(function: Any) -> Any:
    function = click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")(function)
    port = click.option("--port", type=click.IntRange(0, 65535), help="Default: the usual one, or any that is free.")
    folder = click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
    return folder(port(function))


@main.command()
@server_options
@click.option("--notebook", default=INTERVIEW, show_default=True, help="The notebook to open.")
def lab(folder: Path | None, port: int | None, notebook: str, *, no_browser: bool) -> None:
    """Open JupyterLab on an engagement's interview notebook.

    It runs on this machine only, until Ctrl+C. DIR is the engagement's folder. Default: the one around here.
    """
    from opsassess import servers

    engagement = _opened(folder)
    engagement.supply_notebooks()
    if not (engagement.folder / notebook).is_file():
        raise click.UsageError(f"{engagement.folder} has no notebook {notebook}.")
    with _box() as box:
        prepared = partial(servers.lab, engagement.folder, notebook, box, client=engagement.settings.client, port=port)
        _serve(prepared, no_browser=no_browser)


@main.command()
@server_options
@click.option("--ref", default="", help="The number or the agent's name of an assessment. Default: the newest.")
def present(folder: Path | None, port: int | None, ref: str, *, no_browser: bool) -> None:
    """Serve the interview for a shared screen: no code, no scores, no private notes.

    It runs on this machine only, until Ctrl+C. DIR is the engagement's folder. Default: the one around here.
    """
    from opsassess import servers

    engagement = _opened(folder)
    number = engagement.number_of(ref)
    with _box() as box:
        client = engagement.settings.client
        prepared = partial(servers.presentation, engagement.folder, box, client=client, number=number, port=port)
        _serve(prepared, no_browser=no_browser)


def _opened(folder: Path | None) -> Engagement:
    """Return the engagement that is meant; the errors say how to begin one."""
    from opsassess.engagement import Engagement

    if folder is None:
        engagement = engagement_here()
    else:  # a misspelt folder is not the engagement that it would lie in
        around = Engagement.around(folder.resolve()) if folder.is_dir() else None
        engagement = around or Engagement.open(folder)
    notice(engagement.notices)
    return engagement


@contextmanager
def _box() -> Iterator[Path]:
    """Make a folder that only its owner can read, where a browser may read the file that it is given."""
    from jupyter_core.paths import jupyter_runtime_dir

    place = Path(jupyter_runtime_dir())
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="opsassess-", dir=place, ignore_cleanup_errors=True) as box:
        yield Path(box)


def _serve(prepared: Callable[[], Kit], *, no_browser: bool) -> None:
    """Serve until Ctrl+C, at another port if somebody takes the first one while the server starts."""
    from opsassess import servers
    from opsassess.servers import browser

    def ready(kit: Kit) -> None:
        click.echo(f"{kit.what} is at\n\n    {kit.address}\n")
        if not no_browser and not browser.show(kit.address, kit.folder):
            click.echo("No browser was found here: open that address in yours.", err=True)
        click.echo("Ctrl+C ends it. What was saved stays saved.")

    click.echo("Starting ...", err=True)
    try:
        servers.run(prepared(), ready)
    except servers.PortTakenError:
        servers.run(prepared(), ready)
    click.echo("Ended.")
