// The levels of an item with one strip of radios for each person.

/** @returns {{el: HTMLElement, update: () => void, focus: () => void}} */
function levelsOf(app, item) {
  const { form } = app.book;
  const entry = form.items[item];
  const strips = app.voices.sidesOf(item).map((side) => stripOf(app, item, side));
  const textIds = [...entry.levels.keys()].map(() => newId("level"));
  const rows = entry.levels.map((text, level) => {
    const words = h(
      "div",
      { class: "oa-level-words", id: textIds[level], style: `grid-row: ${level + 2}` },
      h("b", {}, form.ratings[level].name),
      h("span", {}, text),
    );
    words.addEventListener("click", () => app.changes.rate(item, level));
    return words;
  });
  const unknown = h(
    "div",
    { class: "oa-level-words oa-level-unknown", style: "grid-row: 7" },
    h("b", {}, "don’t know"),
    h("span", {}, "A good answer: it counts as asked, and as nothing known."),
  );
  unknown.addEventListener("click", () => app.changes.rate(item, DONT_KNOW));
  const left = h("div", {});
  const grid = h(
    "div",
    { class: "oa-levels", style: `--strips: ${strips.length}` },
    strips.map((strip, place) => strip.build(place, textIds)),
    rows,
    unknown,
    h(
      "div",
      { class: "oa-levels-notices", style: "grid-row: 8" },
      strips.map((strip) => strip.notices),
    ),
  );
  const el = h("div", {}, left, grid);
  const update = () => {
    strips.forEach((strip) => strip.update());
    refill(left, app.voices.peopleOf(item).map((who) => leftNotice(app, who)));
  };
  update();
  return {
    el,
    update,
    focus: () => strips[app.voices.sidesOf(item).indexOf(app.voices.side)]?.focus() ?? strips[0]?.focus(),
  };
}

/** What somebody rates who left is kept, and counts only if the day is wrong: it must not look like an answer. */
function leftNotice(app, who) {
  const words = app.book.leftWords(who);
  if (!words) return null;
  return h(
    "p",
    { class: "oa-notice" },
    `${app.book.nameOf(who)} ${words}. What was rated in this name does not count any more; what was told and shown stays. `,
    "Choose at the top who answers now.",
  );
}

function stripOf(app, item, side) {
  const who = () => app.voices.of(item, side);
  const target = () => ["answer", item, who(), "rating"];
  const values = [0, 1, 2, 3, 4, DONT_KNOW];
  const group = newId("rating");
  const head = h("button", {
    type: "button",
    class: "oa-strip-head",
    "data-key": `strip:${side}`,
    onclick: () => (who() ? app.voices.speak(side) : app.open("people")),
  });
  const notices = h("div", {});
  const inputs = values.map((value) =>
    h("input", { type: "radio", name: group, value: String(value), "data-key": `rating:${side}:${value}` }),
  );
  let radios = null;

  const build = (place, textIds) => {
    radios = h(
      "div",
      { class: "oa-strip", role: "radiogroup" },
      inputs.map((input, index) => {
        const name = index < 5 ? `${index} ${app.book.form.ratings[index].name}` : "don’t know";
        input.setAttribute("aria-label", name);
        if (index < 5) input.setAttribute("aria-describedby", textIds[index]);
        return h(
          "label",
          { class: "oa-dot", style: `grid-row: ${index + 2}; grid-column: ${place + 1}` },
          input,
          h("span", { "aria-hidden": "true" }, index < 5 ? String(index) : "?"),
        );
      }),
    );
    takesBack(radios, inputs);
    radios.addEventListener("input", () => choose(inputs.find((input) => input.checked)?.value ?? null));
    return [h("div", { class: "oa-strip-name", style: `grid-row: 1; grid-column: ${place + 1}` }, head), radios];
  };
  const choose = (value) => {
    if (!who()) return app.open("people");
    app.voices.aside = side;
    app.changes.edit(target(), value === null || value === DONT_KNOW ? value : Number(value));
  };
  const update = () => {
    const person = app.book.person(who());
    const role = side === "builder" ? "builder" : (person?.roles.find((one) => one !== "builder") ?? "operator");
    fill(
      head,
      h("span", { class: "oa-strip-person" }, person ? firstName(person.name) : "name?"),
      h("span", { class: "oa-strip-role" }, role),
    );
    head.title = person ? `${person.name}, ${role}` : `Say who the ${role} is`;
    head.setAttribute("aria-pressed", String(app.voices.side === side));
    head.setAttribute("aria-label", person ? `${person.name}, ${role}: speaks now` : `Name the ${role}`);
    radios.setAttribute("aria-label", `Rating, ${person ? person.name : `${role} not named`}`);
    radios.classList.toggle("oa-speaks", app.voices.side === side);
    radios.classList.toggle("oa-left", Boolean(who()) && !app.book.counts(who()));
    const rating = who() ? app.book.value(target()) : null;
    inputs.forEach((input, index) => {
      input.checked = !isBlank(rating) && String(rating) === String(values[index]);
    });
    if (who()) updateNotices(app, notices, target(), `${person?.name ?? ""}, rating`);
  };
  return { build, update, notices, focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus() };
}
