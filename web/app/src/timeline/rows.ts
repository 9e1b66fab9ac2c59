import { type ChatEntry, type Entry, isChat, type Outgoing, type Range } from 'parlor-sdk';

/** What stands in the timeline, in order: the one place that knows what comes after what. */

export interface Said {
  key: string;
  seq?: number;
  /** The sender's own key, of own messages only: those of others could be anything. */
  id?: string;
  time: number;
  userId: string;
  /** Of an outgoing message: as the last own entry has it, '' when there is none. */
  user: string;
  message: string;
  replyTo?: number;
  own: boolean;
  state?: 'queued' | 'sending' | 'stale' | 'failed';
}

export type Row =
  /** `date`: local midnight of the day that begins. */
  | { kind: 'day'; key: string; date: Date }
  /**
   * `first` of its group: another author, another day, more than 5 minutes after the one before,
   * or after any other row.
   */
  | { kind: 'message'; key: string; said: Said; first: boolean }
  /** Before the first one above `newAfter` that is not own. */
  | { kind: 'new'; key: string; count: number }
  /** Numbers that are not known. */
  | { kind: 'gap'; key: string; from: number; to: number }
  /** Folded signals, net: who joined and left again is not told. */
  | { kind: 'system'; key: string; joined: string[]; left: string[]; time: number };

export interface SystemLine {
  time: number;
  event: 'join' | 'leave';
  userId: string;
  user: string;
  afterSeq: number;
}

export interface RowsInput {
  /** Known ones of the shown window, ascending. */
  entries: readonly Entry[];
  /** Within the window, ascending. */
  gaps: readonly Range[];
  /** Of this room, oldest first; they come at the end. One whose entry is here is left out. */
  outgoing: readonly Outgoing[];
  /**
   * Joins and leaves heard while here, in that order: they stand after the entry with number
   * `afterSeq`, or nowhere when that number is outside the window.
   */
  signals: readonly SystemLine[];
  /** One's own userId. */
  mine: string;
  /** The place of the New divider: entries above are new. */
  newAfter: number | undefined;
}

/** Keys are unique, and stay: an own message keeps its key when it gets its number. */
export function rowsOf(input: RowsInput): Row[] {
  const rows = new Rows(input);
  for (const entry of input.entries) rows.entry(entry);
  rows.end();
  for (const message of input.outgoing) rows.outgoing(message);
  return rows.rows;
}

const GROUP_MILLIS = 5 * 60_000;

class Rows {
  readonly rows: Row[] = [];
  private readonly input: RowsInput;
  private readonly lines: readonly SystemLine[];
  private gapsDone = 0;
  private linesDone = 0;
  /** Where the day of the last row ends. A clock that was set back begins no day again. */
  private dayEnd = Number.NEGATIVE_INFINITY;
  /** The message in the row above; none when that is another row. */
  private above: Said | undefined;
  private divided = false;
  private myName = '';
  private readonly myIds = new Set<string>();

  constructor(input: RowsInput) {
    this.input = input;
    this.lines = within(input);
    this.divided = input.newAfter === undefined;
  }

  entry(entry: Entry): void {
    // One of an unknown kind leaves no trace: what stands around it stays together.
    if (!isChat(entry)) return;
    this.gapsAndLines(entry.seq);
    const said = this.saidOf(entry);
    this.day(said.time);
    this.divider(said);
    this.message(said);
  }

  /** What comes after the last entry. */
  end(): void {
    this.gapsAndLines(Number.POSITIVE_INFINITY);
  }

  outgoing(message: Outgoing): void {
    // Its entry may come before its acknowledgement: then it is there already.
    if (this.myIds.has(message.id)) return;
    const said: Said = {
      key: message.id,
      id: message.id,
      time: message.createdAt,
      userId: this.input.mine,
      user: this.myName,
      message: message.message,
      own: true,
    };
    // One that is acknowledged holds the place of its entry, as the entry will be.
    if (message.state !== 'sent') said.state = message.state;
    if (message.seq !== undefined) said.seq = message.seq;
    if (message.replyTo !== undefined) said.replyTo = message.replyTo;
    this.day(said.time);
    this.message(said);
  }

  private saidOf(entry: ChatEntry): Said {
    const own = entry.userId === this.input.mine;
    const said: Said = {
      key: `seq:${entry.seq}`,
      seq: entry.seq,
      time: Date.parse(entry.time),
      userId: entry.userId,
      user: entry.user,
      message: entry.message,
      own,
    };
    if (entry.replyTo !== undefined) said.replyTo = entry.replyTo;
    if (own) {
      this.myName = entry.user;
      // Only of own ones: somebody else may send under an id that I have used.
      if (entry.clientId !== undefined) {
        said.key = entry.clientId;
        said.id = entry.clientId;
        this.myIds.add(entry.clientId);
      }
    }
    return said;
  }

  private message(said: Said): void {
    const { above } = this;
    const first = above?.userId !== said.userId || said.time - above.time > GROUP_MILLIS;
    this.rows.push({ kind: 'message', key: said.key, said, first });
    this.above = said;
  }

  private other(row: Row): void {
    this.rows.push(row);
    this.above = undefined;
  }

  private day(time: number): void {
    if (!(time >= this.dayEnd)) return;
    const now = new Date(time);
    const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
    if (Number.isNaN(year)) return;
    this.other({
      kind: 'day',
      key: `day:${year}-${month + 1}-${day}`,
      date: new Date(year, month, day),
    });
    this.dayEnd = new Date(year, month, day + 1).getTime();
  }

  private divider(said: Said): void {
    const { newAfter, entries, mine } = this.input;
    if (this.divided || said.own || newAfter === undefined) return;
    if ((said.seq ?? 0) <= newAfter) return;
    this.divided = true;
    const isNew = (entry: Entry) => isChat(entry) && entry.seq > newAfter && entry.userId !== mine;
    this.other({ kind: 'new', key: 'new', count: entries.filter(isNew).length });
  }

  /** All gaps and lines that stand before the entry with this number. */
  private gapsAndLines(seq: number): void {
    const { gaps } = this.input;
    for (let gap = gaps[this.gapsDone]; gap && gap[0] < seq; gap = gaps[++this.gapsDone]) {
      const [from, to] = gap;
      this.linesBefore(from);
      if (from <= to) this.other({ kind: 'gap', key: `gap:${from}`, from, to });
    }
    this.linesBefore(seq);
  }

  private linesBefore(seq: number): void {
    let group: SystemLine[] = [];
    for (let line = this.lines[this.linesDone]; line && line.afterSeq < seq; ) {
      // A fold ends with its day.
      if (group[0] && !sameDay(group[0].time, line.time)) {
        this.system(group);
        group = [];
      }
      group.push(line);
      line = this.lines[++this.linesDone];
    }
    this.system(group);
  }

  private system(group: readonly SystemLine[]): void {
    const [first] = group;
    if (first === undefined) return;
    const { joined, left } = net(group);
    if (joined.length + left.length === 0) return;
    this.day(first.time);
    const key = `system:${first.afterSeq}:${first.time}`;
    this.other({ kind: 'system', key, joined, left, time: first.time });
  }
}

function sameDay(a: number, b: number): boolean {
  return a === b || new Date(a).toDateString() === new Date(b).toDateString();
}

/** Lines whose number is outside the window would stand in a wrong place. */
function within({ entries, gaps, signals }: RowsInput): readonly SystemLine[] {
  const from = Math.min(entries[0]?.seq ?? Infinity, gaps[0]?.[0] ?? Infinity) - 1;
  const to = Math.max(entries.at(-1)?.seq ?? -Infinity, gaps.at(-1)?.[1] ?? -Infinity);
  if (from > to) return signals; // nothing is known yet
  return signals.filter((line) => line.afterSeq >= from && line.afterSeq <= to);
}

/** Who is here now and was not before the group, and the other way round; by their last name. */
function net(group: readonly SystemLine[]): { joined: string[]; left: string[] } {
  const people = new Map<string, { first: string; last: string; user: string }>();
  for (const { userId, event, user } of group) {
    const first = people.get(userId)?.first ?? event;
    people.set(userId, { first, last: event, user });
  }
  // The first event tells where somebody was before: who joins was away.
  const changed = [...people.values()].filter(({ first, last }) => first === last);
  const named = (event: string) => changed.filter((p) => p.last === event).map((p) => p.user);
  return { joined: named('join'), left: named('leave') };
}
