"""Find the data that travels with the package: questionnaires, report templates, notebooks, samples."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder of packaged data called ``name``.

    In a checkout and in an editable install it stands beside the package, in a wheel inside it. The checkout
    comes first, so that an edited questionnaire is the one that is used.
    """
    checkout = _PACKAGE.parent / name
    if (_PACKAGE.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return _PACKAGE / name
