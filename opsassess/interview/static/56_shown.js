// A content to read, not to change: texts, lists, steps and rows.

/** @param {{fields?: any[], columns?: any[], options?: any[]}} content how it was asked */
function contentShown(value, content = {}) {
  if (Array.isArray(value)) {
    const asked = content.columns?.length ? content : (content.fields?.find((field) => field.kind === "rows") ?? content);
    return h(
      "ol",
      { class: "oa-shown-rows" },
      value.map((row) => h("li", {}, rowShown(row, asked))),
    );
  }
  if (value && typeof value === "object") {
    const fields = content.fields ?? [];
    const placeOf = (key) => fields.findIndex((field) => field.id === key);
    const titleOf = (key) => fields.find((field) => field.id === key)?.title ?? key.replaceAll("_", " ");
    return h(
      "dl",
      { class: "oa-shown" },
      Object.entries(value)
        .filter(([, part]) => !isBlank(part))
        .sort(([one], [other]) => placeOf(one) - placeOf(other))
        .map(([key, part]) => [
          h("dt", {}, titleOf(key)),
          h(
            "dd",
            {},
            contentShown(
              part,
              fields.find((field) => field.id === key),
            ),
          ),
        ]),
    );
  }
  return h(
    "span",
    { class: "oa-shown-text" },
    content.options?.find((option) => option.id === value)?.title ?? valueWords(value, null),
  );
}

function rowShown(row, { columns = [] }) {
  if (!row || typeof row !== "object") return String(row);
  return Object.entries(row)
    .filter(([, part]) => !isBlank(part))
    .map(([key, part], place) => {
      const column = columns.find((one) => one.id === key);
      const words = column?.options?.find((option) => option.id === part)?.title ?? valueWords(part, null);
      return place === 0
        ? h("b", {}, words)
        : h("span", {}, h("span", { class: "oa-faint" }, `${column?.title ?? key.replaceAll("_", " ")}: `), words);
    });
}
