import type { JSX, RefObject } from 'preact';
import { useEffect, useImperativeHandle, useState } from 'preact/hooks';
import { Marked } from '../parts/Marked.tsx';
import { Seal } from '../parts/Seal.tsx';
import { me } from '../state/chat.ts';
import { lastSpoke, peopleIn } from '../state/people.ts';
import { t } from '../text/index.ts';
import { complete, loadPinyin, type Match, mentionBefore, type Pinyin } from './completion.ts';

export interface CompletionHandle {
  /** Takes the keys of an open list. Tells whether it did. */
  onKeyDown(event: KeyboardEvent): boolean;
}

/** People of the room to choose from, while `@` and the beginning of a name are written. */
export function Completion(props: {
  handle: RefObject<CompletionHandle | null>;
  room: string;
  text: string;
  caret: number;
  onChosen: (text: string, caret: number) => void;
}): JSX.Element | null {
  const { handle, room, text, caret, onChosen } = props;
  const [at, setAt] = useState(0);
  const [closedFor, setClosedFor] = useState<string>('');
  const [pinyin, setPinyin] = useState<Pinyin | undefined>(undefined);
  const word = mentionBefore(text, caret);
  const query = word?.query ?? '';
  const place = word === undefined ? '' : `${room} ${word.from} ${query}`;
  const matches = word === undefined || closedFor === place ? [] : matchesIn(room, query, pinyin);
  const open = matches.length > 0;

  useEffect(() => setAt(0), [place]);
  useEffect(() => {
    if (/^[a-z]+$/i.test(query) && pinyin === undefined) {
      void loadPinyin().then(
        (loaded) => setPinyin(() => loaded),
        () => undefined,
      );
    }
  }, [query, pinyin]);

  const choose = (match: Match | undefined): void => {
    if (word !== undefined && match !== undefined) {
      const called = `@${match.candidate.name} `;
      const after = text.slice(caret).replace(/^ /, '');
      onChosen(text.slice(0, word.from) + called + after, word.from + called.length);
    }
  };
  useImperativeHandle(handle, () => ({
    onKeyDown: (event) => {
      if (!open) {
        return false;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        setAt((at + step + matches.length) % matches.length);
      } else if (event.key === 'Enter' || event.key === 'Tab') {
        choose(matches[at]);
      } else if (event.key === 'Escape') {
        setClosedFor(place);
        event.stopPropagation();
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
  }));
  if (!open) {
    return null;
  }
  return (
    <div class="menu complete" role="listbox" aria-label={t('people')}>
      <div class="cap">
        <span>{t('people')}</span>
        <span class="only-wide">
          <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Tab</kbd>
        </span>
      </div>
      {matches.map((match, index) => (
        <button
          key={match.candidate.userId}
          type="button"
          class="opt"
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(match)}
        >
          <Seal userId={match.candidate.userId} name={match.candidate.name} here />
          <span class="cut">
            <Marked text={match.candidate.name} ranges={match.ranges} />
          </span>
        </button>
      ))}
    </div>
  );
}

function matchesIn(room: string, query: string, pinyin: Pinyin | undefined): Match[] {
  const candidates = peopleIn(room)
    .filter((person) => person.userId !== me.value?.userId)
    .map((person) => ({ ...person, here: true, lastSpoke: lastSpoke(room, person.userId) }));
  return complete(query, candidates, pinyin);
}
