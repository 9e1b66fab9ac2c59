import type { Outgoing } from '../types.ts';
import { Journal } from './journal.ts';
import { byId, memoryOutbox, type OutboxChange, type OutboxStore } from './store.ts';

const STORE = 'outgoing';
/** Opening has been seen to hang for ever in some browsers. */
const OPEN_WITHIN_MILLIS = 3_000;
let warned = false;

/**
 * An outbox that survives a reload and is shared by the tabs of one origin that give the same name.
 * A BroadcastChannel tells of changes; a Web Lock elects the one tab that sends. Without Web
 * Locks (plain http elsewhere than on localhost) each tab sends what it sees: the server keeps
 * a message single by its id. Where IndexedDB cannot be used, it is a {@link memoryOutbox}, and
 * a warning is written to the console once.
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
  /** Ids that this tab has put into the database. */
  readonly #saved = new Set<string>();
  /** Undefined where IndexedDB cannot be used. */
  readonly #database: Promise<IDBDatabase | undefined>;

  constructor(name: string) {
    this.#name = name;
    this.#journal = new Journal(name);
    this.#channel =
      typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
    this.#database = open(name).catch(warn);
  }

  async load(): Promise<Outgoing[]> {
    const left = this.#journal.left();
    const stored = (await this.#run<Outgoing[]>('readonly', (store) => store.getAll())) ?? [];
    const known = new Set(stored.map(({ id }) => id));
    const fresh = left.filter(({ id }) => !known.has(id));
    for (const one of fresh) {
      await this.#save(one);
    }
    return [...stored, ...fresh, ...(await this.#fallback.load())].sort(byId);
  }

  async put(outgoing: Outgoing): Promise<void> {
    const copy = { ...outgoing };
    if (!this.#saved.has(copy.id)) {
      this.#journal.note(copy);
    }
    if (!(await this.#save(copy))) {
      await this.#fallback.put(copy);
    }
    this.#tell({ kind: 'put', outgoing: copy });
  }

  async #save(outgoing: Outgoing): Promise<boolean> {
    const done = await this.#run('readwrite', (store) => store.put(outgoing));
    if (done !== undefined) {
      this.#saved.add(outgoing.id);
      this.#journal.strike(outgoing.id);
    }
    return done !== undefined;
  }

  async remove(id: string): Promise<void> {
    this.#journal.strike(id);
    await this.#run('readwrite', (store) => store.delete(id));
    this.#saved.delete(id);
    await this.#fallback.remove(id);
    this.#tell({ kind: 'remove', id });
  }

  watch(listener: (change: OutboxChange) => void): () => void {
    const hear = (event: MessageEvent<OutboxChange>) => listener(event.data);
    this.#channel?.addEventListener('message', hear);
    return () => this.#channel?.removeEventListener('message', hear);
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

  #tell(change: OutboxChange): void {
    this.#channel?.postMessage(change);
  }

  /** Undefined when it could not be done; the result of a write is its key. */
  async #run<Result>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest,
  ): Promise<Result | undefined> {
    const database = await this.#database;
    if (database === undefined) {
      return undefined;
    }
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const request = ask(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result as Result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    } catch (error) {
      return warn(error);
    }
  }
}

function open(name: string): Promise<IDBDatabase> {
  let timer: ReturnType<typeof setTimeout>;
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not open.')), OPEN_WITHIN_MILLIS);
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => {
      // Another tab wants to delete the database, or a newer version to change it.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened.finally(() => clearTimeout(timer));
}

function warn(error: unknown): undefined {
  if (!warned) {
    warned = true;
    console.warn('Unsent messages will not survive a reload: IndexedDB cannot be used.', error);
  }
  return undefined;
}
