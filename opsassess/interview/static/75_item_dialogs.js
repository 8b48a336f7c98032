// What is asked about one question: a promise, an area where nothing exists, an exemption, the history.

// --- will send ----------------------------------------------------------------------------------------------------------

function promiseDialog(app, item) {
  const entry = app.book.form.items[item];
  const people = peopleList(app);
  const what = textControl({ label: "What", long: true });
  const who = textControl({ label: "Who", list: people.id });
  const by = dateControl({ label: "By when" });
  what.write(entry.evidence.E2 ?? entry.evidence.E1 ?? "");
  who.write(app.book.person(app.voices.speaker(item))?.name ?? "");
  const error = h("p", { class: "oa-error", role: "alert" });
  const run = (close) => {
    if (!what.read()?.trim() || !who.read()?.trim()) return setText(error, "Say what will be sent, and who sends it.");
    app.changes.edit(["promise", item, what.read().trim()], { who: who.read().trim(), by: by.read() });
    app.say(`${who.read()} will send it.`);
    close();
  };
  openDialog(app, {
    title: "Will be sent",
    body: [
      h("p", { class: "oa-muted" }, entry.title),
      labelled("What", what),
      h("div", { class: "oa-across" }, labelled("Who", who), labelled("By when", by, "empty: to be agreed")),
      people.el,
      error,
    ],
    actions: [
      { words: "Write it down", primary: true, run },
      { words: "Cancel", run: (close) => close() },
    ],
    focus: what.el,
  });
  what.el.select();
}

// --- nothing here exists --------------------------------------------------------------------------------------------------

function nothingDialog(app, item) {
  const area = app.book.form.areas.find((one) => one.id === areaOf(item));
  const voiceOf = (id) => app.voices.speaker(id);
  const left = app.book.leftWords(voiceOf(item));
  if (left) return app.say(`${app.book.nameOf(voiceOf(item))} ${left}. Choose at the top who answers now.`);
  const items = app.book
    .itemsOf(area.id)
    .filter((id) => voiceOf(id) && !app.book.leftWords(voiceOf(id)) && app.book.isOpen(id, voiceOf(id)));
  const who = [...new Set(items.map(voiceOf))].map((id) => app.book.nameOf(id));
  const run = (close) => {
    app.changes.editAll(
      items.map((id) => [["answer", id, voiceOf(id), "rating"], 0]),
      `${count(items.length, "answer")} in ${area.title}`,
    );
    app.say(`${count(items.length, "question")} answered with 0.`);
    close();
  };
  return openDialog(app, {
    title: "Nothing here exists",
    body: items.length
      ? [
          h(
            "p",
            {},
            `${listed(who)} says that nothing of this is there. ${count(items.length, "open question")} in “${area.title}” will be answered with 0, absent:`,
          ),
          h(
            "ul",
            { class: "oa-plain-list" },
            items.map((id) => h("li", {}, app.book.form.items[id].title)),
          ),
        ]
      : [h("p", {}, `No question in “${area.title}” is open for ${app.book.nameOf(app.voices.speaker(item))}.`)],
    actions: items.length
      ? [
          { words: `Answer ${items.length} with 0`, primary: true, run },
          { words: "Cancel", run: (close) => close() },
        ]
      : [],
  });
}

// --- does not apply -------------------------------------------------------------------------------------------------------

function awayDialog(app, item) {
  const entry = app.book.form.items[item];
  if (entry.critical || entry.gates.length)
    return app.say("Critical questions and must-haves cannot be declared away.");
  const people = peopleList(app);
  const reason = textControl({ label: "Why it does not apply", long: true });
  const approver = textControl({ label: "Who approves that", list: people.id });
  const error = h("p", { class: "oa-error", role: "alert" });
  const run = (close) => {
    if (!reason.read()?.trim() || !approver.read()?.trim())
      return setText(error, "Both are needed: why, and who approves it.");
    app.changes.edit(["not_applicable", item], { reason: reason.read().trim(), approver: approver.read().trim() });
    close();
  };
  return openDialog(app, {
    title: "Does not apply",
    body: [
      h("p", { class: "oa-muted" }, entry.title),
      labelled("Why", reason, "“not in our hands” is no reason"),
      labelled("Approved by", approver),
      people.el,
      error,
    ],
    actions: [
      { words: "Take it out of the scores", primary: true, run },
      { words: "Cancel", run: (close) => close() },
    ],
  });
}

// --- history --------------------------------------------------------------------------------------------------------------

/** What an entry is about: a key of an answer, or a part by its kind and, where it is known by them, its words. */
const partWords = ([kind, , words, key]) =>
  FIELD_WORDS[key] ?? `${kind.replaceAll("_", " ")}${words ? ` “${words}”` : ""}`;

function historyDialog(app, item) {
  const list = h("ol", { class: "oa-history" }, h("li", { class: "oa-muted" }, "Asking…"));
  app.onHistory = (message) => {
    if (message.item !== item) return;
    const { form } = app.book;
    fill(
      list,
      message.entries.length
        ? [...message.entries]
            .reverse()
            .map((entry) =>
              h(
                "li",
                {},
                h("span", { class: "oa-faint" }, momentWords(entry.at)),
                h(
                  "span",
                  {},
                  h("b", {}, entry.who),
                  ` ${partWords(entry.target)}: `,
                  isBlank(entry.value) && entry.target[0] !== "answer"
                    ? "taken out"
                    : entry.target[3] === "content"
                      ? contentShown(entry.value, form.items[item].content)
                      : valueWords(entry.value, form, entry.target[3]) || "written down",
                  entry.contested && h("i", {}, " (not taken over)"),
                ),
              ),
            )
        : h("li", { class: "oa-muted" }, "Nothing was said yet."),
    );
  };
  openDialog(app, {
    title: `History: ${app.book.form.items[item].title}`,
    body: [list],
    wide: true,
    onclose: () => (app.onHistory = null),
  });
  app.link.send({ type: "history", item });
}
