// When the form appears: all of it comes into view and the keys are its own. Where a cell was run the focus is on the next one, and
// the first key would be a command of the notebook.

function arrive(app) {
  const at = document.activeElement;
  if (isTyping(at) || at?.closest("dialog, .oa")) return; // somebody is busy elsewhere
  app.root.scrollIntoView({ block: "start" });
  app.page.heading.focus({ preventScroll: true });
}
