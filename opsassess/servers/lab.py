"""JupyterLab on an engagement."""

from __future__ import annotations

from pathlib import Path

from opsassess.servers.kit import HEADERS, HOST, KERNEL, Kit, environment, new_token, write_settings
from opsassess.servers.ports import free_port

USUAL_PORT = 8888
QUIET = {  # no news, no notices over a shared screen; what widgets show is not written into the notebook
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": False},
    # A notebook that cannot be saved opens a dialog, which swallows what is being typed. During an outage it would come
    # by itself every two minutes. The answers do not stand in the notebook.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    "@jupyterlab/notebook-extension:tracker": {
        "autoStartDefaultKernel": True
    },  # there is one kernel, so it asks for none
}
NOT_LOADED = {
    "@jupyterlab/apputils-extension:announcements": True,
    "@jupyterlab/hub-extension:connectionlost": True,  # ours takes its place: share/labextensions/opsassess-calm
}
NOT_NEEDED = ("jupyter_lsp", "notebook_shim", "voila.server_extension")  # each costs time at the start


def lab(root: Path, notebook: str, folder: Path, *, client: str, port: int | None = None) -> Kit:
    """Return JupyterLab on a notebook of an engagement; ``folder`` is for its own files."""
    token, chosen = new_token(), free_port(port, USUAL_PORT)
    variables = environment(folder) | {"JUPYTERLAB_SETTINGS_DIR": str(_settings_of_the_user())}
    variables["JUPYTERLAB_WORKSPACES_DIR"] = str(folder / "workspaces")  # tabs of another client must not come back
    write_settings(
        folder,
        "jupyter_server_config",
        {
            "ServerApp": {
                "ip": HOST,
                "port": chosen,
                "port_retries": 0,
                "open_browser": False,
                "allow_remote_access": False,
                "allow_root": True,  # on loopback with a token; containers have no other user
                "root_dir": str(root.resolve()),
                "tornado_settings": HEADERS,
                "jpserver_extensions": dict.fromkeys(NOT_NEEDED, False),
            },
            "IdentityProvider": {"token": token},
            "LabApp": {
                "news_url": None,
                "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
                "extension_manager": "readonly",
            },
            "KernelSpecManager": {"allowed_kernelspecs": [KERNEL]},
        },
    )
    write_settings(folder, "labconfig/page_config", {"disabledExtensions": NOT_LOADED})
    write_settings(folder, "labconfig/default_setting_overrides", QUIET)
    return Kit(
        what=f"The engagement of {client}",
        folder=folder,
        module="jupyterlab",
        arguments=(),
        port=chosen,
        page=f"/lab/tree/{notebook}",
        alive="/api/status",
        token=token,
        environment=variables,
    )


def _settings_of_the_user() -> Path:
    """Return where the look of JupyterLab is kept from one engagement to the next, apart from other Jupyters."""
    from jupyter_core.paths import jupyter_config_dir

    return Path(jupyter_config_dir()) / "lab" / "opsassess-settings"
