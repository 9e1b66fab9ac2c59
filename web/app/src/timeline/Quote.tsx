import { isChat } from 'parlor-sdk';
import type { JSX } from 'preact';
import { hue } from '../parts/Seal.tsx';
import { parlor, roomOf } from '../state/chat.ts';
import { language } from '../state/settings.ts';
import { t } from '../text/index.ts';
import { languageOf } from '../text/text-language.ts';

/** The message that this one answers, on one line; it leads there. */
export function Quote(props: {
  room: string;
  seq: number;
  goTo: (seq: number) => void;
}): JSX.Element {
  const { room, seq, goTo } = props;
  // While it is not known, each change of the room may bring it.
  const entry = parlor.room(room).log.get(seq) ?? roomOf(room).log.get(seq);
  if (entry === undefined || !isChat(entry)) {
    return (
      <button type="button" class="quote" onClick={() => goTo(seq)}>
        <span class="cut">{t('earlierMessage')}</span>
      </button>
    );
  }
  const line = entry.message.replace(/\s+/g, ' ').slice(0, 200);
  return (
    <button type="button" class="quote" style={hue(entry.userId)} onClick={() => goTo(seq)}>
      <b>{entry.user}</b>
      <span class="cut" lang={languageOf(line, language.value)}>
        {line}
      </span>
    </button>
  );
}
