import type { Ref } from '../frames.ts';
import { EntryLog } from '../log.ts';
import type { Person, RefusalFrame } from '../types.ts';

/** What is known of one room. Changed by the subscriptions alone, read through `Room`. */
export class RoomState {
  readonly name: string;
  readonly log = new EntryLog();
  title: string;
  with: Person | undefined;
  wanted = false;
  joined = false;
  epoch: string | undefined;
  head = 0;
  floor = 0;
  userCount = 0;
  refusal: RefusalFrame | undefined;
  /** How many entries are asked for where nothing is known. */
  last = 50;
  /** The cursor: the newest number that the subscription gave. Undefined: none yet. */
  after: number | undefined;
  /** The next entry may have any number: the subscription began somewhere below the head. */
  loose = false;
  /** The newest number that an `entry` event told. */
  told = 0;
  /** The head at joining: what is above is live. */
  joinedHead = 0;
  /** The `join` that is not answered, and the cursor it told. */
  asked: { ref: Ref; after: number | undefined } | undefined;
  /** Too far behind: the next `join` begins near the head, and a gap remains. */
  jump = false;

  constructor(name: string) {
    this.name = name;
    this.title = name;
  }
}
