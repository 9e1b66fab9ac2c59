import type { Environment } from '../environment.ts';

const BEAT_MILLIS = 10_000;
const ANSWER_WITHIN_MILLIS = 10_000;
/** After the network changed or the device woke one wants to know sooner. */
const ANSWER_SOON_MILLIS = 5_000;
/** Browsers hold back timers of hidden pages by up to a minute: only beyond that it was sleep. */
const SLEEP_MILLIS = 80_000;
/** An alarm that rings so late says nothing about the server. */
const LATE_MILLIS = 5_000;

export interface HeartbeatListener {
  ping(): void;
  /** A ping was not answered. */
  silent(): void;
  /** The device slept: what timers said is void. */
  woke(): void;
}

/**
 * Notices a dead connection and a sleep of the device. It beats while the connection is wanted;
 * pings are sent while `begin()` was called last, not `end()`.
 */
export class Heartbeat {
  readonly #environment: Environment;
  readonly #listener: HeartbeatListener;
  #beat: unknown;
  #beatDueAt = 0;
  #alarm: unknown;
  #alarmDueAt = 0;
  #alarmWasLate = false;
  #online = false;
  #heardAt = 0;
  #quietMillis = 30_000;

  constructor(environment: Environment, listener: HeartbeatListener) {
    this.#environment = environment;
    this.#listener = listener;
  }

  /** The connection is wanted, whether it is there or not. */
  start(): void {
    this.#environment.clearTimeout(this.#beat);
    this.#schedule();
  }

  stop(): void {
    this.end();
    this.#environment.clearTimeout(this.#beat);
  }

  /** There is a connection; it is quiet when nothing was heard for so long. */
  begin(quietMillis: number): void {
    this.#online = true;
    this.#quietMillis = Math.max(quietMillis, 1_000);
    this.heard();
  }

  end(): void {
    this.#online = false;
    this.#cancelAlarm();
  }

  /** Something came from the server. */
  heard(): void {
    this.#heardAt = this.#environment.now();
    this.#cancelAlarm();
  }

  /** Finds out whether the connection still stands. */
  probe(): void {
    if (this.#online) {
      this.#ping(ANSWER_SOON_MILLIS);
    }
  }

  #schedule(): void {
    const delayMillis = Math.min(BEAT_MILLIS, this.#quietMillis);
    this.#beatDueAt = this.#environment.now() + delayMillis;
    this.#beat = this.#environment.setTimeout(() => this.#tick(), delayMillis);
  }

  #tick(): void {
    const now = this.#environment.now();
    const slept = now - this.#beatDueAt > SLEEP_MILLIS;
    this.#schedule();
    if (slept) {
      this.#cancelAlarm();
      this.#listener.woke();
    } else if (this.#online && this.#alarm === undefined && this.#quietFor(now)) {
      this.#ping(ANSWER_WITHIN_MILLIS);
    }
  }

  #quietFor(now: number): boolean {
    return now - this.#heardAt >= this.#quietMillis;
  }

  #ping(withinMillis: number): void {
    this.#environment.clearTimeout(this.#alarm);
    this.#alarmDueAt = this.#environment.now() + withinMillis;
    this.#alarm = this.#environment.setTimeout(() => this.#ring(), withinMillis);
    this.#listener.ping();
  }

  // An alarm that rings late was held back with everything else, the answer perhaps, too: it asks
  // once more before it gives up.
  #ring(): void {
    this.#alarm = undefined;
    const late = this.#environment.now() - this.#alarmDueAt > LATE_MILLIS;
    if (late && !this.#alarmWasLate) {
      this.#alarmWasLate = true;
      this.#ping(ANSWER_SOON_MILLIS);
    } else {
      this.#listener.silent();
    }
  }

  #cancelAlarm(): void {
    this.#environment.clearTimeout(this.#alarm);
    this.#alarm = undefined;
    this.#alarmWasLate = false;
  }
}
