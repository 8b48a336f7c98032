// What has gathered: promises to read out, quick notes to give their question.

// --- what will be sent ---------------------------------------------------------------------------------------------------

/** All promises, person by person: what is read out at the end of the session. */
function promisesView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, "Who sends what");
  const lists = h("div", {});
  const el = h(
    "article",
    { class: "oa-item", "aria-label": "Who sends what" },
    heading,
    h("p", { class: "oa-why" }, "Read it out before you part, and agree on the days."),
    lists,
  );
  const update = () =>
    keepFocus(lists, () => {
      const promises = app.book.shown.promised ?? [];
      const people = [...new Set(promises.map((promise) => promise.who))];
      fill(
        lists,
        people.map((who) =>
          h(
            "section",
            { class: "oa-section" },
            h("h4", {}, who || "not named"),
            h(
              "ul",
              { class: "oa-sending" },
              promises.filter((promise) => promise.who === who).map((promise) => promiseEntry(app, promise)),
            ),
          ),
        ),
        !promises.length && h("p", { class: "oa-muted" }, "Nothing yet."),
      );
    });
  update();
  return { el, heading, update };
}

function promiseEntry(app, promise) {
  const by = h("input", {
    type: "date",
    class: "oa-input oa-date",
    value: promise.by ?? "",
    "aria-label": `By when: ${promise.what}`,
    "data-key": `by:${promise.item}:${promise.what}`,
  });
  by.addEventListener("change", () =>
    app.changes.edit(["promise", promise.item, promise.what], { who: promise.who, by: by.value || null }),
  );
  return h(
    "li",
    {},
    h(
      "span",
      {},
      promise.what,
      h(
        "button",
        {
          type: "button",
          class: "oa-link",
          "data-key": `promise:${promise.item}:${promise.what}`,
          onclick: () => app.walk.go(promise.item, { focus: true }),
        },
        app.book.form.items[promise.item]?.title ?? promise.item,
      ),
    ),
    by,
    button("×", () => app.changes.edit(["promise", promise.item, promise.what], null), {
      kind: "icon",
      label: `Take out: ${promise.what}`,
      name: `unsend:${promise.item}:${promise.what}`,
    }),
  );
}

// --- the inbox ----------------------------------------------------------------------------------------------------------

function inboxView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, "Quick notes");
  const list = h("ul", { class: "oa-inbox" });
  const el = h(
    "article",
    { class: "oa-item", "aria-label": "Quick notes" },
    heading,
    h("p", { class: "oa-why" }, "What was said in passing. Give each note its question, or take it out."),
    list,
  );
  const options = app.book.order().map((item) => ({ id: item, title: app.book.form.items[item].title }));
  const update = () =>
    keepFocus(list, () =>
      fill(
        list,
        app.book.notesOf(null).map((note) => inboxEntry(app, note, options)),
        app.book.notesOf(null).length === 0 && h("li", { class: "oa-muted" }, "The inbox is empty."),
      ),
    );
  update();
  return { el, heading, update };
}

function inboxEntry(app, note, options) {
  const to = selectControl({
    label: `Question of the note: ${note.text}`,
    options,
    blank: "belongs to…",
    name: `note:${note.id}`,
  });
  to.el.addEventListener(
    "change",
    () => to.read() && app.changes.edit(["note", note.id], { text: note.text, item: to.read() }),
  );
  return h(
    "li",
    {},
    h("p", {}, note.text),
    h(
      "div",
      { class: "oa-across" },
      to.el,
      button("Take it out", () => app.changes.edit(["note", note.id], null), { name: `unnote:${note.id}` }),
    ),
  );
}
