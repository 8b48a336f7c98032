// A second place for what the outbox keeps. Chromium writes localStorage to the disk after five seconds and then once a minute: a
// browser that is killed takes the rest with it. IndexedDB is out of the page's hands at once.

const JOURNAL = "opsassess";

class Journal {
  constructor() {
    this.base = this.open().catch(() => null); // forbidden: localStorage alone has to do
  }

  open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(JOURNAL, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(JOURNAL);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  async run(mode, work) {
    const base = await this.base;
    if (!base) return null;
    return new Promise((resolve) => {
      const transaction = base.transaction(JOURNAL, mode);
      const asked = work(transaction.objectStore(JOURNAL));
      transaction.oncomplete = () => resolve(asked?.result ?? null);
      transaction.onerror = transaction.onabort = () => resolve(null);
    });
  }

  put(name, value) {
    return this.run("readwrite", (store) => void store.put(value, name)).catch(() => null);
  }

  remove(name) {
    return this.run("readwrite", (store) => void store.delete(name)).catch(() => null);
  }

  /** Everything that is kept, by its name. @returns {Promise<Map<string, any>>} */
  async all() {
    const found = new Map();
    await this.run("readonly", (store) => {
      store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        found.set(cursor.key, cursor.value);
        cursor.continue();
      };
    }).catch(() => null);
    return found;
  }
}
