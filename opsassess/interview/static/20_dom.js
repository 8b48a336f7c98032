// Elements are made, never parsed: text from a client can only ever become text.

const AS_PROPERTY = new Set([
  "value",
  "checked",
  "disabled",
  "readOnly",
  "hidden",
  "open",
  "htmlFor",
  "tabIndex",
  "type",
]);
let madeIds = 0;
const newId = (word = "oa") => `${word}-${(madeIds += 1)}-${Math.random().toString(36).slice(2, 7)}`;

/**
 * @param {string} tag
 * @param {Record<string, any>} [properties] attributes, some properties, and listeners as `onclick`
 * @param {...any} children nodes and texts; what is null, undefined or false is left out
 */
function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (AS_PROPERTY.has(name)) node[name] = value;
    else if (value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const hint = (key) => h("kbd", { "aria-hidden": "true" }, key);

/** A button with words, and the key that does the same. */
function button(words, onclick, { key, kind = "quiet", label, name, ...rest } = {}) {
  return h(
    "button",
    {
      type: "button",
      class: `oa-button oa-${kind}`,
      onclick,
      "aria-label": label,
      "data-key": name,
      "aria-keyshortcuts": key,
      ...rest,
    },
    words,
    key && hint(key),
  );
}

function fill(node, ...children) {
  node.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/**
 * Fills a node, and leaves alone what is there already and looks the same: nothing is laid out and painted for it. For parts that
 * stand on the screen all the time. What a child does when it is used must follow from how it looks.
 */
function refill(node, ...children) {
  const wanted = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  const there = [...node.childNodes];
  wanted.forEach((child, place) => {
    if (!there[place]) node.append(child);
    else if (!there[place].isEqualNode(child)) there[place].replaceWith(child);
  });
  for (const left of there.slice(wanted.length)) left.remove();
  return node;
}

/** Rebuilds what is inside a container and gives the focus back to the element of the same `data-key`. */
function keepFocus(container, rebuild) {
  const active = container.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.closest("[data-key]")?.getAttribute("data-key");
  rebuild();
  if (!active || container.contains(active)) return;
  const heir =
    key && [...container.querySelectorAll("[data-key]")].find((node) => node.getAttribute("data-key") === key);
  (heir || container.closest(".oa"))?.focus({ preventScroll: true });
}

/** A text that is set only when it differs, so that nothing is read aloud or painted twice. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Lets a text area grow with its text where the browser cannot do so by itself. */
function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

const isTyping = (node) =>
  node instanceof HTMLElement &&
  (node.isContentEditable ||
    node.tagName === "TEXTAREA" ||
    node.tagName === "SELECT" ||
    (node instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit"].includes(node.type)));
