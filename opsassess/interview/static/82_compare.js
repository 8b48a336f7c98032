// What people answered differently, one after the other, the widest difference first.

function compareView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 });
  const body = h("div", {});
  const el = h("article", { class: "oa-item oa-compare", "aria-label": "Differences" }, heading, body);
  const update = () => keepFocus(el, () => {
    const found = app.book.derived.differences ?? [];
    app.ui.difference = Math.max(0, Math.min(app.ui.difference, found.length - 1));
    if (!found.length) {
      setText(heading, app.book.derived.differences ? "No two answers differ." : "Differences are not shown while the screen is shared.");
      return fill(body);
    }
    const one = found[app.ui.difference];
    setText(heading, app.book.form.items[one.item].ask);
    return fill(body, differenceBody(app, one, found.length));
  });
  update();
  return { el, heading, update };
}

function differenceBody(app, { item, respondents, levels }, of) {
  const entry = app.book.form.items[item];
  return [
    h("p", { class: "oa-crumbs" }, h("span", {}, `Difference ${app.ui.difference + 1} of ${of}`), h("b", {}, entry.title), h("span", { class: "oa-tag" }, `${count(levels, "level")} apart`)),
    h("p", { class: "oa-why" }, "The lowest counts until something was looked at. Ask what could be looked at, not who is right."),
    h("div", { class: "oa-sides" }, respondents.map((who) => differenceSide(app, item, who))),
    h("div", { class: "oa-next" }, button("Will send…", () => ((app.ui.item = item), app.open("promise")), { name: "difference:promise" }), button("To the question", () => app.go(item, { focus: true }), { name: "difference:go" })),
  ];
}

function differenceSide(app, item, who) {
  const { form } = app.book;
  const entry = form.items[item];
  const answer = app.book.answer(item, who);
  const person = app.book.person(who);
  const level = typeof answer.rating === "number" ? entry.levels[answer.rating] : "Nothing known.";
  const line = (title, words) => words && h("div", { class: "oa-side-part" }, h("span", { class: "oa-part-title" }, title), words);
  return h("section", { class: "oa-side", "aria-label": person?.name ?? who },
    h("h4", {}, person?.name ?? who, h("span", { class: "oa-faint" }, `  ${listed(person?.roles ?? [])}`)),
    h("p", { class: "oa-side-rating" }, ratingWords(answer.rating, form)),
    h("p", {}, level),
    line("What was seen", answer.evidence?.length > 0 && h("ul", {}, answer.evidence.map((seen) => h("li", {}, h("b", {}, seen.level), ` ${[seen.what, seen.where, dayWords(seen.date)].filter(Boolean).join(", ")}`)))),
    line("Said", !isBlank(answer.content) && contentShown(answer.content, entry.content)),
    line("Note", answer.note));
}

// --- what will be sent ---------------------------------------------------------------------------------------------------

/** All promises, person by person: what is read out at the end of the session. */
function promisesView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, "Who sends what");
  const lists = h("div", {});
  const el = h("article", { class: "oa-item", "aria-label": "Who sends what" }, heading, h("p", { class: "oa-why" }, "Read it out before you part, and agree on the days."), lists);
  const update = () => keepFocus(lists, () => {
    const promises = app.book.shown.promised ?? [];
    const people = [...new Set(promises.map((promise) => promise.who))];
    fill(lists, people.map((who) => h("section", { class: "oa-section" }, h("h4", {}, who || "not named"),
      h("ul", { class: "oa-sending" }, promises.filter((promise) => promise.who === who).map((promise) => promiseEntry(app, promise))))), !promises.length && h("p", { class: "oa-muted" }, "Nothing yet."));
  });
  update();
  return { el, heading, update };
}

function promiseEntry(app, promise) {
  const by = h("input", { type: "date", class: "oa-input oa-date", value: promise.by ?? "", "aria-label": `By when: ${promise.what}`, "data-key": `by:${promise.item}:${promise.what}` });
  by.addEventListener("change", () => app.edit(["promise", promise.item, promise.what], { who: promise.who, by: by.value || null }));
  return h("li", {}, h("span", {}, promise.what, h("button", { type: "button", class: "oa-link", "data-key": `promise:${promise.item}:${promise.what}`, onclick: () => app.go(promise.item, { focus: true }) }, app.book.form.items[promise.item]?.title ?? promise.item)),
    by, button("×", () => app.edit(["promise", promise.item, promise.what], null), { kind: "icon", label: `Take out: ${promise.what}`, name: `unsend:${promise.item}:${promise.what}` }));
}

// --- the inbox ----------------------------------------------------------------------------------------------------------

function inboxView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, "Quick notes");
  const list = h("ul", { class: "oa-inbox" });
  const el = h("article", { class: "oa-item", "aria-label": "Quick notes" }, heading, h("p", { class: "oa-why" }, "What was said in passing. Give each note its question, or take it out."), list);
  const options = app.book.order().map((item) => ({ id: item, title: app.book.form.items[item].title }));
  const update = () => keepFocus(list, () => fill(list, app.book.notesOf(null).map((note) => inboxEntry(app, note, options)), app.book.notesOf(null).length === 0 && h("li", { class: "oa-muted" }, "The inbox is empty.")));
  update();
  return { el, heading, update };
}

function inboxEntry(app, note, options) {
  const to = selectControl({ label: `Question of the note: ${note.text}`, options, blank: "belongs to…", name: `note:${note.id}` });
  to.el.addEventListener("change", () => to.read() && app.edit(["note", note.id], { text: note.text, item: to.read() }));
  return h("li", {}, h("p", {}, note.text), h("div", { class: "oa-across" }, to.el, button("Take it out", () => app.edit(["note", note.id], null), { name: `unnote:${note.id}` })));
}
