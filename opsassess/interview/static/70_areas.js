// The areas on the left, in the order of the session, each with its progress; the open one lists its items.

function areasView(app) {
  const list = h("ul", { class: "oa-area-list" });
  const extras = h("div", { class: "oa-area-extras" });
  const el = h("nav", { class: "oa-areas", "aria-label": "Questions" }, extras, list);
  const update = () =>
    keepFocus(el, () => {
      refill(extras, extraButtons(app));
      refill(
        list,
        app.book.areas().map((area) => areaEntry(app, area)),
      );
    });
  const reveal = () => {
    const current = list.querySelector("[aria-current]");
    if (!current || !el.clientHeight) return;
    const gap = current.getBoundingClientRect().top - el.getBoundingClientRect().top;
    if (gap < 40 || gap > el.clientHeight - 60) el.scrollTop += gap - el.clientHeight / 3;
  };
  return { el, update, reveal };
}

function extraButtons(app) {
  const { shown } = app.book;
  const open = (view) => (event) => (event.preventDefault(), app.walk.show(view));
  const entry = (view, words, aside) =>
    h(
      "button",
      {
        type: "button",
        class: "oa-extra",
        "data-key": `view:${view}`,
        "aria-current": app.ui.view === view ? "page" : null,
        onclick: open(view),
      },
      h("span", {}, words),
      h("span", { class: "oa-faint" }, aside),
    );
  const inbox = app.isPresenter() ? 0 : app.book.notesOf(null).length;
  return [
    entry("people", "People", String(shown.respondents.length || "")),
    entry("profile", "Profile", ""),
    !app.isHidden(["summary"]) && entry("summary", "Summary", `as of ${dayWords(shown.as_of)}`),
    app.mode.interview === "compare" &&
      entry("compare", "Differences", String(app.book.derived.differences?.length ?? 0)),
    shown.promised?.length > 0 && entry("promises", "Will be sent", String(shown.promised.length)),
    inbox > 0 && entry("inbox", "Quick notes", String(inbox)),
  ];
}

function areaEntry(app, area) {
  const items = app.book.itemsOf(area.id).filter((item) => app.book.applies(item) === true);
  const done = items.filter((item) => !app.isUnanswered(item)).length;
  const open = app.ui.openArea === area.id;
  const planned = items.reduce((sum, item) => sum + app.book.form.items[item].minutes, 0);
  const used = app.timer.used(area.id);
  const heading = h(
    "button",
    {
      type: "button",
      class: "oa-area",
      "aria-expanded": String(open),
      "data-key": `area:${area.id}`,
      "aria-label": `${area.title}: ${done} of ${items.length} answered, ${used} of ${Math.round(planned)} minutes used`,
      onclick: () => app.walk.toggleArea(area.id),
    },
    h("span", { class: "oa-area-title" }, area.title),
    h("span", { class: "oa-area-count" }, items.length ? `${done}/${items.length}` : "–"),
    h(
      "span",
      { class: "oa-bar", "aria-hidden": "true" },
      h("span", { style: `width: ${items.length ? (100 * done) / items.length : 0}%` }),
    ),
    h(
      "span",
      { class: used > planned ? "oa-area-time oa-over" : "oa-area-time" },
      `${used ? `${used} of ` : ""}${Math.round(planned)} min`,
    ),
  );
  return h("li", { class: open ? "oa-open" : "" }, heading, open && itemList(app, area));
}

function itemList(app, area) {
  const all = app.book.itemsOf(area.id);
  const asked = all.filter((item) => app.book.applies(item) === true || item === app.ui.item);
  const away = all.length - asked.length;
  return h(
    "ul",
    { class: "oa-item-list" },
    area.takes_modes &&
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "oa-item-link oa-matrix-link",
            "data-key": "view:matrix",
            "aria-current": app.ui.view === "matrix" ? "page" : null,
            onclick: () => app.walk.show("matrix"),
          },
          "All failures in one table",
        ),
      ),
    asked.map((item) => h("li", {}, itemLink(app, item))),
    (away > 0 || app.ui.showAway) &&
      h(
        "li",
        {},
        h(
          "details",
          { class: "oa-away" },
          h("summary", { "data-key": `away:${area.id}` }, `${count(away, "does", "do")} not apply`),
          h(
            "ul",
            {},
            all.filter((item) => !asked.includes(item)).map((item) => h("li", {}, itemLink(app, item))),
          ),
        ),
      ),
  );
}

function itemLink(app, item) {
  const entry = app.book.form.items[item];
  const applies = app.book.applies(item);
  const ratings = app.voices.sidesOf(item).map((side) => app.book.rating(item, app.voices.of(item, side)));
  const marks = ratings.map((rating) => (isBlank(rating) ? "·" : rating === DONT_KNOW ? "?" : String(rating)));
  const current = app.ui.view === "item" && app.ui.item === item;
  const said = ratings.map((rating) => ratingWords(rating, app.book.form)).join(", ");
  const must = entry.gates.length > 0;
  return h(
    "button",
    {
      type: "button",
      class: `oa-item-link${applies === true ? "" : " oa-not-asked"}`,
      "data-key": `item:${item}`,
      "aria-current": current ? "true" : null,
      title: applies === true ? entry.title : applies,
      onclick: () => app.walk.go(item, { focus: true }),
      "aria-label": `${entry.title}${must ? ", must-have" : ""}: ${app.isPresenter() ? (app.isUnanswered(item) ? "open" : "answered") : said}`,
    },
    h(
      "span",
      { class: "oa-item-title" },
      entry.title,
      must && h("span", { class: "oa-must", "aria-hidden": "true" }, " ◆"),
    ),
    h(
      "span",
      { class: "oa-marks", "aria-hidden": "true" },
      app.isPresenter()
        ? app.isUnanswered(item)
          ? "·"
          : "✓"
        : marks.map((mark) => h("span", { class: mark === "·" ? "oa-faint" : "" }, mark)),
    ),
  );
}
