import { isChat } from 'parlor-sdk';
import { titleOf } from '../rooms/titles.ts';
import { mentions } from '../timeline/message-text.ts';
import { looking } from '../timeline/read-marks.ts';
import { me, parlor } from './chat.ts';
import { go } from './place.ts';
import { settings } from './settings.ts';

/** A message older than this is not news: it came by catching up. */
const NEWS_MILLIS = 60_000;

/** Whether this browser shows notifications for this page, or could when asked. */
export function canNotify(): boolean {
  return 'Notification' in window && Notification.permission !== 'denied';
}

/** Asks the reader, who has just asked for it; never by itself. */
export async function askForNotifications(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted';
}

/** Private messages and mentions, while nobody looks at the page. One per message across tabs. */
export function notifyOfCalls(): void {
  parlor.on('entry', ({ room, entry, live }) => {
    if (!settings.value.notifications || !live || !isChat(entry) || looking()) {
      return;
    }
    const mine = me.value;
    const calls = room.with !== undefined || mentions(entry.message, mine?.name ?? '');
    const old = Date.now() - Date.parse(entry.time) > NEWS_MILLIS;
    if (entry.userId === mine?.userId || !calls || old || Notification.permission !== 'granted') {
      return;
    }
    const where = room.with === undefined ? ` · ${titleOf(room)}` : '';
    try {
      const shown = new Notification(`${entry.user}${where}`, {
        body: entry.message.slice(0, 200),
        tag: `${room.name} ${entry.seq}`,
      });
      shown.onclick = () => {
        window.focus();
        go(room.name, entry.seq);
        shown.close();
      };
    } catch {
      // Some phones only let a service worker show them.
    }
  });
}
