import type { Environment } from '../environment.ts';
import { ConnectionLost } from '../errors.ts';

const WITHIN_MILLIS = 15_000;

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/** By which token one is let in, and who waits for being let in by a fresh one. */
export class Admission {
  readonly #environment: Environment;
  readonly #waiting = new Set<Waiting>();
  token: string | undefined;
  /** What the server has seen; another one now is a fresh one. */
  #shown: string | undefined;

  constructor(environment: Environment, token: string | undefined) {
    this.#environment = environment;
    this.token = token;
  }

  get fresh(): boolean {
    return this.token !== this.#shown;
  }

  /** The token as it is shown to the server now. */
  show(): string | undefined {
    this.#shown = this.token;
    return this.token;
  }

  /** `token`: what the server gave a guest. */
  welcomed(token: string | undefined): void {
    // What was given to a guest does not take the place of one that is still to be shown.
    if (token !== undefined && !this.fresh) {
      this.token = token;
      this.#shown = token;
    }
    for (const waiting of [...this.#waiting]) {
      waiting.resolve();
    }
  }

  stopped(): void {
    for (const waiting of [...this.#waiting]) {
      waiting.reject(new ConnectionLost('The server did not let us in.'));
    }
  }

  /** Waits for the next `welcome`. */
  welcome(): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        resolve: () => done(resolve),
        reject: (error) => done(() => reject(error)),
      };
      const timer = this.#environment.setTimeout(() => {
        waiting.reject(new ConnectionLost('The server did not answer in time.'));
      }, WITHIN_MILLIS);
      const done = (settle: () => void) => {
        this.#waiting.delete(waiting);
        this.#environment.clearTimeout(timer);
        settle();
      };
      this.#waiting.add(waiting);
    });
  }
}
