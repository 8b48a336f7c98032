// JupyterLab made fit for an interview, above all while its server cannot be reached.
//
// It opens a dialog when it loses its server. The dialog takes the focus, and what is being typed into the interview falls into it
// and is lost. The interview says in its status line whether it is connected, and keeps what waits. So this takes the dialog's
// place and does nothing.
//
// Any other dialog that comes by itself, such as the one of a kernel that has died, would take the keys as well, and the next space would
// press its button. So a dialog waits while the last key or press went to the interview.
//
// It tries to get back to a kernel ever more rarely, at the end after two minutes, and then gives up. So this looks every second
// whether the server answers, as long as a notebook's kernel is not connected, and then connects at once.
//
// It opens with its list of files at the left, which takes a third of a laptop's screen from the form. So this folds it, once a tab:
// whoever opens it again keeps it.
//
// It is what a built extension would be: a container with `init` and `get`, written by hand so that nothing has to be built.

(() => {
  const name = "opsassess-calm";
  const EVERY = 1000;
  const PATIENCE = 2000; // for an answer; a line that swallows bytes gives none
  let shared;

  const of = async (module) => {
    const [version] = Object.values(shared[module]);
    return (await version.get())();
  };

  const wait = (time) => new Promise((done) => setTimeout(done, time));

  let at = null; // the form to which the last key or press went
  const follow = (event) => {
    at = event.target.closest?.(".oa");
  };

  const holdDialogs = ({ Dialog }) => {
    for (const type of ["keydown", "pointerdown"]) addEventListener(type, follow, true);
    const { launch } = Dialog.prototype;
    Dialog.prototype.launch = async function () {
      while (at?.isConnected && !this.isDisposed) await wait(EVERY / 4);
      return this.isDisposed ? Promise.reject() : launch.call(this);
    };
  };

  const lost = (app) =>
    [...app.shell.widgets("main")]
      .map((widget) => widget.sessionContext?.session?.kernel)
      .filter((kernel) => kernel && !kernel.isDisposed && kernel.connectionStatus !== "connected");

  const answers = async (app) => {
    const { baseUrl } = app.serviceManager.serverSettings;
    const reply = await fetch(`${baseUrl}api`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return reply.ok;
  };

  const watch = async (app) => {
    try {
      if (lost(app).length && (await answers(app))) {
        for (const kernel of lost(app)) kernel.reconnect().catch(() => {});
        await wait(PATIENCE); // time to connect
      }
    } catch {
      /* still away */
    }
    setTimeout(() => watch(app), EVERY);
  };

  const FOLDED = `${name}:folded`;
  const fold = (app) => {
    if (sessionStorage.getItem(FOLDED)) return;
    sessionStorage.setItem(FOLDED, "yes");
    app.shell.collapseLeft();
  };

  const plugins = async () => {
    holdDialogs(await of("@jupyterlab/apputils"));
    const { IConnectionLost } = await of("@jupyterlab/application");
    const quiet = { id: `${name}:quiet`, autoStart: true, provides: IConnectionLost, activate: () => () => {} };
    const back = { id: `${name}:back`, autoStart: true, activate: (app) => void app.restored.then(() => watch(app)) };
    const roomy = { id: `${name}:roomy`, autoStart: true, activate: (app) => void app.restored.then(() => fold(app)) };
    return () => ({ __esModule: true, default: [quiet, back, roomy] });
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[name] = { init: (scope) => { shared = scope; }, get: plugins };
})();
