import type { Environment } from '../environment.ts';
import type { ClientFrame, ServerFrame } from '../frames.ts';
import { type Entry, isChat, type Outgoing, type Person } from '../types.ts';
import { uuidV7 } from '../uuid.ts';
import { type Message, Messages } from './messages.ts';
import { Sender } from './sender.ts';
import type { OutboxStore } from './store.ts';

const KEPT = 500;

export interface OutboxListener {
  changed(): void;
  send(frame: ClientFrame): boolean;
  /** A message was not answered in time: does the connection still stand? */
  doubt(): void;
  known(room: string, seq: number): boolean;
  /** The direct room with somebody is known now. */
  directFound(room: string, other: Person): void;
}

/** What is to be sent, from the moment it is written until it is in the log. */
export class Outbox {
  readonly #environment: Environment;
  readonly #listener: OutboxListener;
  readonly #messages: Messages;
  readonly #sender: Sender;

  constructor(
    environment: Environment,
    store: OutboxStore,
    options: { staleAfterMillis: number },
    listener: OutboxListener,
  ) {
    this.#environment = environment;
    this.#listener = listener;
    this.#messages = new Messages(environment, store, {
      changed: () => listener.changed(),
      known: (room, seq) => listener.known(room, seq),
      saved: () => this.#sender.saved(),
      touched: (id, sending) => this.#sender.touched(id, sending),
      owner: () => this.#sender.holding,
    });
    this.#sender = new Sender(environment, store, this.#messages, {
      send: (frame) => listener.send(frame),
      doubt: () => listener.doubt(),
      staleAfterMillis: options.staleAfterMillis,
    });
    this.#messages.load();
  }

  get list(): readonly Outgoing[] {
    return this.#messages.list;
  }

  /** Throws RangeError when 500 are kept already. */
  write(room: string, message: string, more: { replyTo?: number; to?: Person } = {}): Outgoing {
    if (this.#messages.list.length >= KEPT) {
      throw new RangeError(`${KEPT} messages wait to be sent: no more are taken.`);
    }
    const createdAt = this.#environment.now();
    const id = uuidV7(createdAt);
    const outgoing: Message = { id, room, message, createdAt, state: 'queued', ...more };
    this.#messages.add(outgoing);
    return outgoing;
  }

  confirm(id: string): void {
    this.#again(id, 'stale');
  }

  retry(id: string): void {
    this.#again(id, 'failed');
  }

  discard(id: string): void {
    const message = this.#messages.get(id);
    if (message !== undefined && message.state !== 'sending') {
      this.#messages.remove(id);
      this.#sender.pump();
    }
  }

  online(): void {
    this.#sender.online();
  }

  lost(): void {
    this.#sender.lost();
  }

  /** Whether the frame was the answer to a message. */
  answered(frame: ServerFrame): boolean {
    if ((frame.type !== 'ack' && frame.type !== 'error') || typeof frame.ref !== 'string') {
      return false;
    }
    const message = this.#messages.get(frame.ref);
    if (message === undefined || !this.#sender.inFlight(frame.ref)) {
      return true; // settled by its entry, or by another tab
    }
    if (frame.type === 'error') {
      this.#sender.refused(message, frame);
    } else {
      this.#foundBy(message, frame.room);
      this.#sender.acknowledged(message, frame);
    }
    return true;
  }

  /** An entry is in the log of its room. */
  seen(entry: Entry, userId: string | undefined): void {
    const message =
      isChat(entry) && entry.userId === userId && entry.clientId !== undefined
        ? this.#messages.get(entry.clientId)
        : undefined;
    if (message !== undefined) {
      this.#foundBy(message, entry.room);
      this.#sender.seen(message, entry.seq);
    }
  }

  /** What was written to a person goes to the room, now that there is one. */
  directFound(room: string, other: Person): void {
    for (const message of this.#messages.list) {
      if (message.to?.userId === other.userId) {
        this.#messages.move(message, room);
      }
    }
  }

  #foundBy(message: Message, room: string | undefined): void {
    if (message.to !== undefined && room !== undefined) {
      this.#listener.directFound(room, message.to);
    }
  }

  #again(id: string, from: 'stale' | 'failed'): void {
    const message = this.#messages.get(id);
    if (message?.state === from) {
      this.#messages.update(message, { state: 'queued', confirmedAt: this.#environment.now() });
      this.#sender.pump();
    }
  }
}
