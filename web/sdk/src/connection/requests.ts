import type { Environment } from '../environment.ts';
import { ConnectionLost, RefusalError } from '../errors.ts';
import type { Ref, ServerFrame } from '../frames.ts';
import type { RefusalFrame } from '../types.ts';

const ANSWER_WITHIN_MILLIS = 15_000;

interface Waiting {
  resolve(frame: ServerFrame): void;
  reject(error: Error): void;
  timer: unknown;
}

/** The requests that wait for their answer on the connection of now, by their ref. */
export class Requests {
  readonly #environment: Environment;
  readonly #waiting = new Map<Ref, Waiting>();
  #lastRef = 0;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** A ref that no other frame of this program has. */
  nextRef(): number {
    return ++this.#lastRef;
  }

  /** Sends by `send`, which says whether there was a connection, and waits for the answer. */
  ask(send: (ref: number) => boolean): Promise<ServerFrame> {
    const ref = this.nextRef();
    return new Promise((resolve, reject) => {
      if (!send(ref)) {
        reject(new ConnectionLost());
        return;
      }
      const timer = this.#environment.setTimeout(() => {
        this.#waiting.delete(ref);
        reject(new ConnectionLost('The server did not answer in time.'));
      }, ANSWER_WITHIN_MILLIS);
      this.#waiting.set(ref, { resolve, reject, timer });
    });
  }

  /** Whether the frame was an answer that somebody waits for. */
  answered(frame: ServerFrame): boolean {
    const ref = 'ref' in frame ? frame.ref : undefined;
    const waiting = ref === undefined ? undefined : this.#waiting.get(ref);
    if (ref === undefined || waiting === undefined) {
      return false;
    }
    this.#waiting.delete(ref);
    this.#environment.clearTimeout(waiting.timer);
    if (frame.type === 'error') {
      waiting.reject(new RefusalError(refusalOf(frame)));
    } else {
      waiting.resolve(frame);
    }
    return true;
  }

  /** The connection is gone, and with it every answer. */
  lost(): void {
    for (const waiting of this.#waiting.values()) {
      this.#environment.clearTimeout(waiting.timer);
      waiting.reject(new ConnectionLost());
    }
    this.#waiting.clear();
  }
}

/** The refusal without what belongs to the frame alone. */
export function refusalOf(frame: RefusalFrame & { type?: string; ref?: Ref }): RefusalFrame {
  const { type: _type, ref: _ref, ...refusal } = frame;
  return refusal;
}
