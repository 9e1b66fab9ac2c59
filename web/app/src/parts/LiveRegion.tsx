import { isChat } from 'parlor-sdk';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { current, me, parlor } from '../state/chat.ts';
import { t } from '../text/index.ts';
import { viewOf } from '../timeline/view.ts';

/** One announcement in this time: a screen reader must be able to follow. */
const PAUSE_MILLIS = 1_500;
/** More than so many at once are counted, not read out. */
const READ_OUT = 3;

/**
 * New messages for who listens: author and text, once, only of the room that is shown, and only
 * while its end is in sight. The timeline itself is silent: history that is loaded is not news.
 */
export function LiveRegion(): JSX.Element {
  const [text, setText] = useState('');
  useEffect(() => {
    let waiting: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = (): void => {
      timer = undefined;
      setText(
        waiting.length > READ_OUT
          ? t('newMessages', { count: waiting.length })
          : waiting.join('. '),
      );
      waiting = [];
    };
    const off = parlor.on('entry', ({ room, entry, live }) => {
      const shown = room.name === current.value?.name && viewOf(room).shown().follow;
      if (live && shown && isChat(entry) && entry.userId !== me.value?.userId) {
        waiting.push(`${entry.user}: ${entry.message}`);
        timer ??= setTimeout(speak, PAUSE_MILLIS);
      }
    });
    return () => {
      off();
      clearTimeout(timer);
    };
  }, []);
  return (
    <div class="sr" aria-live="polite" aria-atomic="true" data-announcements>
      {text}
    </div>
  );
}
