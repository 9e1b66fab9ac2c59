import { effect } from '@preact/signals';
import { titleOf } from '../rooms/titles.ts';
import { current, entered } from './chat.ts';
import { routeOf } from './place.ts';
import { unreadInAll } from './reading.ts';

/** The title, the favicon and the badge of an installed page say alike what is unread. */
export function showUnread(): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
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
    if (calls > 0) {
      void navigator.setAppBadge?.(calls).catch(() => undefined);
    } else {
      void navigator.clearAppBadge?.().catch(() => undefined);
    }
  });
}
