// Controls: one kind of value each. A control is {el, read(), write(value), focus()}; it knows nothing of questions.

function textControl({ label, long = false, placeholder, mode, list, name, describedby } = {}) {
  const properties = {
    class: long ? "oa-input oa-long" : "oa-input",
    "aria-label": label,
    placeholder,
    inputmode: mode,
    list,
    autocomplete: "off",
    spellcheck: "true",
    "data-key": name,
    "aria-describedby": describedby,
  };
  const el = long
    ? h("textarea", { ...properties, rows: 1, oninput: () => grow(el) })
    : h("input", { ...properties, type: "text" });
  return {
    el,
    read: () => (el.value === "" ? null : el.value),
    write: (value) => {
      const text = isBlank(value) ? "" : String(value);
      if (el.value !== text) el.value = text;
      if (long) requestAnimationFrame(() => grow(el));
    },
    focus: () => el.focus(),
  };
}

/** A number in a text box: a wheel or an arrow key never changes it. What is no number is kept as it was typed. */
function numberControl({ unit = "", ...options }) {
  const control = textControl({ ...options, mode: "decimal" });
  control.el.classList.add("oa-number");
  const read = () => numberIn(control.el.value, unit);
  return {
    ...control,
    read,
    write: (value) => {
      if (read() !== value) control.write(value);
    },
    mistake: () => {
      const text = control.el.value.trim();
      if (isEither(text)) return `Is that ${bothWays(text).join(" or ")}? Write it in that way.`;
      return typeof read() === "string" ? `Write a number, such as ${isShare(unit) ? "0.12 or 12%" : "120 or 0.5"}.` : null;
    },
  };
}

/** What a number with a percent sign is in its unit: "share of runs" or "% of runs"; in any other it is none. */
const isShare = (unit) => unit.startsWith("share");
const percentOf = (unit) => (isShare(unit) ? 0.01 : unit.includes("%") ? 1 : null);

/** "1,250" is a thousand and more to some and one and a quarter to others; a number that we print is never meant. */
const isEither = (text) => /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text) && String(Number(text)) !== text;
const bothWays = (text) => ["", "."].map((point) => String(Number(text.replace(/[.,]/, point))));

function numberIn(text, unit = "") {
  const [, figures, sign] = /^(.*?)\s*(%?)$/s.exec(text.trim());
  const factor = sign ? percentOf(unit) : 1;
  if (isEither(figures) || factor === null) return text;
  const plain = figures
    .replace(/[\s\u00a0'’](?=\d{3})/g, "")
    .replace(/^(-?\d+),(\d+)$/, "$1.$2");
  if (plain === "" && !sign) return null;
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return text;
  return factor === 1 ? Number(plain) : Number((plain * factor).toPrecision(15));
}

function dateControl({ label, name } = {}) {
  const el = h("input", { type: "date", class: "oa-input oa-date", "aria-label": label, "data-key": name });
  const mistake = () => (el.value && el.value < "1900" ? "Write the year with all its four figures." : null);
  return {
    el,
    read: () => el.value || null,
    write: (value) => (el.value = value ?? ""),
    mistake, // a year that is being typed is one of the first centuries
    focus: () => el.focus(),
  };
}

function selectControl({ label, options, blank = "", name }) {
  const el = h(
    "select",
    { class: "oa-input oa-select", "aria-label": label, "data-key": name },
    h("option", { value: "" }, blank),
    options.map((option) => h("option", { value: option.id }, option.title ?? option.name)),
  );
  const write = (value) => {
    const known = isBlank(value) || options.some((option) => option.id === value);
    if (!known && ![...el.options].some((option) => option.value === value))
      el.append(h("option", { value }, String(value)));
    el.value = value ?? "";
  };
  return { el, read: () => el.value || null, write, focus: () => el.focus() };
}

/** One of few: pills. A second click on the chosen one takes it back. */
function pillsControl({ label, options, several = false, name }) {
  const group = newId("pills");
  const inputs = options.map((option) =>
    h("input", {
      type: several ? "checkbox" : "radio",
      name: group,
      value: String(option.id),
      "data-key": name && `${name}:${option.id}`,
    }),
  );
  const el = h(
    "div",
    { class: "oa-pills", role: several ? "group" : "radiogroup", "aria-label": label },
    options.map((option, index) =>
      h(
        "label",
        { class: "oa-pill", title: option.meaning },
        inputs[index],
        h("span", {}, option.title ?? option.name),
      ),
    ),
  );
  if (!several) takesBack(el, inputs);
  const chosen = () => options.filter((_, index) => inputs[index].checked).map((option) => option.id);
  return {
    el,
    read: () => (several ? (chosen().length ? chosen() : null) : (chosen()[0] ?? null)),
    write: (value) =>
      inputs.forEach(
        (input, index) =>
          (input.checked = several ? (value ?? []).includes(options[index].id) : value === options[index].id),
      ),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
  };
}

/** Radios that a second click, Delete or Backspace clears. */
function takesBack(el, inputs) {
  const clear = (input) => {
    input.checked = false;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  let wasChosen = null;
  el.addEventListener("pointerdown", (event) => {
    const input = event.target.closest("label")?.querySelector("input");
    wasChosen = input?.checked ? input : null;
  });
  el.addEventListener("click", (event) => {
    if (event.target === wasChosen) clear(wasChosen);
    if (inputs.includes(event.target)) wasChosen = null;
  });
  el.addEventListener("keydown", (event) => {
    if (["Delete", "Backspace"].includes(event.key) && event.target.checked) clear(event.target);
  });
}

/** The control of a part by its kind: a row in a table, not an `if`. */
const CONTROLS = {
  text: (part) => textControl(part),
  long: (part) => textControl({ ...part, long: true }),
  link: (part) => textControl({ ...part, mode: "url" }),
  number: (part) => numberControl(part),
  date: (part) => dateControl(part),
  boolean: (part) =>
    pillsControl({
      ...part,
      options: [
        { id: true, title: "Yes" },
        { id: false, title: "No" },
      ],
    }),
  choice: (part) => (part.options.length > 7 ? selectControl(part) : pillsControl(part)),
  choices: (part) => pillsControl({ ...part, several: true }),
  rows: (part) => rowsControl(part),
};

const controlOf = (kind, part) => (CONTROLS[kind] ?? CONTROLS.long)(part);
