// What was seen. A statement needs no row; one key lifts it to what was looked at or watched today.

const LIFTS = {
  E1: { words: "Document seen", key: null, what: "", dated: false },
  E2: { words: "Seen on the screen", key: "S", what: "seen on the shared screen", dated: true },
  E3: { words: "Watched live", key: "W", what: "watched while it was done", dated: true },
};

/** Evidence is of the person who speaks. */
function evidenceOf(app, item) {
  const target = () => app.voices.answerTarget(item, "evidence");
  const { form } = app.book;
  const rows = rowsControl({
    label: "Evidence",
    add: "Add evidence",
    name: "evidence",
    needs: "level",
    columns: [
      {
        id: "level",
        title: "Level",
        options: form.evidence.map((level) => ({ id: level.id, title: `${level.id} ${level.name}` })),
        width: "9.4rem",
      },
      { id: "what", title: "What", kind: "long", width: "minmax(7rem, 2fr)" },
      { id: "where", title: "Where it is", kind: "long", width: "minmax(5rem, 1.4fr)" },
      { id: "date", title: "Date", kind: "date", width: "8.2rem" },
    ],
  });
  const control = { ...rows, read: () => rows.read()?.map((row) => ({ ...row, level: row.level || "E0" })) ?? null };
  const editing = editor(app, target, control);
  const wanted = h(
    "ul",
    { class: "oa-wanted" },
    Object.entries(form.items[item].evidence).map(([level, text]) => h("li", {}, h("b", {}, level), ` ${text}`)),
  );
  const lifts = h(
    "div",
    { class: "oa-lifts", role: "group", "aria-label": "What was seen" },
    Object.entries(LIFTS).map(([level, lift]) =>
      button(`${level} ${lift.words}`, () => app.changes.lift(item, level), {
        key: lift.key,
        kind: "chip",
        name: `lift:${level}`,
      }),
    ),
  );
  const best = h("p", { class: "oa-best" });
  const box = h("div", { class: "oa-evidence-rows" }, editing.el);
  const el = section(
    "Evidence",
    () => app.voices.words(item),
    h("div", { class: "oa-evidence-head" }, best, lifts),
    box,
    h("details", { class: "oa-details" }, h("summary", {}, "What would show it"), wanted),
  );
  const update = () => {
    const list = app.book.value(target()) ?? [];
    const level =
      list
        .map((seen) => seen.level)
        .sort()
        .at(-1) ?? "E0";
    const meaning = form.evidence.find((other) => other.id === level);
    setText(best, `${level}: ${meaning?.name ?? ""}`);
    box.hidden = list.length === 0 && !box.contains(document.activeElement);
    el.update();
    editing.update();
  };
  return { el: el.el, update, focus: () => ((box.hidden = false), editing.focus()) };
}

/** A part of the item's page with a quiet heading; what stands beside the heading may change. */
function section(title, beside, ...children) {
  const aside = h("span", { class: "oa-section-aside" });
  const el = h(
    "section",
    { class: "oa-section", "aria-label": title },
    h("div", { class: "oa-section-head" }, h("h4", {}, title), aside),
    children,
  );
  const update = () => {
    const words = typeof beside === "function" ? beside() : beside;
    if (typeof words === "string") setText(aside, words);
    else if (words) fill(aside, words);
  };
  update();
  return { el, update };
}
