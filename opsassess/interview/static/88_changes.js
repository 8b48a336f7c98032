// What is done on this page: a change, several at once, undo, and what becomes of two versions.

const MOST_UNDONE = 200;

class Changes {
  constructor(app) {
    this.app = app;
    this.undoing = [];
    this.forced = new Set(); // targets whose control shows what was just set, though it is not saved yet
    this.held = new Map(); // target -> what its editor had seen before a conflict that nobody has settled
  }

  /** Takes a change of this page in: shown at once, kept in the browser, on its way. */
  edit(target, value, { typed = false, typing = false, why, secretOk, undoable = true, seen, more = false } = {}) {
    const before = this.app.book.value(target);
    this.app.book.edit(target, value);
    this.app.book.fresh.delete(keyOf(target));
    if (undoable) this.remember([{ target, before, after: value }], { merge: typed });
    this.app.outbox.put(target, value, seen ?? this.held.get(keyOf(target)) ?? this.app.book.seen, {
      typing,
      why,
      secretOk,
    });
    if (!typed) this.forced.add(keyOf(target));
    else if (target[3] === "content") this.app.voices.authors[target[1]] = target[2]; // whoever else says something meanwhile
    if (target[0] === "respondent") this.app.voices.choose();
    if (!typing && !more) this.app.tick();
    if (!typing || !typed) this.app.refresh();
    else this.app.header.updateStatus();
  }

  /** What a closed page left and cannot be kept as it is: it is asked about here. Tells whether it was taken over. */
  inherit({ target, value, seen }, why) {
    if (this.app.outbox.has(target)) return false; // first what is typed here
    this.edit(target, value, { seen, why, undoable: false, more: true });
    return true;
  }

  editAll(pairs, label) {
    const changes = pairs.map(([target, after]) => ({ target, before: this.app.book.value(target), after }));
    for (const { target, after } of changes) this.edit(target, after, { undoable: false, more: true });
    this.app.tick();
    this.remember(changes, { label });
  }

  /** A field was left: what was typed goes out, and undo takes it back as one. */
  left(target) {
    this.app.outbox.hurry(target);
    const last = this.undoing.at(-1);
    if (last) last.closed = true;
  }

  remember(changes, { merge = false, label } = {}) {
    const last = this.undoing.at(-1);
    if (
      merge &&
      last &&
      !last.closed &&
      last.changes.length === 1 &&
      sameValue(last.changes[0].target, changes[0].target)
    ) {
      last.changes[0].after = changes[0].after;
    } else this.undoing = [...this.undoing, { changes, label, closed: !merge }].slice(-MOST_UNDONE);
  }

  undo() {
    const last = this.undoing.pop();
    if (!last) return this.app.say("Nothing to undo.");
    const open = last.changes.filter(({ target, after }) => sameValue(this.app.book.value(target), after));
    for (const { target, before } of open) this.edit(target, before ?? null, { undoable: false });
    const words = last.label ?? `the ${targetWords(last.changes[0].target, this.app.book.form)}`;
    this.app.say(open.length ? `Undone: ${words}.` : `Not undone: ${words} was changed again.`);
    const item = last.changes[0].target[0] === "answer" ? last.changes[0].target[1] : null;
    if (item && item !== this.app.ui.item && this.app.ui.view === "item") this.app.walk.go(item, { focus: true });
    return this.app.refresh();
  }

  /** Back to what is saved. */
  takeBack(target) {
    this.app.outbox.drop(target);
    this.app.book.revert(target);
    this.forced.add(keyOf(target));
    this.app.refresh();
  }

  /** One of two versions holds: a change on top of both. */
  settle(target, value, seq) {
    this.held.delete(keyOf(target));
    this.app.book.setContested((entry) => keyOf(entry.target) !== keyOf(target));
    this.edit(target, value ?? null, { seen: Math.max(this.app.book.seen, seq) });
  }

  rate(item, value) {
    const target = this.app.voices.answerTarget(item, "rating");
    if (!target) return this.app.open("people");
    if (this.app.isHidden(target)) return undefined;
    this.edit(target, value);
    const left = this.app.book.leftWords(target[2]);
    const words = `${this.app.voices.words(item)}: ${ratingWords(value, this.app.book.form)}.`;
    return this.app.say(left ? `${words} It does not count: ${left}.` : words);
  }

  /** What was said was also seen: one piece of evidence more, dated today. */
  lift(item, level) {
    const target = this.app.voices.answerTarget(item, "evidence");
    if (!target) return this.app.open("people");
    const { what, dated } = LIFTS[level];
    const { today } = this.app.book.shown;
    const list = this.app.book.value(target) ?? [];
    if (dated && list.some((seen) => seen.level === level && seen.date === today && seen.what === what))
      return this.app.say("That is there already.");
    this.edit(target, [...list, { level, what, where: "", ...(dated ? { date: today } : {}) }]);
    if (!dated) this.app.page?.focusOn?.evidence.focus();
    return this.app.say(`Evidence of ${this.app.voices.words(item)}: ${level}${dated ? ", today" : ""}.`);
  }

  toBuilder(item = this.app.ui.item) {
    const builder = this.app.book.person(this.app.voices.chosen.builder);
    this.edit(["promise", item, `the content of “${this.app.book.form.items[item].title}”`], {
      who: builder?.name ?? "builder",
      by: null,
    });
    this.app.say("On the builder’s list.");
  }
}
