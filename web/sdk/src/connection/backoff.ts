const FIRST_MILLIS = 500;
const LONGEST_MILLIS = 30_000;

/** "Later each time": 0.5 s, 1 s, 2 s, … up to 30 s, each times a random number of 0.5 to 1.5. */
export class Backoff {
  readonly #random: () => number;
  #tries = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  nextMillis(): number {
    const base = Math.min(FIRST_MILLIS * 2 ** this.#tries, LONGEST_MILLIS);
    this.#tries = Math.min(this.#tries + 1, 20);
    return Math.round(base * (0.5 + this.#random()));
  }

  reset(): void {
    this.#tries = 0;
  }
}
