// The line to Python: custom messages, a heartbeat, and whether anybody answers.

const PING_EVERY = 2000;
const SILENCE = 6000;
const TICK = 200;

class Link {
  /** @param {{model: any, client: string, take: (message: any) => void, tick: () => void, back: () => void, changed: () => void}} parts */
  constructor({ model, client, take, tick, back, changed }) {
    Object.assign(this, {
      model,
      client,
      take,
      tick,
      back,
      changed,
      heard: 0,
      pinged: 0,
      greeted: false,
      connected: false,
    });
    this.seen = () => 0;
    this.onMessage = (message) => this.receive(message);
    model.on("msg:custom", this.onMessage);
    this.timer = setInterval(() => this.beat(), TICK);
    this.onVisible = () => this.beat();
    document.addEventListener("visibilitychange", this.onVisible);
    this.beat();
  }

  send(message) {
    try {
      this.model.send({ client: this.client, ...message });
    } catch {
      /* the outbox has it and tries again */
    }
  }

  beat() {
    const now = Date.now();
    if (now - this.pinged >= PING_EVERY) {
      this.pinged = now;
      this.send(this.greeted ? { type: "ping", seen: this.seen() } : { type: "hello" });
    }
    if (this.connected && now - this.heard > SILENCE) {
      this.connected = false;
      this.changed();
    }
    this.tick();
  }

  receive(message) {
    if (!message || typeof message !== "object") return;
    if (message.type === "several") {
      for (const one of message.messages) this.receive(one);
      return;
    }
    if (message.client && message.client !== this.client) return;
    this.heard = Date.now();
    if (message.type === "welcome") this.greeted = true;
    const returned = !this.connected;
    this.connected = true;
    this.take(message);
    if (returned) {
      this.back();
      this.changed();
    }
  }

  /** Asks for everything anew. */
  greet() {
    this.greeted = false;
    this.pinged = 0;
  }

  end() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.model.off?.("msg:custom", this.onMessage);
  }
}
