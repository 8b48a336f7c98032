// The failure modes in one table: a row is a mode, and the five answers stand beside it. It grows by the client's own.

function matrixView(app) {
  const area = app.book.form.areas.find((one) => one.takes_modes);
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, area ? area.title : "Failures");
  const table = h("div", { class: "oa-matrix", role: "table", "aria-label": "Failure modes" });
  const title = h("input", {
    type: "text",
    class: "oa-input",
    "aria-label": "Another failure",
    placeholder: "Another failure that happens here",
    autocomplete: "off",
    "data-key": "mode:new",
  });
  const add = (event) => {
    event.preventDefault();
    if (!title.value.trim()) return;
    app.changes.edit(["failure_mode", modeId(app, area.id, title.value)], { title: title.value.trim() });
    title.value = "";
  };
  const el = h(
    "article",
    { class: "oa-item oa-matrix-page", "aria-label": heading.textContent },
    heading,
    area && h("p", { class: "oa-why" }, area.intro),
    h(
      "div",
      { class: "oa-scroll", tabIndex: 0, role: "region", "aria-label": "Failure modes, scrolls sideways" },
      table,
    ),
    h(
      "form",
      { class: "oa-across oa-mode-new", onsubmit: add },
      title,
      h("button", { type: "submit", class: "oa-button" }, "Add it"),
    ),
  );
  /** @type {Map<string, {el: HTMLElement, update: () => void}>} */
  const rows = new Map();
  const update = () => {
    const items = area
      ? app.book
          .itemsOf(area.id)
          .filter(
            (item) => app.book.applies(item) === true && app.book.form.items[item].content.kind === "failure_mode",
          )
      : [];
    for (const item of [...rows.keys()]) if (!items.includes(item)) rows.delete(item);
    const grown = items.filter((item) => !rows.has(item));
    for (const item of grown) rows.set(item, matrixRow(app, item));
    if (grown.length || table.children.length !== items.length + 1)
      fill(
        table,
        matrixHead(),
        items.map((item) => rows.get(item).el),
      );
    for (const row of rows.values()) row.update();
  };
  update();
  return { el, update, heading };
}

const COLUMN_WORDS = {
  detect: "How you see it",
  retry: "Tried again?",
  human_review: "Who takes over",
  pause: "When to pause",
  notify: "Who hears",
};

const matrixHead = () =>
  h(
    "div",
    { class: "oa-row oa-row-head", role: "row" },
    h("span", { role: "columnheader" }, "Failure"),
    Object.values(COLUMN_WORDS).map((word) => h("span", { role: "columnheader" }, word)),
  );

function matrixRow(app, item) {
  const entry = app.book.form.items[item];
  const cells = entry.content.fields.map((field) => ({
    field,
    control: textControl({
      label: `${entry.title}: ${COLUMN_WORDS[field.id] ?? field.title}`,
      long: true,
      name: `matrix:${item}:${field.id}`,
      placeholder: field.title,
    }),
  }));
  let rest = {};
  const control = {
    el: h(
      "div",
      { class: "oa-matrix-cells" },
      cells.map((cell) =>
        h(
          "div",
          { role: "cell", class: "oa-cell", "data-title": COLUMN_WORDS[cell.field.id] ?? cell.field.title },
          cell.control.el,
        ),
      ),
    ),
    read: () => {
      const said = cells.map((cell) => [cell.field.id, cell.control.read()]).filter(([, value]) => !isBlank(value));
      return said.length || Object.keys(rest).length ? { ...rest, ...Object.fromEntries(said) } : null;
    },
    write: (value) => {
      const known = new Set(entry.content.fields.map((field) => field.id));
      rest = Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => !known.has(key)));
      for (const cell of cells) cell.control.write(value?.[cell.field.id] ?? null);
    },
    focus: () => cells[0].control.focus(),
  };
  const editing = editor(app, () => app.voices.contentTarget(item), control, { label: entry.title });
  const rating = selectControl({
    label: `Rating of ${entry.title}`,
    options: [
      ...app.book.form.ratings.map((level) => ({ id: level.id, title: `${level.id} ${level.name}` })),
      { id: DONT_KNOW, title: "? don’t know" },
    ],
    blank: "rate",
    name: `matrix:${item}:rating`,
  });
  rating.el.addEventListener("input", () =>
    app.changes.rate(
      item,
      rating.read() === null || rating.read() === DONT_KNOW ? rating.read() : Number(rating.read()),
    ),
  );
  const who = h("span", { class: "oa-faint" });
  const el = h(
    "div",
    { class: "oa-row", role: "row" },
    h(
      "div",
      { role: "rowheader", class: "oa-matrix-name" },
      h(
        "button",
        {
          type: "button",
          class: "oa-link",
          "data-key": `matrix:${item}`,
          onclick: () => app.walk.go(item, { focus: true }),
        },
        entry.title,
      ),
      h("div", { class: "oa-matrix-rating" }, rating.el, who),
    ),
    editing.el,
  );
  const update = () => {
    editing.update();
    const target = app.voices.answerTarget(item, "rating");
    const value = target && app.book.value(target);
    rating.write(isBlank(value) ? null : String(value));
    setText(who, target ? [firstName(app.book.nameOf(target[2])), app.book.leftWords(target[2])].filter(Boolean).join(", ") : "");
  };
  update();
  return { el, update };
}

/** "Two companies merged" -> "s4_exceptions.m_x_two_companies_merged" */
function modeId(app, area, title) {
  const slug =
    title
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 40) || "mode";
  const taken = new Set(app.book.shown.failure_modes.map((mode) => mode.id));
  let id = `${area}.m_x_${slug}`;
  for (let number = 2; taken.has(id); number += 1) id = `${area}.m_x_${slug}_${number}`;
  return id;
}
