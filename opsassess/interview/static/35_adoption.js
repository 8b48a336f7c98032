// What pages left behind that were closed, reloaded or killed. A page that lives holds the lock of its entry.

const LOOK_EVERY = 30000;
const SILENT_FOR = 45000; // where the browser has no locks: an entry whose page has not touched it for so long is free

class Adoption {
  constructor({ key, own, shelf, send, refused, isHidden, changed }) {
    Object.assign(this, { prefix: `opsassess:${key}:`, own, shelf, send, refused, isHidden, changed });
    /** @type {Map<string, {patches: any[], sendAt: number, tries: number, release: () => void}>} client -> what it left */
    this.found = new Map();
    /** Whose changes these were; they come back as ours. */
    this.clients = new Set();
    this.awaited = new Set(); // entries whose page's end we wait for
    this.ended = new AbortController();
    this.alone = false; // one change a message: one that cannot be read, of another version, must not hold up the others
    this.locks = globalThis.navigator?.locks;
    this.hold();
  }

  /** Holds this page's own lock until the page ends. */
  hold() {
    const until = new Promise((resolve) => (this.free = resolve));
    this.locks?.request(this.own, () => until).catch(() => {});
  }

  async look() {
    await this.shelf.restored;
    for (const name of this.shelf.names(this.prefix)) {
      const client = name.slice(this.prefix.length);
      if (name === this.own || this.found.has(client)) continue;
      if (this.locks) this.wait(name, client);
      else if (Date.now() - (this.shelf.read(name)?.beat ?? 0) > SILENT_FOR) this.take(name, client);
    }
  }

  /** Waits for the end of the page that holds an entry: one that was just closed lets go of it a moment later. */
  wait(name, client) {
    if (this.awaited.has(name)) return;
    this.awaited.add(name);
    this.locks
      .request(name, { signal: this.ended.signal }, () => this.take(name, client))
      .catch(() => {})
      .finally(() => this.awaited.delete(name));
  }

  /** Keeps the lock until every patch is answered. */
  take(name, client) {
    const patches = this.shelf.read(name)?.patches;
    if (!Array.isArray(patches) || !patches.length) return this.shelf.remove(name);
    this.clients.add(client);
    return new Promise((release) => {
      this.found.set(client, { patches, sendAt: 0, tries: 0, release: () => (this.shelf.remove(name), release()) });
      this.changed();
    });
  }

  sendDue() {
    const now = Date.now();
    for (const [client, left] of this.found) {
      if (left.sendAt > now) continue;
      left.sendAt = now + RETRY_AFTER[Math.min(left.tries, RETRY_AFTER.length - 1)];
      const open = left.patches.filter(({ target }) => !this.isHidden(target));
      const some = this.alone ? open.slice(left.tries % open.length).slice(0, 1) : open.slice(0, MOST_PATCHES);
      left.tries += 1;
      if (some.length) this.send(client, some.map(forTheWire));
    }
  }

  again() {
    for (const left of this.found.values()) left.sendAt = 0;
  }

  /** Takes in what became of an adopted patch; one that was refused goes on living with this page, as soon as that has none of its own there. */
  settle({ n, from, status, why }) {
    const left = this.found.get(from);
    const patch = left?.patches.find((candidate) => candidate.n === n);
    if (!patch) return;
    if ((status === "refused" || status === "secret") && !this.refused(patch, why)) return;
    left.patches = left.patches.filter((candidate) => candidate !== patch);
    if (left.patches.length === 0) {
      this.found.delete(from);
      left.release();
    } else left.sendAt = 0;
    this.changed();
  }

  count() {
    return [...this.found.values()].reduce((sum, left) => sum + left.patches.length, 0);
  }

  end() {
    this.ended.abort();
    this.free();
  }
}
