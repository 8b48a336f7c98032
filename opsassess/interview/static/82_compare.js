// What people answered differently, one after the other, the widest difference first.

function compareView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 });
  const body = h("div", {});
  const el = h("article", { class: "oa-item oa-compare", "aria-label": "Differences" }, heading, body);
  const update = () =>
    keepFocus(el, () => {
      const found = app.book.derived.differences ?? [];
      app.ui.difference = Math.max(0, Math.min(app.ui.difference, found.length - 1));
      if (!found.length) {
        setText(
          heading,
          app.book.derived.differences
            ? "No two answers differ."
            : "Differences are not shown while the screen is shared.",
        );
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
    h(
      "p",
      { class: "oa-crumbs" },
      h("span", {}, `Difference ${app.ui.difference + 1} of ${of}`),
      h("b", {}, entry.title),
      h("span", { class: "oa-tag" }, `${count(levels, "level")} apart`),
    ),
    h(
      "p",
      { class: "oa-why" },
      "The lowest counts until something was looked at. Ask what could be looked at, not who is right.",
    ),
    h(
      "div",
      { class: "oa-sides" },
      respondents.map((who) => differenceSide(app, item, who)),
    ),
    h(
      "div",
      { class: "oa-next" },
      button("Will send…", () => ((app.ui.item = item), app.open("promise")), { name: "difference:promise" }),
      button("To the question", () => app.walk.go(item, { focus: true }), { name: "difference:go" }),
    ),
  ];
}

function differenceSide(app, item, who) {
  const { form } = app.book;
  const entry = form.items[item];
  const answer = app.book.answer(item, who);
  const person = app.book.person(who);
  const level = typeof answer.rating === "number" ? entry.levels[answer.rating] : "Nothing known.";
  const line = (title, words) =>
    words && h("div", { class: "oa-side-part" }, h("span", { class: "oa-part-title" }, title), words);
  return h(
    "section",
    { class: "oa-side", "aria-label": person?.name ?? who },
    h("h4", {}, person?.name ?? who, h("span", { class: "oa-faint" }, `  ${listed(person?.roles ?? [])}`)),
    h("p", { class: "oa-side-rating" }, ratingWords(answer.rating, form)),
    h("p", {}, level),
    line(
      "What was seen",
      answer.evidence?.length > 0 &&
        h(
          "ul",
          {},
          answer.evidence.map((seen) =>
            h(
              "li",
              {},
              h("b", {}, seen.level),
              ` ${[seen.what, seen.where, dayWords(seen.date)].filter(Boolean).join(", ")}`,
            ),
          ),
        ),
    ),
    line("Said", !isBlank(answer.content) && contentShown(answer.content, entry.content)),
    line("Note", answer.note),
  );
}
