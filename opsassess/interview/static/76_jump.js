// Jump anywhere by typing a few letters: questions first, then what can be done.

/**
 * How well a query fits a text; 0: not at all. A piece of the text is best, above all at the start of a word; then each word of the
 * query as the beginning of a word; then the letters in order, in texts that are short enough for that to mean something.
 */
function fuzzy(query, text) {
  const wanted = query.toLowerCase().trim();
  const words = text.toLowerCase();
  const at = words.indexOf(wanted);
  if (at >= 0) return at === 0 || " _.-:“(".includes(words[at - 1]) ? 100 : 80;
  const starts = words.split(/[^\p{L}\p{N}]+/u);
  if (wanted.split(/\s+/).every((part) => starts.some((word) => word.startsWith(part)))) return 70;
  if (words.length > 60 || wanted.length < 2) return 0;
  let place = -1;
  for (const letter of wanted.replace(/\s+/g, "")) {
    place = words.indexOf(letter, place + 1);
    if (place < 0) return 0;
  }
  return 30 - (place + 1) / 10;
}

/** The entries that fit, the best first; letters that only happen to be there count where nothing better does. */
function fitting(entries, query) {
  const scored = entries.map((entry) => ({
    entry,
    score: Math.max(fuzzy(query, entry.words) * 2, fuzzy(query, entry.find)),
  }));
  const least = scored.some(({ score }) => score >= 70) ? 70 : 1;
  return scored
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}

function jumpEntries(app) {
  const { form } = app.book;
  const titles = Object.fromEntries(form.areas.map((area) => [area.id, area.title]));
  const items = app.book
    .order()
    .filter((item) => app.book.applies(item) === true || app.ui.item === item)
    .map((item) => ({
      words: form.items[item].title,
      aside: titles[areaOf(item)],
      find: `${titles[areaOf(item)]} ${item.split(".")[1].replaceAll("_", " ")} ${form.items[item].ask}`,
      run: () => app.walk.go(item, { focus: true }),
    }));
  const commands = KEYS.filter((key) => key.run && key.words && !key.noCommand).map((key) => ({
    words: key.words,
    aside: key.shown[0],
    find: key.words,
    run: () => key.run(app),
  }));
  const views = [
    ["people", "People"],
    ["profile", "Profile"],
    ["matrix", "All failures in one table"],
    ["promises", "Who sends what"],
  ].map(([view, words]) => ({ words, aside: "", find: words, run: () => app.walk.show(view) }));
  return [...items, ...views, ...commands];
}

function jumpDialog(app) {
  const listId = newId("jump");
  const input = h("input", {
    type: "text",
    class: "oa-input oa-jump",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": listId,
    "aria-label": "Jump to",
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "Letters of a question, an area or a command",
  });
  const list = h("ul", { class: "oa-jump-list", role: "listbox", id: listId, "aria-label": "What fits", tabIndex: -1 });
  const entries = jumpEntries(app);
  let found = [];
  let at = 0;
  const choose = (entry) => {
    app.closeDialog();
    entry?.run();
  };
  const mark = () => {
    [...list.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === at)));
    input.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const update = () => {
    const query = input.value.trim();
    found = (query ? fitting(entries, query) : entries).slice(0, 40);
    at = 0;
    fill(
      list,
      found.map((entry, place) =>
        h(
          "li",
          { role: "option", id: `${listId}-${place}`, onclick: () => choose(entry) },
          h("span", {}, entry.words),
          h("span", { class: "oa-faint" }, entry.aside),
        ),
      ),
    );
    mark();
  };
  input.addEventListener("input", update);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      at = (at + step + found.length) % found.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(found[at]);
    }
  });
  openDialog(app, { title: "Jump to", body: [input, list], focus: input });
  update();
}
