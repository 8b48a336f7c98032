// What is asked about the session: a quick note, the minutes left, how we talk, the keys.

// --- quick notes ----------------------------------------------------------------------------------------------------------

function noteDialog(app) {
  const { item } = app.ui;
  const text = textControl({ label: "Quick note", long: true, placeholder: "What you heard. Enter keeps it." });
  const here = h("input", { type: "checkbox" });
  const run = (close) => {
    if (text.read()?.trim()) {
      app.changes.edit(["note", newId("note")], { text: text.read().trim(), item: here.checked ? item : null });
      app.say("Noted.");
    }
    close();
  };
  openDialog(app, {
    title: "Quick note",
    body: [
      text.el,
      item &&
        h("label", { class: "oa-check" }, here, h("span", {}, `It belongs to “${app.book.form.items[item].title}”`)),
      h("p", { class: "oa-muted" }, "Private. Without a question it goes to the inbox."),
    ],
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
  const chosen = () => fittingIn(app, Number(minutes.read()) || 0);
  const update = () => {
    const { fits, later } = chosen();
    const line = (item, out) =>
      h(
        "li",
        { class: out ? "oa-faint" : "" },
        app.book.form.items[item].title,
        h("span", { class: "oa-faint" }, `  ${app.book.form.items[item].minutes} min`),
      );
    setText(
      words,
      fits.length + later.length === 0
        ? "Every must-have has been asked."
        : `${count(fits.length, "must-have question")} ${fits.length === 1 ? "fits" : "fit"}${later.length ? `, ${later.length} ${later.length === 1 ? "does" : "do"} not` : ""}.`,
    );
    fill(
      list,
      fits.map((item) => line(item, false)),
      later.map((item) => line(item, true)),
    );
  };
  minutes.el.addEventListener("input", update);
  update();
  const run = (close) => {
    app.ui.minutesLeft = Number(minutes.read()) || 0;
    app.ui.plan = chosen().fits;
    close();
    if (app.ui.plan.length) app.walk.go(app.ui.plan[0], { focus: true });
  };
  openDialog(app, {
    title: "Minutes left",
    body: [labelled("Minutes", minutes), words, list],
    actions: [
      { words: "Ask these next", primary: true, run },
      { words: "Back to the usual order", run: (close) => ((app.ui.plan = []), app.refresh(), close()) },
    ],
    focus: minutes.el,
  });
  minutes.el.select();
}

function fittingIn(app, minutes) {
  const open = (app.book.derived.must_haves_open ?? []).filter(
    (item) => app.book.form.items[item] && app.isUnanswered(item),
  );
  let left = minutes;
  const fits = open.filter(
    (item) => app.book.form.items[item].minutes <= left && ((left -= app.book.form.items[item].minutes), true),
  );
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
  const who = selectControl({
    label: "Who answers alone",
    options: people.map((person) => ({ id: person.id, title: person.name })),
    blank: "choose a person",
  });
  who.write(app.mode.respondent ?? app.voices.speaker(app.ui.item) ?? null);
  const whoBox = labelled("Who", who);
  const presenter = h("input", { type: "checkbox", disabled: app.mode.shared });
  presenter.checked = app.isPresenter();
  const error = h("p", { class: "oa-error", role: "alert" });
  const chosen = () => radios.find((radio) => radio.checked)?.value ?? "joint";
  const update = () => (whoBox.hidden = chosen() !== "blind");
  radios.forEach((radio) => radio.addEventListener("input", update));
  update();
  const run = (close) => {
    if (chosen() === "blind" && !who.read()) return setText(error, "Choose who answers.");
    app.setMode({
      interview: chosen(),
      respondent: chosen() === "blind" ? who.read() : null,
      presenter: presenter.checked,
    });
    close();
  };
  openDialog(app, {
    title: "How we talk",
    body: [
      h(
        "div",
        { role: "radiogroup", "aria-label": "Mode", class: "oa-choices" },
        modes.map((mode, place) =>
          h(
            "label",
            { class: "oa-check" },
            radios[place],
            h("span", {}, h("b", {}, mode.title), h("span", { class: "oa-muted" }, ` ${mode.meaning}`)),
          ),
        ),
      ),
      whoBox,
      h(
        "label",
        { class: "oa-check oa-apart" },
        presenter,
        h(
          "span",
          {},
          h("b", {}, "Presenter"),
          h("span", { class: "oa-muted" }, app.mode.shared
            ? " this screen is shared for good: scores and private notes are in JupyterLab"
            : " the screen is shared: no scores, no private notes"),
        ),
      ),
      h("p", { class: "oa-muted" }, "This holds in every window of this notebook. A window of your own needs a kernel of its own."),
      error,
    ],
    actions: [
      { words: "Use this", primary: true, run },
      { words: "Cancel", run: (close) => close() },
    ],
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
      h(
        "div",
        { class: "oa-keys" },
        groups.map((group) =>
          h(
            "section",
            {},
            h("h4", {}, group),
            h(
              "dl",
              {},
              KEYS.filter((key) => key.group === group && !key.hidden).map((key) => [
                h(
                  "dt",
                  {},
                  key.shown.map((one) => h("kbd", {}, one)),
                ),
                h("dd", {}, key.words),
              ]),
            ),
          ),
        ),
      ),
      h("label", { class: "oa-check oa-apart" }, single, h("span", {}, "Single keys are on")),
    ],
    focus: null,
  });
}
