import type { Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { Brand, Icon } from '../parts/Icon.tsx';
import { Seal } from '../parts/Seal.tsx';
import { connection, me, roomOf } from '../state/chat.ts';
import { draftOf } from '../state/drafts.ts';
import { dialog, listShown, phone } from '../state/panels.ts';
import { addressOf, go, roomName } from '../state/place.ts';
import { everyRoom, type Unread, unreadOf } from '../state/reading.ts';
import { t } from '../text/index.ts';
import { LastLine } from './LastLine.tsx';
import { titleOf } from './titles.ts';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The wall on the left: where one can go, and what is new there. */
export function RoomList(): JSX.Element {
  const rooms = everyRoom.value.filter((room) => room.with === undefined);
  const talks = everyRoom.value.filter((room) => room.with !== undefined);
  const whole = phone.value && listShown.value;
  const [Wall, Name] = whole ? (['main', 'h1'] as const) : (['nav', 'b'] as const);
  return (
    <Wall class={listShown.value ? 'side pane wall' : 'side wall'} aria-label={t('rooms')}>
      <div class="brand">
        <Brand />
        <Name class="cut">Parlor</Name>
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
    </Wall>
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
      {!here && draftOf(name) !== '' ? (
        <span class="note draft">
          <Icon name="edit" small />
          {t('draft')}
        </span>
      ) : null}
      {fresh && unread.calls > 0 ? (
        <span class="count num" aria-hidden="true">
          {unread.calls}
        </span>
      ) : null}
      {fresh ? <span class="sr">{newsOf(room, unread)}</span> : null}
    </a>
  );
}

function newsOf(room: Room, { count, calls }: Unread): string {
  const news = t('newMessages', { count });
  return calls > 0 && room.with === undefined
    ? `${news}, ${t('callsYou', { count: calls })}`
    : news;
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
