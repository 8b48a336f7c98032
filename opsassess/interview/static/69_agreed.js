// What follows from a question: the actions that were agreed, and the gap that somebody accepts. Both are folded while there is none.

const ACTION_FIELDS = [
  { id: "owner", title: "Owner", kind: "name" },
  { id: "due", title: "Due", kind: "date" },
  { id: "needed_from", title: "Needed from", kind: "name" },
];
const HOURS_FIELDS = [
  { id: "hours", title: "Hours of your own", kind: "hours" },
  { id: "why", title: "Why these hours", kind: "name" },
];
const EXCEPTION_FIELDS = [
  { id: "role", title: "Accepted by (role)", kind: "name" },
  { id: "expires", title: "Expires", kind: "date" },
  { id: "reason", title: "Reason", kind: "long" },
];
const LONGEST_WORDS = 2000; // an action is named by its words

CONTROLS.name = (part) => textControl(part);
CONTROLS.hours = (part) => hoursControl(part);

function agreedPart(app, item) {
  const people = peopleList(app);
  const parts = [actionsPart(app, item, people), exceptionPart(app, item)];
  const { el } = section(
    "What follows",
    "",
    parts.map((part) => part.el),
    people.el,
  );
  el.hidden = app.mode.interview === "blind";
  return { el, update: () => el.hidden || parts.forEach((part) => part.update()) };
}

/** A part that is folded while it holds nothing; what comes in opens it, and only a hand closes it again. */
function foldedPart(title, part, ...children) {
  const el = h("details", { class: "oa-details oa-follows", "data-part": part }, h("summary", {}, title), children);
  let held = false;
  const holds = (now) => {
    if (now && !held) el.open = true;
    held = now;
  };
  return { el, holds };
}

/** Every field of a part, with null where nothing is said, and always in this order. */
const allOf = (fields, said) => ({ ...Object.fromEntries(fields.map(({ id }) => [id, null])), ...said });

/** The hours are the consultant's: a shared screen has none, and what it does not have stays. */
const actionFields = (app) => (app.isPresenter() ? ACTION_FIELDS : [...ACTION_FIELDS, ...HOURS_FIELDS]);

// --- actions ------------------------------------------------------------------------------------------------------------

function actionsPart(app, item, people) {
  const list = h("div", { class: "oa-actions" });
  const gone = h("div", {});
  const actions = () => (app.book.shown.actions ?? []).filter((action) => action.item === item);
  const isFree = (words) => !actions().some((action) => action.text === words);
  let rows = [];
  const added = wordsOf(app, {
    label: "Another action",
    name: "action:new",
    draft: () => keyOf(["action", item]),
    isFree,
    take: (words) => app.changes.edit(["action", item, words], allOf(actionFields(app))),
    then: () => (app.refreshNow(), rows.at(-1)?.focus()),
  });
  added.el.placeholder = "What was agreed to be done";
  const { el, holds } = foldedPart("Actions that were agreed", "actions", list, gone, added.el, added.error);
  const update = () => {
    const texts = actions().map((action) => action.text);
    const kept = rows.filter((row) => texts.includes(row.text));
    const fresh = texts.filter(
      (text, place) => texts.indexOf(text) === place && !kept.some((row) => row.text === text),
    );
    if (kept.length < rows.length || fresh.length) {
      rows = [...kept, ...fresh.map((text) => actionRow(app, item, text, { people, isFree }))];
      keepFocus(list, () =>
        fill(
          list,
          rows.map((row) => row.el),
        ),
      );
    }
    for (const row of rows) row.update();
    keepFocus(gone, () => fill(gone, ofActionsGone(app, item, texts)));
    added.update("");
    holds(rows.length > 0 || gone.childElementCount > 0 || !isBlank(added.el.value));
  };
  update();
  return { el, update };
}

/** Two versions of an action that is not there any more. */
function ofActionsGone(app, item, texts) {
  return (app.book.shown.contested ?? [])
    .filter(({ target: [kind, id, text] }) => kind === "action" && id === item && !texts.includes(text))
    .map(({ target }) => h("div", { class: "oa-notices" }, noticesOf(app, target, target[2])));
}

/** An action keeps its row when it gets other words. */
function actionRow(app, item, text, { people, isFree }) {
  const row = { text };
  const target = () => ["action", item, row.text];
  const name = newId("action");
  const fields = actionFields(app);
  const control = partsControl({
    fields: fields.map((field) => ({ ...field, list: ["owner", "needed_from"].includes(field.id) ? people.id : null })),
    label: "Who does it, and by when",
    name,
  });
  const editing = editor(
    app,
    target,
    { ...control, read: () => allOf(fields, control.read()) },
    { label: "the action" },
  );
  const rename = (words) => {
    if (!words) return row.words.update(row.text); // it is taken out with a click
    const said = app.book.value(target());
    const [was, now] = [target(), ["action", item, words]];
    row.text = words;
    return app.changes.editAll(
      [
        [was, null],
        [now, said ?? allOf(fields)],
      ],
      "the words of an action",
    );
  };
  row.words = wordsOf(app, {
    label: "Action",
    name: `${name}:words`,
    draft: () => keyOf(target()),
    isFree,
    take: rename,
    then: () => row.focus(),
  });
  const out = button("×", () => app.changes.edit(target(), null), {
    kind: "icon",
    label: "Take the action out",
    name: `${name}:out`,
  });
  const doubt = h("p", { class: "oa-muted oa-doubt" });
  const alone = app.isPresenter(); // its hours are not here, so it could not be brought back whole
  row.el = h(
    "div",
    { class: "oa-action", role: "group", "aria-label": "Action" },
    alone ? h("p", {}, text) : h("div", { class: "oa-action-head" }, row.words.el, out),
    row.words.error,
    editing.el,
    doubt,
  );
  row.focus = editing.focus;
  row.update = () => {
    row.words.update(row.text);
    editing.update();
    const owner = app.book.value(target())?.owner;
    const known = !owner || editing.el.contains(document.activeElement) || app.book.isNamed(owner);
    setText(doubt, known ? "" : `${owner} is not under People. If the name is right, nothing is to be done.`);
  };
  return row;
}

/** The words by which an action is known: they are taken when the field is left. Until then the page would lose them. */
function wordsOf(app, { label, name, draft, isFree, take, then }) {
  const control = textControl({ label, long: true, name });
  const error = h("p", { class: "oa-error", role: "alert" });
  const { el } = control;
  let shown = "";
  const leave = () => {
    const words = (control.read() ?? "").trim();
    const why = words === shown ? "" : wrongWords(app, words, isFree);
    setText(error, why);
    if (why) return false;
    app.drafts.delete(draft());
    if (words === shown) return false;
    if (!shown) control.write(null);
    take(words);
    return true;
  };
  el.addEventListener("input", () => app.drafts.set(draft(), el.value));
  el.addEventListener("focusout", () => app.drafts.has(draft()) && leave());
  el.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    if (leave()) then();
  });
  const update = (words) => {
    shown = words;
    control.write(app.drafts.get(draft()) ?? words);
  };
  return { el, error, update };
}

function wrongWords(app, words, isFree) {
  const secret = app.secrets.find(words);
  if (secret) return `This looks like ${withArticle(secret)}. It is not kept: write the action without it.`;
  if (words.length > LONGEST_WORDS)
    return `Not saved yet: ${LONGEST_WORDS} characters at most. Put the rest into another action.`;
  return isFree(words) ? "" : "That action is there already.";
}

/** Three estimates of hours, written with strokes between them. */
function hoursControl(options) {
  const control = textControl({ ...options, placeholder: "2 / 4 / 9" });
  const read = () => {
    const hours = (control.read() ?? "").split("/").map((hour) => numberIn(hour));
    return hours.length === 3 && hours.every((one) => typeof one === "number") ? hours : control.read();
  };
  const write = (value) => sameValue(read(), value) || control.write(Array.isArray(value) ? value.join(" / ") : value);
  const mistake = () => {
    const hours = read();
    if (isBlank(hours)) return null;
    if (!Array.isArray(hours))
      return "Write three numbers of hours: optimistic / likely / pessimistic, like 2 / 4 / 9.";
    return hours[0] <= hours[1] && hours[1] <= hours[2]
      ? null
      : "The hours should rise: optimistic / likely / pessimistic.";
  };
  return { ...control, read, write, mistake };
}

// --- the exception ------------------------------------------------------------------------------------------------------

function exceptionPart(app, item) {
  const target = ["exception", item];
  const inner = partsControl({ fields: EXCEPTION_FIELDS, label: "Exception", name: "exception" });
  const read = () => {
    const said = inner.read();
    return said && allOf(EXCEPTION_FIELDS, said);
  };
  const mistake = () => {
    const said = read();
    return (
      inner.mistake() ??
      (said && Object.values(said).some(isBlank) ? "Write who accepts the gap, until when, and why." : null)
    );
  };
  const editing = editor(app, () => target, { ...inner, read, mistake }, { label: "the exception" });
  const out = button("Take the exception out", () => app.changes.edit(target, null), { name: "exception:out" });
  const doubt = h("p", { class: "oa-muted oa-doubt" });
  const { el, holds } = foldedPart("Exception: the client lives with the gap", "exception", editing.el, doubt, out);
  const update = () => {
    const said = app.book.value(target);
    const there = !isBlank(said);
    editing.update();
    setText(doubt, said?.expires < app.book.shown.as_of ? "It ended on that day and counts no more." : "");
    out.hidden = !there;
    holds(there || app.book.contested(target).length > 0);
  };
  update();
  return { el, update };
}
