import type { History, HistoryWindow, Question, ServerFrame, Stretches, Who } from '../frames.ts';
import type { EntryLog } from '../log.ts';
import type { Outgoing, Person, RefusalFrame, Stretch } from '../types.ts';
import type { RoomState } from './state.ts';

const PAGE = 50;

export interface RoomHost {
  join(state: RoomState): void;
  leave(state: RoomState): void;
  write(room: string, message: string, more: { replyTo?: number }): Outgoing;
  ask(question: Question): Promise<ServerFrame>;
  history(state: RoomState, frame: History): void;
}

/**
 * A room, joined or not: the handle stays the same for ever. Methods with a promise reject with
 * {@link RefusalError} when the server says no, and with {@link ConnectionLost} when there is no
 * answer.
 */
export class Room {
  readonly #state: RoomState;
  readonly #host: RoomHost;

  /** Made by {@link Parlor.room} only. */
  constructor(state: RoomState, host: RoomHost) {
    this.#state = state;
    this.#host = host;
  }

  /** The room on the wire: its public name, or `~` and an id. */
  get name(): string {
    return this.#state.name;
  }

  /** For people; the name until the room was joined. */
  get title(): string {
    return this.#state.title;
  }

  /** The other one of a direct room. */
  get with(): Person | undefined {
    return this.#state.with;
  }

  /** Attached now: entries come. */
  get joined(): boolean {
    return this.#state.joined;
  }

  /** Joined again after each lost connection: `join()` was called, `leave()` was not. */
  get wanted(): boolean {
    return this.#state.wanted;
  }

  /** The epoch that the numbers are counted in; undefined before the room was joined. */
  get epoch(): string | undefined {
    return this.#state.epoch;
  }

  /** The newest number that is known to exist, 0: none. */
  get head(): number {
    return this.#state.head;
  }

  /** Entries up to this number are no longer kept by the server. */
  get floor(): number {
    return this.#state.floor;
  }

  /** How many persons are here, as last told. */
  get userCount(): number {
    return this.#state.userCount;
  }

  /** Why the room could not be joined. It is tried again with the next connection. */
  get refusal(): RefusalFrame | undefined {
    return this.#state.refusal;
  }

  /** The entries that are known. Read it; `trim()` it when it holds more than is shown. */
  get log(): EntryLog {
    return this.#state.log;
  }

  /**
   * Joins, now or when there is a connection, and again after each lost one: from where it stopped
   * if something is known, else with the `last` entries (0 to 1,000, default 50).
   */
  join(options: { last?: number } = {}): void {
    if (options.last !== undefined) {
      this.#state.last = Math.min(Math.max(Math.trunc(options.last), 0), 1_000);
    }
    this.#host.join(this.#state);
  }

  /** Leaves, and does not come back by itself. What is known stays known. */
  leave(): void {
    this.#host.leave(this.#state);
  }

  /**
   * Sends, now or when there is a connection. See {@link Outgoing} for what becomes of it.
   *
   * @throws RangeError when 500 messages wait already
   */
  send(message: string, options: { replyTo?: number } = {}): Outgoing {
    return this.#host.write(this.name, message, options);
  }

  /** Loads up to `limit` (1 to 100) entries below `seq` into the log. */
  loadBefore(seq: number, limit = PAGE): Promise<void> {
    return this.#load({ before: seq }, limit);
  }

  /** Loads up to `limit` (1 to 100) entries above `seq` into the log. */
  loadAfter(seq: number, limit = PAGE): Promise<void> {
    return this.#load({ after: seq }, limit);
  }

  /** Loads up to `limit` (1 to 100) entries into the log, half of them below `seq`. */
  loadAround(seq: number, limit = PAGE): Promise<void> {
    return this.#load({ around: seq }, limit);
  }

  /** Who is here: at most 200 of them by name, and how many in all. */
  async who(): Promise<{ people: Person[]; userCount: number }> {
    const frame = (await this.#host.ask({ type: 'who', room: this.name })) as Who;
    this.#state.userCount = frame.userCount;
    return { people: frame.people, userCount: frame.userCount };
  }

  /**
   * The log in about `count` (1 to 100) stretches of equal length, each with the time of its first
   * entry.
   */
  async stretches(count: number): Promise<{ head: number; floor: number; stretches: Stretch[] }> {
    const question: Question = { type: 'stretches', room: this.name, count };
    const { head, floor, stretches } = (await this.#host.ask(question)) as Stretches;
    return { head, floor, stretches };
  }

  async #load(window: HistoryWindow, limit: number): Promise<void> {
    const question: Question = { type: 'history', room: this.name, ...window, limit };
    this.#host.history(this.#state, (await this.#host.ask(question)) as History);
  }
}
