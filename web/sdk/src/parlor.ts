import { Admission } from './connection/admission.ts';
import { Connection } from './connection/connection.ts';
import { Requests, refusalOf } from './connection/requests.ts';
import { Emitter } from './emitter.ts';
import { type Environment, environmentWith } from './environment.ts';
import type { Events } from './events.ts';
import {
  type History,
  type Question,
  readEntry,
  type ServerFrame,
  type Welcome,
} from './frames.ts';
import { Outbox } from './outbox/outbox.ts';
import { memoryOutbox, type OutboxStore } from './outbox/store.ts';
import type { Room } from './rooms/room.ts';
import { Rooms } from './rooms/rooms.ts';
import type { RoomState } from './rooms/state.ts';
import { Subscriptions } from './rooms/subscriptions.ts';
import type {
  ConnectionState,
  DirectRoom,
  Me,
  Outgoing,
  Person,
  RoomListing,
  ServerLimits,
} from './types.ts';
import { address } from './url.ts';

const TWO_HOURS_MILLIS = 7_200_000;
const CATCH_UP = 2_000;

export interface ParlorOptions {
  /** `wss://host/ws`; `http:` and `https:` are read as `ws:` and `wss:`. */
  url: string | URL;
  /** For a new guest. */
  name?: string;
  /** Of an earlier `welcome`, or of one's own system. */
  token?: string;
  /** BCP 47: the language of the server's texts for people. */
  language?: string;
  /** Where unsent messages are kept; default: {@link memoryOutbox}. */
  outbox?: OutboxStore;
  /** Ask before a message is sent that is older than this. Default 2 h; Infinity: never ask. */
  staleAfterMillis?: number;
  /** A room that is further behind joins near its head, and a gap remains. Default 2,000. */
  maxCatchUp?: number;
  /** Clock, chance, WebSocket and the like, for tests and for Node. */
  environment?: Partial<Environment>;
}

/**
 * A client of a Parlor server: one connection, any number of rooms. It comes back when the
 * connection is lost, goes on in each room where it stopped, and sends what was written meanwhile.
 */
export class Parlor {
  readonly #environment: Environment;
  readonly #emitter: Emitter<Events>;
  readonly #requests: Requests;
  readonly #admission: Admission;
  readonly #connection: Connection;
  readonly #rooms: Rooms;
  readonly #subscriptions: Subscriptions;
  readonly #outbox: Outbox;
  readonly #url: string | URL;
  #name: string | undefined;
  #language: string | undefined;
  #me: Me | undefined;
  #limits: ServerLimits | undefined;
  /** What changed in this task and was not told yet. */
  readonly #changedRooms = new Set<Room>();
  #outboxChanged = false;
  #telling = false;

  /**
   * Connects by `start()` only. Throws TypeError for a URL that is none, or without a WebSocket.
   */
  constructor(options: ParlorOptions) {
    this.#environment = environmentWith(options.environment);
    if (this.#environment.WebSocket === undefined) {
      throw new TypeError('There is no WebSocket here: give one by options.environment.');
    }
    this.#url = options.url;
    this.#name = options.name;
    this.#language = options.language;
    this.#emitter = new Emitter(this.#environment.report);
    this.#requests = new Requests(this.#environment);
    this.#admission = new Admission(this.#environment, options.token);
    this.#connection = this.#makeConnection();
    this.#rooms = this.#makeRooms();
    this.#subscriptions = this.#makeSubscriptions(options.maxCatchUp ?? CATCH_UP);
    this.#outbox = this.#makeOutbox(options);
    address(this.#url, {});
  }

  /** The state of the connection now. */
  get connection(): ConnectionState {
    return this.#connection.state;
  }

  /** Who one is; undefined before the first `welcome`. */
  get me(): Me | undefined {
    return this.#me;
  }

  /** The newest token: that of the options, of the last `welcome`, or of `auth()`. */
  get token(): string | undefined {
    return this.#admission.token;
  }

  /** The server's limits; undefined before the first `welcome`. */
  get limits(): ServerLimits | undefined {
    return this.#limits;
  }

  /** One's direct rooms, as far as they are known. */
  get direct(): readonly DirectRoom[] {
    return this.#rooms.direct;
  }

  /** All rooms that have a handle, by name. */
  get rooms(): ReadonlyMap<string, Room> {
    return this.#rooms.all;
  }

  /** Messages of all rooms that are not in the log yet, oldest first. */
  get outgoing(): readonly Outgoing[] {
    return this.#outbox.list;
  }

  /** Connects, and stays connected until `stop()`. */
  start(): void {
    this.#connection.start();
  }

  /** Closes the connection. `start()` opens it again, and everything goes on where it was. */
  stop(): void {
    this.#connection.stop();
  }

  /** Cuts a wait short, in the states `waiting` and `offline`. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** The name for a new guest, from the next connection on. */
  setName(name: string): void {
    this.#name = name;
  }

  /** The language (BCP 47) of the server's texts, from the next connection on. */
  setLanguage(language: string): void {
    this.#language = language;
  }

  /** The handle of a room, made when there is none. It is not joined by that. */
  room(name: string): Room {
    return this.#rooms.room(name);
  }

  /**
   * The public rooms and one's own, those whose name contains `query` (at most 64 characters).
   * Rejects with RefusalError or ConnectionLost.
   */
  async directory(query?: string): Promise<RoomListing[]> {
    const question: Question = { type: 'rooms', ...(query ? { query } : {}) };
    const frame = await this.#ask(question);
    return frame.type === 'rooms' ? frame.rooms : [];
  }

  /**
   * Sends to one person alone. The room of the message is `@` and the userId until the direct room
   * is known.
   *
   * @throws RangeError when 500 messages wait already
   */
  sendPrivate(to: Person, message: string): Outgoing {
    const known = this.#rooms.directWith(to.userId);
    return known === undefined
      ? this.#outbox.write(`@${to.userId}`, message, { to })
      : this.#outbox.write(known.name, message);
  }

  /** Sends a `stale` message after all. */
  confirm(id: string): void {
    this.#outbox.confirm(id);
  }

  /** Sends a `failed` message again, under the same id. */
  retry(id: string): void {
    this.#outbox.retry(id);
  }

  /** Forgets a message, unless it is on its way (`sending`). */
  discard(id: string): void {
    this.#outbox.discard(id);
  }

  /**
   * Shows a fresh token of the same person, at once or with the next connection; a connection that
   * was stopped by the server is opened again. Rejects with RefusalError, or with ConnectionLost,
   * at the latest after 15 s; the token stays for the next connection all the same.
   */
  async auth(token: string): Promise<void> {
    this.#admission.token = token;
    const { connection } = this;
    if (connection.state === 'connecting') {
      const ref = this.#requests.nextRef();
      if (this.#connection.sendEarly({ type: 'auth', ref, token })) {
        this.#admission.show();
      }
    } else if (connection.state === 'stopped') {
      if (connection.close === undefined) {
        return; // not by the server: start() will show it
      }
      this.#connection.start();
    }
    if (connection.state !== 'online') {
      await this.#admission.welcome();
    }
    if (this.#admission.fresh) {
      await this.#requests.ask((ref) => this.#connection.send({ type: 'auth', ref, token }));
      this.#admission.show();
    }
  }

  /** The next connection is that of a new guest: for a token that the server does not take. */
  forgetToken(): void {
    this.#admission.token = undefined;
  }

  /** Listens to an event of {@link Events}; returns the function that ends it. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  #makeConnection(): Connection {
    return new Connection(this.#environment, {
      url: () =>
        address(this.#url, {
          name: this.#name,
          token: this.#admission.show(),
          lang: this.#language,
        }),
      changed: (state) => {
        if (state.state === 'stopped') {
          this.#admission.stopped();
        }
        this.#emitter.emit('connection', state);
      },
      frame: (frame) => this.#receive(frame),
      lost: () => {
        this.#subscriptions.lost();
        this.#outbox.lost();
        this.#requests.lost();
      },
      freshToken: () => this.#admission.fresh,
    });
  }

  #makeRooms(): Rooms {
    return new Rooms({
      join: (state) => this.#subscriptions.join(state),
      leave: (state) => this.#subscriptions.leave(state),
      write: (room, message, more) => this.#outbox.write(room, message, more),
      ask: (question) => this.#ask(question),
      history: (state, frame) => this.#addHistory(state, frame),
    });
  }

  #makeSubscriptions(maxCatchUp: number): Subscriptions {
    const room = (state: RoomState) => this.#rooms.room(state.name);
    return new Subscriptions((name) => this.#rooms.state(name), maxCatchUp, {
      nextRef: () => this.#requests.nextRef(),
      send: (frame) => this.#connection.send(frame),
      later: (action, delayMillis) => this.#environment.setTimeout(action, delayMillis),
      broken: (reason) => this.#connection.lose(reason),
      joined: (state) => {
        if (state.with !== undefined) {
          this.#rooms.addDirect(state);
          this.#outbox.directFound(state.name, state.with);
        }
        this.#emitter.emit('joined', room(state));
      },
      left: (state, reason) => this.#emitter.emit('left', { room: room(state), reason }),
      caughtUp: (state) => this.#emitter.emit('caughtUp', room(state)),
      reset: (state, reason, from) => {
        this.#emitter.emit('reset', { room: room(state), reason, from });
        this.#changed(room(state));
      },
      entry: (state, entry, live) => {
        this.#outbox.seen(entry, this.#me?.userId);
        this.#emitter.emit('entry', { room: room(state), entry, live });
        this.#changed(room(state));
      },
      refused: (state) => state.refusal && this.#emitter.emit('error', state.refusal),
    });
  }

  #makeOutbox(options: ParlorOptions): Outbox {
    const { outbox = memoryOutbox(), staleAfterMillis = TWO_HOURS_MILLIS } = options;
    return new Outbox(
      this.#environment,
      outbox,
      { staleAfterMillis },
      {
        changed: () => this.#changed(),
        send: (frame) => this.#connection.send(frame),
        doubt: () => this.#connection.probe(),
        known: (room, seq) => this.#rooms.state(room).log.get(seq) !== undefined,
        directFound: (room, other) => {
          this.#rooms.meet(room, other);
          this.#outbox.directFound(room, other);
        },
      },
    );
  }

  #receive(frame: ServerFrame): void {
    if (this.#requests.answered(frame) || this.#outbox.answered(frame)) {
      return;
    }
    switch (frame.type) {
      case 'welcome':
        this.#welcomed(frame);
        break;
      case 'entry':
        this.#subscriptions.entry(frame.entry);
        break;
      case 'joined':
        this.#subscriptions.joined(frame);
        break;
      case 'left':
        this.#subscriptions.left(frame);
        break;
      case 'reset':
        this.#subscriptions.reset(frame);
        break;
      case 'caughtUp':
        this.#subscriptions.caughtUp(frame.room, frame.seq);
        break;
      case 'system':
        this.#signalled(frame);
        break;
      case 'you':
        this.#renamed(frame);
        break;
      case 'error':
        if (!this.#subscriptions.refused(frame)) {
          this.#emitter.emit('error', refusalOf(frame));
        }
    }
  }

  #welcomed(frame: Welcome): void {
    const { you: me, token, limits, direct } = frame;
    this.#me = me;
    this.#limits = limits;
    this.#admission.welcomed(token);
    this.#rooms.listDirect(direct);
    for (const one of direct) {
      this.#outbox.directFound(one.room, one.with);
    }
    const online = this.#connection.state;
    this.#emitter.emit('connection', online);
    if (this.#connection.state !== online) {
      return; // a listener has ended it
    }
    this.#subscriptions.online();
    this.#outbox.online();
    const timeOffsetMillis = Date.parse(frame.time) - this.#environment.now();
    const event = { me, limits, direct, timeOffsetMillis };
    this.#emitter.emit('welcome', token === undefined ? event : { ...event, token });
  }

  #signalled({ type: _type, ...signal }: Extract<ServerFrame, { type: 'system' }>): void {
    const room = this.#rooms.room(signal.room);
    this.#rooms.state(signal.room).userCount = signal.userCount;
    this.#emitter.emit('system', { room, signal });
  }

  #renamed({ userId, name }: Person): void {
    this.#me = { guest: this.#me?.guest ?? true, userId, name };
    this.#emitter.emit('you', this.#me);
  }

  #ask(question: Question): Promise<ServerFrame> {
    return this.#requests.ask((ref) => this.#connection.send({ ...question, ref }));
  }

  #addHistory(state: RoomState, frame: History): void {
    const entries = frame.entries.map(readEntry).filter((entry) => entry !== undefined);
    state.head = Math.max(state.head, frame.head);
    state.floor = Math.max(state.floor, frame.floor);
    state.log.add(entries);
    for (const entry of entries) {
      this.#outbox.seen(entry, this.#me?.userId);
    }
    this.#changed(this.#rooms.room(state.name));
  }

  /**
   * Told at the end of the task: entries first, then the outbox, so that a page can swap the two.
   */
  #changed(room?: Room): void {
    if (room === undefined) {
      this.#outboxChanged = true;
    } else {
      this.#changedRooms.add(room);
    }
    if (!this.#telling) {
      this.#telling = true;
      queueMicrotask(() => this.#tell());
    }
  }

  #tell(): void {
    this.#telling = false;
    const rooms = [...this.#changedRooms];
    const outboxChanged = this.#outboxChanged;
    this.#changedRooms.clear();
    this.#outboxChanged = false;
    for (const room of rooms) {
      this.#emitter.emit('entries', room);
    }
    if (outboxChanged) {
      this.#emitter.emit('outbox', undefined);
    }
  }
}
