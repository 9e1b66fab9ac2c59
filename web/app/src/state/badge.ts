import { effect } from '@preact/signals';
import { titleOf } from '../rooms/titles.ts';
import { current, entered } from './chat.ts';
import { routeOf } from './place.ts';
import { unreadInAll } from './reading.ts';

/** The title, the favicon and the badge of an installed page say alike what is unread. */
export function showUnread(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  // In a busy room this is asked once a frame; the system is told of changes only.
  let shown: number | undefined;
  effect(() => {
    if (!entered.value) {
      document.title = 'Parlor';
      return;
    }
    const { calls, rooms } = unreadInAll.value;
    const room = current.value;
    const count = calls > 0 ? `(${calls}) ` : rooms > 0 ? '• ' : '';
    document.title = `${count}${room === undefined ? '' : `${titleOf(room)} · `}Parlor`;
    const file = calls > 0 || rooms > 0 ? 'icon-unread.svg' : 'icon.svg';
    const address = routeOf(file).href;
    if (icon !== null && icon.href !== address) {
      icon.href = address;
    }
    if (calls !== shown) {
      shown = calls;
      void navigator.setAppBadge?.(calls).catch(() => undefined); // 0 takes it away
    }
  });
}
