// A control tied to a target: what is typed goes into the outbox at once, and what comes from elsewhere never falls into a sentence
// that is being typed.

/**
 * @param {App} app
 * @param {() => string[]|null} targetOf where the control's value stands now
 */
function editor(app, targetOf, control, { label = "" } = {}) {
  const notices = h("div", { class: "oa-notices" });
  const el = h("div", { class: "oa-editor" }, control.el, notices);
  let at = null; // the target whose value the control shows
  el.addEventListener("input", (event) => {
    const target = targetOf();
    if (!target) return;
    at = keyOf(target);
    const typing = isTyping(event.target) && event.target.tagName !== "SELECT" && event.target.type !== "date";
    app.changes.edit(target, control.read(), { typed: true, typing, why: control.mistake?.() ?? undefined });
    showNotices(target);
  });
  el.addEventListener("focusout", () => {
    const target = targetOf();
    if (target) app.changes.left(target);
    if (!app.drawing) app.refresh(); // a field that is drawn anew is left, too: to draw again would never end
  });
  const showNotices = (target) => updateNotices(app, notices, target, label);
  const mayWrite = (target) =>
    app.changes.forced.has(keyOf(target)) ||
    (!app.outbox.has(target) && !(app.changes.held.has(keyOf(target)) && control.el.contains(document.activeElement)));
  const update = () => {
    const target = targetOf();
    if (!target) return;
    if (at !== keyOf(target) || mayWrite(target)) control.write(app.book.value(target) ?? null);
    at = keyOf(target);
    showNotices(target);
  };
  update();
  return { el, update, focus: control.focus };
}

/** Draws the notices of a field anew only if they say something else: a click must find its button. */
function updateNotices(app, box, target, label) {
  const patch = app.outbox.get(target);
  const says = JSON.stringify([
    target,
    patch?.state !== "waiting" && [patch?.state, patch?.why, patch?.n],
    app.book.contested(target),
    app.book.fresh.get(keyOf(target))?.seq,
    app.book.contested(target).length > 0 && app.book.value(target),
  ]);
  if (box.dataset.says === says) return;
  box.dataset.says = says;
  keepFocus(box, () => fill(box, noticesOf(app, target, label)));
}

/** What has to be said about one field: a secret, a refusal, two answers where there can be one, a change from elsewhere. */
function noticesOf(app, target, label) {
  const patch = app.outbox.get(target);
  const found = [];
  if (patch?.state === "secret") found.push(secretNotice(app, patch));
  if (patch?.state === "refused") found.push(refusalNotice(app, patch));
  const contested = app.book.contested(target);
  if (contested.length) found.push(conflictNotice(app, target, contested.at(-1), label));
  const fresh = app.book.fresh.get(keyOf(target));
  if (fresh && !contested.length)
    found.push(h("p", { class: "oa-notice oa-notice-fresh" }, `Changed in another window at ${clockWords(fresh.at)}.`));
  return found;
}

const notice = (kind, words, ...actions) =>
  h(
    "div",
    { class: `oa-notice oa-notice-${kind}`, role: "group", "aria-label": words },
    h("p", {}, words),
    h("div", { class: "oa-notice-actions" }, actions),
  );

function secretNotice(app, patch) {
  const key = keyOf(patch.target);
  return notice(
    "ask",
    `This looks like ${withArticle(patch.why)}. It has not been kept anywhere yet.`,
    button("Mask it", () => app.changes.edit(patch.target, app.secrets.mask(patch.value)), {
      kind: "primary",
      name: `mask:${key}`,
    }),
    button("It is no secret: keep it", () => app.changes.edit(patch.target, patch.value, { secretOk: true }), {
      name: `keep:${key}`,
    }),
    button("Take it out", () => app.changes.takeBack(patch.target), { name: `out:${key}` }),
  );
}

const withArticle = (name) => (/^(an?|the)\s/i.test(name) ? name : `${/^[aeio]/i.test(name) ? "an" : "a"} ${name}`);

function refusalNotice(app, patch) {
  const words = `Not saved yet. ${patch.why ?? "Please look at it again."}`;
  return notice(
    "ask",
    words,
    button("Go back to what is saved", () => app.changes.takeBack(patch.target), {
      name: `back:${keyOf(patch.target)}`,
    }),
  );
}

function conflictNotice(app, target, other, label) {
  const key = target.at(-1);
  const current = app.book.value(target);
  const option = (word, value, name) =>
    h(
      "div",
      { class: "oa-conflict-side" },
      h("p", { class: "oa-conflict-value" }, valueWords(value, app.book.form, key)),
      button(word, () => app.changes.settle(target, value, other.seq), { name: `${name}:${keyOf(target)}` }),
    );
  return h(
    "div",
    {
      class: "oa-notice oa-notice-ask",
      role: "group",
      "aria-label": `Two versions of ${label || targetWords(target, app.book.form)}`,
    },
    h(
      "p",
      {},
      `Two windows changed this at the same time${other.at ? `, at ${clockWords(other.at)}` : ""}. Which one holds?`,
    ),
    h(
      "div",
      { class: "oa-conflict" },
      option("Keep what is shown", current, "current"),
      option("Take this one", other.value, "other"),
    ),
  );
}
