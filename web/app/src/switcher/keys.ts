import { focusComposer } from '../composer/composing.ts';
import { current } from '../state/chat.ts';
import { say } from '../state/notice.ts';
import { dialog, listShown, toggleAside } from '../state/panels.ts';
import { go } from '../state/place.ts';
import { everyRoom, markAllRead, markRead, readTo, unreadOf } from '../state/reading.ts';
import { t } from '../text/index.ts';
import { goToInSight } from '../timeline/in-sight.ts';
import { viewOf } from '../timeline/view.ts';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const control = mac ? '⌘' : 'Ctrl';

/** The key, where '/' alone would be read as "or". */
export const SLASH = '／';

export interface KeySection {
  title: string;
  /** What it does, then the strokes; '/' stands between two ways. */
  keys: readonly (readonly [string, ...string[]])[];
}

/** The keyboard map, as the help shows it. */
export function keyMap(): KeySection[] {
  return [
    {
      title: t('keys.goTo'),
      keys: [
        [t('keys.switcher'), control, 'K'],
        [t('keys.rooms'), 'Alt', '↑', '/', '↓'],
        [t('keys.unreadRooms'), 'Alt', 'Shift', '↑', '/', '↓'],
        [t('keys.regions'), 'F6'],
        [t('keys.help'), '?', '/', control, SLASH],
      ],
    },
    {
      title: t('keys.reading'),
      keys: [
        [t('keys.messages'), '↑', '/', '↓'],
        [t('keys.messagesToo'), 'k', '/', 'j'],
        [t('keys.nextUnread'), 'n'],
        [t('keys.ends'), 'Home', '/', 'End'],
        [t('keys.markRead'), 'Esc'],
        [t('keys.markAllRead'), 'Shift', 'Esc'],
        [t('keys.catchUp'), control, 'Shift', 'U'],
      ],
    },
    {
      title: t('keys.writing'),
      keys: [
        [t('keys.send'), 'Enter'],
        [t('keys.newLine'), 'Shift', 'Enter'],
        [t('keys.mention'), '@'],
        [t('keys.reply'), 'r'],
        [t('keys.cancelReply'), 'Esc'],
      ],
    },
    {
      title: t('keys.message'),
      keys: [
        [t('keys.actions'), 'Tab'],
        [t('keys.copyLink'), 'l'],
        [t('keys.unread'), 'Shift', 'U'],
      ],
    },
  ];
}

/** Listens for the page's keys. None fires while something is composed by an input method. */
export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) {
      return;
    }
    if (anywhere(event) || (!typing(event) && dialog.value === undefined && inReading(event))) {
      event.preventDefault();
    }
  });
}

function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.matches?.('input, textarea, select, [contenteditable]') ?? false;
}

function anywhere(event: KeyboardEvent): boolean {
  const withControl = event.ctrlKey || event.metaKey;
  if (withControl && event.key.toLowerCase() === 'k' && !event.shiftKey) {
    dialog.value = dialog.value === 'switcher' ? undefined : 'switcher';
    return true;
  }
  if (dialog.value !== undefined) {
    return false;
  }
  if (withControl && event.key === '/') {
    dialog.value = 'keys';
    return true;
  }
  if (withControl && event.shiftKey && event.key.toLowerCase() === 'u') {
    toggleAside('catch-up');
    return true;
  }
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    return toNeighbour(event.key === 'ArrowUp' ? -1 : 1, event.shiftKey);
  }
  if (event.key === 'Escape') {
    return toEnd(event.shiftKey);
  }
  return event.key === 'F6' && toRegion(event.shiftKey || event.ctrlKey ? -1 : 1);
}

function toNeighbour(step: number, unreadOnly: boolean): boolean {
  const rooms = everyRoom.value.filter(
    (room) => !unreadOnly || room === current.value || unreadOf(room).count > 0,
  );
  const at = rooms.findIndex((room) => room.name === current.value?.name);
  const next = rooms[(at + step + rooms.length) % rooms.length];
  if (next !== undefined) {
    listShown.value = false;
    go(next.name);
  }
  return true;
}

function toEnd(all: boolean): boolean {
  const room = current.value;
  if (all) {
    say(t('allRead'), markAllRead());
    return true;
  }
  if (room === undefined) {
    return false;
  }
  markRead(room, room.head);
  const view = viewOf(room);
  view.newAfter.value = undefined;
  view.toEnd();
  focusComposer();
  return true;
}

/** The parts of the page that F6 goes through, in order. */
function toRegion(step: number): boolean {
  const regions = [
    ...document.querySelectorAll<HTMLElement>('.side, .time, .cbox, .bar, .aside'),
  ].filter((region) => region.getClientRects().length > 0);
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  const inside = next?.matches('.time')
    ? next.querySelector<HTMLElement>('.msg[tabindex="0"]')
    : next?.querySelector<HTMLElement>(
        '[aria-current="page"], textarea, [role="slider"], button, a',
      );
  (inside ?? next)?.focus();
  return true;
}

function inReading(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return false;
  }
  const message = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('.msg');
  const act = (icon: number): boolean => {
    const button = message?.querySelectorAll<HTMLElement>('.tools .icon')[icon];
    button?.click();
    return button !== undefined;
  };
  switch (event.key) {
    case '?':
      dialog.value = 'keys';
      return true;
    case 'n':
      return nextUnread();
    case 'r':
      return act(0);
    case 'l':
      return act(2);
    case 'U':
      return act(3);
    default:
      return false;
  }
}

function nextUnread(): boolean {
  const room = current.value;
  if (room !== undefined && readTo(room) < room.head) {
    void goToInSight(room, readTo(room) + 1);
  } else {
    toNeighbour(1, true);
  }
  return true;
}
