// Dialogs: one at a time, native, closed by Escape; the focus goes back to where it was.

function openDialog(app, { title, body, actions = [], wide = false, focus, onclose }) {
  app.closeDialog();
  const before = document.activeElement;
  const headingId = newId("dialog");
  const close = () => dialog.close();
  const dialog = h(
    "dialog",
    { class: wide ? "oa-dialog oa-wide" : "oa-dialog", "aria-labelledby": headingId },
    h("form", {
      method: "dialog",
      onsubmit: (event) => {
        event.preventDefault();
        actions.find((action) => action.primary)?.run(close);
      },
    },
    h("div", { class: "oa-dialog-head" }, h("h3", { id: headingId, tabIndex: -1 }, title), button("×", close, { kind: "icon", label: "Close" })),
    h("div", { class: "oa-dialog-body" }, body),
    actions.length > 0 && h("div", { class: "oa-dialog-actions" }, actions.map((action) => h("button", {
      type: action.primary ? "submit" : "button", class: `oa-button ${action.primary ? "oa-primary" : "oa-quiet"}`, onclick: action.primary ? undefined : () => action.run(close),
    }, action.words)))),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (app.dialog === dialog) app.dialog = null;
    onclose?.();
    if (!app.root.contains(document.activeElement) || document.activeElement === app.root) (app.root.contains(before) ? before : app.root).focus({ preventScroll: true });
  });
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    actions.find((action) => action.primary)?.run(close);
  });
  app.dialog = dialog;
  app.root.append(dialog);
  dialog.showModal();
  const first = ["input, textarea, select", ".oa-primary", "h3"].map((kind) => dialog.querySelector(kind)).find(Boolean);
  (focus === null ? dialog.querySelector("h3") : (focus ?? first)).focus();
  return dialog;
}

const labelled = (title, control, hint) =>
  h("label", { class: "oa-part" }, h("span", { class: "oa-part-title" }, title, hint && h("span", { class: "oa-faint" }, `  ${hint}`)), control.el);

/** Names to choose from while typing: the people of the session. */
function peopleList(app) {
  const id = newId("people");
  return { id, el: h("datalist", { id }, app.book.shown.respondents.map((person) => h("option", { value: person.name }))) };
}

// --- will send ----------------------------------------------------------------------------------------------------------

function promiseDialog(app, item) {
  const entry = app.book.form.items[item];
  const people = peopleList(app);
  const what = textControl({ label: "What", long: true });
  const who = textControl({ label: "Who", list: people.id });
  const by = dateControl({ label: "By when" });
  what.write(entry.evidence.E2 ?? entry.evidence.E1 ?? "");
  who.write(app.book.person(app.speaker(item))?.name ?? "");
  const error = h("p", { class: "oa-error", role: "alert" });
  const run = (close) => {
    if (!what.read()?.trim() || !who.read()?.trim()) return setText(error, "Say what will be sent, and who sends it.");
    app.edit(["promise", item, what.read().trim()], { who: who.read().trim(), by: by.read() });
    app.say(`${who.read()} will send it.`);
    close();
  };
  openDialog(app, {
    title: "Will be sent",
    body: [h("p", { class: "oa-muted" }, entry.title), labelled("What", what), h("div", { class: "oa-across" }, labelled("Who", who), labelled("By when", by, "empty: to be agreed")), people.el, error],
    actions: [{ words: "Write it down", primary: true, run }, { words: "Cancel", run: (close) => close() }],
    focus: what.el,
  });
  what.el.select();
}

// --- nothing here exists --------------------------------------------------------------------------------------------------

function nothingDialog(app, item) {
  const area = app.book.form.areas.find((one) => one.id === areaOf(item));
  const voiceOf = (id) => app.speaker(id);
  const items = app.book.itemsOf(area.id).filter((id) => voiceOf(id) && app.book.isOpen(id, voiceOf(id)));
  const who = [...new Set(items.map(voiceOf))].map((id) => app.book.nameOf(id));
  const run = (close) => {
    app.editAll(items.map((id) => [["answer", id, voiceOf(id), "rating"], 0]), `${count(items.length, "answer")} in ${area.title}`);
    app.say(`${count(items.length, "question")} answered with 0.`);
    close();
  };
  openDialog(app, {
    title: "Nothing here exists",
    body: items.length
      ? [h("p", {}, `${listed(who)} says that nothing of this is there. ${count(items.length, "open question")} in “${area.title}” will be answered with 0, absent:`),
         h("ul", { class: "oa-plain-list" }, items.map((id) => h("li", {}, app.book.form.items[id].title)))]
      : [h("p", {}, `No question in “${area.title}” is open for ${app.book.nameOf(app.speaker(item))}.`)],
    actions: items.length ? [{ words: `Answer ${items.length} with 0`, primary: true, run }, { words: "Cancel", run: (close) => close() }] : [],
  });
}

// --- does not apply -------------------------------------------------------------------------------------------------------

function awayDialog(app, item) {
  const entry = app.book.form.items[item];
  if (entry.critical || entry.gates.length) return app.say("Critical questions and must-haves cannot be declared away.");
  const people = peopleList(app);
  const reason = textControl({ label: "Why it does not apply", long: true });
  const approver = textControl({ label: "Who approves that", list: people.id });
  const error = h("p", { class: "oa-error", role: "alert" });
  const run = (close) => {
    if (!reason.read()?.trim() || !approver.read()?.trim()) return setText(error, "Both are needed: why, and who approves it.");
    app.edit(["not_applicable", item], { reason: reason.read().trim(), approver: approver.read().trim() });
    close();
  };
  return openDialog(app, {
    title: "Does not apply",
    body: [h("p", { class: "oa-muted" }, entry.title), labelled("Why", reason, "“not in our hands” is no reason"), labelled("Approved by", approver), people.el, error],
    actions: [{ words: "Take it out of the scores", primary: true, run }, { words: "Cancel", run: (close) => close() }],
  });
}

// --- history --------------------------------------------------------------------------------------------------------------

function historyDialog(app, item) {
  const list = h("ol", { class: "oa-history" }, h("li", { class: "oa-muted" }, "Asking…"));
  app.onHistory = (message) => {
    if (message.item !== item) return;
    const { form } = app.book;
    fill(list, message.entries.length ? [...message.entries].reverse().map((entry) =>
      h("li", {}, h("span", { class: "oa-faint" }, `${dayWords(entry.at?.slice(0, 10))} ${clockWords(entry.at)}`),
        h("span", {}, h("b", {}, entry.who), ` ${FIELD_WORDS[entry.target[3]] ?? entry.target[0].replaceAll("_", " ")}: `, valueWords(entry.value, form, entry.target[3]),
          entry.contested && h("i", {}, " (not taken over)")))) : h("li", { class: "oa-muted" }, "Nothing was said yet."));
  };
  openDialog(app, { title: `History: ${app.book.form.items[item].title}`, body: [list], wide: true, onclose: () => (app.onHistory = null) });
  app.link.send({ type: "history", item });
}

// --- quick notes ----------------------------------------------------------------------------------------------------------

function noteDialog(app) {
  const { item } = app.ui;
  const text = textControl({ label: "Quick note", long: true, placeholder: "What you heard. Enter keeps it." });
  const here = h("input", { type: "checkbox" });
  const run = (close) => {
    if (text.read()?.trim()) {
      app.edit(["note", newId("note")], { text: text.read().trim(), item: here.checked ? item : null });
      app.say("Noted.");
    }
    close();
  };
  openDialog(app, {
    title: "Quick note",
    body: [text.el, item && h("label", { class: "oa-check" }, here, h("span", {}, `It belongs to “${app.book.form.items[item].title}”`)), h("p", { class: "oa-muted" }, "Private. Without a question it goes to the inbox.")],
    actions: [{ words: "Keep it", primary: true, run }],
    focus: text.el,
  });
}

// --- minutes left ---------------------------------------------------------------------------------------------------------

function timeDialog(app) {
  const minutes = numberControl({ label: "Minutes left" });
  minutes.write(app.ui.minutesLeft ?? 15);
  const list = h("ol", { class: "oa-plan" });
  const words = h("p", {});
  const chosen = () => fitting(app, Number(minutes.read()) || 0);
  const update = () => {
    const { fits, later } = chosen();
    const line = (item, out) => h("li", { class: out ? "oa-faint" : "" }, app.book.form.items[item].title, h("span", { class: "oa-faint" }, `  ${app.book.form.items[item].minutes} min`));
    setText(words, fits.length + later.length === 0 ? "Every must-have has been asked." : `${count(fits.length, "must-have question")} ${fits.length === 1 ? "fits" : "fit"}${later.length ? `, ${later.length} ${later.length === 1 ? "does" : "do"} not` : ""}.`);
    fill(list, fits.map((item) => line(item, false)), later.map((item) => line(item, true)));
  };
  minutes.el.addEventListener("input", update);
  update();
  const run = (close) => {
    app.ui.minutesLeft = Number(minutes.read()) || 0;
    app.ui.plan = chosen().fits;
    close();
    if (app.ui.plan.length) app.go(app.ui.plan[0], { focus: true });
  };
  openDialog(app, {
    title: "Minutes left",
    body: [labelled("Minutes", minutes), words, list],
    actions: [{ words: "Ask these next", primary: true, run }, { words: "Back to the usual order", run: (close) => ((app.ui.plan = []), app.refresh(), close()) }],
    focus: minutes.el,
  });
  minutes.el.select();
}

function fitting(app, minutes) {
  const open = (app.book.derived.must_haves_open ?? []).filter((item) => app.book.form.items[item] && app.isUnanswered(item));
  let left = minutes;
  const fits = open.filter((item) => app.book.form.items[item].minutes <= left && ((left -= app.book.form.items[item].minutes), true));
  return { fits, later: open.filter((item) => !fits.includes(item)) };
}

// --- modes ----------------------------------------------------------------------------------------------------------------

function modeDialog(app) {
  const people = app.book.shown.respondents;
  const modes = [
    { id: "joint", title: "Together", meaning: "operator and builder in one call; both ratings side by side" },
    { id: "blind", title: "Alone", meaning: "one person answers and sees nobody else’s answers" },
    { id: "compare", title: "Compare", meaning: "walks through what they answered differently" },
  ];
  const group = newId("mode");
  const radios = modes.map((mode) => h("input", { type: "radio", name: group, value: mode.id }));
  radios.forEach((radio, place) => (radio.checked = modes[place].id === app.mode.interview));
  const who = selectControl({ label: "Who answers alone", options: people.map((person) => ({ id: person.id, title: person.name })), blank: "choose a person" });
  who.write(app.mode.respondent ?? app.speaker(app.ui.item) ?? null);
  const whoBox = labelled("Who", who);
  const presenter = h("input", { type: "checkbox" });
  presenter.checked = app.isPresenter();
  const error = h("p", { class: "oa-error", role: "alert" });
  const chosen = () => radios.find((radio) => radio.checked)?.value ?? "joint";
  const update = () => (whoBox.hidden = chosen() !== "blind");
  radios.forEach((radio) => radio.addEventListener("input", update));
  update();
  const run = (close) => {
    if (chosen() === "blind" && !who.read()) return setText(error, "Choose who answers.");
    app.setMode({ interview: chosen(), respondent: chosen() === "blind" ? who.read() : null, presenter: presenter.checked });
    close();
  };
  openDialog(app, {
    title: "How we talk",
    body: [
      h("div", { role: "radiogroup", "aria-label": "Mode", class: "oa-choices" }, modes.map((mode, place) => h("label", { class: "oa-check" }, radios[place], h("span", {}, h("b", {}, mode.title), h("span", { class: "oa-muted" }, ` ${mode.meaning}`))))),
      whoBox,
      h("label", { class: "oa-check oa-apart" }, presenter, h("span", {}, h("b", {}, "Presenter"), h("span", { class: "oa-muted" }, " the screen is shared: no scores, no private notes"))),
      error,
    ],
    actions: [{ words: "Use this", primary: true, run }, { words: "Cancel", run: (close) => close() }],
    focus: radios.find((radio) => radio.checked),
  });
}

// --- help -----------------------------------------------------------------------------------------------------------------

function helpDialog(app) {
  const single = h("input", { type: "checkbox" });
  single.checked = app.ui.singleKeys;
  single.addEventListener("input", () => app.setSingleKeys(single.checked));
  const groups = [...new Set(KEYS.filter((key) => key.group).map((key) => key.group))];
  openDialog(app, {
    title: "Keys",
    wide: true,
    body: [
      h("p", { class: "oa-muted" }, "Single keys work outside of text fields. Escape leaves a field."),
      h("div", { class: "oa-keys" }, groups.map((group) => h("section", {}, h("h4", {}, group), h("dl", {}, KEYS.filter((key) => key.group === group && !key.hidden).map((key) => [
        h("dt", {}, key.shown.map((one) => h("kbd", {}, one))), h("dd", {}, key.words)]))))),
      h("label", { class: "oa-check oa-apart" }, single, h("span", {}, "Single keys are on")),
    ],
    focus: null,
  });
}
