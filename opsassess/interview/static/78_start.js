// Before the first question: who is in the call, and the facts that decide what is asked.

function peopleView(app) {
  const first = app.book.shown.respondents.length === 0;
  const rows = h("div", { class: "oa-people", onfocusout: () => app.drawing || app.refresh() });
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, first ? "Who is in the call?" : "People");
  const nameId = newId("name");
  const name = h("input", {
    type: "text",
    class: "oa-input",
    id: nameId,
    autocomplete: "off",
    "data-key": "person:new",
  });
  /** The first is an operator; who else is there has to be said: often it is a second one, whose word counts. */
  const likely = () => (app.book.shown.respondents.length ? [] : ["operator"]);
  const roles = rolePicks("new", likely());
  const error = h("p", { class: "oa-error", role: "alert" });
  const add = () => {
    if (!name.value.trim()) return setText(error, "Write the name.");
    if (!roles.read().length) return setText(error, "Choose at least one role.");
    setText(error, "");
    app.changes.edit(["respondent", personId(app, name.value)], { name: name.value.trim(), roles: roles.read(), until: null });
    name.value = "";
    roles.write(likely());
    name.focus();
    return undefined;
  };
  const form = h(
    "form",
    { class: "oa-person oa-person-new", onsubmit: (event) => (event.preventDefault(), add()) },
    h("label", { class: "oa-part", htmlFor: nameId }, h("span", { class: "oa-part-title" }, "Name"), name),
    roles.el,
    h("button", { type: "submit", class: "oa-button oa-primary" }, "Add"),
  );
  const next = h("div", { class: "oa-next" });
  const el = h(
    "article",
    { class: "oa-item oa-start", "aria-label": "People" },
    first && h("p", { class: "oa-crumbs" }, app.book.form.title),
    first && h("p", { class: "oa-intro" }, app.book.form.intro),
    heading,
    h(
      "p",
      { class: "oa-why" },
      "The word of the operator side is the score; the builder’s shows what could be. A person can have several roles.",
    ),
    rows,
    form,
    error,
    next,
  );
  /** Two versions of a person who is not there any more. */
  const ofThoseGone = () =>
    (app.book.shown.contested ?? [])
      .filter(({ target: [kind, id] }) => kind === "respondent" && !app.book.person(id))
      .map(({ target, value }) => h("div", { class: "oa-notices" }, noticesOf(app, target, value?.name)));
  const update = () =>
    keepFocus(el, () => {
      const writing = rows.contains(document.activeElement) && isTyping(document.activeElement);
      if (!writing)
        fill(
          rows,
          app.book.shown.respondents.map((person) => personRow(app, person)),
          ofThoseGone(),
        );
      const named = app.book.shown.respondents.length > 0;
      fill(
        next,
        named &&
          button("What decides what is asked", () => app.walk.show("profile"), { kind: "primary", name: "to-profile" }),
      );
    });
  update();
  return { el, update, heading: first ? name : heading };
}

function rolePicks(name, roles) {
  const boxes = ROLES.map((role) =>
    h("input", { type: "checkbox", value: role.id, "data-key": `role:${name}:${role.id}` }),
  );
  const write = (chosen) => boxes.forEach((box) => (box.checked = chosen.includes(box.value)));
  write(roles);
  const el = h(
    "div",
    { class: "oa-pills oa-roles", role: "group", "aria-label": "Roles" },
    ROLES.map((role, place) =>
      h(
        "label",
        { class: "oa-pill", title: role.meaning },
        boxes[place],
        h("span", {}, role.title, h("small", {}, role.meaning)),
      ),
    ),
  );
  return { el, write, read: () => boxes.filter((box) => box.checked).map((box) => box.value) };
}

function personRow(app, person) {
  const name = h("input", {
    type: "text",
    class: "oa-input",
    value: person.name,
    "aria-label": "Name",
    autocomplete: "off",
    "data-key": `person:${person.id}`,
  });
  const roles = rolePicks(person.id, person.roles);
  const until = dateControl({ label: `Last day of ${person.name}, if they leave`, name: `until:${person.id}` });
  until.write(person.until);
  const error = h("p", { class: "oa-error" });
  const save = () => {
    if (!name.value.trim() || !roles.read().length) return setText(error, "A person has a name and at least one role.");
    setText(error, "");
    const given = { name: name.value.trim(), roles: roles.read(), until: until.read() };
    return app.changes.edit(["respondent", person.id], given);
  };
  const notices = h("div", { class: "oa-notices" }, noticesOf(app, ["respondent", person.id], person.name));
  name.addEventListener("change", save);
  roles.el.addEventListener("input", save);
  until.el.addEventListener("change", save);
  return h(
    "div",
    { class: "oa-person", role: "group", "aria-label": person.name },
    h("div", { class: "oa-part" }, name),
    h("label", { class: "oa-until" }, h("span", { class: "oa-faint" }, person.until ? "last day" : "last day, if they leave"), until.el),
    !app.book.hasAnswered(person.id) &&
      button("×", () => app.changes.edit(["respondent", person.id], null), {
        kind: "icon",
        label: `Take ${person.name} out`,
        name: `unperson:${person.id}`,
      }),
    roles.el,
    leftLine(app, person),
    error,
    notices,
  );
}

function leftLine(app, { id }) {
  const words = app.book.leftWords(id);
  return words && h("p", { class: "oa-left-words" }, `${words}: what was rated counts no more, what was told and shown stays`);
}

/** "Dana Ruiz" -> "dana", or "dana-2" where there is one already. */
function personId(app, name) {
  const plain =
    firstName(name)
      .normalize("NFKD")
      .replace(/[^a-zA-Z0-9]/g, "")
      .toLowerCase() || "person";
  const taken = new Set(app.book.shown.respondents.map((person) => person.id));
  let id = plain;
  for (let number = 2; taken.has(id); number += 1) id = `${plain}-${number}`;
  return id;
}

// --- the profile ----------------------------------------------------------------------------------------------------------

function profileView(app) {
  const heading = h("h3", { class: "oa-ask", tabIndex: -1 }, `What kind of agent is ${app.book.shown.agent}?`);
  const { facts } = app.book.form;
  const decides = (fact) => fact.decides ?? ["boolean", "choice"].includes(fact.kind);
  const fields = facts.map((fact) => ({ fact, field: factField(app, fact) }));
  const boxes = (kept) => fields.filter(({ fact }) => kept(fact)).map(({ field }) => field.el);
  const el = h(
    "article",
    { class: "oa-item oa-profile", "aria-label": "Profile" },
    heading,
    h("p", { class: "oa-why" }, "These facts decide what is asked. An empty one switches nothing off."),
    h("div", { class: "oa-facts" }, boxes(decides)),
    h(
      "div",
      { class: "oa-next" },
      button("First question", () => app.walk.next(), { kind: "primary", key: "N", name: "first" }),
    ),
    h(
      "details",
      { class: "oa-details" },
      h("summary", {}, "More about the agent"),
      h(
        "div",
        { class: "oa-facts" },
        boxes((fact) => !decides(fact)),
      ),
    ),
  );
  return { el, heading, update: () => fields.forEach(({ field }) => field.update()) };
}

const isSeen = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value) && "value" in value;

/** A fact may carry evidence; what is typed replaces its value and leaves the evidence, which stands below it. */
function factField(app, fact) {
  const target = ["fact", fact.id];
  const inner = factControl(fact);
  const kept = () => app.book.value(target);
  const control = {
    ...inner,
    read: () => (isSeen(kept()) && !isBlank(inner.read()) ? { ...kept(), value: inner.read() } : inner.read()),
    write: (value) => inner.write(isSeen(value) ? value.value : value),
  };
  const editing = editor(app, () => target, control, { label: fact.title });
  const seen = h("div", { class: "oa-fact-seen" });
  const wide = fact.columns?.length > 0;
  const el = h(
    "div",
    { class: wide ? "oa-fact oa-part-wide" : "oa-fact", role: "group", "aria-label": fact.title },
    h("p", { class: "oa-part-title" }, fact.ask, fact.unit && h("span", { class: "oa-faint" }, `  ${fact.unit}`)),
    editing.el,
    seen,
  );
  const update = () => {
    editing.update();
    keepFocus(seen, () => fill(seen, fromPeople(app, fact), factEvidence(app, fact)));
  };
  update();
  return { el, update };
}

function factControl(fact) {
  const part = { label: fact.title, name: `fact:${fact.id}`, unit: fact.unit };
  if (!fact.columns?.length) return controlOf(fact.kind, { ...part, options: fact.options });
  const add = fact.kind === "people" ? "Add a person" : "Add a row";
  return rowsControl({ ...part, columns: fact.columns, add });
}

/** What People says already, beside the two facts that would ask for it again. */
function fromPeople(app, { id }) {
  const builders = app.voices.candidates("builder");
  const leaving = builders.filter((person) => person.until);
  if (id === "builder" && builders.length && isBlank(app.book.value(["fact", id]))) {
    const rows = builders.map(({ name }) => ({ name }));
    const words = `As under People: ${listed(rows.map(({ name }) => name))}`;
    return button(words, () => app.changes.edit(["fact", id], rows), { kind: "add", name: `people:${id}` });
  }
  if (id !== "builder_available" || !leaving.length) return null;
  const words = listed(leaving.map(({ name, until }) => `${name} until ${dayWords(until)}`));
  return h("p", { class: "oa-faint" }, `Under People: ${words}.`);
}

/** What was seen of a fact, and one click to say that it was seen today. */
function factEvidence(app, fact) {
  const target = ["fact", fact.id];
  const said = app.book.value(target);
  const value = isSeen(said) ? said.value : said;
  const evidence = isSeen(said) ? (said.evidence ?? []) : [];
  if (isBlank(value)) return [];
  const keep = (list) => app.changes.edit(target, list.length ? { value, evidence: list } : value);
  const today = { level: "E2", what: LIFTS.E2.what, where: "", date: app.book.shown.today };
  const line = (one, place) =>
    h(
      "li",
      {},
      h("b", {}, one.level),
      ` ${[one.what, one.where, dayWords(one.date)].filter(Boolean).join(", ")}`,
      button("×", () => keep(evidence.toSpliced(place, 1)), {
        kind: "icon",
        label: `Take out what was seen of ${fact.title}, ${place + 1}`,
        name: `unseen:${fact.id}:${place}`,
      }),
    );
  return [
    evidence.length > 0 && h("ul", {}, evidence.map(line)),
    !evidence.some((one) => sameValue(one, today)) &&
      button(LIFTS.E2.words, () => keep([...evidence, today]), { kind: "chip", name: `seen:${fact.id}` }),
  ];
}
