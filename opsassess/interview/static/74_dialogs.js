// Dialogs: one at a time, native, closed by Escape; the focus goes back to where it was.

function openDialog(app, { title, body, actions = [], wide = false, focus, onclose }) {
  app.closeDialog();
  const before = document.activeElement;
  const headingId = newId("dialog");
  const close = () => dialog.close();
  const dialog = h(
    "dialog",
    { class: wide ? "oa-dialog oa-wide" : "oa-dialog", "aria-labelledby": headingId },
    h(
      "form",
      {
        method: "dialog",
        onsubmit: (event) => {
          event.preventDefault();
          actions.find((action) => action.primary)?.run(close);
        },
      },
      h(
        "div",
        { class: "oa-dialog-head" },
        h("h3", { id: headingId, tabIndex: -1 }, title),
        button("×", close, { kind: "icon", label: "Close" }),
      ),
      h("div", { class: "oa-dialog-body" }, body),
      actions.length > 0 &&
        h(
          "div",
          { class: "oa-dialog-actions" },
          actions.map((action) =>
            h(
              "button",
              {
                type: action.primary ? "submit" : "button",
                class: `oa-button ${action.primary ? "oa-primary" : "oa-quiet"}`,
                onclick: action.primary ? undefined : () => action.run(close),
              },
              action.words,
            ),
          ),
        ),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (app.dialog === dialog) app.dialog = null;
    onclose?.();
    if (!app.root.contains(document.activeElement) || document.activeElement === app.root)
      (app.root.contains(before) ? before : app.root).focus({ preventScroll: true });
  });
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    actions.find((action) => action.primary)?.run(close);
  });
  app.dialog = dialog;
  app.root.append(dialog);
  dialog.showModal();
  const first = ["input, textarea, select", ".oa-primary", "h3"]
    .map((kind) => dialog.querySelector(kind))
    .find(Boolean);
  (focus === null ? dialog.querySelector("h3") : (focus ?? first)).focus();
  return dialog;
}

const labelled = (title, control, hint) =>
  h(
    "label",
    { class: "oa-part" },
    h("span", { class: "oa-part-title" }, title, hint && h("span", { class: "oa-faint" }, `  ${hint}`)),
    control.el,
  );

/** Names to choose from while typing: the people of the session. */
function peopleList(app) {
  const id = newId("people");
  return {
    id,
    el: h(
      "datalist",
      { id },
      app.book.shown.respondents.map((person) => h("option", { value: person.name })),
    ),
  };
}
