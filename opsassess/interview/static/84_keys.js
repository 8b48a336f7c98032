// Every key, what it does, and how help and the jump list call it.

/** @type {{keys?: string[], ctrl?: boolean, shown: string[], words: string, group: string, run?: (app: App, event?: KeyboardEvent) => void, noCommand?: boolean}[]} */
const KEYS = [
  ...[0, 1, 2, 3, 4].map((level) => ({
    keys: [String(level)],
    shown: ["0", "…", "4"],
    words: "rate for the person who speaks",
    group: "Answer",
    noCommand: true,
    hidden: level > 0,
    run: (app) => app.changes.rate(app.ui.item, level),
  })),
  {
    keys: ["d"],
    shown: ["D"],
    words: "don’t know",
    group: "Answer",
    run: (app) => app.changes.rate(app.ui.item, DONT_KNOW),
  },
  { keys: ["b"], shown: ["B"], words: "the other side speaks", group: "Answer", run: (app) => app.voices.speak() },
  {
    keys: ["B"],
    shown: ["Shift B"],
    words: "goes to the builder’s list",
    group: "Answer",
    run: (app) => app.changes.toBuilder(),
  },
  {
    keys: ["s"],
    shown: ["S"],
    words: "seen on the shared screen, E2",
    group: "Answer",
    run: (app) => app.changes.lift(app.ui.item, "E2"),
  },
  {
    keys: ["w"],
    shown: ["W"],
    words: "watched live, E3",
    group: "Answer",
    run: (app) => app.changes.lift(app.ui.item, "E3"),
  },
  { keys: ["r"], shown: ["R"], words: "to the rating", group: "Write", run: (app) => app.walk.focusOn("levels") },
  { keys: ["e"], shown: ["E"], words: "to the evidence", group: "Write", run: (app) => app.walk.focusOn("evidence") },
  { keys: ["c"], shown: ["C"], words: "to the content", group: "Write", run: (app) => app.walk.focusOn("content") },
  { keys: ["o"], shown: ["O"], words: "to the note", group: "Write", run: (app) => app.walk.focusOn("notes") },
  { keys: ["q"], shown: ["Q"], words: "quick note", group: "Write", run: (app) => app.open("note") },
  {
    keys: ["p"],
    shown: ["P"],
    words: "will send: who, what, by when",
    group: "Write",
    run: (app) => app.open("promise"),
  },
  { keys: ["x"], shown: ["X"], words: "nothing here exists", group: "Answer", run: (app) => app.open("nothing") },
  { keys: ["a"], shown: ["A"], words: "does not apply", group: "Answer", run: (app) => app.open("away") },
  { keys: ["n"], shown: ["N"], words: "next unanswered", group: "Move", run: (app) => app.walk.next() },
  {
    keys: ["Enter"],
    ctrl: true,
    shown: ["Ctrl Enter"],
    words: "next unanswered, from a text field too",
    group: "Move",
    noCommand: true,
    run: (app) => app.walk.next(),
  },
  { keys: ["j"], shown: ["J"], words: "next question", group: "Move", run: (app) => app.walk.step(1) },
  { keys: ["k"], shown: ["K"], words: "previous question", group: "Move", run: (app) => app.walk.step(-1) },
  { keys: ["]"], shown: ["]"], words: "next area", group: "Move", run: (app) => app.walk.stepArea(1) },
  { keys: ["["], shown: ["["], words: "previous area", group: "Move", run: (app) => app.walk.stepArea(-1) },
  {
    keys: ["/"],
    shown: ["/", "Ctrl K"],
    words: "jump by typing",
    group: "Move",
    noCommand: true,
    run: (app) => app.open("jump"),
  },
  { keys: ["k"], ctrl: true, shown: [], words: "", group: "", run: (app) => app.open("jump") },
  {
    keys: ["t"],
    shown: ["T"],
    words: "minutes left: the must-haves that fit",
    group: "Move",
    run: (app) => app.open("time"),
  },
  {
    keys: ["f"],
    shown: ["F"],
    words: "all failures in one table",
    group: "Move",
    noCommand: true,
    run: (app) => app.walk.show("matrix"),
  },
  { keys: ["z"], shown: ["Z"], words: "undo", group: "Look", run: (app) => app.changes.undo() },
  { keys: ["h"], shown: ["H"], words: "history of the question", group: "Look", run: (app) => app.open("history") },
  {
    keys: ["m"],
    shown: ["M"],
    words: "how we talk: together, alone, compare",
    group: "Look",
    run: (app) => app.open("mode"),
  },
  {
    keys: ["v"],
    shown: ["V"],
    words: "presenter on or off",
    group: "Look",
    run: (app) => app.setMode({ ...app.mode, presenter: !app.isPresenter() }),
  },
  { keys: [","], shown: [","], words: "fold the areas away", group: "Look", run: (app) => app.fold("areas") },
  { keys: ["."], shown: ["."], words: "fold the picture away", group: "Look", run: (app) => app.fold("panel") },
  { keys: ["?"], shown: ["?"], words: "all keys", group: "Look", noCommand: true, run: (app) => app.open("help") },
  { shown: ["Esc"], words: "leave a field or a dialog", group: "Look", noCommand: true },
];

const ON_RADIO = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", " ", "Delete", "Backspace"]);

/** No key of the form reaches the notebook around it. */
function bindKeys(app) {
  const handle = (event) => {
    event.stopPropagation();
    app.timer?.touch();
    if (event.defaultPrevented || event.isComposing || event.target.closest?.("dialog")) return;
    if (event.key === "Escape") return leaveField(app, event);
    const key = keyFor(app, event);
    if (!key) return;
    event.preventDefault();
    key.run(app, event);
  };
  app.root.addEventListener("keydown", handle);
  for (const type of ["keyup", "keypress", "paste", "copy", "cut"])
    app.root.addEventListener(type, (event) => event.stopPropagation());
  app.root.addEventListener("pointerdown", () => {
    app.timer?.touch();
    app.press();
  });
}

function keyFor(app, event) {
  const ctrl = event.ctrlKey || event.metaKey;
  if (!app.book?.form || event.altKey) return null;
  if (!ctrl && (isTyping(event.target) || !app.ui.singleKeys || ON_RADIO.has(event.key))) return null;
  const needsItem = !ctrl && /^[0-4dsweracoxhpB]$/.test(event.key);
  if (needsItem && app.ui.view !== "item") return null;
  return KEYS.find((key) => key.keys?.includes(event.key) && Boolean(key.ctrl) === ctrl);
}

function leaveField(app, event) {
  if (!isTyping(event.target)) return;
  event.preventDefault();
  app.page?.heading?.focus({ preventScroll: true });
}
