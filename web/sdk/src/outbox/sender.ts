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
  /** This connection's turn at sending; undefined while there is no connection. */
  #turn: { take(): void; end(): void } | undefined;
  /** The timer of who waits for the tab that sends. */
  #impatience: unknown;
  #holding = false;
  /** It holds because another tab seemed frozen, and gives that back when it is not. */
  #impatient = false;
  #onlineSince = 0;
  /** The timer of a pause that the server asked for, and when that is over. */
  #pause: unknown;
  #pausedUntil = 0;

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
    let release = () => {};
    const turn = {
      take: () => {
        this.#stopWaiting();
        this.#granted(() => this.#turn === turn);
      },
      end: () => release(),
    };
    this.#turn = turn;
    release = this.#store.hold(() => {
      this.#impatient = false;
      if (this.#turn === turn) {
        turn.take();
      }
    });
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
    this.#stopWaiting();
    this.#pause = undefined;
    this.#pausedUntil = 0;
    this.#holding = false;
    this.#impatient = false;
    const turn = this.#turn;
    this.#turn = undefined;
    turn?.end();
    this.#forgetRefusals();
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

  /** One's own is in the store. */
  saved(): void {
    this.#hurry();
    this.pump();
  }

  /** It was changed by another tab: what waits behind it may go. */
  touched(id: string, sending: boolean): void {
    if (this.#messages.get(id) === undefined) {
      this.#settled(id);
    }
    if (sending && this.#impatient) {
      this.#impatient = false;
      this.#holding = false; // the other one is awake again
    }
    this.#stopWaiting();
    this.#hurry();
    this.pump();
  }

  // The one that sends says so with each message (`sending`); each sign of it begins the wait anew.
  #hurry(): void {
    const turn = this.#turn;
    const next = this.#messages.list.find((message) => this.#mayGo(message));
    if (next === undefined || this.#holding || turn === undefined || this.#impatience) {
      return;
    }
    // A refusal says how long the one that sends is going to be silent.
    const silent = next.refusal?.retryAfterMillis ?? 0;
    this.#impatience = this.#environment.setTimeout(() => {
      this.#impatient = true;
      turn.take();
    }, PATIENCE_MILLIS + silent);
  }

  #stopWaiting(): void {
    this.#environment.clearTimeout(this.#impatience);
    this.#impatience = undefined;
  }

  /** Whether it is the first of its room, and only waits to be sent. */
  #mayGo(message: Message): boolean {
    const before = this.#messages.list.find(
      ({ room, state }) => room === message.room && state !== 'sent' && state !== 'stale',
    );
    return before === message && message.state === 'queued';
  }

  /** A refusal for now says nothing any more once there is another connection. */
  #forgetRefusals(): void {
    for (const message of this.#messages.list) {
      if (message.state === 'queued' && message.refusal !== undefined) {
        this.#messages.update(message, { state: 'queued' });
      }
    }
  }

  async #granted(current: () => boolean): Promise<void> {
    await this.#messages.load();
    if (!current()) {
      return;
    }
    this.#holding = true;
    this.#forgetRefusals();
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
    const now = this.#environment.now();
    const until = now + (retryAfterMillis ?? this.#backoff.nextMillis());
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.#environment.clearTimeout(this.#pause);
    this.#pause = this.#environment.setTimeout(() => {
      this.#pause = undefined;
      this.pump();
    }, this.#pausedUntil - now);
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
