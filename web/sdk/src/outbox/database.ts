const STORE = 'outgoing';
/** Opening, and transactions, have been seen to hang for ever in some browsers. */
const WITHIN_MILLIS = 3_000;

/** What a transaction asks for; `done` is what it is to give, once it is committed. */
export type Work<Result> = (store: IDBObjectStore, done: (result: Result) => void) => void;

/** `none`: there is no database here. `failed`: not done, be it for now. */
export type Outcome<Result> = { is: 'done'; result: Result } | { is: 'none' } | { is: 'failed' };

/** One object store in IndexedDB, opened anew when the browser closes it. */
export class Database {
  readonly #name: string;
  readonly #report: (error: unknown) => void;
  #opened: Promise<IDBDatabase | undefined>;

  constructor(name: string, report: (error: unknown) => void) {
    this.#name = name;
    this.#report = report;
    this.#opened = this.#open();
  }

  async run<Result>(mode: IDBTransactionMode, work: Work<Result>): Promise<Outcome<Result>> {
    const first = await this.#once(mode, work);
    if (first !== 'closed') {
      return first;
    }
    this.#opened = this.#open();
    const second = await this.#once(mode, work);
    return second === 'closed' ? { is: 'failed' } : second;
  }

  async #once<Result>(
    mode: IDBTransactionMode,
    work: Work<Result>,
  ): Promise<Outcome<Result> | 'closed'> {
    const database = await this.#opened;
    if (database === undefined) {
      return { is: 'none' };
    }
    try {
      return { is: 'done', result: await inTime(committed(database, mode, work)) };
    } catch (error) {
      if (error instanceof Error && error.name === 'InvalidStateError') {
        return 'closed';
      }
      this.#report(error);
      return { is: 'failed' };
    }
  }

  async #open(): Promise<IDBDatabase | undefined> {
    try {
      return await inTime(open(this.#name));
    } catch (error) {
      this.#report(error);
      return undefined;
    }
  }
}

function committed<Result>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: Work<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    let result: Result;
    work(transaction.objectStore(STORE), (value) => {
      result = value;
    });
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => {
      // Another tab wants to delete the database, or a newer version to change it.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not answer.')), WITHIN_MILLIS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
