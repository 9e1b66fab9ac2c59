import { type Signal, signal } from '@preact/signals';
import type { Range, Room } from 'parlor-sdk';

/** Messages in the document at most: what is scrolled away is dropped at the other end. */
const SHOWN = 240;
/** At the end fewer do: each that comes moves all that stand above it. */
const SHOWN_AT_END = 120;
/** Messages by which the window grows. */
const STEP = 60;

/**
 * The window of a room's log that is in the document: the numbers from `from` to `to`. While it
 * follows, its end is the room's head. It is kept while one is in other rooms, with the place.
 */
export interface Window {
  /** 0: the beginning of what was loaded last, as it comes. */
  from: number;
  to: number;
  follow: boolean;
}

/** The message at the upper edge, and how far below the edge it begins, in pixels. */
export interface Anchor {
  key: string;
  offset: number;
}

export class View {
  readonly window: Signal<Window>;
  /** Numbers above are new; pinned while one is away, undefined when nothing is. */
  readonly newAfter = signal<number | undefined>(undefined);
  /** The number of a message that a link led to, for as long as it is marked. */
  readonly marked = signal<number | undefined>(undefined);
  /** Older or newer messages could not be fetched. */
  readonly failed = signal(false);
  /** Moves with the scroll: for what shows the part in sight. */
  readonly scrolledAt = signal(0);
  /** Reading has begun: where it did is noted, so what is seen from now on may be marked. */
  begun = false;
  /** The room has been on the screen. */
  drawn = false;
  anchor: Anchor | undefined;
  /** Marked unread by hand: what is on the screen stays so until one leaves or goes to the end. */
  keptUnread = false;
  /** The numbers on the screen, as the timeline saw them last. */
  private seen: { from: number; to: number } | undefined;
  /** What is being fetched: one page at a time. */
  private loading: Promise<void> | undefined;

  constructor(readonly room: Room) {
    this.window = signal({ from: 0, to: 0, follow: true });
  }

  /** The window as it is to be drawn now: it moves on with the head while it follows. */
  shown(): Window {
    const { from, to, follow } = this.window.value;
    const head = this.room.head;
    if (!follow && from <= head) {
      return { from, to, follow };
    }
    const start = from === 0 || from > head ? 0 : Math.max(from, head - SHOWN_AT_END + 1);
    // It never begins inside a gap: what was not loaded would look like what is missing.
    const known = this.room.log.get(start) !== undefined;
    return { from: known ? start : this.newest(), to: head, follow: true };
  }

  /** The first of the newest messages that are known, of as many as are shown. */
  private newest(): number {
    return Math.max(this.newestRange()[0], this.room.head - SHOWN_AT_END + 1, 1);
  }

  /** What is missing between messages that are known, where the window shows it: whole. */
  gaps(): Range[] {
    const { from, to } = this.shown();
    const { log, floor, head } = this.room;
    const inside = ([first, last]: Range): boolean =>
      first > log.first && first <= to && last >= from - 1;
    return log.gaps(floor, head).filter(inside);
  }

  private newestRange(): Range {
    return this.room.log.ranges.at(-1) ?? [1, 0];
  }

  inSight(): { from: number; to: number } | undefined {
    return this.seen;
  }

  see(from: number, to: number): void {
    this.seen = { from, to };
  }

  /** Moves the window. What is in it and not at the end must not be forgotten by the log. */
  private place(window: Window): void {
    this.window.value = window;
    this.room.log.pinned = window.follow ? undefined : [window.from, window.to];
  }

  /** Whether there is more above, in the log or on the server. */
  hasOlder(): boolean {
    return this.shown().from > this.room.floor + 1;
  }

  /** Whether older ones may be added: at the end only so many are shown. */
  mayGrow(): boolean {
    const { from, to, follow } = this.shown();
    return this.hasOlder() && !(follow && to - from + 1 >= SHOWN_AT_END);
  }

  atHead(): boolean {
    return this.shown().to >= this.room.head;
  }

  stopFollowing(): void {
    const { from, to, follow } = this.shown();
    if (follow) {
      this.place({ from, to, follow: false });
    }
  }

  /** The end has come into sight by scrolling: from now on it stays there. */
  toEndFrom(): void {
    const { from, to } = this.window.value;
    this.place({ from, to, follow: true });
  }

  /** To the end, and stays there. */
  toEnd(): void {
    this.keptUnread = false;
    const [from] = this.newestRange();
    const head = this.room.head;
    this.place({ from: Math.max(from, head - STEP + 1), to: head, follow: true });
    this.anchor = undefined;
  }

  async older(): Promise<void> {
    const { from } = this.shown();
    if (!this.hasOlder()) {
      return;
    }
    const wanted = Math.max(this.room.floor + 1, from - STEP);
    await this.load(() => this.room.loadBefore(from, STEP), wanted, from - 1);
    const first = this.knownDownTo(from, wanted);
    // Somebody may have been led elsewhere meanwhile: what counts is where they are now.
    const { from: begins, to, follow } = this.shown();
    if (first < from && begins === from) {
      const end = Math.min(to, first + SHOWN - 1);
      this.place({ from: first, to: end, follow: follow && end === to });
    }
  }

  /** More of a gap, from its newer end. */
  async fill(gap: Range): Promise<void> {
    if (gap[1] + 1 === this.shown().from) {
      await this.older();
    } else {
      await this.room.loadBefore(gap[1] + 1, STEP).catch(() => undefined);
    }
  }

  async newer(): Promise<void> {
    const { from, to } = this.shown();
    const head = this.room.head;
    if (to >= head) {
      return;
    }
    const wanted = Math.min(head, to + STEP);
    await this.load(() => this.room.loadAfter(to, STEP), to + 1, wanted);
    const last = this.knownUpTo(to, wanted);
    const now = this.shown();
    if (last > to && now.to === to && !now.follow) {
      this.place({ from: Math.max(from, last - SHOWN + 1), to: last, follow: false });
    }
  }

  /** Goes to a message, with a page around it. */
  async around(seq: number): Promise<boolean> {
    const lower = Math.max(this.room.floor + 1, seq - STEP / 2);
    const upper = Math.min(this.room.head, seq + STEP / 2);
    while (this.loading !== undefined) {
      await this.loading; // of a page that was asked for before: this one is not left out for it
    }
    await this.load(() => this.room.loadAround(seq, STEP), lower, upper);
    if (this.room.log.get(seq) === undefined) {
      return false;
    }
    const from = this.knownDownTo(seq, lower);
    const to = this.knownUpTo(seq, upper);
    this.place({ from, to, follow: false });
    this.anchor = undefined;
    return true;
  }

  private knownDownTo(seq: number, wanted: number): number {
    const [from] = this.rangeOf(Math.min(seq, this.room.head)) ?? this.rangeOf(seq - 1) ?? [seq];
    return Math.max(from, wanted);
  }

  private knownUpTo(seq: number, wanted: number): number {
    const range = this.rangeOf(Math.max(seq, 1)) ?? this.rangeOf(seq + 1);
    return Math.min(range?.[1] ?? seq, wanted);
  }

  private rangeOf(seq: number): Range | undefined {
    return this.room.log.ranges.find(([from, to]) => from <= seq && seq <= to);
  }

  private async load(ask: () => Promise<void>, from: number, to: number): Promise<void> {
    const range = this.rangeOf(from);
    if (this.loading !== undefined || (range !== undefined && range[1] >= to)) {
      return;
    }
    this.loading = ask().then(
      () => {
        this.failed.value = false;
      },
      () => {
        this.failed.value = true;
      },
    );
    await this.loading;
    this.loading = undefined;
  }
}

const views = new Map<string, View>();

/** The view of this room, made when it is first looked at. */
export function viewOf(room: Room): View {
  const known = views.get(room.name);
  if (known !== undefined && known.room === room) {
    return known;
  }
  const made = new View(room);
  views.set(room.name, made);
  return made;
}
