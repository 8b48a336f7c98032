// JupyterLab opens a dialog when it loses its server. The dialog takes the focus, and what is being typed into the interview
// falls into it and is lost. The interview says in its status line whether it is connected, and keeps what waits; so does the
// kernel's state at the foot of the page. This takes the dialog's place and does nothing.
//
// It is what a built extension would be: a container with `init` and `get`, written by hand so that nothing has to be built.

(() => {
  const name = "opsassess-calm";
  let shared;

  const application = async () => {
    const [version] = Object.values(shared["@jupyterlab/application"]);
    return (await version.get())();
  };

  const plugins = async () => {
    const { IConnectionLost } = await application();
    const plugin = { id: `${name}:connection`, autoStart: true, provides: IConnectionLost, activate: () => () => {} };
    return () => ({ __esModule: true, default: plugin });
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[name] = { init: (scope) => { shared = scope; }, get: plugins };
})();
