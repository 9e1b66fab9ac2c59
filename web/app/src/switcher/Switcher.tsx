import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { loadPinyin, matchText, type Pinyin } from '../composer/completion.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Marked } from '../parts/Marked.tsx';
import { Seal } from '../parts/Seal.tsx';
import { unreadOf } from '../state/reading.ts';
import { number, t } from '../text/index.ts';
import { type Destination, destinations } from './destinations.ts';

const SHOWN = 12;

interface Found {
  destination: Destination;
  ranges: readonly (readonly [number, number])[];
  score: number;
}

/** Anywhere by a few letters: rooms, people, actions. */
export function Switcher({ onClose }: { onClose: () => void }): JSX.Element {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [pinyin, setPinyin] = useState<Pinyin | undefined>(undefined);
  // Not kept: who is here may be told after it was opened.
  const found = find(destinations(), text, pinyin);

  useEffect(() => {
    void loadPinyin().then(
      (loaded) => setPinyin(() => loaded),
      () => undefined,
    );
  }, []);
  const take = (one: Found | undefined): void => {
    if (one !== undefined) {
      onClose();
      one.destination.go();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((at + step + found.length) % found.length);
    } else if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      take(found[at]);
    }
  };
  return (
    <Dialog label={t('goTo')} titled={false} top onClose={onClose}>
      <div class="big-in">
        <Icon name="search" />
        <input
          value={text}
          role="combobox"
          aria-expanded="true"
          aria-controls="destinations"
          aria-activedescendant={found.length > 0 ? `destination-${at}` : undefined}
          aria-label={t('goTo')}
          placeholder={t('goToHint')}
          autocomplete="off"
          onKeyDown={onKeyDown}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
        />
        <kbd class="only-wide">Esc</kbd>
        <button type="button" class="icon only-phone" aria-label={t('close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div class="list" id="destinations" role="listbox" aria-label={t('goTo')}>
        {found.length === 0 ? <p class="nothing">{t('nothingFound')}</p> : null}
        {found.map((one, index) => (
          <Option
            key={one.destination.key}
            found={one}
            id={`destination-${index}`}
            selected={index === at}
            caption={captionBefore(found, index)}
            onClick={() => take(one)}
          />
        ))}
      </div>
      <div class="foot2">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd> {t('choose')}
        </span>
        <span>
          <kbd>Enter</kbd> {t('open')}
        </span>
        <span>
          <kbd>#</kbd> {t('onlyRooms')}
        </span>
        <span>
          <kbd>@</kbd> {t('onlyPeople')}
        </span>
      </div>
    </Dialog>
  );
}

function captionBefore(found: readonly Found[], index: number): string | undefined {
  const kind = found[index]?.destination.kind;
  return kind === undefined || found[index - 1]?.destination.kind === kind
    ? undefined
    : t(kind === 'room' ? 'rooms' : kind === 'person' ? 'people' : 'actions');
}

function Option(props: {
  found: Found;
  id: string;
  selected: boolean;
  caption: string | undefined;
  onClick: () => void;
}): JSX.Element {
  const { destination, ranges } = props.found;
  const unread = destination.room === undefined ? undefined : unreadOf(destination.room);
  return (
    <>
      {props.caption === undefined ? null : (
        <div class="cap" role="presentation">
          {props.caption}
        </div>
      )}
      <button
        type="button"
        class="opt"
        role="option"
        tabIndex={-1}
        id={props.id}
        aria-selected={props.selected}
        onClick={props.onClick}
      >
        <span class="glyph">
          {destination.person === undefined ? (
            <Icon name={destination.icon} />
          ) : (
            <Seal userId={destination.person.userId} name={destination.person.name} />
          )}
        </span>
        <span class="cut">
          <Marked text={destination.title} ranges={ranges} />
        </span>
        {unread !== undefined && unread.count > 0 ? (
          <span class="count num">{number(unread.count)}</span>
        ) : null}
      </button>
    </>
  );
}

/** `#` asks for rooms only, `@` for people only. */
function find(all: readonly Destination[], text: string, pinyin: Pinyin | undefined): Found[] {
  const sign = text.trimStart()[0];
  const kind = sign === '#' ? 'room' : sign === '@' ? 'person' : undefined;
  const query = (kind === undefined ? text : text.trimStart().slice(1)).trim();
  const found: Found[] = [];
  for (const destination of all) {
    if (kind !== undefined && destination.kind !== kind) {
      continue;
    }
    const match =
      query === '' ? { score: 0, ranges: [] } : matchText(query, destination.title, pinyin);
    if (match !== undefined) {
      found.push({ destination, ranges: match.ranges, score: match.score });
    }
  }
  const order = { room: 0, person: 1, action: 2 };
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .sort((a, b) => order[a.destination.kind] - order[b.destination.kind] || b.score - a.score);
}
