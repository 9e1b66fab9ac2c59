import type { Room } from 'parlor-sdk';
import { LOBBY, strangerOf } from '../state/chat.ts';
import { t } from '../text/index.ts';

/** What a room is called on the page: the lobby by a word, a private talk by the other person. */
export function titleOf(room: Room): string {
  if (room.with !== undefined) {
    return room.with.name;
  }
  const stranger = strangerOf(room.name);
  if (stranger !== undefined) {
    return stranger.name;
  }
  return room.name === LOBBY ? t('lobby') : room.title;
}
