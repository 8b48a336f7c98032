// The interview as a whole: what is shown, who speaks, and what happens to a change.

const DIALOGS = {
  promise: promiseDialog,
  nothing: nothingDialog,
  away: awayDialog,
  history: historyDialog,
  note: noteDialog,
  time: timeDialog,
  mode: modeDialog,
  help: helpDialog,
  jump: jumpDialog,
};
const NEEDS_ITEM = new Set(["promise", "nothing", "away", "history"]);
const VIEWS = {
  people: peopleView,
  profile: profileView,
  matrix: matrixView,
  compare: compareView,
  inbox: inboxView,
  promises: promisesView,
  summary: summaryView,
};

class App {
  constructor({ model, el }) {
    this.client = crypto.randomUUID?.() ?? newId("page");
    this.shelf = new Shelf();
    this.root = h(
      "div",
      { class: "oa", tabIndex: -1, role: "group", "aria-label": "Interview", "data-lm-suppress-shortcuts": "true" },
      h("p", { class: "oa-connecting", role: "status" }, "Connecting…"),
    );
    this.live = h("div", { class: "oa-hidden", "aria-live": "polite" });
    this.ui = {
      view: "item",
      item: null,
      openArea: null,
      plan: [],
      changes: [],
      difference: 0,
      minutesLeft: null,
      singleKeys: this.shelf.read("opsassess-single-keys") !== false,
    };
    this.drafts = new Map(); // what is typed and has no place yet, by its field
    this.voices = new Voices(this);
    this.changes = new Changes(this);
    this.walk = new Walk(this);
    el.append(this.root);
    bindKeys(this);
    this.link = new Link({
      model,
      client: this.client,
      take: (message) => this.take(message),
      tick: () => this.tick(),
      back: () => this.again(),
      changed: () => this.header?.updateStatus(),
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
    else if (!this.book) return this.cannotBegin(message.what ?? message.why);
    else if (message.type === "ack") this.acknowledged(message.results ?? []);
    else if (message.type === "changes") this.follow(message);
    else if (message.type === "derived") this.derive(message);
    else if (message.type === "pong" && message.derived > this.book.derived.to)
      this.link.greet(); // it was lost
    else if (message.type === "history") this.onHistory?.(message);
    else if (message.type === "trouble") this.trouble = message.what;
    else if (message.type === "rejected") this.rejected(message.why);
    return this.header?.updateStatus();
  }

  /** There is nothing to show yet, and Python says why. */
  cannotBegin(why) {
    if (why) setText(this.root.querySelector(".oa-connecting"), `The interview cannot begin: ${why}`);
  }

  /** Python could not read a message as a whole, so nothing in it is saved: all of it stays here. */
  rejected(why) {
    const kept = this.outbox.kept
      ? "What is not saved is kept in this browser; reload the page."
      : "Copy what is not saved, then reload the page.";
    this.unread = `${why} ${kept}`;
    this.adoption.alone = true;
    this.say(why);
  }

  welcome(message) {
    const isNew = !this.outbox;
    if (isNew) this.begin(message);
    this.book.take(message);
    this.link.seen = () => this.book.seen;
    this.trouble = this.unread = null;
    this.ui.changes = [];
    this.changes.undoing = [];
    setText(this.live, "");
    this.voices.choose();
    if (this.mode.interview === "compare" && this.greetedAs !== "compare") this.ui.view = "compare";
    if (this.mode.interview !== "compare" && this.ui.view === "compare") this.ui.view = "item";
    if (this.ui.view === "inbox" && this.isPresenter()) this.ui.view = "item";
    if (this.ui.view === "summary" && this.isHidden(["summary"])) this.ui.view = "item";
    this.greetedAs = this.mode.interview;
    if (!this.book.shown.respondents.length) this.ui.view = "people";
    if (!this.book.form.items[this.ui.item]) this.ui.item = this.walk.firstItem();
    this.ui.openArea ??= areaOf(this.ui.item);
    this.build();
    if (isNew) arrive(this);
  }

  begin({ key, secrets }) {
    this.secrets = new Secrets(secrets);
    this.outbox = new Outbox({
      key,
      client: this.client,
      shelf: this.shelf,
      secrets: this.secrets,
      changed: () => this.header?.updateStatus(),
    });
    this.book = new Book(this.outbox);
    this.timer = new AreaTimer({ key, shelf: this.shelf, changed: () => this.refresh() });
    this.placeName = `opsassess-place:${key}`;
    this.ui.item = this.shelf.read(this.placeName);
    this.adoption = new Adoption({
      key,
      own: this.outbox.name,
      shelf: this.shelf,
      send: (from, patches) => this.link.send({ type: "patch", from, patches }),
      refused: (patch, why) => this.changes.inherit(patch, why),
      isHidden: (target) => this.isHidden(target),
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
    if (results.some(({ status }) => status !== "saved")) this.refresh();
    else this.header.updateStatus();
  }

  settled(result) {
    const patch = this.outbox.settle(result);
    if (!patch || result.status !== "conflict") return;
    if (!this.changes.held.has(keyOf(patch.target))) this.changes.held.set(keyOf(patch.target), patch.seen);
    this.book.revert(patch.target);
    this.book.contest({ seq: result.seq, target: patch.target, value: patch.value, at: result.theirs?.at(-1)?.at });
    this.say(`Two windows changed the ${targetWords(patch.target, this.book.form)}.`);
  }

  follow(message) {
    if ((message.after ?? 0) > this.book.seen) return this.link.send({ type: "ping", seen: this.book.seen });
    const asShown = this.book.isAsShown(message.entries, this.client);
    const others = this.book
      .follow(message, this.client)
      .filter((entry) => entry.target[0] !== "as_of" && !this.adoption.clients.has(entry.client));
    for (const entry of others) if (!entry.contested) this.book.fresh.set(keyOf(entry.target), entry);
    for (const key of this.changes.held.keys())
      if (!this.book.contested(JSON.parse(key)).length) this.changes.held.delete(key);
    if (others.length) this.say(`${count(others.length, "change")} from another window.`);
    if (asShown) return null;
    this.voices.choose();
    return this.refresh();
  }

  derive(derived) {
    this.book.derived = derived;
    const words = changeWords(this, derived.changed);
    if (words.length) {
      this.ui.changes = [...words, ...this.ui.changes].slice(0, 6);
      const loud = changeWords(
        this,
        derived.changed.filter(({ what }) => what !== "area"),
      );
      if (loud.length) this.say(loud.join(". "));
    }
    this.refresh();
  }

  status() {
    const needy = this.needy();
    const waiting = this.outbox ? this.outbox.count("waiting") + this.adoption.count() : 0;
    return statusWords({
      waiting,
      needy,
      connected: this.link.connected,
      trouble: waiting ? (this.trouble ?? this.unread) : null,
      kept: this.outbox?.kept ?? true,
      started: Boolean(this.book),
      fresh: this.outbox && this.adoption.count() === 0 && Date.now() - this.outbox.oldest() < SAVING_FOR,
    });
  }

  /** What waits for a decision of the person at the keyboard: refused, a secret, or changed in two windows at once. */
  needs() {
    if (!this.book) return [];
    const refused = [...this.outbox.patches.values()].filter(({ state }) => state !== "waiting");
    const contested = (this.book.shown?.contested ?? []).filter(({ target }) => !this.isHidden(target));
    return [...new Map([...refused, ...contested].map(({ target }) => [keyOf(target), target])).values()];
  }

  needy() {
    return this.needs().length;
  }

  /** Whether closing the page would lose something: the browser asks then. */
  wouldLose() {
    return (
      Boolean(this.outbox) &&
      (this.outbox.count("secret") > 0 || this.drafts.size > 0 || (!this.outbox.kept && this.outbox.patches.size > 0))
    );
  }

  setMode({ interview, respondent, presenter }) {
    this.closeDialog();
    if (this.mode.shared && !presenter)
      return this.say("This screen is shared. Scores and private notes are in JupyterLab.");
    this.link.send({ type: "mode", mode: { interview, respondent, presenter } });
  }

  // --- who ------------------------------------------------------------------------------------------------------------

  get mode() {
    return this.book?.mode ?? { interview: "joint", respondent: null, presenter: false, shared: false };
  }

  isPresenter() {
    return Boolean(this.mode.presenter);
  }

  /** What the mode hides waits until it is over. */
  isHidden([kind, , who, key]) {
    if (this.isPresenter() && (kind === "note" || kind === "summary" || key === "private_note")) return true;
    if (this.mode.interview === "blind" && ["action", "exception", "summary"].includes(kind)) return true;
    return this.mode.interview === "blind" && kind === "answer" && who !== this.mode.respondent;
  }

  isShort() {
    const { form } = this.book;
    return form.tier_cap !== form.tiers.at(-1)?.id;
  }

  isUnanswered(item) {
    if (this.book.applies(item) !== true) return false;
    const who = this.voices.of(item, "operator");
    return who ? isBlank(this.book.rating(item, who)) : !this.book.derived.items?.[item]?.answered?.length;
  }

  // --- changes --------------------------------------------------------------------------------------------------------

  fold(part, name = `oa-no-${part}`) {
    this.body.classList.toggle(name);
  }

  open(name) {
    if (name === "people") return this.walk.show("people");
    if (NEEDS_ITEM.has(name) && !this.ui.item) return undefined;
    if (name === "note" && this.isPresenter())
      return this.say("Notes are private and hidden while the screen is shared.");
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

  /** Draws everything anew. A dialog in which somebody types stays open, unless another way of talking hides what it is about. */
  build() {
    const mode = JSON.stringify(this.mode);
    if (this.builtFor !== mode) this.closeDialog();
    this.builtFor = mode;
    const hadFocus = this.root.contains(document.activeElement);
    this.header = headerView(this);
    this.areas = areasView(this);
    this.panel = panelView(this);
    this.place = h("div", { class: "oa-place" });
    this.foot = footView(this);
    const main = h("section", { class: "oa-main", "aria-label": "Question" }, this.place, this.foot.el);
    const folded = this.body?.className;
    this.body = h("div", { class: folded ?? "oa-body" }, this.areas.el, main, this.panel.el);
    for (const node of [...this.root.children]) if (node !== this.dialog) node.remove();
    this.root.prepend(this.header.el, this.body, this.live);
    this.buildPage();
    this.refreshNow();
    this.header.updateStatus();
    if (hadFocus && !this.dialog) this.page.heading.focus({ preventScroll: true });
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
    return this.ui.view === "item"
      ? JSON.stringify([this.voices.sidesOf(this.ui.item).length, this.book.form.items[this.ui.item]?.title])
      : "";
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
    this.drawing = true;
    try {
      this.draw();
    } finally {
      this.drawing = false;
    }
  }

  draw() {
    if (this.signature !== this.pageSignature()) keepFocus(this.place, () => this.buildPage());
    this.page.update();
    this.changes.forced.clear();
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
