// A key, token or password that was pasted by mistake is found before it is kept or sent anywhere.

class Secrets {
  /** @param {{name: string, pattern: string, flags?: string}[]} patterns */
  constructor(patterns = []) {
    this.patterns = patterns.flatMap(({ name, pattern, flags = "" }) => {
      try {
        return [{ name, regex: new RegExp(pattern, `g${flags}`) }];
      } catch {
        return []; // Python looks again with the same patterns
      }
    });
  }

  /** The name of the first kind of secret in a value, or null. */
  find(value) {
    for (const text of textsOf(value)) {
      for (const { name, regex } of this.patterns) {
        regex.lastIndex = 0;
        if (regex.test(text)) return name;
      }
    }
    return null;
  }

  /** The value with each secret replaced by what it was. */
  mask(value) {
    if (typeof value === "string") {
      return this.patterns.reduce((text, { name, regex }) => text.replace(regex, `[${name}, not kept]`), value);
    }
    if (Array.isArray(value)) return value.map((part) => this.mask(part));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.mask(part)]));
    }
    return value;
  }
}

function* textsOf(value) {
  if (typeof value === "string") yield value;
  else if (value && typeof value === "object") for (const part of Object.values(value)) yield* textsOf(part);
}
