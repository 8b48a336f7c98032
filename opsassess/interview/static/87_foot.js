// The line under the question: how far we are, what was just done, and the way on.

/** Whose answers are counted, where that can be asked: "Ana and Ruben: ". */
function whoseAnswers(app, items) {
  if (app.voices.candidates("operator").length < 2) return "";
  const people = [...new Set(items.map((item) => app.voices.of(item, "operator")).filter(Boolean))];
  return people.length ? `${listed(people.map((id) => firstName(app.book.nameOf(id))))}: ` : "";
}

function footView(app) {
  const progress = h("span", { class: "oa-foot-progress" });
  const clock = h("span", { class: "oa-foot-progress oa-foot-clock" });
  const said = h("span", { class: "oa-foot-said", "aria-hidden": "true" });
  const usual = [
    button("Back", () => app.walk.step(-1), { key: "K", name: "foot:back" }),
    button("Next unanswered", () => app.walk.next(), { key: "N", kind: "primary", name: "foot:next" }),
  ];
  const comparing = [
    button("Back", () => app.walk.stepDifference(-1), { key: "K", name: "foot:back" }),
    button("Next difference", () => app.walk.stepDifference(1), { key: "J", kind: "primary", name: "foot:next" }),
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
    setText(progress, `${whoseAnswers(app, items)}${done} of ${items.length} answered${plan ? `, ${count(plan, "must-have")} planned next` : ""}`);
    setText(clock, used ? `${used} of ${planned} minutes` : `${planned} minutes planned`);
  };
  return { el, update, say };
}
