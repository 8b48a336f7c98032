// What was asked and what was said: what Python has told, and on top of it what this page has typed and not yet saved.

const LIST_TARGETS = { respondent: "respondents", failure_mode: "failure_modes", note: "notes" };

class Book {
  constructor(outbox) {
    this.outbox = outbox;
    this.seen = 0;
    this.fresh = new Map(); // target -> entry that somebody else has just made
  }

  /** Forgets everything and takes in a welcome. */
  take({ form, state, derived, mode, to }) {
    Object.assign(this, { form, mode, derived, seen: to });
    this.server = structuredClone(state);
    this.shown = state;
    this.fresh.clear();
    for (const { target, value } of this.outbox?.patches.values() ?? []) write(this.shown, target, value);
  }

  value(target) {
    return read(this.shown, target);
  }

  answer(item, who) {
    return this.shown.answers?.[item]?.[who] ?? {};
  }

  /** A change that was made on this page. */
  edit(target, value) {
    write(this.shown, target, value);
  }

  /** Back to what Python has: the change was not applied, or was taken back. */
  revert(target) {
    write(this.shown, target, structuredClone(read(this.server, target) ?? null));
  }

  /** Changes that the store has. @returns {any[]} the entries that somebody else made */
  follow({ to, entries }, client) {
    const others = [];
    for (const entry of entries) {
      if (entry.seq <= this.seen) continue;
      if (entry.contested) this.contest(entry);
      else this.apply(entry);
      if (entry.client !== client) others.push(entry);
    }
    this.seen = Math.max(this.seen, to);
    return others;
  }

  /** Tells whether changes are only our own, come back as the page shows them already. */
  isAsShown(entries, client) {
    return (
      !this.shown.contested?.length &&
      entries.every(
        (entry) =>
          entry.client === client &&
          !entry.contested &&
          entry.target[0] === "answer" &&
          sameValue(this.value(entry.target), entry.value),
      )
    );
  }

  apply({ seq, target, value, settles }) {
    if (target[0] === "form") {
      this.form.items[target[1]] = value;
      return;
    }
    write(this.server, target, structuredClone(value));
    if (!this.outbox.has(target)) write(this.shown, target, value);
    if (target[0] === "summary") this.shown.summary_day = this.shown.as_of;
    if (settles) this.setContested((other) => keyOf(other.target) !== keyOf(target) || other.seq > seq);
  }

  contest(entry) {
    const known = this.shown.contested?.some((other) => other.seq === entry.seq);
    if (!known) this.shown.contested = [...(this.shown.contested ?? []), entry];
  }

  setContested(keep) {
    if (this.shown.contested?.length) this.shown.contested = this.shown.contested.filter(keep);
  }

  contested(target) {
    return (this.shown.contested ?? []).filter((entry) => keyOf(entry.target) === keyOf(target));
  }

  // --- questions about it ---------------------------------------------------------------------------------------------

  person(id) {
    return this.shown.respondents.find((person) => person.id === id);
  }

  /** Whether a person has said anything; what was taken back counts: it is in the history. */
  hasAnswered(id) {
    return Object.values(this.shown.answers ?? {}).some((said) => said[id]);
  }

  /** Whether somebody of this name takes part. */
  isNamed(name) {
    const wanted = name.trim().toLowerCase();
    return this.shown.respondents.some((person) =>
      [person.name, person.id].some((one) => one.toLowerCase() === wanted),
    );
  }

  /** Whether what a person rates counts on the day of the assessment. */
  counts(id) {
    const until = this.person(id)?.until;
    return !until || until >= this.shown.as_of;
  }

  /** "left on 20 Nov 2026", of somebody who has nothing to do with the agent any more; else nothing. */
  leftWords(id) {
    const until = this.person(id)?.until;
    const day = [this.shown.as_of, this.shown.today].sort().at(-1); // the next answer moves the assessment to today
    return until && until < day ? `left on ${dayWords(until)}` : "";
  }

  /** The rating that counts: nothing is asked of who left, and what they rated counts no more. */
  rating(item, who) {
    return this.counts(who) ? this.answer(item, who).rating : null;
  }

  nameOf(id) {
    return this.person(id)?.name ?? "not named";
  }

  /** The items of an area, the client's own failure modes with them. */
  itemsOf(area) {
    const listed = this.form.areas.find((other) => other.id === area)?.items ?? [];
    const added = this.shown.failure_modes.map((mode) => mode.id).filter((id) => id.startsWith(`${area}.`));
    return [...listed, ...added.filter((id) => !listed.includes(id) && this.form.items[id])];
  }

  /** All items in the order of the session; what the client added follows its area. */
  order() {
    const rest = new Set(this.shown.failure_modes.map((mode) => mode.id).filter((id) => this.form.items[id]));
    const order = this.form.order.filter((id) => this.form.items[id]);
    for (const id of order) rest.delete(id);
    const order2 = [...order];
    for (const id of rest) {
      const last = order2.findLastIndex((other) => areaOf(other) === areaOf(id));
      order2.splice(last < 0 ? order2.length : last + 1, 0, id);
    }
    return order2;
  }

  /** The areas in the order in which the session comes to them. */
  areas() {
    const places = new Map(
      this.order()
        .map((id, place) => [areaOf(id), place])
        .reverse(), // the first item of an area is the last to set its place
    );
    const place = (area) => places.get(area.id) ?? -1;
    return [...this.form.areas].sort((a, b) => place(a) - place(b)).filter((area) => this.itemsOf(area.id).length);
  }

  /** true, or why it is not asked. */
  applies(item) {
    const declared = this.shown.not_applicable?.[item];
    return declared ? `${declared.reason} (${declared.approver})` : (this.derived.applies?.[item] ?? true);
  }

  isOpen(item, who) {
    return this.applies(item) === true && isBlank(this.rating(item, who));
  }

  roleFits(person, item) {
    const asked = this.form.items[item]?.asked_of ?? ["operator"];
    return person.roles.some((role) => asked.includes(role));
  }

  promisesOf(item) {
    return (this.shown.promised ?? []).filter((promise) => promise.item === item);
  }

  notesOf(item) {
    return (this.shown.notes ?? []).filter((note) => (note.item ?? null) === item);
  }
}

const areaOf = (item) => item.split(".")[0];

function read(state, [kind, id, second, key]) {
  if (kind === "answer") return state.answers?.[id]?.[second]?.[key];
  if (kind === "fact") return state.facts?.[id];
  if (kind === "not_applicable") return state.not_applicable?.[id];
  if (kind === "promise")
    return bare(
      state.promised?.find((p) => p.item === id && p.what === second),
      ["who", "by"],
    );
  if (kind === "action") {
    const action = state.actions?.find((one) => one.item === id && one.text === second);
    return bare(action, ["owner", "due", "needed_from", ...(action && "hours" in action ? ["hours", "why"] : [])]);
  }
  if (kind === "exception")
    return bare(
      state.exceptions?.find((one) => one.item === id),
      ["role", "expires", "reason"],
    );
  if (kind === "note")
    return bare(
      state.notes?.find((note) => note.id === id),
      ["text", "item"],
    );
  if (kind === "respondent")
    return bare(
      state.respondents?.find((person) => person.id === id),
      ["name", "roles", "until"],
    );
  if (kind === "failure_mode")
    return bare(
      state.failure_modes?.find((mode) => mode.id === id),
      ["title"],
    );
  return ["as_of", "summary"].includes(kind) ? state[kind] : undefined;
}

const bare = (entry, keys) => entry && Object.fromEntries(keys.map((key) => [key, entry[key] ?? null]));

function write(state, [kind, id, second, key], value) {
  if (kind === "answer") ((state.answers[id] ??= {})[second] ??= {})[key] = value;
  else if (kind === "fact") state.facts[id] = value;
  else if (kind === "not_applicable") writeKey((state.not_applicable ??= {}), id, value);
  else if (kind === "promise") {
    state.promised = writeList(
      state.promised,
      (p) => p.item === id && p.what === second,
      value && { item: id, what: second, ...value },
    );
  } else if (kind === "action") {
    const action = value && { item: id, text: second, ...value };
    state.actions = writeList(state.actions, (one) => one.item === id && one.text === second, action);
  } else if (kind === "exception") {
    state.exceptions = writeList(state.exceptions, (one) => one.item === id, value && { item: id, ...value });
  } else if (LIST_TARGETS[kind]) {
    const list = LIST_TARGETS[kind];
    state[list] = writeList(state[list], (entry) => entry.id === id, value && { id, ...value });
  } else if (["as_of", "summary"].includes(kind)) state[kind] = value;
}

function writeKey(map, key, value) {
  if (value === null || value === undefined) delete map[key];
  else map[key] = value;
}

/** Replaces an entry where it stands, adds it at the end, or takes it out. */
function writeList(list = [], matches, value) {
  const place = list.findIndex(matches);
  if (!value) return list.filter((entry) => !matches(entry));
  if (place < 0) return [...list, value];
  return list.map((entry, index) => (index === place ? { ...entry, ...value } : entry));
}
