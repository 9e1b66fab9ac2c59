import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { language } from '../state/settings.ts';
import { t } from '../text/index.ts';
import { languageOf } from '../text/text-language.ts';
import { foldedHead, isEmojiOnly, isLong, piecesOf } from './message-text.ts';

/** What somebody said, as text and nothing else: links and names are found in it, never markup. */
export function MessageText(props: {
  message: string;
  names: readonly string[];
  mine: string;
}): JSX.Element {
  const { message, names, mine } = props;
  const [whole, setWhole] = useState(false);
  const long = isLong(message);
  const shown = long && !whole ? foldedHead(message) : message;
  return (
    <>
      <p
        class={isEmojiOnly(message) ? 'big' : undefined}
        lang={languageOf(message, language.value)}
      >
        {piecesOf(shown, names, mine).map((piece) => {
          switch (piece.kind) {
            case 'text':
              return piece.text;
            case 'link':
              return (
                <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
                  {piece.text}
                </a>
              );
            case 'mention':
              return <span class={piece.me ? 'at me-too' : 'at'}>{piece.text}</span>;
          }
        })}
        {long && !whole ? '…' : null}
      </p>
      {long ? (
        <button type="button" class="fold" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t('showLess') : t('showMore')}
        </button>
      ) : null}
    </>
  );
}
