import type { Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { Brand, Icon } from '../parts/Icon.tsx';
import { Seal } from '../parts/Seal.tsx';
import { connection, me, roomOf } from '../state/chat.ts';
import { drafts } from '../state/drafts.ts';
import { dialog, listShown } from '../state/panels.ts';
import { addressOf, go, roomName } from '../state/place.ts';
import { everyRoom, unreadOf } from '../state/reading.ts';
import { t } from '../text/index.ts';
import { LastLine } from './LastLine.tsx';
import { titleOf } from './titles.ts';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The wall on the left: where one can go, and what is new there. */
export function RoomList(): JSX.Element {
  const rooms = everyRoom.value.filter((room) => room.with === undefined);
  const talks = everyRoom.value.filter((room) => room.with !== undefined);
  return (
    <nav class={listShown.value ? 'side pane wall' : 'side wall'} aria-label={t('rooms')}>
      <div class="brand">
        <Brand />
        <b class="cut">Parlor</b>
        <button
          type="button"
          class="icon"
          aria-label={t('newRoom')}
          title={t('newRoom')}
          onClick={() => {
            dialog.value = 'rooms';
          }}
        >
          <Icon name="plus" />
        </button>
      </div>
      <div class="jump">
        <button
          type="button"
          class="find"
          onClick={() => {
            dialog.value = 'switcher';
          }}
        >
          <Icon name="search" small />
          <span>{t('goTo')}</span>
          <kbd class="only-wide">{mac ? '⌘ K' : 'Ctrl K'}</kbd>
        </button>
      </div>
      <div class="rooms-wrap">
        <div class="rooms">
          <h2 class="sec">{t('rooms')}</h2>
          {rooms.map((room) => (
            <RoomRow key={room.name} name={room.name} />
          ))}
          {talks.length === 0 ? null : <h2 class="sec">{t('privateTalks')}</h2>}
          {talks.map((room) => (
            <RoomRow key={room.name} name={room.name} />
          ))}
        </div>
      </div>
      <Myself />
    </nav>
  );
}

function RoomRow({ name }: { name: string }): JSX.Element {
  const room = roomOf(name);
  const here = roomName.value === name;
  const unread = unreadOf(room);
  const fresh = unread.count > 0 && !here;
  const classes = ['room', room.with !== undefined && 'dm', fresh && 'unread'];
  return (
    <a
      href={addressOf(name)}
      class={classes.filter(Boolean).join(' ')}
      data-room={name}
      aria-current={here ? 'page' : undefined}
      aria-label={labelOf(room, fresh ? unread.count : 0, unread.calls)}
      onClick={(event) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          go(name);
          listShown.value = false;
        }
      }}
    >
      {room.with === undefined ? (
        <span class="seal ic only-phone">
          <Icon name="room" />
        </span>
      ) : (
        <Seal userId={room.with.userId} name={room.with.name} />
      )}
      <span class="two">
        <span class="cut line">{titleOf(room)}</span>
        <LastLine room={room} />
      </span>
      {!here && drafts.value[name] !== undefined ? (
        <span class="note draft">
          <Icon name="edit" small />
          {t('draft')}
        </span>
      ) : null}
      {fresh && unread.calls > 0 ? <span class="count num">{unread.calls}</span> : null}
    </a>
  );
}

function labelOf(room: Room, count: number, calls: number): string {
  const parts = [titleOf(room)];
  if (count > 0) {
    parts.push(t('newMessages', { count }));
  }
  if (calls > 0 && room.with === undefined) {
    parts.push(t('callsYou', { count: calls }));
  }
  return parts.join(', ');
}

function Myself(): JSX.Element {
  const self = me.value;
  const online = connection.value.state === 'online';
  return (
    <div class="me">
      {self === undefined ? null : (
        <>
          <Seal userId={self.userId} name={self.name} here={online} />
          <span class="cut">
            {self.name}
            <small>{online ? t('online') : t('notConnected')}</small>
          </span>
        </>
      )}
      <button
        type="button"
        class="icon"
        aria-label={t('settings')}
        title={t('settings')}
        onClick={() => {
          dialog.value = 'settings';
        }}
      >
        <Icon name="sliders" />
      </button>
    </div>
  );
}
