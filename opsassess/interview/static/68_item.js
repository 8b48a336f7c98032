// The page of one item: the question as it is spoken, the levels, what was seen, what goes into the runbook, notes, promises.

function itemPage(app, item) {
  const entry = app.book.form.items[item];
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, entry.ask);
  const crumbs = h("p", { class: "oa-crumbs" });
  const away = h("div", {});
  const needed = h("p", { class: "oa-needed" });
  const parts = [
    levelsOf(app, item),
    evidenceOf(app, item),
    contentOf(app, item),
    notesPart(app, item),
    promisesPart(app, item),
    agreedPart(app, item),
  ];
  const [levels, evidence, content, notes, promises, agreed] = parts;
  const tools = h("div", { class: "oa-item-tools" }, itemTools(app, item, entry));
  const el = h(
    "article",
    { class: "oa-item", "aria-label": entry.title },
    isFirstOfArea(app, item) && h("p", { class: "oa-intro" }, areaEntryOf(app, item).intro),
    crumbs,
    heading,
    h("p", { class: "oa-why" }, entry.why),
    away,
    levels.el,
    evidence.el,
    needed,
    content.el,
    notes.el,
    promises.el,
    agreed.el,
    tools,
  );
  const update = () => {
    fill(crumbs, crumbsOf(app, item, entry));
    const applies = app.book.applies(item);
    fill(away, applies === true ? [] : awayNotice(app, item, applies));
    fill(needed, neededWords(app, item));
    for (const part of parts) part.update();
  };
  update();
  return { el, update, item, heading, focusOn: { levels, evidence, content, notes, promises } };
}

const areaEntryOf = (app, item) => app.book.form.areas.find((area) => area.id === areaOf(item));

/** The words with which an area begins are said before its first question. */
function isFirstOfArea(app, item) {
  const asked = (one) => areaOf(one) === areaOf(item) && app.book.applies(one) === true;
  return app.book.order().find(asked) === item;
}

/** What the next step needs, once somebody has answered. */
function neededWords(app, item) {
  const { missing, answered } = app.book.derived.items?.[item] ?? {};
  if (!missing?.length || !answered?.length || app.book.applies(item) !== true) return [];
  return [h("b", {}, "Still needed: "), missing.join("; ")];
}

function crumbsOf(app, item, entry) {
  const area = areaEntryOf(app, item);
  const items = app.book.itemsOf(area.id);
  const gates = entry.gates.map((id) => app.book.form.gates.find((gate) => gate.id === id)?.title ?? id);
  const parts = [
    h("span", {}, area.title, h("span", { class: "oa-faint" }, `  ${items.indexOf(item) + 1} of ${items.length}`)),
    h("b", {}, entry.title),
    gates.length
      ? h("span", { class: "oa-tag oa-tag-must" }, `must-have: ${gates.join(", ")}`)
      : entry.critical && h("span", { class: "oa-tag" }, "critical"),
    listed(entry.asked_of) !== "operator" && h("span", { class: "oa-faint" }, `asked of ${listed(entry.asked_of)}`),
    h("span", { class: "oa-faint" }, `${entry.minutes} min`),
  ];
  return parts.filter(Boolean);
}

function itemTools(app, item, entry) {
  const mayGo = !entry.critical && entry.gates.length === 0;
  return [
    button("Will send…", () => app.open("promise"), { key: "P", name: "tool:promise" }),
    button("Nothing here exists…", () => app.open("nothing"), { key: "X", name: "tool:nothing" }),
    mayGo && button("Does not apply…", () => app.open("away"), { key: "A", name: "tool:away" }),
    button("History", () => app.open("history"), { key: "H", name: "tool:history" }),
  ];
}

function awayNotice(app, item, why) {
  const declared = app.book.shown.not_applicable?.[item];
  const words = declared ? `Does not apply: ${declared.reason} Approved by ${declared.approver}.` : why;
  return notice(
    "plain",
    words,
    declared && button("It does apply", () => app.changes.edit(["not_applicable", item], null), { name: "applies" }),
  );
}

// --- notes ------------------------------------------------------------------------------------------------------------

function notesPart(app, item) {
  const fields = [
    { key: "note", title: "Note", hint: "is quoted, with the role" },
    { key: "written_where", title: "Where it is written" },
    {
      key: "private_note",
      title: "Private note",
      hint: "for you alone, frank words on people too",
      hidden: () => app.isPresenter(),
    },
  ].filter((field) => !field.hidden?.());
  const editors = fields.map((field) => {
    const control = textControl({ label: field.title, long: true, name: field.key });
    return {
      field,
      editing: editor(app, () => app.voices.answerTarget(item, field.key), control, { label: field.title }),
    };
  });
  const attached = h("ul", { class: "oa-attached" });
  const part = section(
    "Notes",
    () => app.voices.words(item),
    h(
      "div",
      { class: "oa-parts" },
      editors.map(({ field, editing }) =>
        h(
          "div",
          { class: `oa-part oa-part-${field.key}` },
          h(
            "span",
            { class: "oa-part-title" },
            field.title,
            field.hint && h("span", { class: "oa-faint" }, `  ${field.hint}`),
          ),
          editing.el,
        ),
      ),
    ),
    attached,
  );
  const update = () => {
    part.update();
    for (const { editing } of editors) editing.update();
    const notes = app.isPresenter() ? [] : app.book.notesOf(item);
    attached.hidden = notes.length === 0;
    keepFocus(attached, () =>
      fill(
        attached,
        notes.map((note) =>
          h(
            "li",
            {},
            note.text,
            button("Back to the inbox", () => app.changes.edit(["note", note.id], { text: note.text, item: null }), {
              name: `detach:${note.id}`,
            }),
          ),
        ),
      ),
    );
  };
  return { el: part.el, update, focus: () => editors[0].editing.focus() };
}

// --- promises ---------------------------------------------------------------------------------------------------------

function promisesPart(app, item) {
  const list = h("ul", { class: "oa-promises" });
  const part = section("Will be sent", "", list);
  const update = () => {
    const promises = app.book.promisesOf(item);
    part.el.hidden = promises.length === 0;
    keepFocus(list, () =>
      fill(
        list,
        promises.map((promise) =>
          h(
            "li",
            {},
            h("b", {}, promise.who || "somebody"),
            ` sends ${promise.what}, `,
            promise.by ? `by ${dayWords(promise.by)}` : "day to be agreed",
            button("×", () => app.changes.edit(["promise", item, promise.what], null), {
              kind: "icon",
              label: `Take out: ${promise.what}`,
              name: `unpromise:${promise.what}`,
            }),
          ),
        ),
      ),
    );
  };
  return { el: part.el, update };
}
