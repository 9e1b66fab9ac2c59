import type { DirectRoom, Person } from '../types.ts';
import { Room, type RoomHost } from './room.ts';
import { RoomState } from './state.ts';

/** All rooms that were ever named, and which of them are direct ones. */
export class Rooms {
  readonly #host: RoomHost;
  readonly #rooms = new Map<string, Room>();
  readonly #states = new Map<string, RoomState>();
  #direct: readonly DirectRoom[] = [];

  constructor(host: RoomHost) {
    this.#host = host;
  }

  get all(): ReadonlyMap<string, Room> {
    return this.#rooms;
  }

  get direct(): readonly DirectRoom[] {
    return this.#direct;
  }

  /** The handle of a room, made when there is none. The server compares names in NFC. */
  room(given: string): Room {
    const name = given.normalize('NFC').trim();
    let room = this.#rooms.get(name);
    if (room === undefined) {
      const state = new RoomState(name);
      room = new Room(state, this.#host);
      this.#rooms.set(name, room);
      this.#states.set(name, state);
    }
    return room;
  }

  state(name: string): RoomState {
    const room = this.room(name);
    return this.#states.get(room.name) as RoomState;
  }

  /** What `welcome` lists. */
  listDirect(direct: readonly DirectRoom[]): void {
    this.#direct = direct;
    for (const { room, head, with: other } of direct) {
      this.meet(room, other);
      const state = this.state(room);
      state.head = head; // nothing is joined yet, and a restored database has less
    }
  }

  /** A direct room that is joined, and perhaps not in the list. */
  addDirect(state: RoomState): void {
    const { name, epoch, head } = state;
    if (state.with !== undefined && !this.#direct.some((one) => one.room === name)) {
      const fresh = { room: name, epoch: epoch ?? '', head, with: state.with };
      this.#direct = [...this.#direct, fresh];
    }
  }

  /** A room is the direct one with somebody. */
  meet(room: string, other: Person): void {
    const state = this.state(room);
    state.with = other;
    if (state.title === state.name) {
      state.title = other.name;
    }
  }

  /** The direct room with somebody, when it is known. */
  directWith(userId: string): RoomState | undefined {
    return [...this.#states.values()].find((state) => state.with?.userId === userId);
  }
}
