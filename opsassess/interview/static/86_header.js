// The line at the top: whose agent, who speaks, what can be done, and whether all is saved.

function headerView(app) {
  const title = h("h2", { class: "oa-title" });
  const voices = h("div", { class: "oa-voices", role: "group", "aria-label": "Who answers" });
  const tools = h("div", { class: "oa-tools" });
  const status = h("p", { class: "oa-status", role: "status", "aria-live": "off" });
  const attention = h("div", { class: "oa-attention" });
  const el = h("div", { class: "oa-top" }, title, voices, tools, h("div", { class: "oa-state" }, status, attention));
  const update = () =>
    keepFocus(el, () => {
      const { agent, client } = app.book.shown;
      refill(title, h("span", {}, agent), h("span", { class: "oa-faint" }, `  ${client}`));
      title.title = `${agent}, ${client}`;
      refill(voices, voicePicks(app));
      refill(tools, toolButtons(app));
    });
  /** Only trouble and its end are said aloud. */
  const tellMood = ({ text, mood }) => {
    const wasTold = ["waiting", "trouble"].includes(status.dataset.mood);
    status.dataset.mood = mood;
    if (["waiting", "trouble"].includes(mood) || (mood === "calm" && wasTold)) setText(app.live, text);
  };
  const updateStatus = () => {
    const words = app.status();
    setText(status, words.text);
    if (status.dataset.mood !== words.mood) tellMood(words);
    const needy = app.needy();
    const text =
      needy === 0
        ? ""
        : words.text === needyWords(needy)
          ? "Show"
          : `Show the ${needy === 1 ? "one" : needy} that ${needyWords(needy).slice(String(needy).length + 1)}`;
    if (attention.textContent !== text)
      keepFocus(attention, () =>
        fill(attention, text && button(text, () => app.walk.toAttention(), { kind: "alert", name: "attention" })),
      );
  };
  return { el, update, updateStatus };
}

const nameAndLeft = (app, id) => [app.book.nameOf(id), app.book.leftWords(id)].filter(Boolean).join(", ");

function voicePicks(app) {
  if (app.mode.interview === "blind")
    return h("span", { class: "oa-voice-alone" }, `${nameAndLeft(app, app.mode.respondent)} answers alone`);
  return SIDES.map((side) => {
    const people = app.voices.candidates(side);
    if (!people.length) return null;
    const pick = h(
      "select",
      {
        class: "oa-voice",
        "aria-label": side === "operator" ? "Operator side" : "Builder",
        "data-key": `voice:${side}`,
        onchange: () => app.voices.pick(side, pick.value),
      },
      people.map((person) =>
        h("option", { value: person.id, selected: person.id === app.voices.chosen[side] }, nameAndLeft(app, person.id)),
      ),
    );
    return h(
      "label",
      { class: app.voices.side === side ? "oa-voice-box oa-speaks" : "oa-voice-box" },
      h("span", { class: "oa-faint" }, side === "operator" ? "operator side" : "builder"),
      pick,
    );
  });
}

function toolButtons(app) {
  const mode = { joint: "Together", blind: "Alone", compare: "Compare" }[app.mode.interview];
  return [
    h(
      "span",
      { class: "oa-only-narrow" },
      button("Questions", () => app.fold("areas", "oa-show-areas"), { name: "tool:areas" }),
    ),
    button("Jump", () => app.open("jump"), { key: "/", name: "tool:jump" }),
    button("Note", () => app.open("note"), { key: "Q", name: "tool:note", disabled: app.isPresenter() }),
    button("Time", () => app.open("time"), { key: "T", name: "tool:time" }),
    button("Undo", () => app.changes.undo(), {
      key: "Z",
      name: "tool:undo",
      disabled: app.changes.undoing.length === 0,
    }),
    button(app.isPresenter() ? `${mode}, presenter` : mode, () => app.open("mode"), {
      key: "M",
      name: "tool:mode",
      label: `Mode: ${mode}${app.isPresenter() ? ", presenter" : ""}`,
    }),
    button("Keys", () => app.open("help"), { key: "?", name: "tool:help" }),
  ];
}
