// What goes into the runbook. In a joint session there is one field, and it knows whose words they are.

function contentOf(app, item) {
  const { content, example } = app.book.form.items[item];
  const target = () => app.voices.contentTarget(item);
  const place = h("div", {});
  const promptId = newId("prompt");
  let editing = null;
  let shape = null;

  const shapeOf = (value) => (isBlank(value) ? "blank" : Array.isArray(value) ? "list" : typeof value);
  const author = () => app.voices.authorOf(item);
  const rebuild = () => {
    const value = app.book.value(target());
    const control = contentControl(app.book.form.items[item], {
      value,
      label: content.prompt,
      name: "content",
      describedby: promptId,
    });
    editing = editor(app, target, control, { label: "the content" });
    fill(place, editing.el);
    shape = shapeOf(value);
  };
  const authors = h("div", { class: "oa-authors", role: "group", "aria-label": "Whose words" });
  const offer = h("div", {});
  const body = [
    h("p", { class: "oa-prompt", id: promptId }, content.prompt),
    offer,
    place,
    example && h("details", { class: "oa-details" }, h("summary", {}, "A good answer"), h("p", {}, example)),
  ];
  const short = app.isShort();
  const aside = h("div", { class: "oa-content-aside" }, authors);
  const part = section(
    "For the runbook",
    () => aside,
    short
      ? h(
          "details",
          { class: "oa-details oa-optional", "data-part": "content" },
          h("summary", {}, "Write it down now, if it is quick"),
          body,
        )
      : body,
    short && h("div", { class: "oa-later" }, builderList(app, item)),
  );
  const update = () => {
    if (!app.voices.authorOf(item)) return;
    const next = shapeOf(app.book.value(target()));
    const wrong = next !== shape && next !== "blank" && shape !== "blank";
    const texty = (one) => one === "string" || one === "number";
    if (!editing || wrong || (shape === "blank" && texty(next) !== fitsText(content.kind) && next !== "blank"))
      rebuild();
    else editing.update();
    if (next !== "blank") shape = next;
    keepFocus(aside, () => fill(authors, authorButtons(app, item, author())));
    fill(offer, offerOf(app, item, target()));
  };
  update();
  return {
    el: part.el,
    update,
    focus: () => {
      const details = part.el.querySelector("details.oa-optional");
      if (details) details.open = true;
      editing?.focus();
    },
  };
}

const fitsText = (kind) => ["text", "link", "date", "choice"].includes(kind);

function authorButtons(app, item, author) {
  const people = app.voices.authorsOf(item);
  if (people.length < 2) return people.length ? [h("span", {}, `said by ${app.book.nameOf(author)}`)] : [];
  return [
    h("span", {}, "said by "),
    people.map((id) =>
      h(
        "button",
        {
          type: "button",
          class: "oa-author",
          "aria-pressed": String(id === author),
          "data-key": `author:${id}`,
          onclick: () => app.voices.setAuthor(item, id),
        },
        firstName(app.book.nameOf(id)),
        app.voices.hasSaid(item, id) && id !== author
          ? h("span", { class: "oa-faint" }, " has said something")
          : null,
      ),
    ),
  ];
}

/** The same fact was asked elsewhere: it can be taken over. */
function offerOf(app, item, target) {
  const offered = app.book.derived.same_as?.[item];
  if (!offered || !isBlank(app.book.value(target))) return [];
  const title = app.book.form.items[offered.item]?.title ?? offered.item;
  const words = valueWords(offered.content, app.book.form);
  return [
    h(
      "div",
      { class: "oa-offer" },
      h(
        "p",
        {},
        `Said under “${title}” by ${app.book.nameOf(offered.respondent)}: ${words.length > 160 ? `${words.slice(0, 160)}…` : words}`,
      ),
      button(
        "Take it over",
        () =>
          app.changes.edit(["answer", item, offered.respondent, "content"], offered.content),
        { name: "take-over" },
      ),
    ),
  ];
}

/** In a short session the content can wait: it becomes something that the builder sends. */
function builderList(app, item) {
  return button("Goes to the builder’s list", () => app.changes.toBuilder(item), {
    key: "B",
    kind: "chip",
    name: "builder-list",
  });
}
