import type { DeviceChange, Environment, SocketLike } from '../environment.ts';
import { type ClientFrame, readFrame, type ServerFrame } from '../frames.ts';
import type { CloseInfo, ConnectionState } from '../types.ts';
import { Backoff } from './backoff.ts';
import { Heartbeat } from './heartbeat.ts';

const PROTOCOL = 'parlor.v1';
const OPEN = 1;
const WELCOME_WITHIN_MILLIS = 15_000;
/** A connection that stood so long was a good one: the next wait is a short one again. */
const STABLE_MILLIS = 5_000;

export interface ConnectionListener {
  /** The address of the next socket. */
  url(): string;
  changed(state: ConnectionState): void;
  /** A frame came, `welcome` included: the state is `online` already. */
  frame(frame: ServerFrame): void;
  /** The socket that said `welcome` is gone. */
  lost(): void;
  /** Whether there is a fresh token, so that an expired one does not stop us. */
  freshToken(): boolean;
}

/**
 * One socket at a time, opened again and again while it is wanted.
 *
 * <pre>
 *   stopped -- start() --> connecting -- welcome --> online
 *                           ^   |                      |
 *     timer, online, wake   |   '---- closed, silent --'
 *                           |              |
 *                        waiting <---------+-------> offline (no network)
 *                                          '-------> stopped (1008, 4001, 4500 and above)
 * </pre>
 */
export class Connection {
  readonly #environment: Environment;
  readonly #listener: ConnectionListener;
  readonly #backoff: Backoff;
  readonly #heartbeat: Heartbeat;
  #state: ConnectionState = { state: 'stopped' };
  /** Undefined while there is none: events of an earlier one are not heard. */
  #socket: SocketLike | undefined;
  #timer: unknown;
  #unwatch: (() => void) | undefined;
  #attempt = 0;
  #onlineSince = 0;
  #goawayMillis: number | undefined;
  #restarting = false;

  constructor(environment: Environment, listener: ConnectionListener) {
    this.#environment = environment;
    this.#listener = listener;
    this.#backoff = new Backoff(environment.random);
    this.#heartbeat = new Heartbeat(environment, {
      ping: () => this.send({ type: 'ping' }),
      silent: () => this.lose('no answer'),
      woke: () => this.#woke(),
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    if (this.#state.state !== 'stopped') {
      return;
    }
    this.#unwatch = this.#environment.watch((change) => this.#deviceChanged(change));
    this.#attempt = 0;
    this.#backoff.reset();
    this.#heartbeat.start();
    this.#openOnLine();
  }

  stop(): void {
    const socket = this.#socket;
    this.#end({ state: 'stopped' });
    socket?.close(1000, '');
  }

  /** Cuts a wait short, even where the device says that it has no network: it may be wrong. */
  retryNow(): void {
    if (this.#away()) {
      this.#open();
    }
  }

  /** Finds out whether the connection still stands. */
  probe(): void {
    this.#heartbeat.probe();
  }

  /** Whether it could be handed over: `welcome` has come, and the socket is open. */
  send(frame: ClientFrame): boolean {
    return this.#state.state === 'online' && this.sendEarly(frame);
  }

  /** As {@link send}, before `welcome` too: only `auth` may be said then. */
  sendEarly(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives the socket up, as if it had broken, and comes back. */
  lose(reason: string): void {
    const socket = this.#socket;
    if (socket !== undefined) {
      this.#closed({ code: 1006, reason });
      socket.close();
    }
  }

  #openOnLine(): void {
    if (this.#environment.onLine()) {
      this.#open();
    } else if (this.#state.state !== 'offline') {
      this.#change({ state: 'offline', ...closeOf(this.#state) });
    }
  }

  #open(): void {
    this.#environment.clearTimeout(this.#timer);
    this.#attempt++;
    const connecting: ConnectionState = { state: 'connecting', attempt: this.#attempt };
    this.#change(connecting);
    if (this.#state !== connecting) {
      return; // a listener stopped us, or began anew
    }
    let socket: SocketLike;
    try {
      socket = new this.#environment.WebSocket(this.#listener.url(), PROTOCOL);
    } catch (error) {
      // For example `ws:` on a page that came by https.
      this.#environment.report(error);
      this.#closed({ code: 1006, reason: String(error) });
      return;
    }
    this.#timer = this.#environment.setTimeout(
      () => this.lose('no welcome'),
      WELCOME_WITHIN_MILLIS,
    );
    this.#listen(socket);
  }

  #listen(socket: SocketLike): void {
    this.#socket = socket;
    const current = <Event>(hear: (event: Event) => void) => {
      return (event: Event) => {
        if (this.#socket === socket) {
          hear(event);
        }
      };
    };
    socket.addEventListener(
      'message',
      current<{ data: unknown }>(({ data }) => this.#heard(data)),
    );
    socket.addEventListener(
      'close',
      current<CloseInfo>((event) => this.#closed(event)),
    );
    socket.addEventListener('error', () => {}); // `close` follows, and says more
  }

  #heard(data: unknown): void {
    this.#heartbeat.heard();
    const frame = typeof data === 'string' ? readFrame(data) : undefined;
    if (frame === undefined) {
      return;
    }
    if (frame.type === 'welcome') {
      this.#welcomed(frame.heartbeatMillis);
    } else if (frame.type === 'goaway') {
      this.#goawayMillis = frame.retryAfterMillis;
    }
    this.#listener.frame(frame);
  }

  #welcomed(heartbeatMillis: number): void {
    this.#environment.clearTimeout(this.#timer);
    this.#restarting = false;
    this.#onlineSince = this.#environment.now();
    this.#heartbeat.begin(heartbeatMillis);
    this.#state = { state: 'online' };
  }

  #closed({ code, reason }: CloseInfo): void {
    const close = { code, reason };
    const wasOnline = this.#state.state === 'online';
    if (wasOnline && this.#environment.now() - this.#onlineSince >= STABLE_MILLIS) {
      this.#attempt = 0;
      this.#backoff.reset();
    }
    this.#socket = undefined;
    this.#environment.clearTimeout(this.#timer);
    this.#heartbeat.end();
    if (this.#final(code)) {
      this.#end({ state: 'stopped', close }, wasOnline);
    } else if (this.#environment.onLine()) {
      this.#wait(close, wasOnline);
    } else {
      this.#change({ state: 'offline', close }, wasOnline);
    }
  }

  #final(code: number): boolean {
    return code === 1008 || code >= 4500 || (code === 4001 && !this.#listener.freshToken());
  }

  #wait(close: CloseInfo, wasOnline: boolean): void {
    this.#restarting ||= this.#goawayMillis !== undefined || close.code === 1012;
    const delayMillis = this.#goawayMillis ?? this.#backoff.nextMillis();
    this.#goawayMillis = undefined;
    this.#timer = this.#environment.setTimeout(() => this.#openOnLine(), delayMillis);
    const retryAt = this.#environment.now() + delayMillis;
    const attempt = this.#attempt + 1;
    const restarting = this.#restarting;
    this.#change({ state: 'waiting', retryAt, attempt, close, restarting }, wasOnline);
  }

  #end(state: ConnectionState, wasOnline = this.#state.state === 'online'): void {
    this.#socket = undefined;
    this.#goawayMillis = undefined;
    this.#restarting = false;
    this.#environment.clearTimeout(this.#timer);
    this.#heartbeat.stop();
    this.#unwatch?.();
    this.#unwatch = undefined;
    if (state.state !== this.#state.state) {
      this.#change(state, wasOnline);
    }
  }

  #change(state: ConnectionState, wasOnline = false): void {
    this.#state = state;
    if (wasOnline) {
      this.#listener.lost();
    }
    this.#listener.changed(state);
  }

  #deviceChanged(change: DeviceChange): void {
    if (change === 'offline') {
      if (this.#state.state === 'waiting') {
        this.#environment.clearTimeout(this.#timer);
        this.#change({ state: 'offline', close: this.#state.close });
      }
      this.probe(); // a server on this very machine is still there
    } else {
      this.#woke();
    }
  }

  #woke(): void {
    this.probe();
    if (this.#away()) {
      this.#openOnLine();
    }
  }

  #away(): boolean {
    return this.#state.state === 'waiting' || this.#state.state === 'offline';
  }
}

function closeOf(state: ConnectionState): { close?: CloseInfo } {
  return 'close' in state && state.close !== undefined ? { close: state.close } : {};
}
