import type { Outgoing } from '../types.ts';

/**
 * What was written and is not in the database yet. IndexedDB takes its time, and a page that is
 * closed right after Enter would lose the message: localStorage is written before that returns.
 * Where there is none, or it is full, nothing is noted.
 */
export class Journal {
  readonly #prefix: string;

  constructor(name: string) {
    this.#prefix = `${name}/`;
  }

  note(outgoing: Outgoing): void {
    this.#try((storage) =>
      storage.setItem(this.#prefix + outgoing.id, JSON.stringify({ ...outgoing, state: 'queued' })),
    );
  }

  strike(id: string): void {
    this.#try((storage) => storage.removeItem(this.#prefix + id));
  }

  /** What pages noted that were closed too soon; of one that is open, what it is about to save. */
  left(): Outgoing[] {
    const found: Outgoing[] = [];
    this.#try((storage) => {
      for (const key of Object.keys(storage)) {
        if (key.startsWith(this.#prefix)) {
          found.push(JSON.parse(storage.getItem(key) ?? '') as Outgoing);
        }
      }
    });
    return found;
  }

  #try(act: (storage: Storage) => void): void {
    try {
      act(localStorage);
    } catch {
      // The database keeps it all the same, a little later.
    }
  }
}
