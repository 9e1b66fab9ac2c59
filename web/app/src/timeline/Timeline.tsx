import type { Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Blank } from '../parts/Blank.tsx';
import { me, outgoing, watch } from '../state/chat.ts';
import { namesIn } from '../state/people.ts';
import { language } from '../state/settings.ts';
import { signalsOf } from '../state/signals.ts';
import { t } from '../text/index.ts';
import { actsOf } from './acts.ts';
import { setInSight } from './in-sight.ts';
import { JumpButton } from './JumpButton.tsx';
import { MessageRow } from './MessageRow.tsx';
import { DayHead, GapRow, NewRule, SystemRow } from './OtherRows.tsx';
import { readWhatIsSeen } from './read-marks.ts';
import { useRoving } from './roving.ts';
import { type Row, rowsOf } from './rows.ts';
import { Scroller } from './scroller.ts';
import { type View, viewOf } from './view.ts';

/** The room's log, in a window that is bounded at both ends. */
export function Timeline({ room }: { room: Room }): JSX.Element {
  watch(room);
  const view = viewOf(room);
  const element = useRef<HTMLDivElement>(null);
  const scroller = useMemo(() => new Scroller(view), [view]);
  const rows = rowsIn(view);
  // An empty list that is filled would be one that moves: the filled one is another.
  const filled = rows.length > 0 ? 'filled' : 'empty';
  const acts = useMemo(() => actsOf(room, view, scroller), [room, view, scroller]);
  const roving = useRoving(element, view);
  const tabbed = roving.current(rows);
  const names = namesIn(room.name);
  const mine = me.value?.name ?? '';

  useLayoutEffect(() => {
    setInSight(scroller);
    const detach = scroller.attach(element.current);
    return () => {
      setInSight(undefined);
      detach();
    };
  }, [scroller, filled]);
  useLayoutEffect(() => {
    scroller.settle();
    readWhatIsSeen(view, element.current); // before it is painted as unread
  });
  useEffect(() => readWhatIsSeen(view, element.current)); // reading begins after the first drawing
  useEffect(() => {
    const look = (): void => readWhatIsSeen(view, element.current);
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [view]);

  return (
    <div class="below">
      <div
        class="time"
        ref={element}
        tabIndex={0}
        role="region"
        aria-label={t('messages')}
        onKeyDown={roving.onKeyDown}
        onFocusIn={roving.onFocusIn}
      >
        <Beginning view={view} empty={rows.length === 0} />
        <div key={filled} class="log" role="list" aria-label={t('messages')}>
          {rows.map((row) => (
            <TimelineRow
              key={row.key}
              row={row}
              view={view}
              current={row.kind === 'message' && row.key === tabbed}
              message={{ room: room.name, names, mine, language: language.value, acts }}
            />
          ))}
        </div>
      </div>
      <JumpButton view={view} />
    </div>
  );
}

function rowsIn(view: View): Row[] {
  const { room } = view;
  const { from, to, follow } = view.shown();
  const atHead = view.atHead();
  // The first picture is whole: drawn in pieces as they come, it would move under the eye.
  const whole = room.joined && room.log.last >= room.head;
  view.drawn ||= !follow || whole || outgoing.value.length > 0;
  if (!view.drawn) {
    return [];
  }
  return rowsOf({
    entries: room.log.between(from, to),
    gaps: view.gaps(),
    outgoing: atHead
      ? outgoing.value.filter((one) => one.room === room.name && shows(one, room))
      : [],
    signals: atHead ? signalsOf(room.name) : signalsOf(room.name).filter((s) => s.afterSeq < to),
    mine: me.value?.userId ?? '',
    newAfter: view.newAfter.value,
  });
}

/** An acknowledged message stays as it is until its entry is there: then that takes its place. */
function shows(one: (typeof outgoing.value)[number], room: Room): boolean {
  return one.seq === undefined || room.log.get(one.seq) === undefined;
}

interface ForMessages {
  room: string;
  names: readonly string[];
  mine: string;
  language: string;
  acts: ReturnType<typeof actsOf>;
}

function TimelineRow(props: {
  row: Row;
  view: View;
  current: boolean;
  message: ForMessages;
}): JSX.Element {
  const { row, view, current, message } = props;
  switch (row.kind) {
    case 'day':
      return <DayHead day={row.date} />;
    case 'new':
      // What is not fetched yet is new as well.
      return (
        <NewRule count={view.atHead() ? row.count : view.room.head - (view.newAfter.value ?? 0)} />
      );
    case 'gap':
      return <GapRow from={row.from} to={row.to} load={() => view.fill([row.from, row.to])} />;
    case 'system':
      return <SystemRow joined={row.joined} left={row.left} time={row.time} />;
    case 'message':
      return (
        <MessageRow
          said={row.said}
          first={row.first}
          marked={row.said.seq !== undefined && row.said.seq === view.marked.value}
          current={current}
          {...message}
        />
      );
  }
}

/** What stands above the first message: more to come, the beginning, or nothing yet. */
function Beginning({ view, empty }: { view: View; empty: boolean }): JSX.Element | null {
  const { room } = view;
  if (empty && !room.joined && room.head === 0 && room.refusal === undefined) {
    return room.name.startsWith('@') ? <Blank kind="empty" /> : <Skeleton />;
  }
  if (empty && room.refusal !== undefined) {
    return <Blank kind="denied" reason={room.refusal.message} />;
  }
  if (empty) {
    return room.head === 0 ? <Blank kind="empty" /> : <Skeleton />;
  }
  if (view.hasOlder()) {
    return view.failed.value ? (
      <div class="row3 above">
        <span />
        <button type="button" class="btn small" onClick={() => void view.older()}>
          {t('loadFailed')}
        </button>
      </div>
    ) : (
      <div class="above" aria-hidden="true" />
    );
  }
  return null;
}

function Skeleton(): JSX.Element {
  return (
    <div class="log skeleton" aria-hidden="true">
      {['long', 'short', 'middle'].map((length) => (
        <div key={length} class="msg row3 first">
          <div class="who">
            <span class="skel sealed" />
            <span class="skel name" />
          </div>
          <div class="said">
            <span class={`skel ${length}`} />
            <span class="skel half" />
          </div>
          <span class="when" />
        </div>
      ))}
    </div>
  );
}
