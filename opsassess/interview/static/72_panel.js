// The picture so far: tier, must-haves, areas shown and claimed, and what just changed. It is not there in presenter mode.

function panelView(app) {
  const tier = h("div", { class: "oa-tier" });
  const gates = h("ul", { class: "oa-gates" });
  const areas = h("div", { class: "oa-scores", role: "table", "aria-label": "Shown and claimed by area" });
  const changes = h("ul", { class: "oa-changes" });
  const changed = h("div", {}, h("h4", {}, "Just changed"), changes);
  const parts = [tier, changed, h("h4", {}, "Must-haves"), gates, h("h4", {}, "Areas"), areas];
  const el = h("aside", { class: "oa-panel", "aria-label": "The picture so far" });
  const update = () =>
    keepFocus(el, () => {
      const { derived } = app.book;
      el.hidden = app.isPresenter() || !derived.tier;
      if (el.hidden) return fill(el);
      if (!el.firstChild) fill(el, parts);
      refill(tier, tierWords(app));
      refill(
        gates,
        app.book.form.gates.map((gate) => gateEntry(app, gate)),
      );
      refill(
        areas,
        scoreHead(),
        app.book.areas().map((area) => scoreRow(area, derived.areas?.[area.id])),
      );
      changed.hidden = app.ui.changes.length === 0;
      return fill(
        changes,
        app.ui.changes.slice(0, 4).map((words) => h("li", {}, words)),
      );
    });
  return { el, update };
}

function tierName(app, id) {
  const tier = app.book.form.tiers.find((one) => one.id === id);
  return tier ? `${tier.name}${/^T\d$/.test(id) ? ` (${id})` : ""}` : id;
}

function tierWords(app) {
  const { reported, claimed } = app.book.derived.tier;
  return [
    h("p", { class: "oa-tier-label" }, "Shown so far"),
    h("p", { class: "oa-tier-name" }, tierName(app, reported)),
    claimed && claimed !== reported && h("p", { class: "oa-tier-claimed" }, `On their word: ${tierName(app, claimed)}`),
    h("p", { class: "oa-tier-claimed" }, `${percent(app.book.derived.coverage)} of the questions are answered`),
  ];
}

function gateEntry(app, gate) {
  const { state, words } = app.book.derived.gates?.[gate.id] ?? { state: "open", words: "" };
  const go = () => app.walk.go(gate.items.find((item) => app.isUnanswered(item)) ?? gate.items[0], { focus: true });
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: `oa-gate oa-gate-${state.replace("/", "")}`,
        "data-key": `gate:${gate.id}`,
        title: `To ${gate.must}`,
        onclick: go,
        "aria-label": `${gate.title}: ${words}`,
      },
      h("span", { class: "oa-gate-mark", "aria-hidden": "true" }, GATE_MARKS[state] ?? "○"),
      h("span", {}, gate.title),
      h("span", { class: "oa-faint", "aria-hidden": "true" }, words),
    ),
  );
}

const scoreHead = () =>
  h(
    "div",
    { class: "oa-hidden", role: "row" },
    ["Area", "Shown", "Claimed"].map((word) => h("span", { role: "columnheader" }, word)),
  );

function scoreRow(area, shares) {
  const shown = shares?.shown;
  const claimed = shares?.claimed;
  return h(
    "div",
    { class: "oa-score", role: "row" },
    h("span", { role: "rowheader", class: "oa-score-title" }, area.title),
    h(
      "span",
      { role: "cell", class: "oa-score-bar" },
      h("span", { class: "oa-hidden" }, percent(shown)),
      h("span", { class: "oa-claimed", "aria-hidden": "true", style: `width: ${100 * (claimed ?? 0)}%` }),
      h("span", { class: "oa-shown", "aria-hidden": "true", style: `width: ${100 * (shown ?? 0)}%` }),
    ),
    h("span", { role: "cell", class: "oa-hidden" }, percent(claimed)),
  );
}

/** What Python says has changed, in words: the tier first, single items never. */
function changeWords(app, changed) {
  const words = [];
  const { gates } = app.book.form;
  for (const { what, id, from, to } of changed ?? []) {
    if (what === "tier") words.push(`${id === "claimed" ? "On their word" : "Shown"}: ${tierName(app, to)}`);
    if (what === "gate")
      words.push(`${gates.find((gate) => gate.id === id)?.title ?? id}: ${from.words} → ${to.words}`);
    if (what === "area") words.push(...areaChange(app, id, from, to));
  }
  return words;
}

function areaChange(app, id, from, to) {
  const title = app.book.form.areas.find((area) => area.id === id)?.title ?? id;
  return ["shown", "claimed"]
    .filter((key) => percent(from?.[key]) !== percent(to?.[key]))
    .map((key) => `${title}, ${key}: ${percent(from?.[key])} → ${percent(to?.[key])}`);
}
