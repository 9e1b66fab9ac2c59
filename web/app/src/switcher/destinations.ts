import type { Person, Room } from 'parlor-sdk';
import type { IconName } from '../parts/icons.ts';
import { titleOf } from '../rooms/titles.ts';
import { current, me, talkWith } from '../state/chat.ts';
import { say } from '../state/notice.ts';
import { dialog, listShown, toggleAside } from '../state/panels.ts';
import { peopleIn } from '../state/people.ts';
import { go } from '../state/place.ts';
import { everyRoom, markAllRead } from '../state/reading.ts';
import { choose } from '../state/settings.ts';
import { t } from '../text/index.ts';

/** Something one can go to or do, by name. */
export interface Destination {
  key: string;
  kind: 'room' | 'person' | 'action';
  title: string;
  icon: IconName;
  room?: Room;
  person?: Person;
  go: () => void;
}

export function destinations(): Destination[] {
  const rooms = everyRoom.value.map(toRoom);
  const known = new Set(everyRoom.value.map((room) => room.with?.userId));
  const here = current.value === undefined ? [] : peopleIn(current.value.name);
  const people = here
    .filter((person) => person.userId !== me.value?.userId && !known.has(person.userId))
    .map(toPerson);
  return [...rooms, ...people, ...actions()];
}

function toRoom(room: Room): Destination {
  return {
    key: room.name,
    kind: room.with === undefined ? 'room' : 'person',
    title: titleOf(room),
    icon: 'room',
    room,
    ...(room.with === undefined ? {} : { person: room.with }),
    go: () => {
      listShown.value = false;
      go(room.name);
    },
  };
}

function toPerson(person: Person): Destination {
  return {
    key: person.userId,
    kind: 'person',
    title: person.name,
    icon: 'person',
    person,
    go: () => {
      listShown.value = false;
      go(talkWith(person));
    },
  };
}

function actions(): Destination[] {
  const list: readonly (readonly [string, IconName, string, () => void])[] = [
    ['read', 'check', t('markAllRead'), () => say(t('allRead'), markAllRead())],
    ['dark', 'moon', t('toDark'), () => choose({ theme: 'dark' })],
    ['light', 'sun', t('toLight'), () => choose({ theme: 'light' })],
    ['people', 'people', t('people'), () => toggleAside('people')],
    ['catchUp', 'ribbon', t('catchUp'), () => toggleAside('catch-up')],
    ['new', 'plus', t('newRoom'), () => setTimeout(() => (dialog.value = 'rooms'))],
    ['settings', 'sliders', t('settings'), () => setTimeout(() => (dialog.value = 'settings'))],
    ['keys', 'keys', t('keyboardHelp'), () => setTimeout(() => (dialog.value = 'keys'))],
    ['doctor', 'shield', t('doctor'), () => setTimeout(() => (dialog.value = 'doctor'))],
  ];
  return list.map(([key, icon, title, act]) => ({
    key: `action:${key}`,
    kind: 'action',
    title,
    icon,
    go: act,
  }));
}
