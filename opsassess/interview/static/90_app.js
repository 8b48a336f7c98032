// The interview as a whole: what is shown, who speaks, and what happens to a change.

const DIALOGS = {
  promise: promiseDialog, nothing: nothingDialog, away: awayDialog, history: historyDialog, note: noteDialog,
  time: timeDialog, mode: modeDialog, help: helpDialog, jump: jumpDialog,
};
const NEEDS_ITEM = new Set(["promise", "nothing", "away", "history"]);
const VIEWS = { people: peopleView, profile: profileView, matrix: matrixView, compare: compareView, inbox: inboxView, promises: promisesView };
const MOST_UNDONE = 200;

class App {
  constructor({ model, el }) {
    this.client = crypto.randomUUID?.() ?? newId("page");
    this.shelf = new Shelf();
    this.root = h("div", { class: "oa", tabIndex: -1, role: "group", "aria-label": "Interview", "data-lm-suppress-shortcuts": "true" }, h("p", { class: "oa-connecting" }, "Connecting…"));
    this.live = h("div", { class: "oa-hidden", "aria-live": "polite" });
    this.ui = {
      view: "item", item: null, side: "operator", voices: { operator: null, builder: null }, authors: {}, openArea: null, plan: [], changes: [],
      difference: 0, minutesLeft: null, singleKeys: this.shelf.read("opsassess-single-keys") !== false,
    };
    this.undoing = [];
    this.forced = new Set(); // targets whose control shows what was just set, though it is not saved yet
    this.held = new Map(); // target -> what its editor had seen before a conflict that nobody has settled
    el.append(this.root);
    bindKeys(this);
    this.link = new Link({
      model, client: this.client, take: (message) => this.take(message), tick: () => this.tick(), back: () => this.again(), changed: () => this.header?.updateStatus(),
    });
    this.onHide = () => this.outbox?.keep();
    this.onLeave = (event) => this.wouldLose() && event.preventDefault();
    addEventListener("pagehide", this.onHide);
    addEventListener("beforeunload", this.onLeave);
  }

  end() {
    removeEventListener("pagehide", this.onHide);
    removeEventListener("beforeunload", this.onLeave);
    this.closeDialog();
    for (const part of [this.link, this.adoption, this.timer]) part?.end();
    this.root.remove();
  }

  // --- messages -------------------------------------------------------------------------------------------------------

  take(message) {
    if (message.type === "welcome") this.welcome(message);
    else if (!this.book) return;
    else if (message.type === "ack") this.acknowledged(message.results ?? []);
    else if (message.type === "changes") this.follow(message);
    else if (message.type === "derived") this.derive(message);
    else if (message.type === "history") this.onHistory?.(message);
    else if (message.type === "trouble") this.trouble = message.what;
    this.header?.updateStatus();
  }

  welcome(message) {
    if (!this.outbox) this.begin(message);
    this.book.take(message);
    this.link.seen = () => this.book.seen;
    this.trouble = null;
    this.ui.changes = [];
    this.undoing = [];
    setText(this.live, "");
    this.chooseVoices();
    if (this.mode.interview === "compare" && this.greetedAs !== "compare") this.ui.view = "compare";
    if (this.mode.interview !== "compare" && this.ui.view === "compare") this.ui.view = "item";
    if (this.ui.view === "inbox" && this.isPresenter()) this.ui.view = "item";
    this.greetedAs = this.mode.interview;
    if (!this.book.shown.respondents.length) this.ui.view = "people";
    if (!this.book.form.items[this.ui.item]) this.ui.item = this.firstItem();
    this.ui.openArea ??= areaOf(this.ui.item);
    this.build();
  }

  begin({ key, secrets }) {
    this.secrets = new Secrets(secrets);
    this.outbox = new Outbox({ key, client: this.client, shelf: this.shelf, secrets: this.secrets, changed: () => this.header?.updateStatus() });
    this.book = new Book(this.outbox);
    this.timer = new AreaTimer({ key, shelf: this.shelf, changed: () => this.refresh() });
    this.placeName = `opsassess-place:${key}`;
    this.ui.item = this.shelf.read(this.placeName);
    this.adoption = new Adoption({
      key, own: this.outbox.name, shelf: this.shelf,
      send: (from, patches) => this.link.send({ type: "patch", from, patches }),
      refused: (patch, why) => this.outbox.put(patch.target, patch.value, patch.seen, { why }),
      changed: () => this.header?.updateStatus(),
    });
    this.looked = 0;
  }

  tick() {
    if (!this.outbox || !this.link.greeted) return;
    const now = Date.now();
    if (now - this.looked > LOOK_EVERY) {
      this.looked = now;
      this.adoption.look();
    }
    const patches = this.outbox.due((target) => !this.isHidden(target));
    if (patches.length) this.link.send({ type: "patch", patches });
    this.adoption.sendDue();
    this.header?.updateStatus();
  }

  /** Python answers again. */
  again() {
    this.outbox?.again();
    this.adoption?.again();
  }

  acknowledged(results) {
    this.trouble = null;
    for (const result of results) {
      if (result.from && result.from !== this.client) this.adoption.settle(result);
      else this.settled(result);
    }
    this.refresh();
  }

  settled(result) {
    const patch = this.outbox.settle(result);
    if (!patch || result.status !== "conflict") return;
    if (!this.held.has(keyOf(patch.target))) this.held.set(keyOf(patch.target), patch.seen);
    this.book.revert(patch.target);
    this.book.contest({ seq: result.seq, target: patch.target, value: patch.value, at: result.theirs?.at(-1)?.at });
    this.say(`Two windows changed the ${targetWords(patch.target, this.book.form)}.`);
  }

  follow(message) {
    if ((message.after ?? 0) > this.book.seen) return this.link.send({ type: "ping", seen: this.book.seen });
    const others = this.book.follow(message, this.client).filter((entry) => entry.target[0] !== "as_of" && !this.adoption.clients.has(entry.client));
    for (const entry of others) if (!entry.contested) this.book.fresh.set(keyOf(entry.target), entry);
    for (const key of this.held.keys()) if (!this.book.contested(JSON.parse(key)).length) this.held.delete(key);
    if (others.length) this.say(`${count(others.length, "change")} from another window.`);
    this.chooseVoices();
    return this.refresh();
  }

  derive(derived) {
    this.book.derived = derived;
    const words = changeWords(this, derived.changed);
    if (words.length) {
      this.ui.changes = [...words, ...this.ui.changes].slice(0, 6);
      const loud = derived.changed.filter(({ what }) => what !== "area");
      if (loud.length) this.say(changeWords(this, loud).join(". "));
    }
    this.refresh();
  }

  status() {
    const needy = this.needy();
    const waiting = this.outbox ? this.outbox.count("waiting") + this.adoption.count() : 0;
    return statusWords({
      waiting, needy, connected: this.link.connected, trouble: waiting ? this.trouble : null, kept: this.outbox?.kept ?? true, started: Boolean(this.book),
      fresh: this.outbox && this.adoption.count() === 0 && Date.now() - this.outbox.oldest() < SAVING_FOR,
    });
  }

  /** How many changes wait for a decision of the person at the keyboard. */
  needy() {
    return this.outbox ? this.outbox.count("refused", "secret") : 0;
  }

  /** Whether closing the page would lose something: the browser asks then. */
  wouldLose() {
    return Boolean(this.outbox) && (this.outbox.count("secret") > 0 || (!this.outbox.kept && this.outbox.patches.size > 0));
  }

  setMode(mode) {
    this.closeDialog();
    this.link.send({ type: "mode", mode });
  }

  // --- who ------------------------------------------------------------------------------------------------------------

  get mode() {
    return this.book?.mode ?? { interview: "joint", respondent: null, presenter: false };
  }

  isPresenter() {
    return Boolean(this.mode.presenter);
  }

  /** What the mode hides waits until it is over. */
  isHidden([kind, , who, key]) {
    if (this.isPresenter() && (kind === "note" || key === "private_note")) return true;
    return this.mode.interview === "blind" && kind === "answer" && who !== this.mode.respondent;
  }

  isShort() {
    const { form } = this.book;
    return form.tier_cap !== form.tiers.at(-1)?.id;
  }

  candidates(side) {
    const fits = (person) => (side === "builder" ? person.roles.includes("builder") : person.roles.some((role) => role !== "builder"));
    return this.book.shown.respondents.filter(fits);
  }

  chooseVoices() {
    for (const side of SIDES) {
      const people = this.candidates(side);
      if (!people.some((person) => person.id === this.ui.voices[side])) this.ui.voices[side] = people[0]?.id ?? null;
    }
    if (this.mode.interview === "blind" || !this.ui.voices.builder) this.ui.side = "operator";
  }

  setVoice(side, id) {
    this.ui.voices[side] = id;
    this.ui.side = side;
    this.refresh();
  }

  /** Who answers an item on a side: the chosen person, or the one whose role the item asks for. */
  voice(item, side) {
    if (this.mode.interview === "blind") return this.mode.respondent;
    const chosen = this.book.person(this.ui.voices[side]);
    if (side === "builder" || !chosen || this.book.roleFits(chosen, item)) return chosen?.id ?? null;
    return this.candidates("operator").find((person) => this.book.roleFits(person, item))?.id ?? chosen.id;
  }

  sidesOf(item) {
    const builder = this.ui.voices.builder;
    const one = this.mode.interview === "blind" || !builder || builder === this.voice(item, "operator");
    return one ? ["operator"] : SIDES;
  }

  voicesOf(item) {
    return [...new Set(this.sidesOf(item).map((side) => this.voice(item, side)).filter(Boolean))];
  }

  speaker(item) {
    const side = item && this.sidesOf(item).includes(this.ui.side) ? this.ui.side : "operator";
    return item ? this.voice(item, side) : this.ui.voices[side];
  }

  speakerWords(item) {
    const id = this.speaker(item);
    return id ? this.book.nameOf(id) : "";
  }

  speak(side = this.ui.side === "operator" ? "builder" : "operator") {
    if (this.ui.item && !this.sidesOf(this.ui.item).includes(side)) return this.say("Only one person answers this.");
    this.ui.side = side;
    this.say(`${this.speakerWords(this.ui.item)} speaks.`);
    return this.refresh();
  }

  answerTarget(item, key) {
    const who = this.speaker(item);
    return who ? ["answer", item, who, key] : null;
  }

  authorOf(item) {
    const people = this.voicesOf(item);
    const chosen = this.ui.authors[item];
    const hasSaid = (id) => !isBlank(this.book.answer(item, id).content);
    return people.includes(chosen) ? chosen : (people.find(hasSaid) ?? this.speaker(item));
  }

  contentWho(item) {
    return this.authorOf(item);
  }

  contentTarget(item) {
    const who = this.authorOf(item);
    return who ? ["answer", item, who, "content"] : null;
  }

  setAuthor(item, id) {
    this.ui.authors[item] = id;
    this.refresh();
  }

  isUnanswered(item) {
    if (this.book.applies(item) !== true) return false;
    const who = this.voice(item, "operator");
    return who ? isBlank(this.book.answer(item, who).rating) : !this.book.derived.items?.[item]?.answered?.length;
  }

  // --- changes --------------------------------------------------------------------------------------------------------

  /** Takes a change of this page in: shown at once, kept in the browser, on its way. */
  edit(target, value, { typed = false, typing = false, why, secretOk, undoable = true, seen } = {}) {
    const before = this.book.value(target);
    this.book.edit(target, value);
    this.book.fresh.delete(keyOf(target));
    if (undoable) this.remember([{ target, before, after: value }], { merge: typed });
    this.outbox.put(target, value, seen ?? this.held.get(keyOf(target)) ?? this.book.seen, { typing, why, secretOk });
    if (!typed) this.forced.add(keyOf(target));
    if (target[0] === "respondent") this.chooseVoices();
    if (!typing) this.tick();
    if (!typing || !typed) this.refresh();
    else this.header.updateStatus();
  }

  editAll(pairs, label) {
    const changes = pairs.map(([target, after]) => ({ target, before: this.book.value(target), after }));
    for (const { target, after } of changes) this.edit(target, after, { undoable: false });
    this.remember(changes, { label });
  }

  /** A field was left: what was typed goes out, and undo takes it back as one. */
  left(target) {
    this.outbox.hurry(target);
    const last = this.undoing.at(-1);
    if (last) last.closed = true;
  }

  remember(changes, { merge = false, label } = {}) {
    const last = this.undoing.at(-1);
    if (merge && last && !last.closed && last.changes.length === 1 && sameValue(last.changes[0].target, changes[0].target)) {
      last.changes[0].after = changes[0].after;
    } else this.undoing = [...this.undoing, { changes, label, closed: !merge }].slice(-MOST_UNDONE);
  }

  undo() {
    const last = this.undoing.pop();
    if (!last) return this.say("Nothing to undo.");
    const open = last.changes.filter(({ target, after }) => sameValue(this.book.value(target), after));
    for (const { target, before } of open) this.edit(target, before ?? null, { undoable: false });
    const words = last.label ?? `the ${targetWords(last.changes[0].target, this.book.form)}`;
    this.say(open.length ? `Undone: ${words}.` : `Not undone: ${words} was changed again.`);
    const item = last.changes[0].target[0] === "answer" ? last.changes[0].target[1] : null;
    if (item && item !== this.ui.item && this.ui.view === "item") this.go(item, { focus: true });
    return this.refresh();
  }

  /** Back to what is saved. */
  takeBack(target) {
    this.outbox.drop(target);
    this.book.revert(target);
    this.forced.add(keyOf(target));
    this.refresh();
  }

  /** One of two versions holds: a change on top of both. */
  settle(target, value, seq) {
    this.held.delete(keyOf(target));
    this.book.setContested((entry) => keyOf(entry.target) !== keyOf(target));
    this.edit(target, value ?? null, { seen: Math.max(this.book.seen, seq) });
  }

  rate(item, value) {
    const target = this.answerTarget(item, "rating");
    if (!target) return this.open("people");
    if (this.isHidden(target)) return undefined;
    this.edit(target, value);
    return this.say(`${this.speakerWords(item)}: ${ratingWords(value, this.book.form)}.`);
  }

  /** What was said was also seen: one piece of evidence more, dated today. */
  lift(item, level) {
    const target = this.answerTarget(item, "evidence");
    if (!target) return this.open("people");
    const { what, dated } = LIFTS[level];
    const { today } = this.book.shown;
    const list = this.book.value(target) ?? [];
    if (dated && list.some((seen) => seen.level === level && seen.date === today && seen.what === what)) return this.say("That is there already.");
    this.edit(target, [...list, { level, what, where: "", ...(dated ? { date: today } : {}) }]);
    if (!dated) this.page?.focusOn?.evidence.focus();
    return this.say(`Evidence of ${this.speakerWords(item)}: ${level}${dated ? ", today" : ""}.`);
  }

  toBuilder(item = this.ui.item) {
    const builder = this.book.person(this.ui.voices.builder);
    this.edit(["promise", item, `the content of “${this.book.form.items[item].title}”`], { who: builder?.name ?? "builder", by: null });
    this.say("On the builder’s list.");
  }

  // --- where ----------------------------------------------------------------------------------------------------------

  firstItem() {
    const order = this.book.order();
    return order.find((item) => this.isUnanswered(item)) ?? order[0];
  }

  go(item, { focus = false } = {}) {
    if (!this.book.form.items[item]) return;
    Object.assign(this.ui, { view: "item", item, openArea: areaOf(item) });
    this.book.fresh.clear();
    this.shelf.write(this.placeName, item);
    this.buildPage();
    this.refreshNow();
    this.areas.reveal();
    if (focus) this.page.heading.focus({ preventScroll: true });
  }

  show(view) {
    if (view === "matrix" && !this.book.form.areas.some((area) => area.takes_modes)) return this.say("There is no table of failures in this questionnaire.");
    this.ui.view = view;
    this.buildPage();
    this.refreshNow();
    return this.page.heading.focus({ preventScroll: true });
  }

  next() {
    this.ui.plan = this.ui.plan.filter((item) => this.isUnanswered(item));
    const order = this.book.order();
    const at = order.indexOf(this.ui.item) - (this.ui.view === "item" ? 0 : 1); // from another view, the question at hand is next
    const round = [...order.slice(at + 1), ...order.slice(0, at + 1)];
    const item = this.ui.plan[0] ?? round.find((one) => this.isUnanswered(one));
    if (item) return this.go(item, { focus: true });
    return this.say("Every question has an answer.");
  }

  step(by) {
    if (this.ui.view === "compare") return this.stepDifference(by);
    const order = this.book.order().filter((item) => this.book.applies(item) === true || item === this.ui.item);
    const item = order[order.indexOf(this.ui.item) + (this.ui.view === "item" ? by : 0)];
    return item ? this.go(item, { focus: true }) : this.say(by > 0 ? "This was the last question." : "This is the first question.");
  }

  stepArea(by) {
    const areas = this.book.areas();
    const next = areas[areas.findIndex((area) => area.id === areaOf(this.ui.item)) + by];
    const items = next ? this.book.itemsOf(next.id).filter((item) => this.book.applies(item) === true) : [];
    if (items.length) this.go(items.find((item) => this.isUnanswered(item)) ?? items[0], { focus: true });
  }

  stepDifference(by) {
    const last = (this.book.derived.differences?.length ?? 1) - 1;
    if (this.ui.difference + by > last) return this.say("This was the last difference.");
    this.ui.difference = Math.max(0, this.ui.difference + by);
    this.page.update();
    this.place.scrollTop = 0;
    return this.page.heading.focus({ preventScroll: true });
  }

  toggleArea(area) {
    this.ui.openArea = this.ui.openArea === area ? null : area;
    this.areas.update();
  }

  fold(part, name = `oa-no-${part}`) {
    this.body.classList.toggle(name);
  }

  focusOn(part) {
    this.page?.focusOn?.[part]?.focus();
  }

  toAttention() {
    const patch = [...this.outbox.patches.values()].find(({ state }) => state !== "waiting");
    if (!patch) return;
    const [kind, id, who] = patch.target;
    if (kind === "answer") {
      const side = SIDES.find((one) => this.voice(id, one) === who);
      if (side) this.ui.side = side;
      if (patch.target[3] === "content") this.ui.authors[id] = who;
      this.go(id, { focus: true });
    } else if (kind === "fact") this.show("profile");
    else if (kind === "respondent") this.show("people");
    else this.askAbout(patch);
  }

  /** A change without a field on the screen is asked about in a dialog. */
  askAbout(patch) {
    const notices = noticesOf(this, patch.target, "");
    openDialog(this, { title: targetWords(patch.target, this.book.form), body: [h("p", {}, valueWords(patch.value, this.book.form)), notices] });
    this.dialog.addEventListener("click", (event) => event.target.closest(".oa-notice-actions button") && this.closeDialog());
  }

  open(name) {
    if (name === "people") return this.show("people");
    if (NEEDS_ITEM.has(name) && !this.ui.item) return undefined;
    if (name === "note" && this.isPresenter()) return this.say("Notes are private and hidden while the screen is shared.");
    return DIALOGS[name](this, this.ui.item);
  }

  closeDialog() {
    this.dialog?.close();
  }

  setSingleKeys(on) {
    this.ui.singleKeys = on;
    this.shelf.write("opsassess-single-keys", on);
  }

  // --- the page -------------------------------------------------------------------------------------------------------

  build() {
    this.closeDialog();
    const hadFocus = this.root.contains(document.activeElement);
    this.header = headerView(this);
    this.areas = areasView(this);
    this.panel = panelView(this);
    this.place = h("div", { class: "oa-place" });
    this.foot = footView(this);
    const main = h("section", { class: "oa-main", "aria-label": "Question" }, this.place, this.foot.el);
    const folded = this.body?.className;
    this.body = h("div", { class: folded ?? "oa-body" }, this.areas.el, main, this.panel.el);
    fill(this.root, this.header.el, this.body, this.live);
    this.buildPage();
    this.refreshNow();
    this.header.updateStatus();
    if (hadFocus) this.page.heading.focus({ preventScroll: true });
  }

  buildPage() {
    const make = VIEWS[this.ui.view];
    this.page = make ? make(this) : itemPage(this, this.ui.item);
    this.body.classList.remove("oa-show-areas");
    this.timer.area = this.ui.view === "item" ? areaOf(this.ui.item) : null;
    this.signature = this.pageSignature();
    fill(this.place, this.page.el);
    this.place.scrollTop = 0;
  }

  /** What the strips of an item's page hang on; when it changes, the page is built anew. */
  pageSignature() {
    return this.ui.view === "item" ? JSON.stringify([this.sidesOf(this.ui.item).length, this.book.form.items[this.ui.item]?.title]) : "";
  }

  /** While a button of the mouse is down nothing is drawn anew: a click must find what it was meant for. */
  press() {
    this.pressed = true;
    const release = () => {
      for (const type of ["pointerup", "pointercancel", "dragend"]) removeEventListener(type, release, true);
      setTimeout(() => {
        this.pressed = false;
        if (this.stale) this.refresh();
      });
    };
    for (const type of ["pointerup", "pointercancel", "dragend"]) addEventListener(type, release, true);
    setTimeout(release, 3000); // let go outside of the window
  }

  refresh() {
    this.stale = true;
    if (this.refreshing || this.pressed) return;
    this.refreshing = true;
    queueMicrotask(() => {
      this.refreshing = false;
      if (!this.pressed && this.root.isConnected && this.book?.form) this.refreshNow();
    });
  }

  refreshNow() {
    this.stale = false;
    if (this.signature !== this.pageSignature()) keepFocus(this.place, () => this.buildPage());
    this.page.update();
    this.forced.clear();
    this.areas.update();
    this.panel.update();
    this.header.update();
    this.foot.update();
    this.body.classList.toggle("oa-roomy", this.ui.view === "matrix" || !this.book.shown.respondents.length);
    this.header.updateStatus();
  }

  say(words) {
    setText(this.live, words);
    this.foot?.say(words);
  }
}

const SAVING_FOR = 3000;

/** The line under the question: how far we are, what was just done, and the way on. */
function footView(app) {
  const progress = h("span", { class: "oa-foot-progress" });
  const clock = h("span", { class: "oa-foot-progress oa-foot-clock" });
  const said = h("span", { class: "oa-foot-said", "aria-hidden": "true" });
  const usual = [
    button("Back", () => app.step(-1), { key: "K", name: "foot:back" }),
    button("Next unanswered", () => app.next(), { key: "N", kind: "primary", name: "foot:next" }),
  ];
  const comparing = [
    button("Back", () => app.stepDifference(-1), { key: "K", name: "foot:back" }),
    button("Next difference", () => app.stepDifference(1), { key: "J", kind: "primary", name: "foot:next" }),
  ];
  const moves = h("div", { class: "oa-foot-moves" }, usual);
  const el = h("div", { class: "oa-foot" }, progress, clock, said, moves);
  let fading = 0;
  const say = (words) => {
    setText(said, words);
    clearTimeout(fading);
    fading = setTimeout(() => setText(said, ""), 5000);
  };
  const update = () => {
    const items = app.book.order().filter((item) => app.book.applies(item) === true);
    const done = items.filter((item) => !app.isUnanswered(item)).length;
    const plan = app.ui.plan.filter((item) => app.isUnanswered(item)).length;
    const wanted = app.ui.view === "compare" ? comparing : usual;
    if (moves.firstChild !== wanted[0]) keepFocus(moves, () => fill(moves, wanted));
    const used = app.book.areas().reduce((sum, area) => sum + app.timer.used(area.id), 0);
    const planned = Math.round(items.reduce((sum, item) => sum + app.book.form.items[item].minutes, 0));
    setText(progress, `${done} of ${items.length} answered${plan ? `, ${count(plan, "must-have")} planned next` : ""}`);
    setText(clock, used ? `${used} of ${planned} minutes` : `${planned} minutes planned`);
  };
  return { el, update, say };
}
