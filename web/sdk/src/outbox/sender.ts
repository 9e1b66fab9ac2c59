import { Backoff } from '../connection/backoff.ts';
import { refusalOf } from '../connection/requests.ts';
import type { Environment } from '../environment.ts';
import type { Ack, ClientFrame, Refused } from '../frames.ts';
import { mayRetry } from '../refusals.ts';
import type { Message, Messages } from './messages.ts';
import type { OutboxStore } from './store.ts';

/** Of different rooms: fewer than the server lets be sent at once, and than it refuses in a row. */
const IN_FLIGHT = 8;
const ANSWER_WITHIN_MILLIS = 15_000;
/** The tab that holds the outbox may be frozen: who writes does not wait for it any longer. */
const PATIENCE_MILLIS = 5_000;

export interface SenderOptions {
  send(frame: ClientFrame): boolean;
  /** A message was not answered in time. */
  doubt(): void;
  staleAfterMillis: number;
}

/**
 * Sends what the outbox holds: in the order in which it was written, one message of a room at a
 * time, so that no refusal can bring two of them out of order. It sends while it is connected and
 * this tab is the one that holds the outbox.
 */
export class Sender {
  readonly #environment: Environment;
  readonly #store: OutboxStore;
  readonly #messages: Messages;
  readonly #options: SenderOptions;
  readonly #backoff: Backoff;
  /** By id: the timers of those that wait for their `ack`. */
  readonly #inFlight = new Map<string, unknown>();
  /** Undefined while there is no connection. */
  #release: (() => void) | undefined;
  /** Begins to send; undefined while there is no connection. */
  #grant: (() => void) | undefined;
  #impatience: unknown;
  #holding = false;
  #onlineSince = 0;
  /** The timer of a pause that the server asked for. */
  #pause: unknown;

  constructor(
    environment: Environment,
    store: OutboxStore,
    messages: Messages,
    options: SenderOptions,
  ) {
    this.#environment = environment;
    this.#store = store;
    this.#messages = messages;
    this.#options = options;
    this.#backoff = new Backoff(environment.random);
  }

  /** Whether this tab is the one that sends. */
  get holding(): boolean {
    return this.#holding;
  }

  inFlight(id: string): boolean {
    return this.#inFlight.has(id);
  }

  online(): void {
    this.#onlineSince = this.#environment.now();
    let current = true;
    this.#grant = () => {
      this.#environment.clearTimeout(this.#impatience);
      this.#granted(() => current);
    };
    const release = this.#store.hold(() => current && this.#grant?.());
    this.#release = () => {
      current = false;
      this.#grant = undefined;
      release();
    };
    this.#hurry();
  }

  /** What was on its way may have arrived or not: it is sent again, under its id. */
  lost(): void {
    const inFlight = [...this.#inFlight.keys()];
    for (const id of inFlight) {
      this.#settled(id);
      this.#requeue(id);
    }
    this.#environment.clearTimeout(this.#pause);
    this.#environment.clearTimeout(this.#impatience);
    this.#pause = undefined;
    this.#holding = false;
    this.#release?.();
    this.#release = undefined;
  }

  /** Sends what may be sent now. */
  pump(): void {
    if (!this.#holding || this.#pause !== undefined) {
      return;
    }
    // Rooms in which something stands before the next ones.
    const blocked = new Set<string>();
    for (const message of this.#messages.list) {
      if (blocked.has(message.room) || message.state === 'sent' || message.state === 'stale') {
        continue;
      }
      blocked.add(message.room);
      const ready = this.#messages.saved(message.id) && !this.#inFlight.has(message.id);
      if (message.state === 'queued' && ready) {
        this.#next(message, blocked);
      }
    }
  }

  acknowledged(message: Message, ack: Ack): void {
    this.#settled(message.id);
    this.#backoff.reset();
    this.#messages.settle(message, ack.seq ?? 0, true);
    this.pump();
  }

  /** Its entry came: that says as much as an `ack`. */
  seen(message: Message, seq: number): void {
    this.#settled(message.id);
    this.#messages.settle(message, seq, this.#holding);
    this.pump();
  }

  refused(message: Message, frame: Refused): void {
    this.#settled(message.id);
    const refusal = refusalOf(frame);
    if (mayRetry(frame)) {
      this.#messages.update(message, { state: 'queued', refusal });
      this.#later(message.id, frame.retryAfterMillis);
    } else {
      this.#messages.update(message, { state: 'failed', refusal });
      this.pump();
    }
  }

  /** It was changed by another tab, or by hand: what waits behind it may go. */
  touched(id: string): void {
    if (this.#messages.get(id) === undefined) {
      this.#settled(id);
    }
    this.#hurry();
    this.pump();
  }

  // The one that sends says so with each message (`sending`); each sign of it begins the wait anew.
  #hurry(): void {
    this.#environment.clearTimeout(this.#impatience);
    const waits = this.#messages.list.some(({ state }) => state === 'queued');
    if (waits && !this.#holding && this.#grant !== undefined) {
      this.#impatience = this.#environment.setTimeout(this.#grant, PATIENCE_MILLIS);
    }
  }

  async #granted(current: () => boolean): Promise<void> {
    await this.#messages.load();
    if (!current()) {
      return;
    }
    this.#holding = true;
    for (const message of this.#messages.list) {
      this.#requeue(message.id); // whoever sent it is gone
    }
    this.pump();
  }

  #next(message: Message, blocked: Set<string>): void {
    if (this.#old(message)) {
      this.#stale(message.room);
      blocked.delete(message.room); // what was written since then does not wait for the answer
    } else if (this.#inFlight.size < IN_FLIGHT) {
      this.#transmit(message);
    }
  }

  #old(message: Message): boolean {
    const since = message.confirmedAt ?? message.createdAt;
    return this.#environment.now() - since > this.#options.staleAfterMillis;
  }

  // Those that waited with it are asked about with it: they may belong together.
  #stale(room: string): void {
    for (const message of this.#messages.list) {
      const waited = message.createdAt < this.#onlineSince && message.confirmedAt === undefined;
      if (message.room === room && message.state === 'queued' && (waited || this.#old(message))) {
        this.#messages.update(message, { state: 'stale' });
      }
    }
  }

  #transmit(message: Message): void {
    const { id, to, room, message: text, replyTo } = message;
    const frame: ClientFrame =
      to === undefined
        ? { type: 'chat', ref: id, room, message: text, id, ...(replyTo && { replyTo }) }
        : { type: 'private', ref: id, to: to.userId, message: text, id };
    if (this.#options.send(frame)) {
      const timer = this.#environment.setTimeout(() => {
        this.#settled(id);
        this.#later(id, undefined);
        this.#options.doubt();
      }, ANSWER_WITHIN_MILLIS);
      this.#inFlight.set(id, timer);
      this.#messages.update(message, { state: 'sending' });
    }
  }

  /** A limit counts for the person, not for the room: all wait. */
  #later(id: string, retryAfterMillis: number | undefined): void {
    this.#requeue(id);
    this.#environment.clearTimeout(this.#pause);
    this.#pause = this.#environment.setTimeout(() => {
      this.#pause = undefined;
      this.pump();
    }, retryAfterMillis ?? this.#backoff.nextMillis());
  }

  #requeue(id: string): void {
    const message = this.#messages.get(id);
    if (message?.state === 'sending' && !this.#inFlight.has(id)) {
      this.#messages.update(message, { state: 'queued' });
    }
  }

  #settled(id: string): void {
    this.#environment.clearTimeout(this.#inFlight.get(id));
    this.#inFlight.delete(id);
  }
}
