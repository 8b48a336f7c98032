// Rows: tables, people, steps, evidence. They grow at the end, take a paste from a spreadsheet, and keep columns that they do not know.

const MOVES = { ArrowUp: -1, ArrowDown: 1 };

/**
 * @param {{columns: {id: string, title: string, options?: any[], kind?: string, optional?: boolean, width?: string, placeholder?: string}[],
 *          label?: string, add?: string, spare?: number, needs?: string, numbered?: boolean, name?: string}} options
 *   `needs`: a column that a row always has, even as an empty text
 */
function rowsControl({
  columns,
  label = "Rows",
  add = "Add a row",
  spare = 1,
  needs,
  numbered = false,
  name = newId("rows"),
}) {
  const body = h("div", { class: "oa-rows-body", role: "rowgroup" });
  const table = h(
    "div",
    {
      class: "oa-rows",
      role: "table",
      "aria-label": label,
      style: `--columns: ${columns.map((column) => column.width ?? "minmax(6rem, 1fr)").join(" ")}`,
    },
    h(
      "div",
      { class: "oa-row oa-row-head", role: "row" },
      numbered &&
        h("span", { role: "columnheader", class: "oa-row-number" }, h("span", { class: "oa-hidden" }, "Number")),
      columns.map((column) =>
        h(
          "span",
          { role: "columnheader" },
          column.title,
          column.optional && h("span", { class: "oa-faint" }, " (if any)"),
        ),
      ),
      h("span", { role: "columnheader" }, h("span", { class: "oa-hidden" }, "Take out")),
    ),
    body,
  );
  /** @type {{el: HTMLElement, cells: any[], rest: object}[]} */
  let rows = [];

  const changed = () => table.dispatchEvent(new Event("input", { bubbles: true }));
  const makeRow = (value = {}) => {
    const known = new Set(columns.map((column) => column.id));
    const row = {
      rest: Object.fromEntries(Object.entries(value).filter(([key]) => !known.has(key))),
      cells: [],
      el: null,
    };
    row.cells = columns.map((column) => cellOf(column, value[column.id]));
    row.el = h(
      "div",
      { class: "oa-row", role: "row" },
      numbered && h("span", { class: "oa-row-number", role: "rowheader" }),
      row.cells.map((cell, place) =>
        h("div", { role: "cell", class: "oa-cell", "data-title": columns[place].title }, cell.el),
      ),
      h(
        "div",
        { role: "cell", class: "oa-cell-last" },
        button("×", () => remove(row), { label: "Take this row out", kind: "icon" }),
      ),
    );
    return row;
  };
  const remove = (row) => {
    const place = rows.indexOf(row);
    rows.splice(place, 1);
    if (rows.length < spare) rows.push(makeRow());
    place_();
    changed();
    rows[Math.min(place, rows.length - 1)].cells[0].focus();
  };
  const place_ = () => {
    fill(
      body,
      rows.map((row) => row.el),
    );
    rows.forEach((row, index) => {
      row.cells.forEach((cell, place) => {
        const control = cell.el.matches("input, select, textarea") ? cell.el : null;
        control?.setAttribute("aria-label", `${columns[place].title}, row ${index + 1}`);
        control?.setAttribute("data-key", `${name}:${index}:${columns[place].id}`);
      });
      if (numbered) setText(row.el.querySelector(".oa-row-number"), String(index + 1));
    });
  };
  const valueOf = (row) => {
    const said = columns
      .map((column, place) => [column.id, row.cells[place].read()])
      .filter(([, value]) => !isBlank(value));
    if (!said.length && !Object.keys(row.rest).length) return null;
    return { ...(needs ? { [needs]: "" } : {}), ...row.rest, ...Object.fromEntries(said) };
  };
  const read = () => {
    const values = rows.map(valueOf).filter(Boolean);
    return values.length ? values : null;
  };
  const write = (value) => {
    const wanted = Array.isArray(value) ? value : isBlank(value) ? [] : [value];
    if (rows.length && sameValue(rows.map(valueOf).filter(Boolean).map(filledIn), wanted.map(filledIn))) return;
    rows = wanted.map(makeRow);
    while (rows.length < Math.max(spare, 1)) rows.push(makeRow());
    keepFocus(body, place_);
  };
  const addRow = () => {
    rows.push(makeRow());
    place_();
    rows.at(-1).cells[0].focus();
  };
  const spotOf = (node) => {
    const y = rows.findIndex((row) => row.el.contains(node));
    return { y, x: y < 0 ? -1 : rows[y].cells.findIndex((cell) => cell.el.contains(node)) };
  };
  const paste = (event) => {
    const grid = gridIn(event.clipboardData, columns);
    const { x, y } = spotOf(event.target);
    if (!grid || x < 0) return;
    event.preventDefault();
    grid.forEach((line, dy) => {
      if (!rows[y + dy]) rows.push(makeRow());
      line.forEach((text, dx) => rows[y + dy].cells[x + dx]?.write(cellValue(columns[x + dx], text)));
    });
    place_();
    changed();
  };
  const move = (event) => {
    const { x, y } = spotOf(event.target);
    if (x < 0) return;
    if (
      event.key === "Enter" &&
      !event.shiftKey &&
      !event.ctrlKey &&
      !event.metaKey &&
      event.target.tagName !== "SELECT"
    ) {
      event.preventDefault();
      if (rows[y + 1]) rows[y + 1].cells[numbered ? 0 : x].focus();
      else if (valueOf(rows[y])) addRow();
    } else if (event.altKey && MOVES[event.key]) {
      event.preventDefault();
      const other = y + MOVES[event.key];
      if (!rows[other]) return;
      [rows[y], rows[other]] = [rows[other], rows[y]];
      place_();
      rows[other].cells[x].focus();
      changed();
    }
  };
  table.addEventListener("paste", paste);
  table.addEventListener("keydown", move);
  const el = h("div", { class: "oa-rows-box" }, table, button(add, addRow, { name: `${name}:add`, kind: "add" }));
  write(null);
  return { el, read, write, focus: () => rows[0].cells[0].focus() };
}

/** What a row says, whatever the order of its columns: an empty cell says what a missing one does. */
const filledIn = (row) =>
  Object.entries(Object(row))
    .filter(([, value]) => !isBlank(value))
    .sort(([one], [other]) => (one < other ? -1 : 1));

function cellOf(column, value) {
  const part = { label: column.title, placeholder: column.placeholder, options: column.options };
  const cell = column.options?.length ? selectControl(part) : controlOf(column.kind ?? "long", part);
  cell.write(value ?? null);
  return cell;
}

/** The cells of a paste from a spreadsheet, without a first line that only names the columns; null if it is no table. */
function gridIn(clipboard, columns) {
  const text = clipboard?.getData("text/plain") ?? "";
  const fromTable = /<t[dr][\s>]/i.test(clipboard?.getData("text/html") ?? "");
  if (!text.includes("\t") && !(fromTable && text.trim().includes("\n"))) return null;
  const grid = tabbed(text.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
  const titles = columns.map((column) => column.title.toLowerCase());
  const isHead =
    grid.length > 1 && grid[0].length > 1 && grid[0].every((cell) => titles.includes(cell.trim().toLowerCase()));
  return isHead ? grid.slice(1) : grid;
}

/** Tab-separated text as Excel writes it: a cell with a line break or a quote stands in quotes. */
function tabbed(text) {
  const grid = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/gy;
  for (let match = cells.exec(text); match; match = cells.exec(text)) {
    grid.at(-1).push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]);
    if (match[3] === "\n") grid.push([]);
    if (match[3] === "") break;
  }
  return grid;
}

function cellValue(column, text) {
  const plain = text.trim();
  const option = column.options?.find((other) =>
    [other.id, other.title].some((word) => String(word).toLowerCase() === plain.toLowerCase()),
  );
  return option ? option.id : plain;
}
