import type { Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { Icon } from '../parts/Icon.tsx';
import { LOBBY, unlist, watch } from '../state/chat.ts';
import { copy } from '../state/clipboard.ts';
import { say } from '../state/notice.ts';
import { aside, dialog, listShown, toggleAside } from '../state/panels.ts';
import { addressOf, go } from '../state/place.ts';
import { t } from '../text/index.ts';
import { titleOf } from './titles.ts';

/** The room's name, and the ways to what belongs to it. */
export function RoomHead({ room }: { room: Room }): JSX.Element {
  watch(room);
  const people = room.userCount;
  return (
    <header class="head">
      <button
        type="button"
        class="icon back only-phone"
        aria-label={t('backToRooms')}
        onClick={() => {
          listShown.value = true;
        }}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="icon toside"
        aria-label={t('rooms')}
        title={t('rooms')}
        onClick={() => {
          aside.value = undefined;
        }}
      >
        <Icon name="room" />
      </button>
      <div class="stack">
        <h1 class="cut">{titleOf(room)}</h1>
        <small class="cut only-phone">{t('peopleHere', { count: people })}</small>
      </div>
      <div class="acts">
        <Act
          icon="ribbon"
          label={t('catchUp')}
          pressed={aside.value === 'catch-up'}
          onClick={() => toggleAside('catch-up')}
        />
        <button
          type="button"
          class="icon tally"
          aria-label={t('peopleHere', { count: people })}
          aria-pressed={aside.value === 'people'}
          onClick={() => toggleAside('people')}
        >
          <Icon name="people" />
          <span class="num">{people}</span>
        </button>
        <Act
          icon="link"
          wide
          label={t('copyRoomLink')}
          onClick={() => void copy(addressOf(room.name))}
        />
        {room.name === LOBBY || /^[@~]/.test(room.name) ? null : (
          <Act icon="door" label={t('leaveRoom')} onClick={() => leave(room)} />
        )}
        <Act
          icon="keys"
          wide
          label={t('keyboardHelp')}
          onClick={() => {
            dialog.value = 'keys';
          }}
        />
      </div>
    </header>
  );
}

function Act(props: {
  icon: 'ribbon' | 'link' | 'door' | 'keys';
  label: string;
  pressed?: boolean;
  wide?: boolean;
  onClick: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class={props.wide ? 'icon wide-act' : 'icon'}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function leave(room: Room): void {
  unlist(room.name);
  go(LOBBY);
  say(t('roomLeft', { room: titleOf(room) }), () => go(room.name));
}
