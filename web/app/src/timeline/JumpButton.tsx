import type { JSX } from 'preact';
import { Icon } from '../parts/Icon.tsx';
import { watch } from '../state/chat.ts';
import { readTo } from '../state/reading.ts';
import { t } from '../text/index.ts';
import type { View } from './view.ts';

/** Back to the end, with the number of messages that came meanwhile. */
export function JumpButton({ view }: { view: View }): JSX.Element | null {
  watch(view.room);
  view.scrolledAt.value;
  if (view.shown().follow) {
    return null;
  }
  const count = view.room.head - readTo(view.room);
  return (
    <button type="button" class="btn main jumpbtn" onClick={() => view.toEnd()}>
      <Icon name="jump" />
      {count > 0 ? t('newMessages', { count }) : t('jumpToLatest')}
    </button>
  );
}
