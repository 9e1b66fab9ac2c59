import type { Room } from 'parlor-sdk';
import type { JSX } from 'preact';
import { Icon } from '../parts/Icon.tsx';
import { t } from '../text/index.ts';
import { Quote } from '../timeline/Quote.tsx';
import { replies, replyTo } from './composing.ts';

/** The message that the next one answers. */
export function ReplyBar(props: { room: Room; goTo: (seq: number) => void }): JSX.Element | null {
  const { room, goTo } = props;
  const seq = replies.value[room.name];
  if (seq === undefined) {
    return null;
  }
  return (
    <div class="replybar">
      <Icon name="reply" small />
      <Quote room={room.name} seq={seq} goTo={goTo} />
      <button
        type="button"
        class="icon"
        aria-label={t('cancelReply')}
        title={t('cancelReply')}
        onClick={() => replyTo(room.name, undefined)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
