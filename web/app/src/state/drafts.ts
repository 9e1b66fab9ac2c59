import { signal } from '@preact/signals';
import { onRemembered, ownOfTab, remember, remembered, rememberOfTab } from './storage.ts';

/**
 * A text that is written and not sent; '' once it is. Each change has an id of its own, and knows
 * the id of the other tab's text that it was written upon.
 */
interface Draft {
  text: string;
  id: string;
  over?: string;
}

type Drafts = Readonly<Record<string, Draft>>;

const tab = Math.random().toString(36).slice(2);
let changes = 0;

/** Rooms in which this tab has a text of its own: another tab's does not take its place. */
let own: Drafts = ownOfTab('drafts', {});

/** What stands in the composer of this tab, by room. */
const here = signal<Drafts>(merged(remembered('drafts', {}), own));

/**
 * Tabs share what is written: whoever goes on in another tab finds it there. Where both write, both
 * keep their own: another tab's text is taken over where nothing of this tab's would be lost by it.
 */
onRemembered('drafts', () => {
  const theirs = remembered<Drafts>('drafts', {});
  here.value = merged({ ...here.peek(), ...theirs }, own);
  keepOwn(Object.keys(own).filter((room) => here.peek()[room] === own[room]));
});

export function draftOf(room: string): string {
  return here.value[room]?.text ?? '';
}

export function keepDraft(room: string, text: string): void {
  const before = here.peek()[room];
  const over = own[room] === undefined ? before?.id : before?.over;
  const draft = { text, id: `${tab} ${++changes}`, ...(over === undefined ? {} : { over }) };
  here.value = { ...here.peek(), [room]: draft };
  remember('drafts', { ...remembered<Drafts>('drafts', {}), [room]: draft });
  const rooms = Object.keys(own).filter((each) => each !== room);
  keepOwn(text === '' ? rooms : [...rooms, room]);
}

/** Puts a text that was not sent above what is being written. */
export function backToDraft(room: string, text: string): void {
  const draft = draftOf(room);
  keepDraft(room, draft === '' ? text : `${text}\n${draft}`);
}

/** An own text stays, unless the other one was written upon just that. */
function merged(theirs: Drafts, mine: Drafts): Drafts {
  const kept = Object.entries(mine).filter(([room, { id }]) => theirs[room]?.over !== id);
  return { ...theirs, ...Object.fromEntries(kept) };
}

/** A reload of this tab finds them again. */
function keepOwn(rooms: readonly string[]): void {
  const drafts = here.peek();
  own = Object.fromEntries(rooms.flatMap((room) => (drafts[room] ? [[room, drafts[room]]] : [])));
  rememberOfTab('drafts', own);
}
