import type { DeviceChange, Environment, SocketLike } from '../src/environment.ts';
import { Parlor, type ParlorOptions } from '../src/parlor.ts';

interface Timer {
  dueAt: number;
  callback: () => void;
}

/** A frame as a test reads or writes it. */
export type Frame = Record<string, unknown> & { type: string };

/** What the Close event of a broken connection says. */
const BROKEN = { code: 1006, reason: '' };

/** The server's end of a socket, driven frame by frame. */
export class Peer implements SocketLike {
  readyState = 0;
  readonly url: URL;
  readonly protocol: string;
  readonly sent: Frame[] = [];
  /** How the client closed it. */
  closed: { code: number | undefined } | undefined;
  readonly #listeners = new Map<string, (event: never) => void>();

  constructor(url: string, protocol: string) {
    this.url = new URL(url);
    this.protocol = protocol;
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code?: number): void {
    this.closed ??= { code };
    this.readyState = 3;
  }

  open(): this {
    this.readyState = 1;
    return this;
  }

  say(...frames: Frame[]): void {
    for (const frame of frames) {
      this.#fire('message', { data: JSON.stringify(frame) });
    }
  }

  /** Opens, and greets. */
  welcome(more: Partial<Frame> = {}): void {
    this.open().say({
      type: 'welcome',
      you: { userId: 'g-1', name: 'Ann', guest: true },
      token: 'guest-token',
      direct: [],
      limits: {
        textLength: 1000,
        nameLength: 24,
        roomNameLength: 64,
        messagesPerSecond: 5,
        messageBurst: 20,
      },
      heartbeatMillis: 30_000,
      time: '2026-11-24T08:30:00.000Z',
      ...more,
    });
  }

  end(code = BROKEN.code, reason = BROKEN.reason): void {
    this.readyState = 3;
    this.#fire('close', { code, reason });
  }

  /** What the client sent of this type. */
  all(type: string): Frame[] {
    return this.sent.filter((frame) => frame.type === type);
  }

  /** The newest that the client sent of this type. */
  last(type: string): Frame {
    const frame = this.all(type).at(-1);
    if (frame === undefined) {
      throw new Error(`no ${type} among ${JSON.stringify(this.sent)}`);
    }
    return frame;
  }

  #fire(type: string, event: unknown): void {
    this.#listeners.get(type)?.(event as never);
  }
}

/** A world in which nothing happens unless the test says so. */
export class World {
  now = Date.parse('2026-11-24T08:30:00.000Z');
  chance = 0.5;
  onLine = true;
  readonly peers: Peer[] = [];
  readonly reported: unknown[] = [];
  readonly #timers = new Set<Timer>();
  #watcher: ((change: DeviceChange) => void) | undefined;

  readonly environment: Environment = {
    now: () => this.now,
    setTimeout: (callback, delayMillis) => {
      const timer = { dueAt: this.now + delayMillis, callback };
      this.#timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => this.#timers.delete(timer as Timer),
    random: () => this.chance,
    WebSocket: this.#socketConstructor(),
    onLine: () => this.onLine,
    watch: (listener) => {
      this.#watcher = listener;
      return () => {
        this.#watcher = undefined;
      };
    },
    report: (error) => this.reported.push(error),
  };

  /** The newest socket. */
  get peer(): Peer {
    return this.peers.at(-1) as Peer;
  }

  parlor(options: Partial<ParlorOptions> = {}): Parlor {
    return new Parlor({ url: 'https://chat.test/ws', environment: this.environment, ...options });
  }

  /** A client that is connected and welcome. */
  async online(options: Partial<ParlorOptions> = {}): Promise<Parlor> {
    const parlor = this.parlor(options);
    parlor.start();
    this.peer.welcome();
    await settle();
    return parlor;
  }

  /** Lets time pass: each timer rings when it is due. */
  async pass(millis: number): Promise<void> {
    const end = this.now + millis;
    for (;;) {
      const next = [...this.#timers].sort((one, other) => one.dueAt - other.dueAt)[0];
      if (next === undefined || next.dueAt > end) {
        break;
      }
      this.now = Math.max(this.now, next.dueAt);
      this.#timers.delete(next);
      next.callback();
      await settle();
    }
    this.now = end;
  }

  /** The device sleeps: the clock goes on, and no timer rings before it is over. */
  async sleep(millis: number): Promise<void> {
    this.now += millis;
    await this.pass(0);
  }

  /** The device sleeps, and its timers with it: each has as long to go as before. */
  suspend(millis: number): void {
    this.now += millis;
    for (const timer of this.#timers) {
      timer.dueAt += millis;
    }
  }

  device(change: DeviceChange): void {
    this.onLine = change === 'offline' ? false : change === 'online' ? true : this.onLine;
    this.#watcher?.(change);
  }

  #socketConstructor() {
    const { peers } = this;
    return class extends Peer {
      constructor(url: string, protocol: string) {
        super(url, protocol);
        peers.push(this);
      }
    };
  }
}

/** Everything that waits in this task, and what that begins. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function joined(room: string, head: number, more: Partial<Frame> = {}): Frame {
  return {
    type: 'joined',
    room,
    title: room,
    epoch: 'e1',
    head,
    floor: 0,
    userCount: 1,
    role: 'guest',
    resumed: false,
    ...more,
  };
}

export function chat(room: string, seq: number, more: Partial<Frame> = {}): Frame {
  const time = '2026-11-24T08:30:00.000Z';
  return { type: 'chat', room, seq, time, userId: 'g-2', user: 'Bob', message: `m${seq}`, ...more };
}

export function chats(room: string, from: number, to: number): Frame[] {
  return Array.from({ length: to - from + 1 }, (_, index) => chat(room, from + index));
}
