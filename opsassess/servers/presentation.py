"""The interview on a shared screen: served by Voilà, with no code and no private notes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from opsassess.servers.kit import HEADERS, HOST, KERNEL, Kit, environment, new_token, write_settings
from opsassess.servers.ports import free_port

USUAL_PORT = 8866
TEMPLATE = "opsassess"
IDLE = 3600  # seconds after which the kernel of a page that was not closed properly ends


def presentation(root: Path, folder: Path, *, client: str, number: int | None, port: int | None = None) -> Kit:
    """Return Voilà on an engagement's interview; ``folder`` is for its own files.

    What is served is a notebook of its own, not one of the engagement: no other file can be asked for, and what was
    changed in the engagement's notebooks does not show here.
    """
    token, chosen = new_token(), free_port(port, USUAL_PORT)
    served = folder / "served"
    served.mkdir(exist_ok=True)
    (served / "interview.ipynb").write_text(json.dumps(_notebook(root.resolve(), number)), encoding="utf-8")
    culled = {"cull_idle_timeout": IDLE, "cull_interval": 300, "cull_connected": False}
    write_settings(
        folder,
        "voila",
        {
            "Voila": {
                "ip": HOST,
                "port": chosen,
                "port_retries": 0,
                "open_browser": False,
                "token": token,
                "root_dir": str(served),
                "connection_dir_root": str(folder),
                # A page that closes asks for the end of its kernel, and has no XSRF cookie that it could show with it.
                # All that can be asked for without one is the end of a kernel whose random id is known.
                "tornado_settings": {**HEADERS, "disable_check_xsrf": True},
            },
            "VoilaConfiguration": {
                "template": TEMPLATE,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "file_allowlist": [],
            },
            "KernelSpecManager": {"allowed_kernelspecs": [KERNEL]},
            "MappingKernelManager": culled,
            "AsyncMappingKernelManager": culled,
        },
    )
    return Kit(
        what=f"The interview of {client}, for a shared screen,",
        folder=folder,
        module="voila",
        arguments=(str(served / "interview.ipynb"),),
        port=chosen,
        page="/",
        alive="/api/kernels/00000000-0000-0000-0000-000000000000",  # of no kernel, and told only to who has the token
        token=token,
        environment=environment(folder),
    )


def _notebook(root: Path, number: int | None) -> dict[str, Any]:
    which = "" if number is None else f"number={number}, "
    source = f"import opsassess\n\nopsassess.Interview({str(root)!r}, {which}shared=True)"
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "interview",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }
    kernel = {"name": KERNEL, "display_name": "Python", "language": "python"}
    metadata = {"kernelspec": kernel, "title": "Interview"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}
