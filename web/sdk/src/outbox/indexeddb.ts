import type { Outgoing } from '../types.ts';
import { Database } from './database.ts';
import { Journal, type Note } from './journal.ts';
import { byId, memoryOutbox, type OutboxChange, type OutboxStore } from './store.ts';

/** A note of another tab that lies so long is of one that was closed too soon. */
const ADOPT_AFTER_MILLIS = 3_000;
let warned = false;

/**
 * An outbox that survives a reload and is shared by the tabs of one origin that give the same name.
 * A BroadcastChannel tells of changes; a Web Lock elects the one tab that sends. Without Web
 * Locks (plain http elsewhere than on localhost) each tab sends what it sees: the server keeps
 * a message single by its id. Until the database has it, a message stands in localStorage, so
 * that a page which is closed at once loses nothing. Where neither can be used it is a
 * {@link memoryOutbox}, and a warning is written to the console once.
 *
 * @param name of the database; one for each person
 */
export function indexedDbOutbox(name: string): OutboxStore {
  return new IndexedDbOutbox(`parlor-outbox-${name}`);
}

class IndexedDbOutbox implements OutboxStore {
  readonly #name: string;
  readonly #channel: BroadcastChannel | undefined;
  readonly #fallback = memoryOutbox();
  readonly #journal: Journal;
  readonly #database: Database;
  /** Ids that are in the database, as far as this tab knows. */
  readonly #saved = new Set<string>();
  /** Calls take effect in their order, whatever the database does. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(name: string) {
    this.#name = name;
    this.#journal = new Journal(name);
    this.#channel =
      typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
    this.#database = new Database(name, warn);
  }

  load(): Promise<Outgoing[]> {
    return this.#inTurn(async () => {
      let notes = new Map<string, Note>();
      const outcome = await this.#database.run<Outgoing[]>('readwrite', (store, done) => {
        const all: IDBRequest<Outgoing[]> = store.getAll();
        all.onsuccess = () => {
          // Not before: what another tab has saved and struck meanwhile must not be put back.
          notes = this.#journal.all();
          done(merge(all.result, notes, store));
        };
      });
      const inMemory = await this.#fallback.load();
      if (outcome.is !== 'done') {
        return merge(inMemory, this.#journal.all()).sort(byId);
      }
      for (const [id, note] of notes) {
        this.#journal.strike(id);
        this.#tell(note === null ? { kind: 'remove', id } : { kind: 'put', outgoing: note });
      }
      for (const { id } of outcome.result) {
        this.#saved.add(id);
      }
      return [...outcome.result, ...inMemory.filter(({ id }) => !this.#saved.has(id))].sort(byId);
    });
  }

  put(outgoing: Outgoing): Promise<void> {
    const copy = { ...outgoing };
    const { id } = copy;
    if (copy.state === 'sent') {
      this.#journal.strike(id); // whatever becomes of the database: it is not to be sent again
    } else if (!this.#saved.has(id)) {
      this.#journal.note(id, copy);
    }
    return this.#inTurn(() => this.#put(copy));
  }

  remove(id: string): Promise<void> {
    this.#journal.note(id, null);
    return this.#inTurn(async () => {
      const { is } = await this.#database.run('readwrite', (store) => store.delete(id));
      if (is !== 'failed') {
        this.#saved.delete(id);
        this.#journal.strike(id);
      }
      await this.#fallback.remove(id);
      this.#tell({ kind: 'remove', id });
    });
  }

  watch(listener: (change: OutboxChange) => void): () => void {
    const hear = ({ data }: MessageEvent<OutboxChange>) => {
      if (data.kind === 'put') {
        this.#saved.add(data.outgoing.id);
      } else {
        this.#saved.delete(data.id);
      }
      listener(data);
    };
    this.#channel?.addEventListener('message', hear);
    const off = this.#journal.watch((id) => {
      setTimeout(() => this.#adopt(id, listener), ADOPT_AFTER_MILLIS);
    });
    return () => {
      this.#channel?.removeEventListener('message', hear);
      off();
    };
  }

  hold(granted: () => void): () => void {
    const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
    if (locks === undefined) {
      granted();
      return () => {};
    }
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const controller = new AbortController();
    const { signal } = controller;
    locks
      .request(this.#name, { signal }, () => {
        granted();
        return held;
      })
      .catch((error: unknown) => {
        if (!signal.aborted) {
          warn(error);
          granted();
        }
      });
    return () => {
      controller.abort();
      release();
    };
  }

  async #put(outgoing: Outgoing): Promise<void> {
    const { is } = await this.#database.run('readwrite', (store) => store.put(outgoing));
    if (is === 'done') {
      this.#saved.add(outgoing.id);
      this.#journal.strike(outgoing.id);
    } else {
      await this.#fallback.put(outgoing);
    }
    this.#tell({ kind: 'put', outgoing });
  }

  /** Takes over what a tab noted that is gone: else nobody would send it before the next load. */
  #adopt(id: string, listener: (change: OutboxChange) => void): void {
    const note = this.#journal.read(id);
    if (note === null) {
      void this.remove(id);
      listener({ kind: 'remove', id });
    } else if (note !== undefined) {
      void this.#inTurn(() => this.#put(note));
      listener({ kind: 'put', outgoing: note });
    }
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => {});
    return turn;
  }

  #tell(change: OutboxChange): void {
    this.#channel?.postMessage(change);
  }
}

/** What is stored, and what the notes say of it; the store is made to say the same. */
function merge(
  stored: readonly Outgoing[],
  notes: ReadonlyMap<string, Note>,
  store?: IDBObjectStore,
): Outgoing[] {
  const found = new Map(stored.map((one) => [one.id, one]));
  for (const [id, note] of notes) {
    const known = found.get(id);
    if (note === null) {
      found.delete(id);
      store?.delete(id);
    } else if (known === undefined || (note.confirmedAt ?? 0) > (known.confirmedAt ?? 0)) {
      found.set(id, note);
      store?.put(note);
    }
  }
  return [...found.values()];
}

function warn(error: unknown): void {
  if (!warned) {
    warned = true;
    console.warn('IndexedDB cannot be used as it should: unsent messages may be lost.', error);
  }
}
