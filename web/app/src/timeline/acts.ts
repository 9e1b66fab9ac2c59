import type { Room } from 'parlor-sdk';
import { replyTo } from '../composer/composing.ts';
import { parlor } from '../state/chat.ts';
import { copy } from '../state/clipboard.ts';
import { backToDraft } from '../state/drafts.ts';
import { say } from '../state/notice.ts';
import { addressOf } from '../state/place.ts';
import { markUnread } from '../state/reading.ts';
import { t } from '../text/index.ts';
import type { MessageActs } from './MessageRow.tsx';
import type { Scroller } from './scroller.ts';
import type { View } from './view.ts';

/** The message is in the window, but may not be drawn yet: a busy page takes some frames. */
const FRAMES_WAITED = 60;
/** How long the message that a link led to stays marked. */
const MARKED_MILLIS = 2_000;

export function actsOf(room: Room, view: View, scroller: Scroller): MessageActs {
  return {
    reply: (said) => {
      if (said.seq !== undefined) {
        replyTo(room.name, said.seq);
      }
    },
    copy: (text) => void copy(text),
    copyLink: (seq) => void copy(addressOf(room.name, seq)),
    unread: (seq) => {
      markUnread(room, seq);
      view.keptUnread = true;
      view.newAfter.value = seq - 1;
      view.stopFollowing();
    },
    goTo: (seq) => void goTo(view, scroller, seq),
    retry: (id) => parlor.retry(id),
    confirm: (id) => parlor.confirm(id),
    discard: (id) => parlor.discard(id),
    restore: (id) => {
      const message = parlor.outgoing.find((one) => one.id === id)?.message;
      if (message !== undefined) {
        backToDraft(room.name, message);
        parlor.discard(id);
      }
    },
  };
}

/** Shows a message in the middle, marked for a moment; fetches what is around it. */
export async function goTo(view: View, scroller: Scroller, seq: number): Promise<void> {
  const { from, to } = view.shown();
  const inWindow = seq >= from && seq <= to && view.room.log.get(seq) !== undefined;
  if (inWindow) {
    view.stopFollowing();
  } else if (!(await view.around(seq))) {
    say(t('messageNotFound'));
    return;
  }
  view.marked.value = seq;
  setTimeout(() => {
    if (view.marked.value === seq) {
      view.marked.value = undefined;
    }
  }, MARKED_MILLIS);
  for (let frame = 0; frame < FRAMES_WAITED; frame++) {
    await new Promise(requestAnimationFrame);
    if (scroller.centre(seq)) {
      return;
    }
  }
}
