import { isChat, type Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Icon } from '../parts/Icon.tsx';
import { Wall } from '../parts/Wall.tsx';
import { watch } from '../state/chat.ts';
import { markRead, readTo, unreadOf } from '../state/reading.ts';
import { language } from '../state/settings.ts';
import { clock, date, t } from '../text/index.ts';
import { languageOf } from '../text/text-language.ts';
import { goToInSight } from '../timeline/in-sight.ts';
import { viewOf } from '../timeline/view.ts';
import { CatchUpBar } from './CatchUpBar.tsx';
import { callsIn, heightOf, ticksIn } from './overview.ts';
import { dayMarks, type Tick } from './ticks.ts';

/** Lines of the contents need this share of the height each, so that none lies on another. */
const LINE_SHARE = 0.095;
const MOST_LINES = Math.floor(1 / LINE_SHARE);

interface Line {
  /** Days give way to what is for the reader. */
  kind: 'first' | 'call' | 'day';
  seq: number;
  top: number;
  head: string;
  user: string;
  text: string;
}

/** What was missed, as a list of contents beside the drawn log. */
export function CatchUpPanel({ room }: { room: Room }): JSX.Element {
  watch(room);
  const { count } = unreadOf(room);
  const ticks = ticksIn(room);
  const lines = useMemo(() => spread(linesOf(room, ticks)), [room.head, readTo(room), ticks]);
  const next = callsIn(room).find((call) => call.seq > viewOf(room).shown().from);
  return (
    <Wall title={t('catchUp')} tally={t('newCount', { count })}>
      <div class="missed">
        <CatchUpBar room={room} keep />
        <ol class="toc">
          {lines.map((line) => (
            <li key={line.seq} style={{ top: `${line.top * 100}%` }}>
              <button type="button" onClick={() => void goToInSight(room, line.seq)}>
                <span class="t num">{line.head}</span>
                <span class="w" lang={languageOf(line.text, language.value)}>
                  {line.user === '' ? null : <b>{line.user} </b>}
                  {line.text}
                </span>
              </button>
            </li>
          ))}
        </ol>
      </div>
      <div class="missed-acts">
        <button
          type="button"
          class="btn wide"
          disabled={next === undefined}
          onClick={() => next !== undefined && void goToInSight(room, next.seq)}
        >
          <Icon name="at" />
          {t('nextForYou')}
          <kbd class="only-wide">n</kbd>
        </button>
        <button
          type="button"
          class="btn plain"
          disabled={count === 0}
          onClick={() => {
            markRead(room, room.head);
            viewOf(room).newAfter.value = undefined;
          }}
        >
          {t('markRead')}
        </button>
      </div>
    </Wall>
  );
}

function linesOf(room: Room, ticks: readonly Tick[]): Line[] {
  const lines: Line[] = [];
  const first = readTo(room) + 1;
  if (first <= room.head) {
    lines.push({
      kind: 'first',
      seq: first,
      top: heightOf(ticks, first),
      head: t('firstOf', { count: room.head - first + 1 }),
      ...saidAt(room, first),
    });
  }
  for (const call of callsIn(room).slice(-6)) {
    lines.push({
      kind: 'call',
      seq: call.seq,
      top: heightOf(ticks, call.seq),
      head: `${moment(call.time)} · ${t(call.kind === 'names' ? 'namesYou' : 'answersYou')}`,
      user: call.user,
      text: call.message.slice(0, 160),
    });
  }
  for (const { index } of dayMarks(ticks)) {
    const tick = ticks.slice(Math.floor(index)).find((one) => one.count > 0);
    if (tick !== undefined && !lines.some((line) => line.seq === tick.fromSeq)) {
      lines.push({
        kind: 'day',
        seq: tick.fromSeq,
        top: index / ticks.length,
        head: date(tick.fromTime, { weekday: 'long', day: 'numeric', month: 'short' }),
        ...saidAt(room, tick.fromSeq),
      });
    }
  }
  return lines.sort((a, b) => a.seq - b.seq);
}

/** Who said what there, where the page knows it. */
function saidAt(room: Room, seq: number): { user: string; text: string } {
  const entry = room.log.get(seq);
  return entry !== undefined && isChat(entry)
    ? { user: entry.user, text: entry.message.slice(0, 160) }
    : { user: '', text: '' };
}

function moment(time: number): string {
  return `${date(time, { weekday: 'short' })} ${clock(time)}`;
}

/** Moves lines apart that would lie on each other; of too many the days are left out. */
function spread(lines: readonly Line[]): Line[] {
  const kept = [...lines];
  while (kept.length > MOST_LINES) {
    const day = kept.findIndex(({ kind }) => kind === 'day');
    kept.splice(day < 0 ? 1 : day, 1);
  }
  let free = LINE_SHARE / 2;
  for (const line of kept) {
    line.top = Math.max(line.top, free);
    free = line.top + LINE_SHARE;
  }
  // What was moved out at the bottom moves the others up.
  free = 1 - LINE_SHARE / 2;
  for (const line of kept.reverse()) {
    line.top = Math.min(line.top, free);
    free = line.top - LINE_SHARE;
  }
  return kept.reverse();
}
