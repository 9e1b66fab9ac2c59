import { isChat, type Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { me, watch } from '../state/chat.ts';
import { t } from '../text/index.ts';

/** On a phone, under a room's name: who said what last. */
export function LastLine({ room }: { room: Room }): JSX.Element {
  watch(room);
  const entry = room.log.get(room.log.last);
  const text =
    entry !== undefined && isChat(entry)
      ? `${entry.userId === me.value?.userId ? t('you') : entry.user}: ${entry.message.slice(0, 80)}`
      : '';
  return <small class="cut only-phone">{text}</small>;
}
