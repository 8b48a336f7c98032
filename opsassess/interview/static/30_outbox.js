// Changes that the store has not acknowledged. They are kept in the browser, one entry for each open page.

const RETRY_AFTER = [1000, 2000, 4000, 8000, 15000];
const TYPING_PAUSE = 800; // a change goes out after a short pause ...
const TYPING_LIMIT = 2000; // ... and at the latest so long after it was typed
const MOST_PATCHES = 200;
const KEPT = "opsassess:"; // how the names of outboxes begin

/** localStorage, which a browser may forbid and a disk may not take. */
class Shelf {
  constructor() {
    try {
      this.storage = globalThis.localStorage;
      this.storage.getItem("opsassess");
    } catch {
      this.storage = null;
    }
    this.journal = new Journal();
    this.restored = this.restore();
  }

  /** Brings back what a killed browser had not yet written; what has been saved meanwhile changes nothing when it is sent again. */
  async restore() {
    for (const [name, value] of await this.journal.all()) {
      if ((this.read(name)?.beat ?? 0) < value.beat) this.write(name, value);
    }
  }

  read(name) {
    try {
      return JSON.parse(this.storage?.getItem(name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Tells whether the browser has kept it. */
  write(name, value) {
    if (name.startsWith(KEPT)) this.journal.put(name, value);
    try {
      if (!this.storage) return false;
      this.storage.setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false; // full or forbidden; the entry that was there before stays
    }
  }

  remove(name) {
    if (name.startsWith(KEPT)) this.journal.remove(name);
    try {
      this.storage?.removeItem(name);
    } catch {
      /* it will be found and sent again, which changes nothing */
    }
  }

  names(prefix) {
    try {
      return Object.keys(this.storage ?? {}).filter((name) => name.startsWith(prefix));
    } catch {
      return [];
    }
  }
}

/**
 * @typedef {object} Patch
 * @property {number} n
 * @property {string[]} target
 * @property {any} value
 * @property {number} seen the last entry of the store that its editor knew
 * @property {boolean} [secret_ok]
 * @property {"waiting"|"refused"|"secret"} state
 * @property {string} [why] of a refusal, or the kind of secret
 * @property {number} since when it was first typed
 * @property {number} sendAt when it goes out next
 * @property {number} tries
 */

class Outbox {
  constructor({ key, client, shelf, secrets, changed = () => {}, now = () => Date.now() }) {
    Object.assign(this, { client, shelf, secrets, changed, now, name: `opsassess:${key}:${client}` });
    this.n = 0;
    this.kept = Boolean(shelf.storage);
    /** @type {Map<string, Patch>} */
    this.patches = new Map();
  }

  has(target) {
    return this.patches.has(keyOf(target));
  }

  get(target) {
    return this.patches.get(keyOf(target));
  }

  /** Takes a change in. An earlier one of the same target is replaced and leaves behind what its editor had seen. */
  put(target, value, seen, { typing = false, secretOk = false, why } = {}) {
    const key = keyOf(target);
    const before = this.patches.get(key);
    const now = this.now();
    const kind = secretOk ? null : this.secrets.find(value);
    const since = before?.state === "waiting" && before.tries === 0 ? before.since : now;
    this.patches.delete(key);
    this.patches.set(key, {
      n: (this.n += 1),
      target,
      value,
      seen: before ? Math.min(before.seen, seen) : seen,
      secret_ok: secretOk || undefined,
      state: kind ? "secret" : why ? "refused" : "waiting",
      why: kind ?? why,
      since,
      sendAt: typing ? Math.min(now + TYPING_PAUSE, since + TYPING_LIMIT) : now,
      tries: 0,
    });
    this.keep();
  }

  drop(target) {
    if (this.patches.delete(keyOf(target))) this.keep();
  }

  /** Nothing of a target waits for a pause in the typing any longer. */
  hurry(target) {
    const patch = this.get(target);
    if (patch?.state === "waiting" && patch.tries === 0) patch.sendAt = this.now();
  }

  /** Everything may go out again at once: Python answers again. */
  again() {
    for (const patch of this.patches.values()) {
      if (patch.state !== "waiting" || patch.tries === 0) continue;
      patch.sendAt = this.now();
      patch.tries = 1;
    }
  }

  /** The patches whose time has come. */
  due(mayGo = () => true) {
    const now = this.now();
    const due = [...this.patches.values()].filter(
      (patch) => patch.state === "waiting" && patch.sendAt <= now && mayGo(patch.target),
    );
    return due.slice(0, MOST_PATCHES).map((patch) => {
      patch.sendAt = now + RETRY_AFTER[Math.min(patch.tries, RETRY_AFTER.length - 1)];
      patch.tries += 1;
      return forTheWire(patch);
    });
  }

  /** Takes in what became of a patch, and returns the patch if it is still the newest of its target. */
  settle({ n, status, why }) {
    const patch = [...this.patches.values()].find((candidate) => candidate.n === n);
    if (!patch) return null;
    if (status === "saved" || status === "conflict") this.patches.delete(keyOf(patch.target));
    else Object.assign(patch, { state: status === "secret" ? "secret" : "refused", why });
    this.keep();
    return patch;
  }

  count(...states) {
    return [...this.patches.values()].filter((patch) => states.includes(patch.state)).length;
  }

  /** Keeps in the browser what may be kept there; a secret may not. */
  keep() {
    const patches = [...this.patches.values()].filter((patch) => patch.state !== "secret").map(forTheShelf);
    if (patches.length) this.kept = this.shelf.write(this.name, { patches, beat: this.now() });
    else this.shelf.remove(this.name);
    this.changed();
  }

  oldest() {
    return Math.min(
      ...[...this.patches.values()].filter((patch) => patch.state === "waiting").map((patch) => patch.since),
    );
  }
}

const forTheWire = ({ n, target, value, seen, secret_ok }) => ({ n, target, value: value ?? null, seen, secret_ok });
const forTheShelf = (patch) => ({ ...forTheWire(patch), why: patch.state === "refused" ? patch.why : undefined });
