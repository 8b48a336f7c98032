// Where we are: from question to question, area to area, and to what needs attention.

class Walk {
  constructor(app) {
    this.app = app;
  }

  firstItem() {
    const order = this.app.book.order();
    return order.find((item) => this.app.isUnanswered(item)) ?? order[0];
  }

  go(item, { focus = false, side = item === this.app.ui.item ? this.app.voices.aside : null } = {}) {
    if (!this.app.book.form.items[item]) return;
    this.app.voices.aside = side;
    Object.assign(this.app.ui, { view: "item", item, openArea: areaOf(item) });
    this.app.book.fresh.clear();
    this.app.shelf.write(this.app.placeName, item);
    this.app.buildPage();
    this.app.refreshNow();
    this.app.areas.reveal();
    if (focus) this.app.page.heading.focus({ preventScroll: true });
  }

  show(view) {
    if (view === "matrix" && !this.app.book.form.areas.some((area) => area.takes_modes))
      return this.app.say("There is no table of failures in this questionnaire.");
    this.app.ui.view = view;
    this.app.buildPage();
    this.app.refreshNow();
    return this.app.page.heading.focus({ preventScroll: true });
  }

  next() {
    this.app.ui.plan = this.app.ui.plan.filter((item) => this.app.isUnanswered(item));
    const order = this.app.book.order();
    const at = order.indexOf(this.app.ui.item) - (this.app.ui.view === "item" ? 0 : 1); // from another view, the question at hand is next
    const round = [...order.slice(at + 1), ...order.slice(0, at + 1)];
    const item = this.app.ui.plan[0] ?? round.find((one) => this.app.isUnanswered(one));
    if (item) return this.go(item, { focus: true });
    return this.app.say("Every question has an answer.");
  }

  step(by) {
    if (this.app.ui.view === "compare") return this.stepDifference(by);
    const order = this.app.book
      .order()
      .filter((item) => this.app.book.applies(item) === true || item === this.app.ui.item);
    const item = order[order.indexOf(this.app.ui.item) + (this.app.ui.view === "item" ? by : 0)];
    return item
      ? this.go(item, { focus: true })
      : this.app.say(by > 0 ? "This was the last question." : "This is the first question.");
  }

  stepArea(by) {
    const areas = this.app.book.areas();
    const next = areas[areas.findIndex((area) => area.id === areaOf(this.app.ui.item)) + by];
    const items = next ? this.app.book.itemsOf(next.id).filter((item) => this.app.book.applies(item) === true) : [];
    if (items.length) this.go(items.find((item) => this.app.isUnanswered(item)) ?? items[0], { focus: true });
  }

  stepDifference(by) {
    const last = (this.app.book.derived.differences?.length ?? 1) - 1;
    if (this.app.ui.difference + by > last) return this.app.say("This was the last difference.");
    this.app.ui.difference = Math.max(0, this.app.ui.difference + by);
    this.app.page.update();
    this.app.place.scrollTop = 0;
    return this.app.page.heading.focus({ preventScroll: true });
  }

  toggleArea(area) {
    this.app.ui.openArea = this.app.ui.openArea === area ? null : area;
    this.app.areas.update();
  }

  focusOn(part) {
    this.app.page?.focusOn?.[part]?.focus();
  }

  toAttention() {
    const [target] = this.app.needs();
    if (!target) return undefined;
    const [kind, id, who] = target;
    if (kind === "answer") {
      const side = SIDES.find((one) => this.app.voices.of(id, one) === who);
      if (target[3] === "content") this.app.voices.authors[id] = who;
      this.go(id, { focus: true, side });
    } else if (kind === "fact") this.show("profile");
    else if (kind === "action" || kind === "exception") this.go(id, { focus: true });
    else if (kind === "summary" || kind === "as_of") this.show("summary");
    else if (kind === "respondent") this.show("people");
    const asked = this.app.page.el.querySelector(".oa-notice-ask");
    if (!asked) return this.askAbout(target);
    const folded = asked.closest("details");
    if (folded) folded.open = true;
    return asked.scrollIntoView({ block: "center" });
  }

  /** What has no field on the screen is asked about in a dialog. */
  askAbout(target) {
    const { form } = this.app.book;
    const value = this.app.outbox.get(target)?.value ?? this.app.book.value(target);
    const whose = target[0] === "answer" ? `${this.app.book.nameOf(target[2])}: ` : "";
    openDialog(this.app, {
      title: `${whose}${targetWords(target, form)}`,
      body: [h("p", {}, valueWords(value, form, target[3])), noticesOf(this.app, target, "")],
    });
    this.app.dialog.addEventListener("click", (event) => event.target.closest(".oa-notice button") && this.app.closeDialog());
  }
}
