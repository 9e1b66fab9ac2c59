import { effect } from '@preact/signals';
import { titleOf } from '../rooms/titles.ts';
import { current, entered } from './chat.ts';
import { routeOf } from './place.ts';
import { unreadInAll } from './reading.ts';

/** What comes into the room that is read is unread for a moment: nothing is said of that. */
const SETTLED_MILLIS = 150;

/** The title, the favicon and the badge of an installed page say alike what is unread. */
export function showUnread(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  let unread = { calls: 0, rooms: 0 };
  let title = 'Parlor';
  // In a busy room this is asked with each drawing; the system is told of changes only.
  let shown = unread;
  let badge: number | undefined;
  let waiting = false;
  const show = (): void => {
    const { calls, rooms } = unread;
    shown = unread;
    if (document.title !== title) {
      document.title = title;
    }
    const address = routeOf(calls > 0 || rooms > 0 ? 'icon-unread.svg' : 'icon.svg').href;
    if (icon !== null && icon.href !== address) {
      icon.href = address;
    }
    if (calls !== badge) {
      badge = calls;
      void navigator.setAppBadge?.(calls).catch(() => undefined); // 0 takes it away
    }
  };
  effect(() => {
    if (!entered.value) {
      show();
      return;
    }
    unread = unreadInAll.value;
    const { calls, rooms } = unread;
    const room = current.value;
    const count = calls > 0 ? `(${calls}) ` : rooms > 0 ? '• ' : '';
    title = `${count}${room === undefined ? '' : `${titleOf(room)} · `}Parlor`;
    if (calls <= shown.calls && rooms <= shown.rooms) {
      show();
    } else if (!waiting) {
      waiting = true;
      setTimeout(() => {
        waiting = false;
        show();
      }, SETTLED_MILLIS);
    }
  });
}
