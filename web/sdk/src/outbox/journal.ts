import type { Outgoing } from '../types.ts';

/** What is to become of a message in the database: kept like this, or (null) removed. */
export type Note = Outgoing | null;

/**
 * What was decided and is not in the database yet. IndexedDB takes its time, and a page that is
 * closed right after Enter would lose the message, or send one that was discarded: localStorage is
 * written before the call returns. Where there is none, or it is full, nothing is noted, and the
 * database alone keeps what it can.
 */
export class Journal {
  readonly #prefix: string;

  constructor(name: string) {
    this.#prefix = `${encodeURIComponent(name)}/`;
  }

  note(id: string, what: Note): void {
    this.#try((storage) => storage.setItem(this.#prefix + id, JSON.stringify(what)));
  }

  /** It is in the database. */
  strike(id: string): void {
    this.#try((storage) => storage.removeItem(this.#prefix + id));
  }

  /** Undefined where nothing is noted, or what is cannot be read. */
  read(id: string): Note | undefined {
    return this.#try((storage) => {
      const text = storage.getItem(this.#prefix + id);
      return text === null ? undefined : (JSON.parse(text) as Note);
    });
  }

  /** All notes by id: of pages that were closed too soon, and of tabs that are about to save. */
  all(): Map<string, Note> {
    const ids = this.#try((storage) => Object.keys(storage).map((key) => this.#idOf(key))) ?? [];
    const notes = new Map<string, Note>();
    for (const id of ids) {
      const note = id === undefined ? undefined : this.read(id);
      if (id !== undefined && note !== undefined) {
        notes.set(id, note);
      }
    }
    return notes;
  }

  /** Tells which message another tab has noted something of. Returns the way to end that. */
  watch(listener: (id: string) => void): () => void {
    if (typeof addEventListener === 'undefined') {
      return () => {};
    }
    const heard = ({ key, newValue }: StorageEvent) => {
      const id = key === null || newValue === null ? undefined : this.#idOf(key);
      if (id !== undefined) {
        listener(id);
      }
    };
    addEventListener('storage', heard);
    return () => removeEventListener('storage', heard);
  }

  #idOf(key: string): string | undefined {
    return key.startsWith(this.#prefix) ? key.slice(this.#prefix.length) : undefined;
  }

  #try<Result>(act: (storage: Storage) => Result): Result | undefined {
    try {
      return act(localStorage);
    } catch {
      return undefined;
    }
  }
}
