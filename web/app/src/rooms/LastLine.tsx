import { isChat, type Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { me, watch } from '../state/chat.ts';
import { t } from '../text/index.ts';

/** On a phone, under a room's name: who said what last. */
export function LastLine({ room }: { room: Room }): JSX.Element {
  watch(room);
  const entry = room.log.get(room.log.last);
  if (entry === undefined || !isChat(entry)) {
    return <small class="cut only-phone" />;
  }
  const who = entry.userId === me.value?.userId ? t('you') : entry.user;
  return <small class="cut only-phone">{`${who}: ${entry.message.slice(0, 80)}`}</small>;
}
