// What the page says, and how it prints numbers and days. Sentences that belong to one place stand there.

const SIDES = ["operator", "builder"];
const ROLES = [
  { id: "operator", title: "Operator", meaning: "runs the agent day to day" },
  { id: "owner", title: "Owner", meaning: "answers for it in the business" },
  { id: "user", title: "User", meaning: "works with its results" },
  { id: "builder", title: "Builder", meaning: "built it" },
];
const GATE_MARKS = { shown: "✓", due: "↻", said: "◐", partly: "◐", open: "○", missing: "✕", "n/a": "–" };
const DONT_KNOW = "dont_know";

const isBlank = (value) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
const sameValue = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const keyOf = (target) => JSON.stringify(target);

/** "1 change", "3 changes" */
const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
const percent = (share) => (typeof share === "number" ? `${Math.round(share * 100)} %` : "not known");
const minutesOf = (seconds) => Math.round(seconds / 60);
const firstName = (name) => name.trim().split(/\s+/)[0];
const listed = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

/** "2026-11-26" -> "26 Nov 2026"; anything else stays as it is. */
function dayWords(day) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? "");
  if (!parts) return day ?? "";
  const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  return `${Number(parts[3])} ${months[Number(parts[2]) - 1]} ${parts[1]}`;
}

/** The time of day of a moment that Python sent. */
function clockWords(at) {
  const moment = new Date(at ?? "");
  return Number.isNaN(moment.getTime())
    ? ""
    : moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "27 Nov 2026 08:48", here and not where Python's clock stands. */
function momentWords(at) {
  const moment = new Date(at ?? "");
  if (Number.isNaN(moment.getTime())) return "";
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return `${dayWords(parts.map((part) => String(part).padStart(2, "0")).join("-"))} ${clockWords(at)}`;
}

/** The status line. @returns {{text: string, mood: "calm"|"busy"|"waiting"|"trouble"}} */
function statusWords({ waiting, needy, fresh, connected, trouble, kept, started }) {
  const where = kept
    ? `kept in this browser`
    : `only in this page: closing it would lose ${waiting === 1 ? "it" : "them"}`;
  if (trouble) return { text: `cannot be saved: ${trouble}`, mood: "trouble" };
  if (!connected && waiting) return { text: `not connected, ${waiting} ${where}`, mood: "waiting" };
  if (!connected) return { text: started ? "not connected" : "connecting", mood: started ? "waiting" : "busy" };
  if (!waiting && needy) return { text: needyWords(needy), mood: "waiting" };
  if (!waiting) return { text: "all saved", mood: "calm" };
  return fresh && kept ? { text: "saving", mood: "busy" } : { text: `${waiting} ${where}`, mood: "waiting" };
}

const needyWords = (needy) => `${needy} ${needy === 1 ? "needs" : "need"} your attention`;

/** What a value says in one line, for conflicts, history and comparison. */
function valueWords(value, form, key) {
  if (isBlank(value)) return "nothing";
  if (key === "rating") return ratingWords(value, form);
  if (Array.isArray(value)) return value.map((part) => valueWords(part, form)).join("; ");
  if (typeof value === "object") {
    return Object.values(value)
      .filter((part) => !isBlank(part))
      .map((part) => valueWords(part, form))
      .join(", ");
  }
  return typeof value === "boolean" ? (value ? "yes" : "no") : dayWords(String(value));
}

function ratingWords(rating, form) {
  if (rating === DONT_KNOW) return "don’t know";
  if (isBlank(rating)) return "not rated";
  return `${rating} ${form.ratings.find((level) => level.id === String(rating))?.name ?? ""}`.trim();
}

const FIELD_WORDS = {
  rating: "rating",
  content: "content",
  evidence: "evidence",
  written_where: "where it is written",
  note: "note",
  private_note: "private note",
};

/** What a change was about: "rating of Confirm the stop". */
function targetWords(target, form) {
  const [kind, id, , key] = target;
  const title = form.items[id]?.title ?? form.facts.find((fact) => fact.id === id)?.title ?? id;
  if (kind === "answer") return `${FIELD_WORDS[key] ?? key} of “${title}”`;
  if (kind === "fact") return `“${title}”`;
  return (
    {
      respondent: "people",
      promise: "promise",
      note: "quick note",
      not_applicable: `“${title}”`,
      failure_mode: "failure mode",
      action: `action on “${title}”`,
      exception: `exception on “${title}”`,
      summary: "summary",
      as_of: "day of the assessment",
    }[kind] ?? kind
  );
}
