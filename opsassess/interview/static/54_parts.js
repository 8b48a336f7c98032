// Contents with several parts: a number with its unit, steps with what holds for all of them, a failure mode's five answers.

/** @param {{id: string, title: string, kind: string, columns?: any[]}[]} fields */
function partsControl({ fields, label, name, across = false, defaults = {} }) {
  const parts = fields.map((field) => {
    const key = `${name}:${field.id}`;
    const options = { ...field, label: field.title, name: key, unit: defaults.unit };
    if (field.kind === "rows") return { field, control: rowsControl({ ...options, ...ROWS_OF[field.id] }) };
    return { field, control: controlOf(field.kind === "text" ? "long" : field.kind, options) };
  });
  let rest = {};
  const box = ({ field, control }) =>
    field.kind === "rows"
      ? h("div", { class: "oa-part oa-part-wide" }, h("span", { class: "oa-part-title" }, field.title), control.el)
      : h(
          "label",
          { class: `oa-part oa-part-${field.kind}` },
          h("span", { class: "oa-part-title" }, field.title),
          control.el,
        );
  const el = h(
    "div",
    { class: across ? "oa-parts oa-across" : "oa-parts", role: "group", "aria-label": label },
    parts.map(box),
  );
  const read = () => {
    const said = parts.map(({ field, control }) => [field.id, control.read()]).filter(([, value]) => !isBlank(value));
    const typed = said.filter(([id, value]) => !sameValue(defaults[id], value));
    return typed.length || Object.keys(rest).length ? { ...rest, ...Object.fromEntries(said) } : null;
  };
  const write = (value) => {
    const known = new Set(fields.map((field) => field.id));
    const said = value && typeof value === "object" && !Array.isArray(value) ? value : {};
    rest = Object.fromEntries(Object.entries(said).filter(([key]) => !known.has(key)));
    for (const { field, control } of parts)
      control.write(said[field.id] ?? (value ? null : defaults[field.id]) ?? null);
  };
  const mistake = () => parts.map(({ control }) => control.mistake?.()).find(Boolean) ?? null;
  return { el, read, write, mistake, focus: () => parts[0].control.focus() };
}

const ROWS_OF = { steps: { needs: "do", numbered: true, add: "Add a step", label: "Steps" } };

/** Steps are a bare list while nothing is said that holds for all of them. */
function stepsControl(options) {
  const control = partsControl(options);
  return {
    ...control,
    read: () => {
      const value = control.read();
      return value && Object.keys(value).length === 1 && value.steps ? value.steps : value && { steps: [], ...value };
    },
    write: (value) =>
      control.write(
        Array.isArray(value)
          ? { steps: value }
          : value && { ...value, steps: value.steps?.length ? value.steps : null },
      ),
  };
}

/** What is said of a number before its figure is kept; a unit and a window alone say nothing yet. */
function figureControl(options) {
  const control = partsControl(options);
  const bare = (value) => Object.keys(value).every((key) => ["unit", "per"].includes(key));
  const mistake = () => {
    const value = control.read();
    return control.mistake() ?? (value && bare(value) ? "Give the figure; the unit alone says nothing yet." : null);
  };
  return { ...control, mistake };
}

const CONTENT_CONTROLS = {
  number: (options, content) =>
    figureControl({ ...options, defaults: { unit: content.unit || undefined, per: content.per || undefined } }),
  steps: (options) => stepsControl(options),
  failure_mode: (options) => partsControl(options),
};

/** The control of an item's content. A content of another shape than its kind stays what it is: a text. */
function contentControl(item, { value, label, name, describedby }) {
  const { content } = item;
  const lists = ["people", "table", "choices", "steps"].includes(content.kind);
  const texts = ["text", "link", "date", "choice"].includes(content.kind);
  const fits = isBlank(value) || (typeof value === "string" ? texts : Array.isArray(value) ? lists : !texts);
  if (!fits) return looseControl({ label, name });
  if (content.fields?.length) {
    const make = CONTENT_CONTROLS[content.kind] ?? partsControl;
    return make({ fields: content.fields, label, name }, content);
  }
  if (content.columns?.length) {
    const add = content.kind === "people" ? "Add a person" : "Add a row";
    return rowsControl({ columns: content.columns, label, name, add });
  }
  return controlOf(content.kind === "text" ? "long" : content.kind, {
    label,
    name,
    options: content.options,
    describedby,
  });
}

/** A value of a shape that no control knows: shown, and replaced only when somebody types. */
function looseControl(options) {
  const control = textControl({ ...options, long: true });
  let kept = null;
  let shown = "";
  return {
    ...control,
    read: () => (control.el.value === shown ? kept : control.read()),
    write: (value) => {
      kept = value;
      shown = isBlank(value) ? "" : typeof value === "string" ? value : JSON.stringify(value);
      control.write(shown);
    },
  };
}
