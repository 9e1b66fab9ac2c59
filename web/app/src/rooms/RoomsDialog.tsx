import type { RoomListing } from 'parlor-sdk';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../parts/Dialog.tsx';
import { Icon } from '../parts/Icon.tsx';
import { connection, LOBBY, limits, list, parlor } from '../state/chat.ts';
import { listShown } from '../state/panels.ts';
import { go } from '../state/place.ts';
import { t } from '../text/index.ts';
import { isName, nameIn } from '../text/names.ts';

const PAUSE_MILLIS = 200;

/** Enters a room by name, makes one, or chooses among those that are there. */
export function RoomsDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const [name, setName] = useState('');
  const [rooms, setRooms] = useState<readonly RoomListing[]>([]);
  const [failed, setFailed] = useState(false);
  const wanted = nameIn(name);
  const most = limits.value?.roomNameLength ?? 64;
  const wrong = wanted !== '' && !isName(wanted, most);
  const known = rooms.some((room) => room.room === wanted);

  useEffect(() => {
    const timer = setTimeout(() => {
      parlor.directory(wanted === '' ? undefined : wanted).then(
        (found) => {
          // Private talks are listed to who is in them: they have their place in the list of rooms.
          setRooms(found.filter(({ room }) => !room.startsWith('~')));
          setFailed(false);
        },
        () => setFailed(true),
      );
    }, PAUSE_MILLIS);
    return () => clearTimeout(timer);
  }, [wanted, connection.value.state]);

  const open = (room: string): void => {
    list(room);
    listShown.value = false;
    onClose();
    go(room);
  };
  return (
    <Dialog label={t('newRoom')} onClose={onClose}>
      <form
        class="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== '' && !wrong) {
            open(wanted);
          }
        }}
      >
        <div class={wrong ? 'field bad' : 'field'}>
          <label class="label" for="room-name">
            {t('roomName')}
          </label>
          <span class="nameline">
            <input
              id="room-name"
              class="input"
              value={name}
              autocomplete="off"
              aria-describedby="room-name-hint"
              aria-invalid={wrong}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <button type="submit" class="btn main" disabled={wanted === '' || wrong}>
              {known ? t('enterRoom') : t('makeRoom')}
            </button>
          </span>
          <span class="hint" id="room-name-hint">
            {wrong ? t('nameRule') : t('roomNameHint', { count: most })}
          </span>
        </div>
      </form>
      <div class="list">
        <div class="cap">{t('openRooms')}</div>
        {failed ? <p class="nothing">{t('directoryFailed')}</p> : null}
        {!failed && rooms.length === 0 ? <p class="nothing">{t('noRooms')}</p> : null}
        {rooms.map((room) => (
          <button key={room.room} type="button" class="opt" onClick={() => open(room.room)}>
            <span class="glyph">
              <Icon name="room" />
            </span>
            <span class="cut">{room.room === LOBBY ? t('lobby') : room.title}</span>
            <span class="end num">{t('peopleHere', { count: room.userCount })}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
