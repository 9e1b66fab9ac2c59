import type { Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { watch } from '../state/chat.ts';
import { readTo } from '../state/reading.ts';
import { clock, date, t } from '../text/index.ts';
import { goToInSight } from '../timeline/in-sight.ts';
import { viewOf } from '../timeline/view.ts';
import { callsIn, heightOf, refresh, ticksIn } from './overview.ts';
import { dayMarks, lengthOf, type Tick } from './ticks.ts';

/**
 * The room's log, drawn to the height of the page: each tick a stretch of time, its length how much
 * was said. A slider: arrows by stretch, Page by ten, Home and End, Enter goes.
 */
export function CatchUpBar({ room, keep = false }: { room: Room; keep?: boolean }): JSX.Element {
  watch(room);
  const ticks = ticksIn(room);
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  useEffect(() => void refresh(room));
  const read = readTo(room);
  const at = chosen ?? tickOf(ticks, viewOf(room).shown().to);
  const tick = ticks[at];
  const goTo = (index: number): void => {
    const goal = nearest(ticks, index);
    if (goal !== undefined) {
      void goToInSight(room, goal.fromSeq);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moved(event.key, at, ticks.length);
    if (next !== undefined) {
      event.preventDefault();
      setChosen(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      goTo(at);
    }
  };
  return (
    <nav class={keep ? 'bar keep' : 'bar'} aria-label={t('catchUp')}>
      <div
        class="track"
        role="slider"
        tabIndex={ticks.length === 0 ? -1 : 0}
        aria-label={t('catchUpSlider')}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, ticks.length - 1)}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={tick === undefined ? t('nothingYet') : describe(tick)}
        onKeyDown={onKeyDown}
        onBlur={() => setChosen(undefined)}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          goTo(Math.floor(((event.clientY - box.top) / box.height) * ticks.length));
        }}
      >
        <Ticks ticks={ticks} read={read} />
        {dayMarks(ticks).map(({ index, day }) => (
          <span key={`${index} ${day}`} class="dayno" style={{ top: percent(index, ticks.length) }}>
            {day}
          </span>
        ))}
        {read < room.head && ticks.length > 0 ? (
          <i class="flagmark" style={{ top: `${heightOf(ticks, read + 1) * 100}%` }} />
        ) : null}
        {callsIn(room)
          .slice(-12)
          .map((call) => (
            <span
              key={call.seq}
              class={call.kind === 'names' ? 'call' : 'call soft'}
              style={{ top: `${heightOf(ticks, call.seq) * 100}%` }}
              aria-hidden="true"
            >
              @
            </span>
          ))}
        <InSight room={room} ticks={ticks} />
        {chosen === undefined || tick === undefined ? null : (
          <div class="menu barcard" style={{ top: percent(chosen, ticks.length) }}>
            {describe(tick)}
          </div>
        )}
      </div>
    </nav>
  );
}

function Ticks({ ticks, read }: { ticks: readonly Tick[]; read: number }): JSX.Element {
  const most = busiest(ticks);
  const step = 100 / Math.max(1, ticks.length);
  return (
    <svg class="ticks" viewBox="0 0 44 100" preserveAspectRatio="none" aria-hidden="true">
      {ticks.map((tick, index) => {
        const width = tick.count === 0 ? 0 : 3 + lengthOf(Math.min(tick.count, most), most) * 22;
        return (
          <rect
            key={index}
            class={tick.toSeq > read ? 'un' : 'was'}
            x={38 - width}
            y={index * step}
            width={width}
            height={Math.min(0.5, step / 2)}
          />
        );
      })}
    </svg>
  );
}

/** How much is said in the busiest stretches, leaving out the few that stand out from them. */
function busiest(ticks: readonly Tick[]): number {
  const counts = ticks.map((tick) => tick.count).filter((count) => count > 0);
  counts.sort((a, b) => a - b);
  return counts[Math.floor(counts.length * 0.95)] ?? 1;
}

/** Brackets around the part of the log that is on the screen. */
function InSight({ room, ticks }: { room: Room; ticks: readonly Tick[] }): JSX.Element | null {
  const view = viewOf(room);
  view.scrolledAt.value;
  const { from, to } = view.inSight() ?? view.shown();
  if (ticks.length === 0) {
    return null;
  }
  const top = heightOf(ticks, from);
  const height = Math.max(0.02, heightOf(ticks, to) - top);
  return (
    <i class="view" style={{ top: `${Math.min(0.98, top) * 100}%`, height: `${height * 100}%` }} />
  );
}

function percent(index: number, count: number): string {
  return `${(index / Math.max(1, count)) * 100}%`;
}

function tickOf(ticks: readonly Tick[], seq: number): number {
  const at = ticks.findIndex((tick) => tick.count > 0 && tick.toSeq >= seq);
  return at < 0 ? ticks.length - 1 : at;
}

/** The stretch itself, or the nearest one after it in which somebody spoke. */
function nearest(ticks: readonly Tick[], index: number): Tick | undefined {
  return (
    ticks.slice(Math.max(0, index)).find((tick) => tick.count > 0) ??
    [...ticks].reverse().find((tick) => tick.count > 0)
  );
}

function describe(tick: Tick): string {
  const day = date(tick.fromTime, { weekday: 'long', day: 'numeric', month: 'short' });
  const from = clock(tick.fromTime);
  const to = clock(tick.toTime);
  return t('stretch', { day, from, to, count: tick.count });
}

function moved(key: string, at: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowUp: -1,
    ArrowLeft: -1,
    ArrowDown: 1,
    ArrowRight: 1,
    PageUp: -10,
    PageDown: 10,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, at + step));
}
