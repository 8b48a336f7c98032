// Who speaks: the person chosen on each side, the side that speaks now, and whose words a content is.

class Voices {
  constructor(app) {
    this.app = app;
    this.turn = "operator";
    this.aside = null;
    this.chosen = { operator: null, builder: null };
    this.authors = {}; // item -> whose content is looked at
  }

  /** The side that speaks. Who is clicked on in between speaks until the next question. */
  get side() {
    return this.aside ?? this.turn;
  }

  set side(side) {
    Object.assign(this, { turn: side, aside: null });
  }

  candidates(side) {
    const fits = (person) =>
      side === "builder" ? person.roles.includes("builder") : person.roles.some((role) => role !== "builder");
    return this.app.book.shown.respondents.filter(fits);
  }

  choose() {
    for (const side of SIDES) {
      const people = this.candidates(side);
      if (!people.some((person) => person.id === this.chosen[side])) this.chosen[side] = (people.find(isHere(this.app)) ?? people[0])?.id ?? null;
    }
    if (this.app.mode.interview === "blind" || !this.chosen.builder) this.side = "operator";
  }

  pick(side, id) {
    this.chosen[side] = id;
    this.side = side;
    this.app.refresh();
  }

  /** Who answers an item on a side: the chosen person, or the one whose role the item asks for. */
  of(item, side) {
    if (this.app.mode.interview === "blind") return this.app.mode.respondent;
    const chosen = this.app.book.person(this.chosen[side]);
    if (side === "builder" || !chosen || this.app.book.roleFits(chosen, item)) return chosen?.id ?? null;
    const fitting = this.candidates("operator").filter((person) => this.app.book.roleFits(person, item));
    return (fitting.find(isHere(this.app)) ?? fitting[0] ?? chosen).id;
  }

  sidesOf(item) {
    const builder = this.chosen.builder;
    const one = this.app.mode.interview === "blind" || !builder || builder === this.of(item, "operator");
    return one ? ["operator"] : SIDES;
  }

  peopleOf(item) {
    return [
      ...new Set(
        this.sidesOf(item)
          .map((side) => this.of(item, side))
          .filter(Boolean),
      ),
    ];
  }

  speaker(item) {
    const side = item && this.sidesOf(item).includes(this.side) ? this.side : "operator";
    return item ? this.of(item, side) : this.chosen[side];
  }

  words(item) {
    const id = this.speaker(item);
    return id ? this.app.book.nameOf(id) : "";
  }

  speak(side = this.side === "operator" ? "builder" : "operator") {
    if (this.app.ui.item && !this.sidesOf(this.app.ui.item).includes(side))
      return this.app.say("Only one person answers this.");
    this.side = side;
    this.app.say(`${this.words(this.app.ui.item)} speaks.`);
    return this.app.refresh();
  }

  answerTarget(item, key) {
    const who = this.speaker(item);
    return who ? ["answer", item, who, key] : null;
  }

  /** Whose words the runbook's field may hold: of those who answer, and of whoever has said something, operators first. */
  authorsOf(item) {
    const here = this.peopleOf(item);
    if (this.app.mode.interview === "blind") return here;
    const others = this.app.book.shown.respondents.map((person) => person.id).filter((id) => this.hasSaid(item, id));
    const isBuilder = (id) => !this.candidates("operator").some((person) => person.id === id);
    return [...new Set([...here, ...others])].sort((a, b) => isBuilder(a) - isBuilder(b));
  }

  hasSaid(item, id) {
    return !isBlank(this.app.book.answer(item, id).content);
  }

  authorOf(item) {
    const people = this.authorsOf(item);
    const chosen = this.authors[item];
    return people.includes(chosen) ? chosen : (people.find((id) => this.hasSaid(item, id)) ?? this.speaker(item));
  }

  contentTarget(item) {
    const who = this.authorOf(item);
    return who ? ["answer", item, who, "content"] : null;
  }

  setAuthor(item, id) {
    this.authors[item] = id;
    this.app.refresh();
  }
}

const isHere = (app) => (person) => !app.book.leftWords(person.id);
