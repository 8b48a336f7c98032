"""The group of all commands; errors are told here and nowhere else."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import sys

import click

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none are used, and looking for them costs a command 20 ms

_YOUNG = 500_000  # so many values more, and Python looks for circles: a document makes millions, hardly any in one
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)  # `opsassess score > file`


def _say_no_more() -> None:
    """Put nothing in the place of an output that takes no more, so that Python does not stumble over it at its end."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - it lives as long as we do


class Commands(click.Group):
    """Tell every error that a user can do something about as a sentence, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        from opsassess.errors import DataError, OpsassessError

        gc.set_threshold(_YOUNG)
        atexit.register(gc.freeze)  # nor at the end, when all goes anyway: looking through it costs a report 0.3 s
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
            _say_no_more()
        except OSError as error:  # a path that this machine refuses, or a full disk; anything else is a bug
            if error.filename is None and error.errno not in _FULL:
                raise
            click.echo(f"{error.filename or 'what is printed here cannot be kept'}: {error.strerror}.", err=True)
            if error.filename is None:
                _say_no_more()
        raise click.exceptions.Exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="opsassess")
def main() -> None:
    """Find out whether an AI agent can be operated without the person who built it."""
