import { refusalOf } from '../connection/requests.ts';
import type { ClientFrame, Joined, Left, Place, Ref, Refused, Reset } from '../frames.ts';
import { mayRetry } from '../refusals.ts';
import type { Entry } from '../types.ts';
import type { RoomState } from './state.ts';

const ROOMS_PER_JOIN = 100;
const LAST_AFTER_JUMP = 50;
const LOG_SIZE = 8_192;
/** So much is cut at once, so that a full log is not cut with each entry. */
const LOG_CUT = 512;
const JOIN_AGAIN_MILLIS = 5_000;

export interface SubscriptionsListener {
  nextRef(): Ref;
  send(frame: ClientFrame): boolean;
  later(action: () => void, delayMillis: number): void;
  /** An entry was skipped: what this connection says cannot be trusted. */
  broken(reason: string): void;
  joined(state: RoomState): void;
  left(state: RoomState, reason: string): void;
  caughtUp(state: RoomState): void;
  reset(state: RoomState, reason: string, from: number): void;
  entry(state: RoomState, entry: Entry, live: boolean): void;
  refused(state: RoomState): void;
}

/**
 * The cursors of the rooms: joins what is wanted, goes on where it stopped, and asserts that
 * numbers come without holes.
 */
export class Subscriptions {
  readonly #listener: SubscriptionsListener;
  readonly #maxCatchUp: number;
  readonly #state: (room: string) => RoomState;
  readonly #waiting = new Set<RoomState>();
  #flushing = false;
  /** All that were ever wanted. */
  readonly #used = new Set<RoomState>();

  constructor(
    state: (room: string) => RoomState,
    maxCatchUp: number,
    listener: SubscriptionsListener,
  ) {
    this.#state = state;
    this.#maxCatchUp = maxCatchUp;
    this.#listener = listener;
  }

  /** There is a connection: all rooms that are wanted are joined. */
  online(): void {
    for (const state of this.#used) {
      this.#want(state);
    }
    this.#flush();
  }

  lost(): void {
    this.#waiting.clear();
    for (const state of this.#used) {
      state.joined = false;
      state.asked = undefined;
      state.jump = false;
    }
  }

  join(state: RoomState): void {
    state.wanted = true;
    state.refusal = undefined;
    this.#used.add(state);
    this.#want(state);
  }

  leave(state: RoomState): void {
    state.wanted = false;
    state.jump = false;
    this.#waiting.delete(state);
    if (state.joined || state.asked !== undefined) {
      const ref = this.#listener.nextRef();
      this.#listener.send({ type: 'leave', ref, room: state.name });
    }
  }

  joined(frame: Joined): void {
    const state = this.#state(frame.room);
    this.#used.add(state);
    const asked = state.asked?.ref === frame.ref ? state.asked : undefined;
    if (asked !== undefined) {
      state.asked = undefined;
    } else if (frame.ref === undefined) {
      // A direct room: somebody wrote. It is wanted from now on.
      state.wanted = true;
    }
    const resumed = asked?.after !== undefined && frame.resumed;
    const sameDatabase = state.epoch === undefined || state.epoch === frame.epoch;
    this.#describe(state, frame);
    state.joinedHead = frame.ref === undefined ? 0 : frame.head;
    state.loose = !resumed;
    if (resumed) {
      state.after = asked.after;
    }
    if (!sameDatabase && asked?.after === undefined) {
      this.#startOver(state, frame.epoch);
      this.#listener.reset(state, 'epoch', frame.head + 1);
    }
    if (resumed && this.#tooFar(state)) {
      this.#jump(state);
    } else {
      this.#listener.joined(state);
    }
  }

  reset(frame: Reset): void {
    const state = this.#state(frame.room);
    const expired = frame.reason === 'expired';
    if (expired) {
      state.floor = Math.max(state.floor, frame.from - 1);
    } else {
      this.#startOver(state, frame.epoch);
    }
    state.head = frame.head;
    state.after = frame.from - 1;
    state.loose = false;
    this.#listener.reset(state, frame.reason, frame.from);
    // After a new beginning nothing comes by itself of what is below the head.
    if (state.wanted && (expired ? this.#tooFar(state) : frame.head > 0)) {
      this.#jump(state);
    }
  }

  caughtUp(room: string, seq: number): void {
    const state = this.#state(room);
    if (!state.joined || state.asked !== undefined) {
      return; // of a subscription that is about to be moved
    }
    if (!state.loose && seq > (state.after ?? 0)) {
      this.#listener.broken(`${room}: caught up with ${seq}, got ${state.after}`);
      return;
    }
    state.after = Math.max(state.after ?? 0, seq);
    state.loose = false;
    this.#listener.caughtUp(state);
  }

  left(frame: Left): void {
    const state = this.#state(frame.room);
    state.joined = false;
    if (frame.reason !== 'asked') {
      state.wanted = false;
    }
    this.#listener.left(state, frame.reason);
    this.#want(state); // joined again before this came
  }

  entry(entry: Entry): void {
    const state = this.#state(entry.room);
    const { seq } = entry;
    const after = state.after ?? 0;
    if (!state.joined || (!state.loose && seq <= after)) {
      return;
    }
    if (!state.loose && seq > after + 1) {
      this.#listener.broken(`${entry.room}: ${seq} came after ${after}`);
      return;
    }
    state.after = seq;
    state.loose = false;
    state.head = Math.max(state.head, seq);
    state.log.add([entry]);
    if (state.log.size > LOG_SIZE) {
      state.log.keepNewest(LOG_SIZE - LOG_CUT);
    }
    // History may have brought it before: that told nobody.
    if (seq > state.told) {
      state.told = seq;
      this.#listener.entry(state, entry, seq > state.joinedHead);
    }
  }

  /** Whether the refusal was the answer to a `join`. */
  refused(frame: Refused): boolean {
    const states = [...this.#used].filter(
      (state) =>
        frame.ref !== undefined &&
        state.asked?.ref === frame.ref &&
        (frame.room ?? state.name) === state.name,
    );
    for (const state of states) {
      state.asked = undefined;
      if (mayRetry(frame)) {
        state.jump = state.joined; // only for that a joined room is joined again
        const delayMillis = frame.retryAfterMillis ?? JOIN_AGAIN_MILLIS;
        this.#listener.later(() => this.#want(state), delayMillis);
      } else {
        state.refusal = refusalOf(frame);
        this.#listener.refused(state);
      }
    }
    return states.length > 0;
  }

  #describe(state: RoomState, frame: Joined): void {
    state.joined = true;
    state.refusal = undefined;
    state.title = frame.title;
    state.head = frame.head;
    state.floor = frame.floor;
    state.userCount = frame.userCount;
    state.with = frame.direct ?? state.with;
    state.epoch ??= frame.epoch;
  }

  #startOver(state: RoomState, epoch: string): void {
    state.log.clear();
    state.told = 0;
    state.epoch = epoch;
  }

  #tooFar(state: RoomState): boolean {
    return state.head - (state.after ?? 0) > this.#maxCatchUp;
  }

  #jump(state: RoomState): void {
    state.jump = true;
    this.#want(state);
    this.#flush();
  }

  #want(state: RoomState): void {
    const missing = !state.joined || state.jump;
    if (!state.wanted || !missing || state.asked !== undefined || this.#waiting.has(state)) {
      return;
    }
    this.#waiting.add(state);
    if (!this.#flushing) {
      // Those that are asked for in one go are joined by one frame.
      this.#flushing = true;
      queueMicrotask(() => this.#flush());
    }
  }

  #flush(): void {
    this.#flushing = false;
    const states = [...this.#waiting];
    this.#waiting.clear();
    for (let start = 0; start < states.length; start += ROOMS_PER_JOIN) {
      const some = states.slice(start, start + ROOMS_PER_JOIN);
      const places = some.map(place);
      const ref = this.#listener.nextRef();
      if (this.#listener.send({ type: 'join', ref, rooms: places })) {
        some.forEach((state, index) => {
          state.asked = { ref, after: places[index]?.after };
          state.jump = false;
        });
      }
    }
  }
}

function place(state: RoomState): Place {
  if (state.jump) {
    return { room: state.name, last: LAST_AFTER_JUMP };
  }
  if (state.after !== undefined && state.epoch !== undefined) {
    return { room: state.name, after: state.after, epoch: state.epoch };
  }
  return { room: state.name, last: state.last };
}
