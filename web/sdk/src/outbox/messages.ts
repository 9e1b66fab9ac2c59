import type { Environment } from '../environment.ts';
import type { Outgoing } from '../types.ts';
import { byId, type OutboxChange, type OutboxStore } from './store.ts';

const SETTLED_REMEMBERED = 1_000;
/** A message whose entry does not come (its room is not joined) is shown so long as sent. */
const SENT_SHOWN_MILLIS = 5_000;

/** For the SDK itself the names of rooms may change: `@somebody` becomes the direct room. */
export type Message = { -readonly [Field in keyof Outgoing]: Outgoing[Field] };

export interface MessagesListener {
  changed(): void;
  /** It is in the store now, and may be sent. */
  saved(): void;
  /** Another tab changed or removed this one; `sending`: that tab is at it. */
  touched(id: string, sending: boolean): void;
  /** Whether this tab sends. */
  owner(): boolean;
  /** Whether the entry is in the room's log. */
  known(room: string, seq: number): boolean;
}

/** The messages of the outbox: what this tab shows, kept in step with what is stored. */
export class Messages {
  readonly #environment: Environment;
  readonly #store: OutboxStore;
  readonly #listener: MessagesListener;
  readonly #byId = new Map<string, Message>();
  /** Not in the store yet: they may not be sent. */
  readonly #unsaved = new Set<string>();
  /** Those that are done with: what other tabs say of them comes late. */
  readonly #settled = new Set<string>();
  #sorted: readonly Message[] | undefined;

  constructor(environment: Environment, store: OutboxStore, listener: MessagesListener) {
    this.#environment = environment;
    this.#store = store;
    this.#listener = listener;
    store.watch((change) => this.#changedElsewhere(change));
  }

  /** Oldest first. */
  get list(): readonly Message[] {
    this.#sorted ??= [...this.#byId.values()].sort(byId);
    return this.#sorted;
  }

  get(id: string): Message | undefined {
    return this.#byId.get(id);
  }

  saved(id: string): boolean {
    return !this.#unsaved.has(id);
  }

  /** Takes what is stored; what this tab has already stays as it is. */
  async load(): Promise<void> {
    for (const message of await this.#store.load().catch(this.#failed([]))) {
      if (message.state === 'sent' || this.#settled.has(message.id)) {
        this.#forget(message.id);
      } else if (!this.#byId.has(message.id)) {
        this.#byId.set(message.id, message);
      }
    }
    this.#notify();
  }

  add(message: Message): void {
    this.#byId.set(message.id, message);
    this.#unsaved.add(message.id);
    this.#notify();
    this.#save(message).then(() => {
      this.#unsaved.delete(message.id);
      this.#listener.saved();
    });
  }

  update(message: Message, change: Partial<Message>): void {
    Object.assign(message, change);
    if (change.state !== undefined && change.refusal === undefined) {
      delete message.refusal;
    }
    this.#save(message);
    this.#notify();
  }

  /** What every tab finds out by itself: only the one that sends writes it to the store. */
  move(message: Message, room: string): void {
    delete message.to;
    message.room = room;
    if (this.#listener.owner()) {
      this.#save(message);
    }
    this.#notify();
  }

  /** It is an entry now. `owner`: this tab sends, and so cares for the store. */
  settle(message: Message, seq: number, owner: boolean): void {
    if (message.state !== 'sent') {
      Object.assign(message, { state: 'sent', seq });
      delete message.refusal;
      if (owner) {
        this.#save(message);
      }
      this.#environment.setTimeout(() => this.#drop(message.id, owner), SENT_SHOWN_MILLIS);
    }
    if (this.#listener.known(message.room, seq)) {
      this.#drop(message.id, owner);
    }
    this.#notify();
  }

  remove(id: string): void {
    this.#byId.delete(id);
    this.#remember(id);
    this.#forget(id);
    this.#notify();
  }

  #drop(id: string, owner: boolean): void {
    if (this.#byId.delete(id)) {
      this.#remember(id);
      if (owner) {
        this.#forget(id);
      }
      this.#notify();
    }
  }

  #remember(id: string): void {
    this.#settled.add(id);
    if (this.#settled.size > SETTLED_REMEMBERED) {
      this.#settled.delete(this.#settled.values().next().value as string);
    }
  }

  #changedElsewhere(change: OutboxChange): void {
    if (change.kind === 'remove') {
      this.#removedElsewhere(change.id);
      return;
    }
    const { outgoing } = change;
    if (!this.#settled.has(outgoing.id)) {
      this.#take(outgoing);
      this.#notify();
      this.#listener.touched(outgoing.id, outgoing.state === 'sending');
    } else if (outgoing.state !== 'sent' && this.#listener.owner()) {
      this.#forget(outgoing.id); // it was put back by a tab that did not know yet
    }
  }

  #take(outgoing: Message): void {
    const message = this.#byId.get(outgoing.id);
    const waits = (state: string | undefined) => state === 'queued' || state === 'sending';
    if (message?.state === 'sent' && outgoing.state !== 'sent') {
      return; // that tab does not know yet
    }
    if (outgoing.state === 'sent') {
      if (message === undefined) {
        this.#remember(outgoing.id); // this tab never showed it
      } else {
        message.room = outgoing.room;
        this.settle(message, outgoing.seq ?? 0, false);
      }
    } else if (this.#listener.owner() && waits(outgoing.state)) {
      // Without an election several tabs send: how far another one is with it does not matter here.
      if (!waits(message?.state)) {
        this.#replace({ ...outgoing, state: 'queued' });
      }
    } else {
      this.#replace(outgoing);
    }
  }

  /** The object stays the same, for whoever holds it. */
  #replace(outgoing: Message): void {
    const message = this.#byId.get(outgoing.id) ?? outgoing;
    if (message !== outgoing) {
      delete message.to;
      delete message.refusal;
      Object.assign(message, outgoing);
    }
    this.#byId.set(message.id, message);
  }

  // One that is sent goes when its entry is here, not when another tab has it.
  #removedElsewhere(id: string): void {
    if (this.#byId.get(id)?.state !== 'sent') {
      this.#byId.delete(id);
      this.#remember(id);
      this.#notify();
      this.#listener.touched(id, false);
    }
  }

  #save(message: Message): Promise<void> {
    return this.#store.put(message).catch(this.#failed(undefined));
  }

  #forget(id: string): void {
    this.#store.remove(id).catch(this.#failed(undefined));
  }

  // What cannot be stored is sent all the same.
  #failed<Value>(instead: Value): (error: unknown) => Value {
    return (error) => {
      this.#environment.report(error);
      return instead;
    };
  }

  #notify(): void {
    this.#sorted = undefined;
    this.#listener.changed();
  }
}
