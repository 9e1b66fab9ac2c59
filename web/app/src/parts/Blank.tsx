import type { JSX } from 'preact';
import { LOBBY } from '../state/chat.ts';
import { go } from '../state/place.ts';
import { t } from '../text/index.ts';

/** What stands in a room where nothing stands yet, or that one may not enter. */
export function Blank(props: { kind: 'empty' | 'denied'; reason?: string }): JSX.Element {
  const empty = props.kind === 'empty';
  return (
    <div class="blank">
      <div class="in corner">
        <h2>{empty ? t('emptyRoom') : t('denied')}</h2>
        <p>{empty ? t('emptyRoomHint') : (props.reason ?? '')}</p>
        {empty ? null : (
          <div class="do">
            <button type="button" class="btn" onClick={() => go(LOBBY)}>
              {t('backToLobby')}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
