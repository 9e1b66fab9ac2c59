import type { Room } from './rooms/room.ts';
import type {
  ConnectionState,
  DirectRoom,
  Entry,
  Me,
  RefusalFrame,
  ServerLimits,
  SystemSignal,
} from './types.ts';

/** What `parlor.on()` tells, by name. */
export interface Events {
  /** The state of the connection changed. */
  connection: ConnectionState;
  /**
   * Connected, for the first time or again. `token`: a guest keeps it, to be the same person next
   * time. `timeOffsetMillis`: the server's clock minus this one's.
   */
  welcome: {
    me: Me;
    token?: string;
    limits: ServerLimits;
    direct: DirectRoom[];
    timeOffsetMillis: number;
  };
  /** One has another name now. */
  you: Me;
  /** A room is joined, for the first time or again; a direct room also without being asked. */
  joined: Room;
  /** A room is left: `asked`, `removed`, `closed`. */
  left: { room: Room; reason: string };
  /** The stream has reached what was the head at joining; what it left out is a gap. */
  caughtUp: Room;
  /**
   * The stream does not go on where it stopped: `epoch`, `ahead` (what was known is forgotten; the
   * end of the log is loaded by itself) or `expired` (a gap remains below `from`).
   */
  reset: { room: Room; reason: string; from: number };
  /** An entry came by the subscription. `live`: it is newer than the head at joining. */
  entry: { room: Room; entry: Entry; live: boolean };
  /** The room's log changed, in whatever way: at most once per task and room. */
  entries: Room;
  /** A line for people about a room; may be lost. */
  system: { room: Room; signal: SystemSignal };
  /** `parlor.outgoing` changed in any way: at most once per task, after `entries`. */
  outbox: undefined;
  /**
   * The server refused something that has no promise: joining a room, mostly. Refused messages are
   * told by `outbox`.
   */
  error: RefusalFrame;
}
