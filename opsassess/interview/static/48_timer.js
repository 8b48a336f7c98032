// Planned and used minutes of each area. The clock runs while the page is looked at and somebody does something.

const IDLE_AFTER = 180000;

class AreaTimer {
  constructor({ key, shelf, changed }) {
    Object.assign(this, { shelf, changed, name: `opsassess-minutes:${key}`, area: null, active: Date.now() });
    this.seconds = shelf.read(this.name) ?? {};
    this.timer = setInterval(() => this.tick(), 1000);
  }

  touch() {
    this.active = Date.now();
  }

  tick() {
    if (!this.area || document.hidden || Date.now() - this.active > IDLE_AFTER) return;
    this.seconds[this.area] = (this.seconds[this.area] ?? 0) + 1;
    if (this.seconds[this.area] % 15 === 0) this.shelf.write(this.name, this.seconds);
    if (this.seconds[this.area] % 30 === 0) this.changed();
  }

  used(area) {
    return minutesOf(this.seconds[area] ?? 0);
  }

  end() {
    clearInterval(this.timer);
    this.shelf.write(this.name, this.seconds);
  }
}
