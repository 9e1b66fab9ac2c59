import { useSignalEffect } from '@preact/signals';
import type { Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { CatchUpBar } from './catchup/CatchUpBar.tsx';
import { CatchUpPanel } from './catchup/CatchUpPanel.tsx';
import { Composer } from './composer/Composer.tsx';
import { DoctorDialog } from './connection/DoctorDialog.tsx';
import { StatusLine } from './connection/StatusLine.tsx';
import { JoinPage } from './entry/JoinPage.tsx';
import { LiveRegion } from './parts/LiveRegion.tsx';
import { PeoplePanel } from './people/PeoplePanel.tsx';
import { RoomHead } from './rooms/RoomHead.tsx';
import { RoomList } from './rooms/RoomList.tsx';
import { RoomsDialog } from './rooms/RoomsDialog.tsx';
import { SettingsDialog } from './settings/SettingsDialog.tsx';
import {
  current,
  direct,
  entered,
  FIRST_LOOK,
  LOBBY,
  list,
  strangerOf,
  watch,
} from './state/chat.ts';
import { aside, dialog, listShown } from './state/panels.ts';
import { go, place } from './state/place.ts';
import { readTo } from './state/reading.ts';
import { settings } from './state/settings.ts';
import { remember, remembered } from './state/storage.ts';
import { KeysDialog } from './switcher/KeysDialog.tsx';
import { Switcher } from './switcher/Switcher.tsx';
import { t } from './text/index.ts';
import { goToInSight } from './timeline/in-sight.ts';
import { Timeline } from './timeline/Timeline.tsx';
import { viewOf } from './timeline/view.ts';

/** With more unread messages than this, a room opens at the first of them. */
const FAR = 20;

/** The page: a door, then rooms. */
export function App(): JSX.Element {
  useSignalEffect(goSomewhere);
  if (!entered.value) {
    return <JoinPage />;
  }
  const room = current.value;
  const beside = aside.value;
  const classes = ['app', beside && 'with-aside', beside === 'catch-up' && 'with-toc'];
  return (
    <>
      <a class="btn main skip" href="#compose" onClick={toComposer}>
        {t('skipToComposer')}
      </a>
      <div class={[...classes, listShown.value && 'list'].filter(Boolean).join(' ')}>
        <RoomList />
        {room === undefined ? <main class="page" /> : <RoomPage key={room.name} room={room} />}
        {room !== undefined && beside === 'people' ? <PeoplePanel room={room} /> : null}
        {room !== undefined && beside === 'catch-up' ? <CatchUpPanel room={room} /> : null}
      </div>
      <Dialogs />
      <LiveRegion />
    </>
  );
}

function RoomPage({ room }: { room: Room }): JSX.Element {
  watch(room);
  const { seq } = place.value;
  const known = room.epoch !== undefined;
  // Before the effect that marks what is seen as read.
  useLayoutEffect(() => (known ? beginReading(room) : undefined), [room, known]);
  useEffect(() => {
    if (seq !== undefined && known) {
      void lead(room, seq);
    }
  }, [room, seq, known]);
  return (
    <main class="page">
      <RoomHead room={room} />
      <Timeline room={room} />
      <div class="foot">
        <StatusLine />
        <Composer room={room} />
        <div class="row3 hints" id="compose-hint">
          <span />
          <span>{composeHint()}</span>
          <span />
        </div>
      </div>
      {aside.value === 'catch-up' ? null : <CatchUpBar room={room} />}
    </main>
  );
}

function Dialogs(): JSX.Element | null {
  const close = (): void => {
    dialog.value = undefined;
  };
  switch (dialog.value) {
    case undefined:
      return null;
    case 'switcher':
      return <Switcher onClose={close} />;
    case 'keys':
      return <KeysDialog onClose={close} />;
    case 'rooms':
      return <RoomsDialog onClose={close} />;
    case 'doctor':
      return <DoctorDialog onClose={close} />;
    case 'settings':
      return <SettingsDialog onClose={close} />;
  }
}

/** A place without a room is the last one's; a person's place becomes the direct room with them. */
function goSomewhere(): void {
  const { room } = place.value;
  if (!entered.value) {
    return;
  }
  if (room === undefined) {
    go(remembered('lastRoom', LOBBY), undefined, true);
    return;
  }
  const stranger = strangerOf(room);
  const known = direct.value.find((talk) => talk.with.userId === stranger?.userId);
  if (known !== undefined) {
    go(known.room, undefined, true);
    return;
  }
  remember('lastRoom', room);
  list(room);
  const entering = current.peek();
  if (stranger === undefined && entering !== undefined && !entering.wanted) {
    entering.join({ last: FIRST_LOOK });
  }
}

/** Where reading begins in a room, and the New divider with it. */
function beginReading(room: Room): () => void {
  const view = viewOf(room);
  const pin = (): void => {
    if (document.visibilityState === 'hidden' || !document.hasFocus()) {
      view.newAfter.value = readTo(room);
    }
  };
  const read = readTo(room);
  const linked = place.peek().seq !== undefined;
  const far = !linked && room.head - read > FAR;
  view.newAfter.value = read < room.head ? read : undefined;
  view.begun = !linked && !far; // else when it has been led to
  if (far) {
    void lead(room, read + 1);
  }
  window.addEventListener('blur', pin);
  document.addEventListener('visibilitychange', pin);
  return () => {
    window.removeEventListener('blur', pin);
    document.removeEventListener('visibilitychange', pin);
    view.begun = false;
    view.newAfter.value = undefined;
    view.keptUnread = false;
  };
}

/** Leads to where reading begins: what lies after it is not read by having been drawn. */
async function lead(room: Room, seq: number): Promise<void> {
  await goToInSight(room, seq);
  viewOf(room).begun = true;
}

function composeHint(): string {
  if (matchMedia('(pointer: coarse)').matches) {
    return t('composeHintTouch');
  }
  return settings.value.enter === 'newline' ? t('composeHintControl') : t('composeHint');
}

function toComposer(event: Event): void {
  event.preventDefault();
  document.getElementById('compose')?.focus();
}
